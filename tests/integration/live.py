"""Live commands go to a station over the report that the centre holds, at once: over TLS, through
whatever is between, after the centre was restarted, and from whichever of two centres took them."""

import http.client
import http.server
import json
import pathlib
import shutil
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from postgres_server import Postgres  # noqa: E402
from programs import (Centre, Station, call, free_port, run, until,  # noqa: E402
                      where_it_listens)
from signed import Office  # noqa: E402


class OneWay:
    """Passes what comes to a port of its own on to 127.0.0.1:`to`. Once it is `dumb`, nothing that the
    caller says goes through any more, on the connections that are open and on new ones; what the other
    end says still does."""

    def __init__(self, to):
        self.to = to
        self.dumb = False
        self.swallowed = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            near, _ = self.listener.accept()
            try:
                far = socket.create_connection(("127.0.0.1", self.to))
            except OSError:
                near.close()
                continue
            for ends in ((near, far, True), (far, near, False)):
                threading.Thread(target=self.carry, args=ends, daemon=True).start()

    def carry(self, one, other, upwards):
        try:
            while piece := one.recv(65536):
                if upwards and self.dumb:
                    self.swallowed += len(piece)
                else:
                    other.sendall(piece)
        except OSError:
            pass
        for end in (one, other):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class Liar(http.server.ThreadingHTTPServer):
    """Stands between a station and its centre, on a port of its own, and adds `extra`, once there is one, to
    the commands in each answer to a report."""

    daemon_threads = True

    def __init__(self, to):
        self.to = to
        self.extra = None
        super().__init__(("127.0.0.1", 0), LiarsAnswer)
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()


class LiarsAnswer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        far = http.client.HTTPConnection("127.0.0.1", self.server.to, timeout=90)
        far.request("POST", self.path, body, dict(self.headers))
        answer = far.getresponse()
        said = answer.read()
        if self.path == "/v1/status" and answer.status == 200 and self.server.extra:
            told = json.loads(said)
            said = json.dumps({**told, "commands": [*told["commands"], self.server.extra]}).encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *words):
        pass


def port_of(centre):
    return int(centre.origin.rsplit(":", 1)[1])


def listening(centre):
    lines = call(f"{centre.origin}/metrics")[1].splitlines()
    return [int(line.split()[1]) for line in lines if line.startswith("loa_listening_stations ")][0]


def give(scene, centre, file):
    given = scene.start("give.log", scene.bin / "loa-centre", "--config", centre.config, "command", file)
    assert given.child.wait(60) == 0, given.said()


def governed(scene, centre, url):
    office = Office(scene)
    station = Station(scene, trust=str(office.root),
                      centre={"url": url, "token": centre.token, "firstContactWindow": "0s"})
    station.start().ready()
    until("it listens", lambda: listening(centre) == 1)
    return office, station, station.status()["station"]


def command(office, *words, signers=("an",)):
    """An envelope's file, new each time."""
    file = office.scene.folder / f"lenh-{time.monotonic_ns()}.json"
    office.loa("command", *words, "--key", office.keys[signers[0]], "-o", file)
    for signer in signers[1:]:
        office.loa("command", "sign", file, "--key", office.keys[signer])
    return file


def volume(office, name, percent):
    return command(office, "volume", str(percent), "--for", name)


def an_emergency_comes_at_once_to_a_station_that_can_ask_for_nothing(scene):
    centre = Centre(scene, tls=True)
    way = OneWay(port_of(centre))
    office, station, name = governed(scene, centre, f"https://127.0.0.1:{way.port}")
    # From now on no request of the station reaches the centre: what it learns, it learns by the answer
    # to the report that is there already.
    way.dumb = True
    assert listening(centre) == 1
    give(scene, centre, command(office, "say", "Nước sông lên nhanh, bà con hãy lên chỗ cao.",
                                "--level", "1", "--for", name, signers=("an", "binh")))
    until("it is on the air", lambda: (station.status()["onAir"] or {}).get("level") == 1, 60)
    until("what the station said since was swallowed", lambda: way.swallowed > 0)
    way.dumb = False
    # What hung there is given up, and the station is back.
    until("it listens again", lambda: listening(centre) == 1, 120)
    until("all is told", lambda: station.status()["centre"]["unacknowledged"] == 0, 60)
    assert not [row for row in station.rows() if row["title"] == "command-refused"], "told once"
    station.verify()
    assert station.program.stop() == 0
    assert centre.program.stop() == 0


