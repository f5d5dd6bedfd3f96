"""What a station finds its way back from: a centre that lost everything. And what it leaves to its
supervisor: sound that stands still."""

import ctypes
import json
import os
import pathlib
import shutil
import socket
import sys
import time

from programs import Centre, NotHere, Station, get, run, slot, until, week

CHIME = {"items": [{"chime": "nhac-hieu"}]}
PTRACE_SEIZE, PTRACE_INTERRUPT = 0x4206, 0x4207
__WALL = 0x40000000  # of waitpid(2): threads as well


def a_centre_that_lost_everything_is_given_it_again_for_a_new_token(scene):
    centre = Centre(scene)
    settings = {"centre": {"url": centre.origin, "token": centre.token, "firstContactWindow": "1s"}}
    station = Station(scene, **settings).start().ready()
    assert station.load(week({"chuong": CHIME}, [slot("mot", 5, "6s", "chuong")]))[0] == 200
    station.result("mot")
    all_sent(station)
    centre.program.stop()
    shutil.rmtree(scene.folder / "centre")
    centre.start()
    centre.issue_token()
    until("the centre refuses the old token",
          lambda: station.status()["centre"]["enrolmentError"] == "refused")
    assert station.program.stop() == 0
    config = json.loads(station.config.read_text())
    config["centre"]["token"] = centre.token
    station.config.write_text(json.dumps(config))
    station.start().ready()
    (known,) = until("the centre knows it", lambda: get(f"{centre.origin}/v1/stations")["stations"])
    all_sent(station)
    plays = get(f"{centre.origin}/v1/stations/{known['id']}/plays")["plays"]
    assert [play["outcome"] for play in plays] == ["played"], plays
    assert station.program.stop() == 0
    assert centre.program.stop() == 0


def all_sent(station):
    until("all is acknowledged", lambda: station.status()["centre"]["unacknowledged"] == 0)


def a_sound_thread_that_stands_still_starves_the_watchdog(scene):
    notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    notify.bind(str(scene.folder / "notify"))
    told = [f"NOTIFY_SOCKET={scene.folder / 'notify'}", "WATCHDOG_USEC=2000000"]
    station = Station(scene, prefix=["env", *told]).start().ready()
    assert notify.recv(100) == b"READY=1"
    assert notify.recv(100) == b"WATCHDOG=1", "it is fed while all is well"
    thread = thread_of(station, "loa-air")
    stand_still(thread)
    time.sleep(11)  # what a slow card may take is forgiven
    notify.setblocking(False)
    until("what was said before is read", lambda: empty(notify))
    time.sleep(4)
    assert empty(notify), "the watchdog is fed though nothing can sound"
    assert station.status()["station"], "only the sound stands still"
    station.program.child.kill()
    os.waitpid(thread, __WALL)
    station.program.child.wait()


def empty(box):
    try:
        box.recv(100)
    except BlockingIOError:
        return True
    return False


def thread_of(station, name):
    threads = pathlib.Path(f"/proc/{station.program.child.pid}/task")
    return next(int(thread.name) for thread in threads.iterdir()
                if (thread / "comm").read_text().strip() == name)


def stand_still(thread):
    """As a driver's call does that never returns."""
    trace = ctypes.CDLL(None, use_errno=True).ptrace
    trace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    for request in (PTRACE_SEIZE, PTRACE_INTERRUPT):
        if trace(request, thread, None, None) != 0:
            raise NotHere(f"threads cannot be traced: {os.strerror(ctypes.get_errno())}")


CASES = [
    a_centre_that_lost_everything_is_given_it_again_for_a_new_token,
    a_sound_thread_that_stands_still_starves_the_watchdog,
]


if __name__ == "__main__":
    run(CASES, *sys.argv[1:])
