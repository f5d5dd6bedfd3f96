"""The power is cut at random moments: while the packages are installed and upgraded, while `loa setup`
writes the configuration, while `loa restore` moves a whole station in. The machine is booted again, dpkg
is told to go on as Debian does, and the station has to start with what was or with what was to be.

What the station keeps lies on a disk that loses whatever only the kernel had (machine.Disk); the system
itself does not. A seed gives the same moments again, as far as the machine is as fast."""

import collections
import hashlib
import json
import random
import sys
import time

from machine import Disk, Machine, until
from station import CHIME, STATION, load, newer, packages_in, prop, rows, status, up
from programs import slot, week

CUTS = {"install": 20, "upgrade": 25, "setup": 25, "restore": 30}
MEDIA = 24  # files of half a megabyte in each backup
NAMES = ("Đài cũ", "Đài mới")


class Cutter:
    """A machine, and the moments at which its power goes."""

    def __init__(self, machine, debs, chance):
        self.machine = machine
        self.debs = debs
        self.chance = chance
        self.seen = collections.Counter()
        self.state = machine.disk.mounted / "keep/var/lib/loa"
        self.config = machine.disk.mounted / "keep/etc/loa/station.json"

    def cut(self, seconds, *words):
        """In the middle of a command that takes so long; then it is booted again."""
        going = self.machine.begun(*words)
        time.sleep(self.chance.uniform(0, seconds))
        self.end(going)

    def cut_while_moving(self, *words):
        """In the milliseconds in which the new state takes the old one's place."""
        going = self.machine.begun(*words)
        while going.poll() is None and not (self.state / "restore.ready").exists():
            pass
        time.sleep(self.chance.uniform(0, 0.03))
        self.end(going)

    def end(self, going):
        self.machine.power_cut()
        going.wait()
        for path in self.state.glob("restore.*"):
            self.seen["cut while there was " + path.name] += 1
        self.machine.boot()

    def copied(self, debs):
        """Where dpkg finds them."""
        for deb in debs:
            (self.machine.root / "root" / deb.name).write_bytes(deb.read_bytes())
        return [f"/root/{deb.name}" for deb in debs]

    def whole(self):
        code, said = self.machine.tried("dpkg-query", "-W", "-f", "${Package} ${Status}\n", *self.debs)
        return code == 0 and said.count("install ok installed") == len(self.debs)

    def mend(self, files):
        """As whoever finds the machine does; what it took is counted."""
        before = self.whole()
        self.machine.tried("dpkg", "--configure", "-a")  # it says so where a package must be unpacked again
        after = self.whole()
        if not after:
            self.machine.run("dpkg", "-i", *files)
        kind = "whole" if before else "mended by --configure -a" if after else "installed again"
        self.seen["packages " + kind] += 1
        code, said = self.machine.tried("dpkg", "--audit")
        assert code == 0 and not said, said

    def started(self):
        """It runs and believes its own configuration and record."""
        until("it is active", lambda: prop(self.machine, "ActiveState") == "active", 60)
        up(self.machine)
        now = status(self.machine)
        assert not now["configProblems"], now["configProblems"]
        code, said = self.machine.tried("loa", "log", "verify", "/var/lib/loa/journal.db")
        assert code == 0, said
        left = [path.name for path in self.state.glob("restore.*")]
        assert not left, left


def timed(work):
    begun = time.monotonic()
    work()
    return time.monotonic() - begun


def set_up_disk(machine, debs):
    """The layout of a board with a data partition (packaging/examples/read-only-root), writable."""
    machine.boot()
    machine.install(*debs.values())
    up(machine)
    machine.write("/root/name.json", {"name": NAMES[0], "clock": "system", "output": "alsa:default"})
    machine.run("loa", "setup", "--answers", "/root/name.json")
    machine.run("sh", "/usr/share/doc/loa-station/examples/read-only-root", "/data")
    machine.run("rm", "/etc/systemd/journald.conf.d/60-read-only-root.conf")
    machine.off()
    machine.boot()
    machine.run("mountpoint", "-q", "/var/lib/loa")
    up(machine)


def installing(cutter, cuts):
    machine = cutter.machine
    files = cutter.copied(cutter.debs.values())
    machine.run("dpkg", "-P", *cutter.debs)
    seconds = timed(lambda: machine.run("dpkg", "-i", *files))
    cutter.started()
    for _ in range(cuts):
        machine.run("dpkg", "-P", *cutter.debs)
        assert not list(cutter.state.iterdir()) and not cutter.config.exists()
        cutter.cut(seconds, "dpkg", "-i", *files)
        cutter.mend(files)
        cutter.started()


