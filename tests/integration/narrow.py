"""A way to the centre as bad as it can be: 64 kbit/s, one segment in ten lost, connections that hang and
break. Ninety days of a record that no centre has heard of arrive whole, once each. Before it, that the
proxy which makes such a way (tests/support/bad_link.py) does so.

usage: narrow.py BUILD [CASE] [--seed N] [--full]     (--full: more of what hangs, for some minutes)
"""

import pathlib
import socket
import sqlite3
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from bad_link import BadLink, Weather  # noqa: E402
from programs import Centre, Station, get, run, until  # noqa: E402

DAYS = 90
ROWS = DAYS * 40
NARROW = 64_000 / 8
SEED = int(sys.argv[sys.argv.index("--seed") + 1]) if "--seed" in sys.argv else 1
FULL = "--full" in sys.argv


class Echo:
    """Sends back what it is sent, and remembers it."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.heard = b""
        threading.Thread(target=self.work, daemon=True).start()

    def work(self):
        while True:
            one, _ = self.listener.accept()
            threading.Thread(target=self.serve, args=[one], daemon=True).start()

    def serve(self, one):
        try:
            while piece := one.recv(4096):
                self.heard += piece
                one.sendall(piece)
        except OSError:
            pass


def through(link, data, patience=20):
    """What comes back for the data before the end, a reset, or `patience` seconds of silence."""
    got = b""
    with socket.create_connection(("127.0.0.1", link.port)) as one:
        one.settimeout(patience)
        try:
            one.sendall(data)
            while len(got) < len(data):
                piece = one.recv(4096)
                if not piece:
                    return got, "end"
                got += piece
        except ConnectionResetError:
            return got, "reset"
        except TimeoutError:
            return got, "silence"
    return got, "whole"


def the_line_is_as_narrow_as_it_is_told(scene):
    echo = Echo()
    data = bytes(range(256)) * 64
    with BadLink(echo.port, Weather(rate=32_000)) as link:
        began = time.monotonic()
        assert through(link, data) == (data, "whole")
        # Never faster, however slow the machine is.
        assert time.monotonic() - began >= len(data) / 32_000
        assert (link.up.bytes, link.down.bytes) == (len(data), len(data))


def what_is_lost_comes_late_and_is_the_same(scene):
    echo = Echo()
    data = bytes(range(256)) * 300
    with BadLink(echo.port, Weather(loss=0.1, retransmission=(0.001, 0.002)), seed=7) as link:
        assert through(link, data) == (data, "whole")
        assert link.stalls > 0
    with BadLink(echo.port, Weather(loss=1, retransmission=(0.001, 0.002))) as link:
        assert through(link, data) == (b"", "reset")


def connections_hang_and_break(scene):
    data = b"x" * 5000
    for fate, comes_back in (("silent", "silence"), ("deaf", "silence"), ("mute", "silence"),
                             ("reset", "reset"), ("refused", "reset")):
        echo = Echo()
        with BadLink(echo.port, Weather(fates=(fate,), after=(2000, 2000))) as link:
            got, how = through(link, data, patience=1)
            assert how == comes_back, (fate, how)
            assert data.startswith(got) and len(got) == {"deaf": 2000, "mute": 2000, "reset": 2000}.get(fate, 0) \
                or how == "reset" and len(got) <= 2000, (fate, len(got))
            heard = {"silent": 0, "refused": 0, "deaf": 2000, "mute": 5000}
            assert len(echo.heard) == heard.get(fate, len(echo.heard)), (fate, len(echo.heard))
            assert link.had == {fate: 1}, link.had
            # The next one is whole.
            assert through(link, data) == (data, "whole")


def one_seed_has_the_same_fates(scene):
    weather = Weather(fate={"whole": 1, "reset": 1, "mute": 1})
    def fates(seed):
        link = BadLink(1, weather, seed)
        return [link.draw()[:2] for _ in range(50)]
    assert fates(3) == fates(3)
    assert fates(3) != fates(4)


def ninety_days_arrive_complete(scene):
    centre = Centre(scene, tls=True)
    with BadLink(int(centre.origin.rsplit(":", 1)[1]), Weather(), SEED) as link:
        station = Station(scene, centre={"url": f"https://127.0.0.1:{link.port}", "token": centre.token,
                                         "firstContactWindow": "0s"})
        station.start().ready()
        until("it is connected", lambda: station.status()["centre"]["connected"])
        name = station.status()["station"]
        assert station.program.stop() == 0
        subprocess.check_call([scene.bin / "make_journal", station.state / "journal.db", name, str(DAYS), str(SEED)])
        # What hangs costs the station 20 s each time.
        hangs = ("silent", "mute", "deaf") if FULL else ("silent",)
        link.better(Weather(rate=NARROW, loss=0.1, fates=(*hangs, "reset", "reset"),
                            fate={"whole": 4, "reset": 1, "mute": FULL, "silent": FULL}))
        up, down = link.up.bytes, link.down.bytes
        began = time.monotonic()
        station.start().ready()
        most = station.status()["centre"]["unacknowledged"]
        until("all is acknowledged", lambda: station.status()["centre"]["unacknowledged"] == 0, 1800 if FULL else 240)
        took = time.monotonic() - began
        up, down = link.up.bytes - up, link.down.bytes - down
        assert station.program.stop() == 0
    assert get(f"{centre.origin}/v1/events")["events"] == []
    assert centre.program.stop() == 0
    sent = rows_of(station)
    assert len(sent) >= ROWS and most > ROWS / 2, (len(sent), most)
    kept = kept_rows(scene, name)
    assert len(kept) == len(set(kept)), "a row is there twice"
    # What it wrote as it stopped went nowhere any more.
    assert kept == sent[:len(kept)] and len(sent) - len(kept) <= 2, (len(kept), len(sent))
    print(f"  {len(kept)} rows in {took:.0f} s; {up} bytes up, {down} down, {up / ROWS:.1f} up a row; "
          f"{link.stalls} stalls, {link.opened} connections, {dict(link.had)}")


def rows_of(station):
    database = sqlite3.connect(station.state / "journal.db")
    try:
        return [(row >> 40, row & (2**40 - 1), value.hex()) for row, value in
                database.execute("SELECT id, hash FROM rows ORDER BY id")]
    finally:
        database.close()


def kept_rows(scene, name):
    database = sqlite3.connect(scene.folder / "centre" / "centre.db")
    try:
        return [(epoch, seq, value.hex()) for epoch, seq, value in database.execute(
            "SELECT epoch, seq, hash FROM as_run WHERE station = ? ORDER BY epoch, seq", [name])]
    finally:
        database.close()


CASES = [
    the_line_is_as_narrow_as_it_is_told,
    what_is_lost_comes_late_and_is_the_same,
    connections_hang_and_break,
    one_seed_has_the_same_fates,
    ninety_days_arrive_complete,
]


if __name__ == "__main__":
    run(CASES, sys.argv[1], sys.argv[2] if len(sys.argv) > 2 and not sys.argv[2].startswith("--") else "")
