"""A new bundle that goes out in stages: real stations, a real centre and its command line."""

import re
import subprocess
import sys

from programs import Centre, Station, get, run, until, week
from signed import CHIME, Office, give, with_slogan


def shown(centre, name):
    return next(each for each in get(f"{centre.origin}/v1/stations")["stations"] if each["id"] == name)


def rollout(scene, centre, *words):
    ran = subprocess.run([scene.bin / "loa-centre", "--config", centre.config, "rollout", *words],
                         capture_output=True, text=True, env={"LOA_LANG": "en"}, timeout=30, check=False)
    return ran.returncode, ran.stdout + ran.stderr


def clusters(name):
    """Each by a device of its own."""
    return [{"name": "Thôn Đông", "channels": [1]},
            {"name": "Thôn Đoài", "channels": [1], "output": f"wav:{name}-doai.wav"}]


def two_stations(scene):
    centre = Centre(scene)
    office = Office(scene)
    both = []
    for name in ("mot", "hai"):
        settings = {"url": centre.origin, "token": centre.token, "firstContactWindow": "1s"}
        both.append(Station(scene, name, trust=str(office.root), centre=settings, commune="13291",
                            clusters=clusters(name)).start().ready())
        until("the centre knows it", lambda: len(get(f"{centre.origin}/v1/stations")["stations"]) == len(both))
        centre.issue_token()
    return centre, office, both


def bundle(office, version):
    return office.bundle("*", with_slogan(week({"chuong": CHIME}, [], version), f"Bản {version}"))


def asked(scene, centre, *words):
    return subprocess.check_output([scene.bin / "loa-centre", "--config", centre.config, *words], text=True)


def a_new_week_comes_first_to_the_station_that_was_named(scene):
    centre, office, both = two_stations(scene)
    one, other = both
    names = [station.status()["station"] for station in both]

    assert rollout(scene, centre) == (0, "there is no roll-out\n")
    first = bundle(office, 1)
    assert give(scene, centre, first, "programme", "--stages", "1,x") == 1
    assert give(scene, centre, first) == 0
    for station in both:
        until("it has the week", lambda: station.status()["schedule"]["id"] == "tuan-thu.1", 45)
    until("they say so", lambda: [shown(centre, name)["programme"]["reported"] for name in names] == [1, 1], 45)

    at_centre = shown(centre, names[0])
    assert at_centre["commune"]["province"] == "Tỉnh Ninh Bình", at_centre
    assert at_centre["report"]["clusters"] == [{"name": "Thôn Đông", "device": "closed"},
                                               {"name": "Thôn Đoài", "device": "closed"}], at_centre
    assert asked(scene, centre, "place", names[0], "--tags", "thí-điểm,ven-sông").startswith(names[0])
    assert asked(scene, centre, "stations", "commune:13291").split() == sorted(names)
    staged = ("--stages", "0,100", "--first", "tag:thí-điểm", "--settle", "1m")
    assert give(scene, centre, bundle(office, 2), "programme", *staged) == 0
    until("the first has the new one", lambda: one.status()["schedule"]["id"] == "tuan-thu.2", 45)
    until("it says so", lambda: shown(centre, names[0])["programme"] == {
        "desired": 2, "reported": 2, "refused": False, "reason": ""}, 45)
    assert shown(centre, names[1])["programme"]["desired"] == 1
    said = centre.program.said()
    assert re.search(r"event=request method=POST path=/v1/admin/programme status=200 station=\"\" peer=\S+"
                     r" bytes=\d+ took_ms=[\d.]+$", said, re.MULTILINE), said
    assert "event=bundle-taken version=2 staged=yes bytes=" in said, said
    code, text = rollout(scene, centre)
    assert code == 0 and "stage 1/2" in text and "1 have taken it" in text, text

    # Neither a kill of the centre nor its next start gives it to the other.
    centre.program.kill()
    centre.start()
    assert rollout(scene, centre, "stop")[0] == 0
    assert rollout(scene, centre, "stop")[0] == 1
    assert get(f"{centre.origin}/v1/rollout")["rollout"]["state"] == "stopped"
    assert other.status()["schedule"]["id"] == "tuan-thu.1"

    # A newer one to all at once.
    assert give(scene, centre, bundle(office, 3)) == 0
    for station in both:
        until("it has the newest", lambda: station.status()["schedule"]["id"] == "tuan-thu.3", 60)
    assert get(f"{centre.origin}/v1/rollout")["rollout"] is None

    # One that nobody believes is refused, and its station says why.
    thief = Office(scene, "ke-gian")
    for _ in range(4):
        forged = thief.bundle("*", with_slogan(week({"chuong": CHIME}, [], 9), "Kẻ gian"))
    assert give(scene, centre, forged, "programme", "--new-root") == 0
    said = until("it is refused", lambda: shown(centre, names[0])["programme"]["refused"]
                 and shown(centre, names[0])["programme"], 60)
    assert said["reported"] == 3 and said["reason"] == "unsigned", said
    for station in both:
        assert station.program.stop() == 0
    assert centre.program.stop() == 0


def the_next_stage_begins_by_itself(scene):
    """Nobody calls but the stations: the centre goes on once the first stage was well for long enough."""
    centre, office, both = two_stations(scene)
    first, other = both
    name = first.status()["station"]

    assert give(scene, centre, bundle(office, 1)) == 0
    for station in both:
        until("it has the week", lambda: station.status()["schedule"]["id"] == "tuan-thu.1", 45)
    assert give(scene, centre, bundle(office, 2), "programme", "--stages", "0,100", "--first", name,
                "--settle", "30s") == 0
    until("the first has the new one", lambda: first.status()["schedule"]["id"] == "tuan-thu.2", 45)
    assert other.status()["schedule"]["id"] == "tuan-thu.1", "it is not its turn"
    # Three minutes after its start the centre begins to judge, then come the thirty seconds.
    until("the other has it too", lambda: other.status()["schedule"]["id"] == "tuan-thu.2", 360)
    until("it is done", lambda: get(f"{centre.origin}/v1/rollout")["rollout"]["state"] == "done", 60)
    for station in both:
        assert station.program.stop() == 0
    assert centre.program.stop() == 0


CASES = [
    a_new_week_comes_first_to_the_station_that_was_named,
    the_next_stage_begins_by_itself,
]


if __name__ == "__main__":
    run(CASES, *sys.argv[1:], lanes=None if sys.argv[2:] else [[case] for case in CASES])
