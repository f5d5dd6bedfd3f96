"""kill -9 of the centre, of its PostgreSQL or of a station, at random moments under load: no row that was
acknowledged is lost, none is there twice. Three real stations that play all the time, and thirty of
fleet_load, all over mutual TLS.

usage: kills.py BUILD [COUNT [SEED]]     (8 kills unless told)
"""

import collections
import json
import os
import pathlib
import random
import signal
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from postgres_server import Postgres  # noqa: E402
from programs import Centre, Scene, Station, free_port, slot, until, week  # noqa: E402

STATIONS = 3
LOAD = {"stations": 30, "seconds": 100000, "status": 1, "rows": 0.5, "batch": 5}
VICTIMS = ("centre", "postgresql", "station")


class Load:
    def __init__(self, scene, centre):
        self.acks = scene.folder / "acks"
        self.said = scene.folder / "fleet_load.log"
        key = (scene.folder / "centre/admin.key").read_text().strip()
        words = [scene.bin / "fleet_load", centre.origin, key, str(os.getpid()),
                 *(f"{name}={value}" for name, value in LOAD.items()), f"acks={self.acks}"]
        with open(self.said, "wb") as said:
            self.child = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=said)
        until("the load is connected", lambda: "connected" in self.said.read_text(), 120)

    def stop(self):
        self.child.send_signal(signal.SIGTERM)
        out, _ = self.child.communicate(timeout=120)
        assert self.child.returncode == 0, self.said.read_text()
        return json.loads(out)

    def acknowledged(self):
        """(station, epoch, first, last, hash of the last, when)."""
        for line in self.acks.read_text().splitlines():
            station, epoch, first, last, row, when = line.split()
            yield station, int(epoch), int(first), int(last), row, int(when)


def plays_without_end():
    """A play every 8 s, for hours."""
    return week({"p": {"items": [{"chime": "ba-tieng"}]}},
                [slot(f"s{number}", 4 + 8 * number, "6s", "p") for number in range(450)])


def of_journal(station, question):
    database = sqlite3.connect(station.state / "journal.db", timeout=30)
    try:
        return database.execute(question).fetchall()
    finally:
        database.close()


def acknowledged_to(station):
    """(epoch, seq) of the station's own record, as it stands on its disk, and when it was there."""
    found = of_journal(station, "SELECT value FROM facts WHERE name = 'journal: acknowledged'")
    at = int(found[0][0]) if found else 0
    return (at >> 40, at & (2**40 - 1)), time.time_ns()


class Night:
    def __init__(self, scene, chance):
        self.scene = scene
        self.chance = chance
        self.killed = collections.Counter()
        self.promises = []
        scene.folder.chmod(0o755)
        port = free_port()
        self.server = Postgres(scene.folder / "postgres", port, "mat-khau")
        self.centre = Centre(scene, tls=True, database=f"postgresql://loa:mat-khau@127.0.0.1:{port}/postgres")
        self.stations = [self.station(number) for number in range(STATIONS)]
        self.ids = {station: station.status()["station"] for station in self.stations}
        self.load = Load(scene, self.centre)

    def station(self, number):
        self.centre.issue_token()
        station = Station(self.scene, f"station{number}", centre={
            "url": self.centre.origin.replace("http:", "https:"), "token": self.centre.token,
            "firstContactWindow": "0s"})
        station.start().ready()
        until("it is enrolled", lambda: station.status()["centre"]["enrolled"])
        status, answer = station.load(plays_without_end())
        assert status == 200, answer
        return station

    def kill_one(self):
        time.sleep(self.chance.uniform(0.3, 3))
        victim = self.chance.choice(VICTIMS)
        self.killed[victim] += 1
        if victim == "station":
            station = self.chance.choice(self.stations)
            station.program.kill()
            self.note_promises()
            time.sleep(self.chance.uniform(0, 0.5))
            station.start()
        elif victim == "centre":
            self.centre.program.kill()
            self.note_promises()
            time.sleep(self.chance.uniform(0, 0.5))
            self.centre.start()
        else:
            self.server.kill()
            self.note_promises()
            time.sleep(self.chance.uniform(0, 0.5))
            self.server.start()

    def note_promises(self):
        self.promises += [(self.ids[station], *acknowledged_to(station)) for station in self.stations]

    def end(self):
        """Everything arrives; what the load says of itself."""
        for station in self.stations:
            station.ready()
            until("all is acknowledged", lambda: station.status()["centre"]["unacknowledged"] == 0, 120)
            assert station.program.stop() == 0
        said = self.load.stop()
        self.note_promises()
        assert self.centre.program.stop() == 0
        return said