def one_command_after_another_while_it_listens(scene):
    centre = Centre(scene, tls=True)
    way = OneWay(port_of(centre))
    office, station, name = governed(scene, centre, f"https://127.0.0.1:{way.port}")
    for percent in (30, 40, 50):
        give(scene, centre, volume(office, name, percent))
        until("the volume is set", lambda: station.status()["sound"]["volume"] == percent)
        until("it listens again", lambda: listening(centre) == 1)
    # Stopped in an orderly way, the centre says when to come again.
    assert centre.program.stop() == 0
    centre.start()
    until("it listens again", lambda: listening(centre) == 1)
    way.dumb = True
    give(scene, centre, volume(office, name, 60))
    until("the volume is set", lambda: station.status()["sound"]["volume"] == 60)
    way.dumb = False
    # Killed, it says nothing.
    centre.program.kill()
    centre.start()
    until("it listens again", lambda: listening(centre) == 1, 120)
    give(scene, centre, volume(office, name, 70))
    until("the volume is set", lambda: station.status()["sound"]["volume"] == 70)
    assert "command-refused" not in station.status()["faults"]
    station.verify()
    assert station.program.stop() == 0
    assert centre.program.stop() == 0


def a_command_for_another_station_by_the_centres_hand_is_an_attack(scene):
    centre = Centre(scene)
    with Liar(port_of(centre)) as liar:
        office, station, name = governed(scene, centre, f"http://127.0.0.1:{liar.port}")
        give(scene, centre, volume(office, name, 30))
        until("the volume is set", lambda: station.status()["sound"]["volume"] == 30)
        # By hand that is a mistake.
        strange = volume(office, "st-00000000000000ff", 90)
        code, said = scene.loa("--station", station.origin, "command", "give", strange)
        assert code != 0 and "another station" in said, said
        assert "command-refused" not in station.status()["faults"]
        liar.extra = strange.read_text()
        until("it is a fault", lambda: "command-refused" in station.status()["faults"], 90)
        assert station.status()["sound"]["volume"] == 30
        assert station.program.stop() == 0
        assert centre.program.stop() == 0


def the_station_listens_nowhere_but_at_its_page(scene):
    centre = Centre(scene, tls=True)
    office, station, name = governed(scene, centre, centre.origin.replace("http:", "https:"))
    give(scene, centre, volume(office, name, 30))
    until("the volume is set", lambda: station.status()["sound"]["volume"] == 30)
    page = ("127.0.0.1", int(station.origin.rsplit(":", 1)[1]))
    assert where_it_listens(station.program) == [page]
    assert where_it_listens(centre.program) == [("127.0.0.1", port_of(centre))]
    assert station.program.stop() == 0
    assert centre.program.stop() == 0


def what_another_centre_took_comes_too(scene):
    scene.folder.chmod(0o755)
    server = Postgres(scene.folder / "postgres", free_port(), "mat khau thu")
    try:
        uri = f"postgresql://loa:mat%20khau%20thu@127.0.0.1:{server.port}/postgres"
        centre = Centre(scene, database=uri)
        way = OneWay(port_of(centre))
        office, station, name = governed(scene, centre, f"http://127.0.0.1:{way.port}")
        (scene.folder / "other").mkdir(mode=0o700)
        shutil.copy(scene.folder / "centre" / "centre.key", scene.folder / "other")
        port = free_port()
        config = scene.write("other.json", {"state": "other", "port": port, "database": uri})
        other = scene.start("other.log", scene.bin / "loa-centre", "--config", config)
        until("the other centre answers", lambda: call(f"http://127.0.0.1:{port}/readyz")[0] == 200)
        until("it listens", lambda: listening(centre) == 1)
        way.dumb = True
        file = volume(office, name, 30)
        given = scene.start("give.log", scene.bin / "loa-centre", "--config", config, "command", file)
        assert given.child.wait(60) == 0, given.said()
        until("the volume is set", lambda: station.status()["sound"]["volume"] == 30)
        way.dumb = False
        until("it listens again", lambda: listening(centre) == 1, 120)
        # Shut out by the one, it is told nothing more by the other, which holds its report.
        subprocess.check_call([scene.bin / "loa-centre", "--config", config, "revoke", name])
        file = volume(office, name, 90)
        given = scene.start("give.log", scene.bin / "loa-centre", "--config", config, "command", file)
        assert given.child.wait(60) == 0, given.said()
        until("its report is answered", lambda: listening(centre) == 0, 30)
        until("it is told so", lambda: "revoked" in station.status()["centre"]["lastError"], 60)
        assert station.status()["sound"]["volume"] == 30
        assert other.stop() == 0
        assert station.program.stop() == 0
        assert centre.program.stop() == 0
    finally:
        server.kill()


CASES = [
    an_emergency_comes_at_once_to_a_station_that_can_ask_for_nothing,
    one_command_after_another_while_it_listens,
    a_command_for_another_station_by_the_centres_hand_is_an_attack,
    the_station_listens_nowhere_but_at_its_page,
    what_another_centre_took_comes_too,
]


if __name__ == "__main__":
    run(CASES, *sys.argv[1:])
