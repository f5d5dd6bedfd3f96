"""What no station should be given, one case after another: nothing is half-applied, nothing is lost,
and what went wrong is said in words."""

import contextlib
import itertools
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
import wave

from programs import Centre, NotHere, Station, answer_without_a_body, call, free_port, get, run, slot, until, week

CHIME = {"items": [{"chime": "nhac-hieu"}]}
LONG = {"repeat": 20, "items": [{"chime": "nhac-hieu"}]}


def outcome(row):
    return row["outcome"], row["reason"]


def a_week_that_comes_while_another_is_on_the_air_cuts_nothing(scene):
    station = Station(scene).start().ready()
    first = slot("dau", 5, "8s", "dai")
    assert station.load(week({"dai": LONG}, [first]))[0] == 200
    until("on air", lambda: station.status()["onAir"])
    broken, problems = station.load('{"id": "tuan-thu", "version": 2,')
    assert broken == 422 and '"line":1' in problems, problems
    assert station.status()["onAir"], "a week that is no week changed something"
    without = week({"chuong": CHIME}, [slot("sau", 12, "6s", "chuong")], version=2)
    assert station.load(without)[0] == 200
    assert station.status()["onAir"]["title"] == "dai"
    row = station.result("dau")
    assert outcome(row) == ("partial", "slot-end"), row
    assert row["framesPlayed"] > 0.98 * 8 * 48000, row
    assert outcome(station.result("sau")) == ("played", "completed")
    assert station.program.stop() == 0


