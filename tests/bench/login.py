"""What logging in costs the station's loop: how long a simple question waits while four people log
in without a pause, against one that nobody disturbs.

    tests/bench/login.py --build build/bench
"""

import argparse
import json
import pathlib
import statistics
import sys
import threading
import time

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "integration"))
from programs import Scene, Station, call  # noqa: E402

LAN = {"name": "Lan", "password": "loa kêu lúc năm giờ"}


def milliseconds(work, times):
    taken = []
    for _ in range(times):
        began = time.monotonic()
        work()
        taken.append((time.monotonic() - began) * 1000)
        time.sleep(0.01)
    return taken


def told(what, taken):
    ordered = sorted(taken)
    print(f"{what}: median {statistics.median(taken):.1f} ms, 95 % {ordered[len(ordered) * 95 // 100]:.1f} ms, "
          f"max {ordered[-1]:.1f} ms ({len(taken)})")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    with Scene(arguments.build.resolve()) as scene:
        station = Station(scene).start().ready()
        ask = lambda: call(f"{station.origin}/healthz")
        assert call(f"{station.origin}/v1/people", json.dumps({**LAN, "role": "admin"}))[0] == 200
        told("nobody logs in", milliseconds(ask, 150))
        logins, done = [], threading.Event()

        def log_in():
            while not done.is_set():
                began = time.monotonic()
                assert call(f"{station.origin}/v1/login", json.dumps(LAN))[0] == 200
                logins.append((time.monotonic() - began) * 1000)

        people = [threading.Thread(target=log_in) for _ in range(4)]
        for one in people:
            one.start()
        told("four log in", milliseconds(ask, 150))
        done.set()
        for one in people:
            one.join()
        told("a login", logins)


if __name__ == "__main__":
    main()