def upgrading(cutter, cuts):
    machine = cutter.machine
    machine.write("/root/name.json", {"name": NAMES[0], "clock": "system", "output": "alsa:default"})
    machine.run("loa", "setup", "--answers", "/root/name.json")
    machine.run("systemctl", "restart", STATION)
    up(machine)
    load(machine, week({"chuong": CHIME}, [slot("xa", 40000, "6s", "chuong")]))
    old = cutter.copied(cutter.debs.values())
    new = cutter.copied([newer(deb) for deb in cutter.debs.values()])
    seconds = timed(lambda: machine.run("dpkg", "-i", *new))
    edited, wanted = cutter.config.read_bytes(), [new, old]
    name = status(machine)["station"]
    for count in range(cuts):
        before = rows(machine)
        files = wanted[(count + 1) % 2]
        cutter.cut(seconds, "dpkg", "-i", *files)
        cutter.mend(files)
        cutter.started()
        assert cutter.config.read_bytes() == edited
        now = status(machine)
        assert now["station"] == name and now["schedule"]["id"] == "tuan-thu.1", now
        assert rows(machine)[:len(before)] == before, "the record has changed"
    machine.run("dpkg", "-i", *old)


def setting_up(cutter, cuts):
    machine = cutter.machine
    known = {}
    for name in NAMES:
        machine.write(f"/root/{name}.json", {"name": name})
        seconds = timed(lambda n=name: machine.run("loa", "setup", "--answers", f"/root/{n}.json"))
        known[cutter.config.read_bytes()] = name
    for count in range(cuts):
        wanted = NAMES[count % 2]
        cutter.cut(1.2 * seconds, "loa", "setup", "--answers", f"/root/{wanted}.json")
        found = known.get(cutter.config.read_bytes())
        assert found, f"a configuration that is neither: {cutter.config.read_bytes()}"
        cutter.seen["setup: the new" if found == wanted else "setup: the old"] += 1
        cutter.started()
        assert status(machine)["name"] == found
        machine.run("loa", "setup", "--answers", f"/root/{wanted}.json")


def backup_of(cutter, name, version):
    """A backup of a station with a name, a week and media of its own, and what it is known by."""
    machine = cutter.machine
    machine.write("/root/name.json", {"name": name})
    machine.run("loa", "setup", "--answers", "/root/name.json")
    media = cutter.state / "media"
    machine.run("sh", "-c", "rm -rf /var/lib/loa/media/*")
    for number in range(MEDIA):
        file = media / f"{name} {number}.mp3"
        file.write_bytes(cutter.chance.randbytes(500_000))
    machine.run("chown", "-R", "loa:loa", "/var/lib/loa/media")
    machine.run("systemctl", "restart", STATION)
    up(machine)
    load(machine, week({"chuong": CHIME}, [slot("xa", 40000, "6s", "chuong")], version))
    machine.run("loa", "backup", f"/root/{version}.loa-backup")
    return f"/root/{version}.loa-backup", known_by(cutter)


def known_by(cutter):
    """Configuration, week and media, as one value."""
    media = sorted((path.name, hashlib.sha256(path.read_bytes()).hexdigest())
                   for path in (cutter.state / "media").iterdir())
    return json.dumps([cutter.config.read_text(), status(cutter.machine)["schedule"]["id"], media])


def restoring(cutter, cuts):
    machine = cutter.machine
    kept = [backup_of(cutter, name, 10 + at) for at, name in enumerate(NAMES)]
    seconds = None
    for count in range(-1, cuts):
        file, wanted = kept[count % 2]
        machine.run("systemctl", "stop", STATION)
        machine.run("sh", "-c", "rm -rf /var/lib/loa/before-restore-*")
        if seconds is None:
            seconds = timed(lambda f=file: machine.run("loa", "restore", f))
            machine.run("systemctl", "start", STATION)
        elif count % 2:
            cutter.cut(seconds, "loa", "restore", file)
        else:
            cutter.cut_while_moving("loa", "restore", file)
        cutter.started()
        found = known_by(cutter)
        other = kept[(count + 1) % 2][1]
        assert found in (wanted, other), f"half of each: {found[:600]}"
        cutter.seen["restore: the new" if found == wanted else "restore: the old"] += 1


WORK = {"install": installing, "upgrade": upgrading, "setup": setting_up, "restore": restoring}


def main(folder, seed="1", only="", cuts=""):
    debs = packages_in(folder)
    chance = random.Random(int(seed))
    with Machine(debs.values(), Disk(256)) as machine:
        set_up_disk(machine, debs)
        for name, work in WORK.items():
            if only not in name:
                continue
            count = int(cuts or CUTS[name])
            cutter = Cutter(machine, debs, chance)
            print(f"the power goes {count} times during {name}, seed {seed}", flush=True)
            begun = time.monotonic()
            work(cutter, count)
            said = ", ".join(f"{what} {times}" for what, times in sorted(cutter.seen.items()))
            print(f"  {said}; {time.monotonic() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
