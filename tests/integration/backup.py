"""A station is packed while it works, and goes on on another board in two commands; a configuration
that was edited wrong does not stop it."""

import json
import pathlib
import sys
import wave

from programs import Centre, Station, get, run, slot, until, week

CHIME = {"items": [{"chime": "nhac-hieu"}]}


def all_sent(station):
    until("all is acknowledged", lambda: station.status()["centre"]["unacknowledged"] == 0)


def loa(scene, *words):
    code, said = scene.loa(*words)
    assert code == 0, said
    return said


def a_station_moves_to_a_new_board_in_two_commands(scene):
    centre = Centre(scene)
    settings = {"centre": {"url": centre.origin, "token": centre.token, "firstContactWindow": "0s"}}
    old = Station(scene, "old", **settings).start().ready()
    assert old.load(week({"chuong": CHIME}, [slot("mot", 10, "6s", "chuong"),
                                             slot("hai", 30, "6s", "chuong")]))[0] == 200
    old.result("mot")
    packed = scene.folder / "dai.loa-backup"
    loa(scene, "backup", packed, "--config", old.config)
    # What the old board does after the backup is known to the centre, and not to the new board.
    old.result("hai")
    all_sent(old)
    name = old.status()["station"]
    old.program.kill()
    board = scene.folder / "board"
    config = board / "station.json"
    loa(scene, "restore", packed, "--config", config)
    # The name of its state folder is in the configuration, which came along.
    new = Station(scene, "old", **settings)
    new.config, new.state, new.log = config, board / "old", "board.log"
    new.start().ready()
    status = new.status()
    assert status["station"] == name and status["schedule"]["id"] == "tuan-thu.1", status
    assert not status["configProblems"], status
    assert new.load(week({"chuong": CHIME}, [slot("ba", 10, "6s", "chuong")], version=2))[0] == 200
    new.result("ba")
    all_sent(new)
    events = [event["code"] for event in get(f"{centre.origin}/v1/events")["events"]]
    assert not events, f"the centre doubts the record: {events}"
    plays = get(f"{centre.origin}/v1/stations/{name}/plays")["plays"]
    told = sorted((play["occurrence"].split("/")[1], play["outcome"]) for play in plays)
    assert told == [("ba", "played"), ("hai", "played"), ("mot", "played")], told
    assert new.program.stop() == 0
    new.verify()
    assert centre.program.stop() == 0


def a_running_station_is_not_restored_over(scene):
    station = Station(scene).start().ready()
    packed = scene.folder / "dai.loa-backup"
    loa(scene, "backup", packed, "--config", station.config)
    code, said = scene.loa("restore", packed, "--config", station.config)
    assert code == 1 and "stop it first" in said, said
    assert station.status()["station"]
    assert station.program.stop() == 0


def a_configuration_edited_wrong_leaves_the_last_good_one_in_force(scene):
    station = Station(scene, name="station").start().ready()
    assert station.program.stop() == 0
    good = station.config.read_text()
    wrong = {
        "a comma is missing": good.replace('",', '"', 1),
        "a key is misspelt": good.replace('"clock"', '"clok"'),
        "a zone that is none": json.dumps({**json.loads(good), "zone": "Asia/Hanoi-xa"}),
        "a policy that is none": json.dumps({**json.loads(good), "policy": "la-lung"}),
        **{f"no file for {key}": json.dumps({**json.loads(good), key: "khong-co.json"})
           for key in ("trust", "policy", "commandOtp")},
        "no file for the short forms":
            json.dumps({**json.loads(good), "speech": {"abbreviations": "khong-co.txt"}}),
    }
    for what, text in wrong.items():
        assert text != good, what
        station.config.write_text(text)
        station.start().ready()
        status = station.status()
        assert "config-refused" in status["faults"], (what, status["faults"])
        (problem, *_) = status["configProblems"]
        assert problem["line"] >= 1, (what, problem)
        _, words = scene.loa("status", "--station", station.origin)
        assert "the last good one is in force" in words, words
        assert station.program.stop() == 0
    station.config.write_text(good)
    station.start().ready()
    assert "config-refused" not in station.status()["faults"]
    assert station.program.stop() == 0


def without_a_last_good_one_a_wrong_configuration_is_refused_by_line_and_key(scene):
    station = Station(scene, clok="system").start()
    until("it ends", lambda: not station.program.running())
    said = station.text()
    assert "station.json:1:" in said and "clok" in said, said
    blind = Station(scene, "blind", commandOtp="otp.json").start()
    until("it ends", lambda: not blind.program.running())
    said = blind.text()
    assert "blind.json:1:" in said and "commandOtp" in said and "otp.json cannot be read" in said, said


def doctor_examines_what_really_runs(scene):
    station = Station(scene).start().ready()
    assert station.load(week({"chuong": CHIME}, [slot("mot", 600, "6s", "chuong")]))[0] == 200
    code, said = scene.loa("doctor", "--json", "--config", station.config, "--station",
                           station.origin)
    report = json.loads(said)
    found = {finding["code"]: finding["severity"] for finding in report["findings"]}
    for well in ("config-ok", "journal-ok", "disk-ok", "centre-none", "media-ok"):
        assert found.get(well) == "ok", (well, found)
    assert found["sound-virtual"] == "warn", found
    assert "station-silent" not in found and "station-stopped" not in found, found
    assert code == {"ok": 0, "warn": 1, "fail": 2}[report["result"]], (code, report["result"])
    assert station.program.stop() == 0
    pathlib.Path(station.config).write_text(station.config.read_text().replace('"clock"', '"clok"'))
    code, said = scene.loa("doctor", "--config", station.config)
    assert code == 2 and "station.json:1:" in said and "clok" in said, said


def doctor_finds_the_stations_own_sounds_and_what_is_cut_off(scene):
    station = Station(scene, opening=[{"audio": "mo-dau.wav"}])
    media = scene.folder / "station/media"
    media.mkdir(parents=True)
    with wave.open(str(media / "nua.wav"), "wb") as file:
        file.setparams((1, 2, 48000, 0, "NONE", ""))
        file.writeframes(bytes(20 * 48000))
    with open(media / "nua.wav", "r+b") as file:
        file.truncate(10 * 48000)
    station.start().ready()
    assert station.load(week({"nua": {"items": [{"audio": "nua.wav"}]}}, [slot("mot", 600, "6s", "nua")]))[0] == 200
    assert station.program.stop() == 0
    _, said = scene.loa("doctor", "--json", "--config", station.config)
    found = {finding["code"]: finding["severity"] for finding in json.loads(said)["findings"]}
    assert found.get("media-missing") == "fail" and found.get("media-damaged") == "warn", found


CASES = [
    a_station_moves_to_a_new_board_in_two_commands,
    a_running_station_is_not_restored_over,
    a_configuration_edited_wrong_leaves_the_last_good_one_in_force,
    without_a_last_good_one_a_wrong_configuration_is_refused_by_line_and_key,
    doctor_examines_what_really_runs,
    doctor_finds_the_stations_own_sounds_and_what_is_cut_off,
]


if __name__ == "__main__":
    run(CASES, *sys.argv[1:])