def half_of_a_sound(scene, name):
    """The first half of a file of four seconds."""
    whole = scene.folder / f"whole-{name}"
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", "anoisesrc=d=4:r=44100:a=0.1",
                    whole], check=True)
    content = whole.read_bytes()
    scene.write(f"station/media/{name}", content[:len(content) // 2])


def media_that_are_no_media_end_in_a_result_each(scene):
    station = Station(scene)
    media = "station/media"
    halves = ["nua.flac", "nua.wav"]
    for half in halves:
        half_of_a_sound(scene, half)
    scene.write(f"{media}/rong.mp3", "")
    scene.write(f"{media}/chu.mp3", "đây không phải là âm thanh " * 200)
    scene.write(f"{media}/cut.wav", b"RIFF\x24\xf0\x00\x00WAVEfmt ")
    scene.write("ngoai.wav", b"RIFF")
    os.symlink("../../ngoai.wav", scene.folder / media / "lien-ket.wav")
    names = ["khong-co.mp3", "rong.mp3", "chu.mp3", "cut.wav", "lien-ket.wav"]
    station.start().ready()
    programmes = {f"p{n}": {"items": [{"audio": name}]} for n, name in enumerate(names)}
    slots = [slot(f"s{n}", 6 + n, "1s", f"p{n}") for n in range(len(names))]
    for n, half in enumerate(halves):
        programmes[f"nua{n}"] = {"items": [{"audio": half}]}
        slots.append(slot(f"nua-{n}", 12 + 4 * n, "4s", f"nua{n}"))
    slots.append(slot("tot", 20, "6s", "chuong"))
    status, answer = station.load(week({**programmes, "chuong": CHIME}, slots))
    assert status == 200 and answer.count('"code":"media-') == len(names) + len(halves), answer
    assert outcome(station.result("s0")) == ("failed", "media-missing")
    for n in range(1, len(names)):
        assert outcome(station.result(f"s{n}")) == ("failed", "media-damaged"), names[n]
    for n, half in enumerate(halves):
        row = station.result(f"nua-{n}")
        assert outcome(row) == ("partial", "media-damaged"), row
        assert 1.5 * 48000 < row["framesPlayed"] < 2.2 * 48000, row
    assert outcome(station.result("tot")) == ("played", "completed")
    assert station.program.stop() == 0


def without_a_sound_device_the_station_runs_and_says_so(scene):
    station = Station(scene, output="alsa:khong-co").start().ready()
    assert station.load(week({"chuong": CHIME}, [slot("mat", 6, "6s", "chuong")]))[0] == 200
    until("the fault", lambda: "device-lost" in station.status()["faults"])
    code, words = scene.loa("status", "--station", station.origin)
    assert code == 0 and "the sound device is lost" in words, words
    assert outcome(station.result("mat")) == ("failed", "device-lost")
    assert station.program.stop() == 0
    station.verify()


def a_decoder_that_is_killed_costs_at_most_its_item(scene):
    station = Station(scene)
    tone = scene.write("station/media/dai.wav", "")
    with wave.open(str(tone), "wb") as out:
        out.setparams((1, 2, 8000, 0, "NONE", ""))
        out.writeframes(b"\0\x10\0\xf0" * 4000 * 60)
    station.start().ready()
    programmes = {"chuong": CHIME, "dai": {"items": [{"audio": "dai.wav"}]}}
    slots = [slot("truoc-gio", 9, "6s", "dai"), slot("dang-phat", 16, "6s", "dai"),
             slot("sau", 23, "6s", "chuong")]
    assert station.load(week(programmes, slots))[0] == 200
    kill_decoders(station)
    row = station.result("truoc-gio")
    assert outcome(row) == ("partial", "slot-end"), f"replaced ahead of its start: {row}"
    assert row["framesPlayed"] > 0.98 * 6 * 48000, row
    until("on the air", lambda: station.status()["onAir"]["elapsed"] > 0.2)
    kill_decoders(station)
    row = station.result("dang-phat")
    assert outcome(row) == ("partial", "media-failed"), f"while it sounds: {row}"
    assert outcome(station.result("sau")) == ("played", "completed")
    assert station.program.stop() == 0


def kill_decoders(station):
    for decoder in until("a decoder runs", lambda: decoders(station)):
        os.kill(decoder, signal.SIGKILL)


def decoders(station):
    pid = station.program.child.pid
    threads = pathlib.Path(f"/proc/{pid}/task").iterdir()
    children = [child for thread in threads for child in (thread / "children").read_text().split()]
    return [int(child) for child in children
            if "loa-decoder\0play" in pathlib.Path(f"/proc/{child}/cmdline").read_text()]


def a_full_disk_is_a_fault_and_nothing_sounds_unrecorded(scene):
    state = scene.folder / "station"
    state.mkdir()
    own_disk = ["unshare", "--mount", "sh", "-c",
                f'mount -t tmpfs -o size=6m loa {state} && exec "$0" "$@" || exit 77']
    # The command line does not see that disk, and so not the owner's token.
    station = Station(scene, prefix=own_disk, listen={"port": 0, "login": "none"}).start()
    with contextlib.suppress(AssertionError):
        station.ready()
    if station.program.child.poll() == 77:
        raise NotHere("a file system cannot be mounted here")
    station.ready()
    inside = pathlib.Path(f"/proc/{station.program.child.pid}/root{state}")
    slots = [slot("day", 8, "5s", "chuong"), slot("trong", 26, "6s", "chuong")]
    assert station.load(week({"chuong": CHIME}, slots))[0] == 200
    fill(inside / "other-peoples.log")
    row = until("the fault", lambda: "disk-full" in station.status()["faults"], 20)
    status, words = call(f"{station.origin}/v1/schedule", "{}")
    assert status in (422, 507), words
    time.sleep(6)
    assert station.status()["onAir"] is None, "it sounds, and cannot be recorded"
    (inside / "other-peoples.log").unlink()
    until("no fault", lambda: "disk-full" not in station.status()["faults"], 30)
    assert outcome(station.result("day")) == ("failed", "disk-full")
    assert outcome(station.result("trong")) == ("played", "completed")
    copy = scene.write("station-journal.db", (inside / "journal.db").read_bytes())
    assert station.program.stop() == 0
    assert copy.exists() and row


def a_full_disk_at_the_centre_costs_no_row(scene):
    state = scene.folder / "centre"
    state.mkdir()
    own_disk = ["unshare", "--mount", "sh", "-c",
                f'mount -t tmpfs -o size=8m loa {state} && exec "$0" "$@" || exit 77']
    try:
        centre = Centre(scene, prefix=own_disk)
    except AssertionError:
        if scene.programs[-1].child.poll() == 77:
            raise NotHere("a file system cannot be mounted here") from None
        raise
    inside = pathlib.Path(f"/proc/{centre.program.child.pid}/root{state}")
    station = Station(scene, centre={"url": centre.origin, "token": centre.token,
                                     "firstContactWindow": "0s"}).start().ready()
    until("enrolled", lambda: station.status()["centre"]["enrolled"])
    fill(inside / "other-peoples.log")
    versions = itertools.count(1)

    def refused():
        for _ in range(10):
            status, answer = station.load(week({"chuong": CHIME}, [slot("xa", 3600, "6s", "chuong")],
                                               version=next(versions)))
            assert status == 200, answer
        return "disk-full" in station.status()["centre"]["lastError"]
    until("the centre says that its disk is full", refused, 120)
    assert call(f"{centre.origin}/healthz")[0] == 200
    assert call(f"{centre.origin}/v1/stations")[0] == 200, "what is there is shown"
    (inside / "other-peoples.log").unlink()
    until("all is acknowledged", lambda: station.status()["centre"]["unacknowledged"] == 0, 120)
    sent = {(row["epoch"], row["seq"]) for row in station.rows()}

    def kept(select):
        out = subprocess.check_output(["nsenter", "--mount", "--target", str(centre.program.child.pid), "sqlite3",
                                       "-readonly", state / "centre.db", select], text=True)
        return [tuple(map(int, line.split("|"))) for line in out.split()]
    rows = kept("SELECT epoch, seq FROM as_run WHERE station LIKE 'st-%'")
    assert len(rows) == len(sent) and set(rows) == sent, (rows, sent)
    assert kept("SELECT count(*) FROM event") == [(0,)]
    assert station.program.stop() == 0
    assert centre.program.stop() == 0


def fill(path):
    with open(path, "wb", buffering=0) as out:
        for size in (65536, 4096, 1):
            with contextlib.suppress(OSError):
                while True:
                    out.write(b"\0" * size)


def refused(scene, name, settings, words):
    """It ends at once with 1 and says why."""
    second = Station(scene, name, **settings).start()
    assert second.program.child.wait(30) == 1, second.text()
    for word in words:
        assert word in second.text(), second.text()


def a_start_that_cannot_be_is_refused_in_words(scene):
    station = Station(scene).start().ready()
    scene.write("tep", "not a folder")
    # Why it is refused, the settings of the second station, what it must say.
    table = [
        ("another works in the folder", {"state": "station"}, [str(station.state)]),
        ("the state is no folder", {"state": "tep"}, [str(scene.folder / "tep")]),
        ("a key is unknown", {"outptu": "wav:a.wav"}, ["outptu", "output", ".json:1:"]),
        ("the zone is unknown", {"zone": "Asia/Hanoi"}, ["zone", "Asia/Hanoi", ".json:1:"]),
        ("the output is unknown", {"output": "loa"}, ["output", ".json:1:"]),
    ]
    for n, (why, settings, words) in enumerate(table):
        print(f"  {why}")
        refused(scene, f"hai-{n}", settings, words)
    assert call(f"{station.origin}/v1/status")[0] == 200
    assert station.program.stop() == 0


def a_page_that_cannot_open_costs_no_sound(scene):
    centre = Centre(scene)
    port = free_port()
    station = Station(scene, listen={"port": port},
                      centre={"url": centre.origin, "token": centre.token, "firstContactWindow": "0s"})
    station.start().ready()
    assert station.load(week({"chuong": CHIME}, [slot("nhac", 12, "6s", "chuong")]))[0] == 200
    assert station.program.stop() == 0

    def known():
        (known,) = get(f"{centre.origin}/v1/stations")["stations"]
        return known

    def closed_to_the_centre():
        return "page-closed" in known()["report"]["faults"]
    with socket.create_server(("127.0.0.1", port)):
        station.start()
        until("it runs", lambda: "is ready without its page" in station.text())
        assert f"127.0.0.1:{port}" in station.text(), "and says why"
        until("the centre is told", closed_to_the_centre)
        plays = f"{centre.origin}/v1/stations/{known()['id']}/plays"
        until("it sounds", lambda: [play["outcome"] for play in get(plays)["plays"]] == ["played"])
    station.ready()
    assert outcome(station.result("nhac")) == ("played", "completed")
    assert "page-closed" not in station.status()["faults"]
    until("the centre is told", lambda: not closed_to_the_centre(), 60)
    assert station.program.stop() == 0
    assert centre.program.stop() == 0
    station.verify()


def a_configuration_that_is_no_json_is_refused_at_its_place(scene):
    for n, text in enumerate(['{"name": "a",', "[" * 100_000, "", "\0\0", '{"name": "a"}}']):
        path = scene.write(f"hong-{n}.json", text)
        # systemd starts the centre again for anything but its own status (EX_CONFIG).
        for program, status in (("loa-station", 1), ("loa-centre", 78)):
            ran = scene.start("hong.log", scene.bin / program, "--config", path)
            assert ran.child.wait(30) == status
            assert f"{path}:1:" in ran.said(), ran.said()


def a_large_body_is_not_awaited(scene):
    station = Station(scene).start().ready()
    for path, length, status in (("/v1/play", 60_000_000, 413), ("/v1/login", 2_000_000, 413), ("/", 2_000_000, 413),
                                 ("/v1/media", 10_000_000, 401), ("/v1/schedule", 10_000_000, 401)):
        found, _ = answer_without_a_body(station.origin, path, length, "X-Loa: 1")
        assert found == status, (path, found)
    assert station.program.stop() == 0


CASES = [
    a_large_body_is_not_awaited,
    a_configuration_that_is_no_json_is_refused_at_its_place,
    a_start_that_cannot_be_is_refused_in_words,
    a_page_that_cannot_open_costs_no_sound,
    a_week_that_comes_while_another_is_on_the_air_cuts_nothing,
    media_that_are_no_media_end_in_a_result_each,
    without_a_sound_device_the_station_runs_and_says_so,
    a_decoder_that_is_killed_costs_at_most_its_item,
    a_full_disk_is_a_fault_and_nothing_sounds_unrecorded,
    a_full_disk_at_the_centre_costs_no_row,
]


if __name__ == "__main__":
    run(CASES, *sys.argv[1:])
