"""What the system tests ask of a machine with a station, and tell it."""

import json
import pathlib
import re
import subprocess

from machine import FOLDER, quietly, until
from programs import slot, week

STATION = "loa-station.service"
LONG = {"repeat": 60, "items": [{"chime": "nhac-hieu"}]}
SPOKEN = {"items": [{"speech": "Kính thưa bà con, đây là bản tin thử của đài."}]}
CHIME = {"items": [{"chime": "ba-tieng"}]}
RATE = 48000


def packages_in(folder):
    """The four packages that scripts/package left there, by name."""
    debs = {path.name.split("_")[0]: path for path in sorted(pathlib.Path(folder).glob("loa-*.deb"))
            if "dbgsym" not in path.name}
    assert len(debs) == 4, f"{folder}: four packages are needed (scripts/package), there are {debs}"
    return debs


def prop(machine, name, unit=STATION):
    return machine.run("systemctl", "show", unit, "-p", name, "--value").strip()


def main_pid(machine):
    return int(prop(machine, "MainPID"))


def processes(machine):
    """The service's: its own, and that one's children and theirs."""
    found = [str(main_pid(machine))]
    for pid in found:
        found += machine.run("sh", "-c", f"cat /proc/{pid}/task/*/children").split()
    return found


def pss(machine):
    """Of all its processes, in kB. Pages that nobody else has count whole."""
    station, *children = processes(machine)
    kB = re.compile(r"^Pss:\s+(\d+)", re.M)
    # A child may have ended since.
    said = [machine.tried("cat", f"/proc/{pid}/smaps_rollup")[1] for pid in children]
    said.append(machine.read_proc(station, "smaps_rollup"))
    return sum(int(found[1]) for found in map(kB.search, said) if found)


def status(machine):
    return json.loads(machine.run("loa", "status", "--json"))


def up(machine):
    until("the station is up", lambda: prop(machine, "ActiveState") == "active"
          and status(machine)["station"], 90)


def load(machine, wanted, file="/root/week.json"):
    machine.write(file, wanted)
    code, said = machine.tried("loa", "schedule", "load", file)
    assert code == 0, said


def rows(machine):
    out = machine.run("loa", "log", "--since", "2020-01-01", "--json")
    return [json.loads(line) for line in out.splitlines()]


def result(machine, name, seconds=60):
    def found():
        return [row for row in rows(machine)
                if row["kind"] == "result" and f"/{name}/" in row["occurrence"]]
    return until(f"a result of {name}", found, seconds)[0]


def outcome(row):
    return row["outcome"], row["reason"]


def on_air(machine, title):
    until(f"{title} is on the air",
          lambda: (status(machine)["onAir"] or {}).get("title") == title
          and status(machine)["onAir"]["elapsed"] > 0.5)


def seconds_of(row):
    return row["framesPlayed"] / RATE


def fresh(machine, wanted):
    """A station that is up, on the air with a long bulletin, and has a clean slate at systemd's."""
    machine.tried("systemctl", "reset-failed", STATION)
    up(machine)
    load(machine, wanted)


VERSION = iter(range(1, 1000))


def bulletin(name, length, after=6, **programmes):
    """A week of one slot, of the next version."""
    chosen = programmes or {"dai": LONG}
    return week(chosen, [slot(name, after, f"{length}s", next(iter(chosen)))], next(VERSION))


def newer(deb):
    """The same package with a higher version."""
    out = FOLDER / "newer" / deb.name.replace("_0", "_next_0")
    tree = FOLDER / "newer" / "tree"
    subprocess.run(["rm", "-rf", tree], check=True)
    tree.parent.mkdir(exist_ok=True)
    quietly("dpkg-deb", "-R", deb, tree)
    control = tree / "DEBIAN" / "control"
    control.write_text(re.sub(r"^Version: (.*)$", r"Version: \1+next", control.read_text(), flags=re.M))
    quietly("dpkg-deb", "--root-owner-group", "-Znone", "-b", tree, out)
    return out
