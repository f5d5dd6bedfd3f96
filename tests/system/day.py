"""A day of the station in 24 minutes: its clocks run sixty times as fast (tests/support/fast_clock.c),
the card with them. At every hour of its day it is looked at what it has of memory, open files and disk: none of them
may grow, but for the record.

Not faked are the machine around it and the kernel's timers of systemd."""

import re
import sys
import time

from machine import SOURCE, Machine, card_that_keeps, quietly
from programs import slot, week
from station import (STATION, load, main_pid, packages_in, processes, pss, rows, up)

HOURS = 24
PLAYS = 40
FIRST = 3  # the hour against which later ones are held: by then everything was used once
MOST_MEMORY = 512  # kB between then and the last hour
PROGRAMMES = {
    "noi": {"items": [{"chime": "nhac-hieu"},
                      {"speech": "Kính thưa bà con, đây là bản tin của đài truyền thanh xã."}]},
    "chuong": {"repeat": 10, "items": [{"chime": "ba-tieng"}]},
}


def run_fast(machine, faster):
    """The station and its children, not the machine."""
    library = "/usr/local/lib/fast_clock.so"
    quietly("gcc", "-shared", "-fPIC", "-O2", SOURCE / "tests/support/fast_clock.c",
            "-o", machine.root / library[1:])
    drop_in = machine.root / "etc/systemd/system/loa-station.service.d/fast.conf"
    drop_in.write_text(f"[Service]\nEnvironment=LD_PRELOAD={library}\n"
                       f'Environment="FAST_CLOCK={faster} {time.monotonic_ns()} {time.time_ns()}"\n')
    machine.write("/etc/asound.conf", card_that_keeps(""))
    machine.write("/etc/loa/station.json", {"name": "Đài thử", "clock": "system",
                                            "output": "alsa:default",
                                            # Of its time, not of the machine's.
                                            "speech": {"patience": "1h"}})
    machine.run("systemctl", "daemon-reload")
    machine.run("systemctl", "restart", STATION)
    up(machine)


def look(machine):
    """Memory in kB and open files of all its processes, disk in bytes without the record."""
    running = processes(machine)
    memory = pss(machine)
    files = len(machine.run("ls", f"/proc/{main_pid(machine)}/fd").split())
    disk = sum(path.stat().st_blocks * 512 for path in (machine.root / "var/lib/loa").rglob("*")
               if path.is_file() and not path.name.startswith("journal.db"))
    record = sum(path.stat().st_size for path in (machine.root / "var/lib/loa").glob("journal.db*"))
    return memory, files, disk, record, len(running)


def written(machine):
    return int(re.search(r"^write_bytes: (\d+)", machine.read_proc(main_pid(machine), "io"), re.M)[1])


def a_day(machine, faster):
    every = HOURS * 3600 / PLAYS
    slots = [slot(f"lan-{n}", 600 + every * n, "5m", ("noi", "chuong")[n % 2]) for n in range(PLAYS)]
    load(machine, week(PROGRAMMES, slots))
    first, begun = written(machine), time.monotonic()
    looks = []
    for hour in range(1, HOURS + 1):
        time.sleep(max(0, begun + hour * 3600 / faster - time.monotonic()))
        looks.append(look(machine))
        memory, files, disk, record, running = looks[-1]
        print(f"  hour {hour:2}: {memory} kB in {running} processes, {files} open files,"
              f" {disk / 1e3:.0f} kB on the disk beside a record of {record / 1e3:.0f} kB", flush=True)
    time.sleep(600 / faster + 5)
    return looks, written(machine) - first


def main(folder, faster="60"):
    with Machine(packages_in(folder).values()) as machine:
        machine.boot()
        machine.install(*packages_in(folder).values())
        up(machine)
        run_fast(machine, int(faster))
        looks, bytes_written = a_day(machine, int(faster))
        results = [row for row in rows(machine) if row["kind"] == "result"]
        outcomes = sorted({(row["outcome"], row["reason"]) for row in results})
        print(f"  {len(results)} plays, {outcomes}; {bytes_written / 1e6:.2f} MB written")
        assert len(results) >= PLAYS, "not all was played"
        # Sixty times as fast, a busy machine may leave the card without sound for a moment.
        assert {outcome for outcome, _ in outcomes} <= {"played", "partial"}, outcomes
        # Whether a play is on at the moment differs; the least of three hours does not.
        early = [min(column) for column in zip(*looks[FIRST - 1:FIRST + 2])]
        late = [min(column) for column in zip(*looks[-3:])]
        assert late[0] <= early[0] + MOST_MEMORY, (early, late)
        assert late[1] <= early[1] and late[2] <= early[2], (early, late)


if __name__ == "__main__":
    main(*sys.argv[1:])
