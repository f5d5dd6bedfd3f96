"""Audio files that were signed with a week: from the office through the centre to the station, by TLS, cut
off in the middle, and onto the air; and another content than was signed."""

import hashlib
import io
import json
import math
import os
import struct
import sys
import urllib.request
import wave

from programs import Centre, call, free_port, get, run, slot, until, week
from signed import give, governed


def tone(seconds, ballast):
    """A WAV of that length, and that many bytes behind it that nobody hears."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setparams((1, 2, 48000, 0, "NONE", ""))
        frames = (int(8000 * math.sin(2 * math.pi * 440 * i / 48000)) for i in range(48000 * seconds))
        sound.writeframes(b"".join(struct.pack("<h", frame) for frame in frames))
    content = out.getvalue() + b"JUNK" + struct.pack("<I", ballast) + os.urandom(ballast)
    return content[:4] + struct.pack("<I", len(content) - 8) + content[8:]


def secured(scene, **more):
    centre = Centre(scene, tls=True, **more)
    url = centre.origin.replace("http:", "https:")
    return centre, {"centre": {"url": url, "token": centre.token, "firstContactWindow": "1s"}}


def fetched(station, hashed):
    return station.state / "fetched" / hashed[:2] / hashed


def part_size(station, hashed):
    part = fetched(station, hashed).with_suffix(".part")
    return part.stat().st_size if part.exists() else 0


def bulletin(name, at):
    return week({"ban-tin": {"items": [{"audio": name}]}}, [slot("mot", at, "6s", "ban-tin")])


def a_bulletin_comes_by_ranges_though_the_centre_is_killed_and_then_sounds(scene):
    centre, settings = secured(scene)
    office, station, name = governed(scene, **settings)
    until("the centre knows it", lambda: get(f"{centre.origin}/v1/stations")["stations"])
    content = tone(3, 12_000_000)
    hashed = hashlib.sha256(content).hexdigest()
    scene.write("media/tin.wav", content)
    # The operator has a file of that name, which is another.
    own = tone(1, 10)
    (station.state / "media").mkdir(exist_ok=True)
    (station.state / "media/tin.wav").write_bytes(own)
    bundle = office.bundle(name, bulletin("tin.wav", 100), scene.folder / "media")
    assert give(scene, centre, bundle, "programme", "--media", scene.folder / "media") == 0
    assert (scene.folder / "centre/media" / hashed[:2] / hashed).read_bytes() == content
    until("some of it has come", lambda: 1_000_000 < part_size(station, hashed), 60)
    centre.program.kill()
    came = part_size(station, hashed)
    assert came < len(content), "the test was too slow"
    until("the station says so", lambda: station.status()["centre"]["media"]["problem"] == "unreachable")
    assert part_size(station, hashed) >= came
    centre.start()
    until("all of it has come", lambda: fetched(station, hashed).exists(), 60)
    assert fetched(station, hashed).read_bytes() == content
    until("nothing is wanted", lambda: station.status()["centre"]["media"]["files"] == 0)
    until("and nothing is missing", lambda: "media-missing" not in station.status()["faults"])
    result = station.result("mot", 120)
    assert result["outcome"] == "played", result
    items = [row for row in station.rows() if row["kind"] == "item"]
    assert items[-1]["content"] == hashed, items
    assert (station.state / "media/tin.wav").read_bytes() == own
    station.verify()
    assert station.program.stop() == 0
    assert centre.program.stop() == 0


def prepared(scene, centre, settings, content):
    """A station whose week names that file, which the centre has; not published: (station, its name, bundle)."""
    office, station, name = governed(scene, **settings)
    until("the centre knows it", lambda: get(f"{centre.origin}/v1/stations")["stations"])
    scene.write("media/tin.wav", content)
    bundle = office.bundle(name, bulletin("tin.wav", 600), scene.folder / "media")
    assert give(scene, centre, bundle, "media", scene.folder / "media") == 0
    return station, name, bundle


# docs/scale.md has it for those who set one up.
NGINX = """
daemon off; user root; pid nginx.pid; error_log nginx-error.log;
events {{ }}
http {{
  log_format told "$status $upstream_cache_status";
  access_log nginx-access.log told;
  proxy_temp_path temp; client_body_temp_path temp;
  proxy_cache_path cache keys_zone=loa:10m max_size=10g inactive=30d;
  server {{
    listen 127.0.0.1:{port};
    location /v1/media/ {{
      slice 1m;
      proxy_cache loa;
      proxy_cache_key $uri$slice_range;
      proxy_set_header Range $slice_range;
      proxy_http_version 1.1;
      proxy_cache_valid 200 206 30d;
      proxy_cache_lock on;
      proxy_pass http://127.0.0.1:{upstream};
    }}
  }}
}}
"""


def nginx(scene, upstream):
    """A proxy of the province's: where it listens."""
    port = free_port()
    scene.write("nginx.conf", NGINX.format(port=port, upstream=upstream))
    program = scene.start("nginx.log", "/usr/sbin/nginx", "-p", scene.folder, "-c", "nginx.conf")
    until("nginx answers", lambda: call(f"http://127.0.0.1:{port}/")[0] == 404)
    return program, f"http://127.0.0.1:{port}"


