"""A machine whose root file system is never written to, with one data partition: prepared by the
script that the package ships (examples/read-only-root), booted read-only, set up, played on, and cut
off from its power."""

import sys
import time

from machine import Disk, Machine, card_that_keeps
from programs import slot, week
from station import (CHIME, LONG, load, on_air, outcome, packages_in, prop, result, rows,
                     status, up)

READ_ONLY_ROOT = "/usr/share/doc/loa-station/examples/read-only-root"


def prepare(machine, debs):
    machine.boot()
    machine.install(*debs.values())
    up(machine)
    machine.write("/etc/asound.conf", card_that_keeps(""))
    machine.run("sh", READ_ONLY_ROOT, "/data")
    machine.run("sh", READ_ONLY_ROOT, "/data")  # again changes nothing
    assert machine.read("/etc/fstab").count("/data/keep/etc/loa ") == 1
    machine.off()
    machine.options.append("--read-only")
    machine.boot()
    up(machine)


def nothing_failed(machine):
    failed = machine.run("systemctl", "list-units", "--failed", "--no-legend", "--plain")
    assert not failed.strip(), failed


def the_root_cannot_be_written(machine):
    for path in ("/x", "/etc/x", "/usr/x", "/var/x", "/var/lib/x"):
        assert machine.tried("touch", path)[0] != 0, path
    nothing_failed(machine)


def the_station_is_set_up_and_keeps_it(machine):
    machine.write("/data/answers.json", {"name": "Đài chỉ đọc", "clock": "system",
                                         "output": "alsa:default"})
    machine.run("loa", "setup", "--answers", "/data/answers.json")
    machine.off()
    machine.boot()
    up(machine)
    assert status(machine)["name"] == "Đài chỉ đọc"
    nothing_failed(machine)


def a_bulletin_is_played_and_survives_the_power(machine):
    load(machine, week({"chuong": CHIME, "dai": LONG},
                       [slot("mot", 6, "5s", "chuong"), slot("hai", 16, "60s", "dai")]),
         "/data/week.json")  # /root cannot be written either
    assert outcome(result(machine, "mot")) == ("played", "completed")
    on_air(machine, "dai")
    time.sleep(3)
    before = rows(machine)
    machine.power_cut()
    machine.boot()
    up(machine)
    assert rows(machine)[:len(before)] == before
    row = result(machine, "hai", 90)
    assert row["outcome"] in ("played", "partial"), row
    code, said = machine.tried("loa", "log", "verify", "/var/lib/loa/journal.db")
    assert code == 0, said
    assert prop(machine, "NRestarts") == "0"


CASES = [the_root_cannot_be_written, the_station_is_set_up_and_keeps_it,
         a_bulletin_is_played_and_survives_the_power]


def main(folder):
    debs = packages_in(folder)
    with Machine(debs.values(), Disk(128)) as machine:
        print("a root that is only read, and one data partition", flush=True)
        prepare(machine, debs)
        for case in CASES:
            print(case.__name__.replace("_", " "), flush=True)
            case(machine)


if __name__ == "__main__":
    main(*sys.argv[1:])