def kept_rows(server):
    """By (station, epoch, seq): hash, the hash before it, when it was received."""
    kept = {}
    out = server.psql("SELECT station, epoch, seq, encode(hash, 'hex'), encode(previous, 'hex'), received_ns FROM as_run "
                      "WHERE station LIKE 'st-%'")
    for line in out.stdout.splitlines():
        station, epoch, seq, row, previous, received = line.split("|")
        key = (station, int(epoch), int(seq))
        assert key not in kept, f"{key} is there twice"
        kept[key] = (row, previous, int(received))
    return kept


def all_is_kept(rows, when, kept):
    """Each was stored before it was acknowledged: one that was lost and came again is younger than that."""
    lost = [key for key in rows if key not in kept or kept[key][2] > when]
    assert not lost, f"{len(lost)} acknowledged rows were lost, as {lost[:3]}"


def check(night, kept):
    """How many acknowledged rows of the load and of the stations were looked at."""
    of_load = 0
    for station, epoch, first, last, row, when in night.load.acknowledged():
        all_is_kept([(station, epoch, seq) for seq in range(first, last + 1)], when, kept)
        of_load += last - first + 1
        assert kept[station, epoch, last][0] == row, f"{station} {last} is another row"
    own = {}
    for station in night.stations:
        for at, row in of_journal(station, "SELECT id, hash FROM rows"):
            own[night.ids[station], at >> 40, at & (2**40 - 1)] = row.hex()
    for name, upto, when in night.promises:
        all_is_kept([key for key in own if key[0] == name and key[1:] <= upto], when, kept)
    for key, row in own.items():
        assert key not in kept or kept[key][0] == row, f"{key} is another row"
    for (station, epoch, seq), (_, previous, _) in kept.items():
        if seq > 1:
            assert kept[station, epoch, seq - 1][0] == previous, f"{station} {epoch}/{seq} does not continue"
    doubts = night.server.psql("SELECT code, station, subject FROM event").stdout
    assert not doubts, f"the centre doubts a record: {doubts}"
    return of_load, sum(key in kept for key in own)


def main(build, count, seed):
    print(f"{count} kills, seed {seed}", flush=True)
    began = time.monotonic()
    with Scene(build) as scene:
        night = Night(scene, random.Random(seed))
        try:
            for number in range(1, count + 1):
                night.kill_one()
                if number % 20 == 0:
                    print(f"{number}: {dict(night.killed)}", flush=True)
            said = night.end()
            kept = kept_rows(night.server)
            of_load, of_stations = check(night, kept)
        finally:
            night.load.child.kill()
            night.server.kill()
        assert said["refused"] == 0 and of_load == said["rowsAcknowledged"] > 0 and of_stations > 0, said
        until("no process is left behind", lambda: not scene.left_behind(), 15)
    print(json.dumps({"killed": dict(night.killed), "seconds": round(time.monotonic() - began),
                      "rowsOfTheLoad": of_load, "rowsOfStations": of_stations, "lost": 0, "doubled": 0,
                      "connectionsBroken": said["broken"], "putOff": said["putOff"],
                      "rowsWaitP99Ms": said["rows"]["p99Ms"]}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 8,
         int(sys.argv[3]) if len(sys.argv) > 3 else random.SystemRandom().randrange(10**6))