def a_cache_on_the_way_serves_what_the_centre_has_not_got_any_more(scene):
    door = free_port()
    centre, settings = secured(scene, mediaListen={"port": door})
    proxy, cache = nginx(scene, door)
    settings["centre"]["mediaCache"] = cache
    content = tone(3, 2_500_000)
    hashed = hashlib.sha256(content).hexdigest()
    station, _, bundle = prepared(scene, centre, settings, content)
    # Another station was there before.
    with urllib.request.urlopen(f"{cache}/v1/media/{hashed}") as answer:
        assert answer.read() == content
    (scene.folder / "centre/media" / hashed[:2] / hashed).unlink()
    assert call(f"http://127.0.0.1:{door}/v1/media/{hashed}")[0] == 404
    for path in ("/", "/v1/stations", "/v1/media/../stations", "/healthz"):
        assert call(f"http://127.0.0.1:{door}{path}")[0] in (400, 404), path
    assert call(f"http://127.0.0.1:{door}/v1/status", "{}")[0] == 413, "it takes nothing"
    assert give(scene, centre, bundle) == 0
    until("all of it has come", lambda: fetched(station, hashed).exists(), 60)
    assert fetched(station, hashed).read_bytes() == content
    told = (scene.folder / "nginx-access.log").read_text().split("\n")
    assert told.count("206 HIT") == -(-len(content) // (256 * 1024)), told
    for program in (station.program, centre.program, proxy):
        assert program.stop() == 0


def what_is_missing_is_given_to_nobody(scene):
    centre, settings = secured(scene)
    office, station, name = governed(scene, **settings)
    until("the centre knows it", lambda: get(f"{centre.origin}/v1/stations")["stations"])
    scene.write("media/tin.wav", tone(1, 100))
    bundle = office.bundle(name, bulletin("tin.wav", 600), scene.folder / "media")
    scene.write("other/tin.wav", tone(1, 101))
    changed = bytearray((scene.folder / "media/tin.wav").read_bytes())
    changed[-1] ^= 1
    scene.write("changed/tin.wav", bytes(changed))
    for folder in ("nowhere", "other", "changed"):
        assert give(scene, centre, bundle, "programme", "--media", scene.folder / folder) == 1
    log = (scene.folder / "give.log").read_text()
    assert "is missing" in log and "is not the one that was signed" in log, log
    assert not [file for file in (scene.folder / "centre").rglob("media/*/*")]
    # Prepared first, published after.
    assert give(scene, centre, bundle, "media", scene.folder / "media") == 0
    assert give(scene, centre, bundle, "media", "/nowhere") == 0, "nothing is lacking any more"
    assert station.status()["schedule"]["id"] == ""
    assert give(scene, centre, bundle) == 0
    until("the station has it", lambda: station.status()["schedule"]["id"] == "tuan-thu.1", 45)
    until("and its file", lambda: not [fault for fault in station.status()["comingFaults"]]
          and list(station.state.glob("fetched/*/*")), 45)
    assert station.program.stop() == 0
    assert centre.program.stop() == 0


def another_content_than_was_signed_is_thrown_away_and_told_of(scene):
    centre, settings = secured(scene)
    content = tone(1, 600_000)
    hashed = hashlib.sha256(content).hexdigest()
    station, name, bundle = prepared(scene, centre, settings, content)
    # Somebody changes the file on the centre's disk.
    kept = scene.folder / "centre/media" / hashed[:2] / hashed
    kept.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert give(scene, centre, bundle) == 0
    until("it is told", lambda: "media-wrong" in station.status()["faults"], 60)
    assert not list(station.state.glob("fetched/*/*"))
    events = [row for row in station.rows() if row["title"] == "media-refused"]
    assert json.loads(events[-1]["evidence"]) == {"path": "tin.wav", "sha256": hashed}, events
    faults = until("the centre shows it", lambda: [
        each for each in get(f"{centre.origin}/v1/stations")["stations"]
        if "media-wrong" in each["report"]["faults"]])
    assert faults
    what_is_wrong_is_an_alarm_until_somebody_has_seen_it(centre, name)
    assert station.program.stop() == 0
    assert centre.program.stop() == 0


def what_is_wrong_is_an_alarm_until_somebody_has_seen_it(centre, name):
    def alarm():
        return [each for each in get(f"{centre.origin}/v1/alarms")["alarms"]
                if (each["station"], each["code"]) == (name, "media-wrong")][0]
    assert until("it is an alarm", alarm)["over"] is None
    status, _ = call(f"{centre.origin}/v1/alarms/acknowledge", json.dumps(
        {"station": name, "code": "media-wrong", "subject": "", "by": "Chị Hoa"}))
    assert status == 200 and alarm()["by"] == "Chị Hoa", alarm()


CASES = [
    a_cache_on_the_way_serves_what_the_centre_has_not_got_any_more,
    a_bulletin_comes_by_ranges_though_the_centre_is_killed_and_then_sounds,
    what_is_missing_is_given_to_nobody,
    another_content_than_was_signed_is_thrown_away_and_told_of,
]


if __name__ == "__main__":
    run(CASES, *sys.argv[1:])
