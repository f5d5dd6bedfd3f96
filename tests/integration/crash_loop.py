"""A station that is killed again and again begins to make do: with the week before, and at last with
none; a new week ends that. What is no crash does not count."""

import sys

from programs import Station, run, slot, week

CHIME = {"items": [{"chime": "nhac-hieu"}]}


def far_away(version):
    return week({"chuong": CHIME}, [slot("xa", 6000, "1m", "chuong")], version)


def with_two_weeks(scene):
    station = Station(scene).start().ready()
    for version in (1, 2):
        assert station.load(far_away(version))[0] == 200
    assert in_force(station) == "tuan-thu.2"
    return station


def in_force(station):
    return station.status()["schedule"]["id"]


def safe(station):
    return "safe-mode" in station.status()["faults"]


def crashes(station, times):
    for _ in range(times):
        station.program.kill()
        station.start().ready()


def after_three_crashes_the_week_before_is_in_force(scene):
    station = with_two_weeks(scene)
    crashes(station, 2)
    assert in_force(station) == "tuan-thu.2" and not safe(station)
    crashes(station, 1)
    assert in_force(station) == "tuan-thu.1" and safe(station)
    assert [row["evidence"] for row in station.rows() if row["title"] == "safe-mode"] == [
        '{"schedule":"tuan-thu.1"}']
    code, words = scene.loa("status", "--station", station.origin)
    assert code == 0 and "safe mode" in words, words
    assert station.program.stop() == 0
    station.start().ready()
    assert in_force(station) == "tuan-thu.1" and safe(station), "an orderly stop ends nothing"
    assert station.load(far_away(3))[0] == 200
    assert in_force(station) == "tuan-thu.3" and not safe(station)
    crashes(station, 1)
    assert in_force(station) == "tuan-thu.3" and not safe(station)
    assert station.program.stop() == 0
    station.verify()


def after_twelve_no_week_is_and_the_page_still_takes_one(scene):
    station = with_two_weeks(scene)
    crashes(station, 12)
    assert in_force(station) == "" and safe(station)
    assert "no-schedule" in station.status()["faults"]
    assert station.load(far_away(3))[0] == 200
    assert in_force(station) == "tuan-thu.3" and not safe(station)
    assert station.program.stop() == 0


def a_start_that_is_refused_is_no_crash(scene):
    station = with_two_weeks(scene)
    assert station.program.stop() == 0
    right = station.config.read_text()
    for _ in range(5):
        (station.state / "accepted-config.json").unlink(missing_ok=True)  # or it would be in force
        station.config.write_text(right.replace('"wav:station.wav"', '"wav:station.wav", "policy": "./no.json"'))
        assert station.start().program.child.wait(30) == 1, station.text()
    station.config.write_text(right)
    station.start().ready()
    assert in_force(station) == "tuan-thu.2" and not safe(station), station.text()
    assert station.program.stop() == 0


def a_wrong_list_of_short_forms_silences_nothing(scene):
    station = with_two_weeks(scene)
    assert station.program.stop() == 0
    right = station.config.read_text()
    scene.write("viet-tat.tsv", "CA\tcông an 113\n")
    station.config.write_text(right.replace(
        '"wav:station.wav"', '"wav:station.wav", "speech": {"abbreviations": "viet-tat.tsv"}'))
    for _ in range(4):
        station.start().ready()
        status = station.status()
        assert "config-refused" in status["faults"], status["faults"]
        (problem,) = status["configProblems"]
        assert problem["file"].endswith("viet-tat.tsv") and problem["line"] == 1, problem
        assert in_force(station) == "tuan-thu.2" and not safe(station), station.text()
        assert station.program.stop() == 0
    scene.write("viet-tat.tsv", "CA\tcông an\n")
    station.start().ready()
    assert "config-refused" not in station.status()["faults"]
    assert station.program.stop() == 0


CASES = [
    after_three_crashes_the_week_before_is_in_force,
    after_twelve_no_week_is_and_the_page_still_takes_one,
    a_start_that_is_refused_is_no_crash,
    a_wrong_list_of_short_forms_silences_nothing,
]


if __name__ == "__main__":
    run(CASES, *sys.argv[1:])
