"""Weeks that an office signed: from its keys through the centre onto the air, and what is refused on
the way."""

import base64
import hmac
import json
import struct
import sys
import time
import urllib.parse

from programs import Centre, Station, answer_without_a_body, call, get, run, slot, until, week

CHIME = {"items": [{"chime": "nhac-hieu"}]}


class Office:
    """An office with its folder and keys; all by the command line."""

    def __init__(self, scene, name="co-quan"):
        self.scene = scene
        self.folder = scene.folder / name
        self.keys = {}
        for key in ("goc", "lich", "trung-tam", "an", "binh"):
            self.keys[key] = scene.folder / f"{name}-{key}.key"
            self.loa("key", "new", self.keys[key], "--open")
        self.loa("root", "new", self.folder, "--root", self.keys["goc"],
                 "--programme", self.keys["lich"], "--snapshot", self.keys["trung-tam"],
                 "--timestamp", self.keys["trung-tam"],
                 "--command", self.keys["an"], "--command", self.keys["binh"])
        self.loa("root", "sign", self.folder, "--key", self.keys["goc"])
        self.root = self.folder / "1.root.json"

    def loa(self, *words):
        code, out = self.scene.loa(*words)
        assert code == 0, out

    def bundle(self, station, schedule, media=None, padding=0):
        """The file with that week for that station, and with the files that it plays; the week `padding`
        bytes longer."""
        version = schedule["version"]
        file = self.scene.write(f"week-{version}.json", json.dumps(schedule) + " " * padding)
        self.loa("sign-programme", self.folder, "--week", file, "--for", station,
                 "--key", self.keys["lich"], *(["--media", media] if media else []))
        out = self.scene.folder / f"{self.folder.name}-{version}.loa"
        self.loa("bundle", self.folder, "-o", out, "--snapshot-key", self.keys["trung-tam"],
                 "--timestamp-key", self.keys["trung-tam"])
        return out


def with_slogan(schedule, text):
    return {**schedule, "slogans": [{"id": "k", "text": text, "effect": "hold"}],
            "defaultSlogans": ["k"]}


def governed(scene, **settings):
    office = Office(scene)
    station = Station(scene, trust=str(office.root), **settings).start().ready()
    return office, station, station.status()["station"]


def board(station):
    return station.status()["board"]["text"]


def give(scene, centre, file, what="programme", *more):
    return scene.start("give.log", scene.bin / "loa-centre", "--config", centre.config, what,
                       file, *more).child.wait(60)


def a_signed_week_goes_through_the_centre_onto_the_air(scene):
    centre = Centre(scene)
    settings = {"centre": {"url": centre.origin, "token": centre.token, "firstContactWindow": "1s"}}
    office, station, name = governed(scene, **settings)
    until("the centre knows it", lambda: get(f"{centre.origin}/v1/stations")["stations"])
    signed = with_slogan(week({"chuong": CHIME}, [slot("mot", 60, "6s", "chuong")]), "Vì dân")
    assert give(scene, centre, office.bundle(name, signed)) == 0
    until("the board shows what was signed", lambda: board(station) == "Vì dân", 45)
    assert station.result("mot", 90)["outcome"] == "played"
    events = [row for row in station.rows() if row["title"] == "schedule"]
    assert json.loads(events[-1]["evidence"])["programme"] == "programme.1", events
    station.verify()
    # A centre hands no other office's weeks out by mistake, but one that was stolen does.
    thief = Office(scene, "ke-gian")
    forged = thief.bundle(name, with_slogan(week({"chuong": CHIME}, [], 9), "Kẻ gian"))
    assert give(scene, centre, forged) == 1, "the centre's own look tells a mistake"
    assert give(scene, centre, forged, "programme", "--new-root") == 0, "and stops no thief"
    until("the station has refused it",
          lambda: "programme-refused" in station.status()["faults"], 45)
    assert board(station) == "Vì dân"
    assert station.program.stop() == 0
    assert centre.program.stop() == 0


def a_large_bundle_is_published_and_taken(scene):
    centre = Centre(scene)
    settings = {"centre": {"url": centre.origin, "token": centre.token, "firstContactWindow": "1s"}}
    office, station, name = governed(scene, **settings)
    until("the centre knows it", lambda: get(f"{centre.origin}/v1/stations")["stations"])
    large = office.bundle(name, with_slogan(week({"chuong": CHIME}, []), "Vì dân"), padding=6 << 20)
    assert large.stat().st_size > 6 << 20
    assert give(scene, centre, large) == 0
    until("the board shows what was signed", lambda: board(station) == "Vì dân", 60)
    # Nothing of it is taken of who has no right, and nothing of what is too large of anybody.
    path = "/v1/admin/programme"
    key = (scene.folder / "centre/admin.key").read_text().strip()
    assert answer_without_a_body(centre.origin, path, 6 << 20) == (403, {"error": "not-the-administrator"})
    status, said = answer_without_a_body(centre.origin, path, 1 << 30, f"Authorization: Bearer {key}")
    assert (status, said["kind"]) == (413, "bundle") and said["most"] > 6 << 20, said
    status, said = answer_without_a_body(centre.origin, "/v1/status", 6 << 20)
    assert (status, said["kind"]) == (413, "status"), said
    assert "admin-refused" in [event["code"] for event in get(f"{centre.origin}/v1/events")["events"]]
    assert station.program.stop() == 0
    assert centre.program.stop() == 0


def what_was_taken_survives_a_kill_and_is_not_rolled_back(scene):
    office, station, name = governed(scene)
    first = office.bundle(name, with_slogan(week({"chuong": CHIME}, [], 1), "Một"))
    second = office.bundle(name, with_slogan(week({"chuong": CHIME}, [], 2), "Hai"))
    assert station.load(second.read_text())[0] == 200
    until("the board shows it", lambda: board(station) == "Hai")
    station.program.kill()
    station.start().ready()
    until("the board shows it again", lambda: board(station) == "Hai")
    status, answer = station.load(first.read_text())
    assert status == 422 and json.loads(answer)["problems"][0]["code"] == "rolled-back", answer
    # Somebody changes the week on the card.
    station.program.kill()
    kept = station.state / "programme.json"
    kept.write_text(kept.read_text().replace("Hai", "Ha1"))
    station.start().ready()
    assert board(station) == ""
    assert "no-schedule" in station.status()["faults"]
    assert station.program.stop() == 0


def an_emergency_by_two_people_goes_through_the_centre_onto_the_air(scene):
    centre = Centre(scene)
    settings = {"centre": {"url": centre.origin, "token": centre.token, "firstContactWindow": "1s"}}
    office, station, name = governed(scene, **settings)
    until("the centre knows it", lambda: get(f"{centre.origin}/v1/stations")["stations"])
    file = scene.folder / "lenh.json"
    office.loa("command", "say", "Nước sông lên nhanh, bà con hãy lên chỗ cao.", "--level", "1", "--for",
               name, "--key", office.keys["an"], "-o", file)
    alone = file.read_text()
    office.loa("command", "sign", file, "--key", office.keys["binh"])
    assert give(scene, centre, file, "command") == 0
    until("it is on the air", lambda: (station.status()["onAir"] or {}).get("level") == 1, 60)
    # At the station itself: one person's signature, and the same command again.
    for envelope, code in ((alone, "second-person"), (file.read_text(), "done-before")):
        status, answer = call(f"{station.origin}/v1/command", envelope)
        assert status == 422 and json.loads(answer)["problems"][0]["code"] == code, answer
    office.loa("command", "stop", "--all", "--for", name, "--key", office.keys["an"], "-o", file)
    office.loa("--station", station.origin, "command", "give", file)
    until("it is silent", lambda: station.status()["onAir"] is None)
    station.verify()
    assert station.program.stop() == 0
    assert centre.program.stop() == 0


def code_of(uri, now):
    """What the commander's phone shows: RFC 6238, by the address that it was given."""
    secret = urllib.parse.parse_qs(urllib.parse.urlsplit(uri).query)["secret"][0]
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(now) // 30), "sha1")
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def an_emergency_by_one_person_and_the_code_on_her_phone(scene):
    office = Office(scene)
    secrets = scene.folder / "otp.json"
    code, out = scene.loa("otp", "new", office.keys["an"], "-o", secrets)
    assert code == 0 and secrets.stat().st_mode & 0o777 == 0o600, out
    (uri,) = [line for line in out.splitlines() if line.startswith("otpauth://totp/")]
    station = Station(scene, trust=str(office.root), commandOtp=str(secrets)).start().ready()
    name = station.status()["station"]
    file = scene.folder / "lenh.json"

    def give_it(otp):
        office.loa("command", "say", "Vỡ đê, bà con lên đồi ngay.", "--level", "1", "--otp", otp, "--for",
                   name, "--key", office.keys["an"], "-o", file)
        return scene.loa("--station", station.origin, "command", "give", file)

    shown = code_of(uri, time.time())
    wrong = f"{(int(shown) + 500_000) % 1_000_000:06}"
    status, said = give_it(wrong)
    assert status != 0 and "one-time code is wrong" in said, said
    assert "command-refused" in station.status()["faults"]
    status, said = give_it(code_of(uri, time.time()))
    assert status == 0, said
    until("it is on the air", lambda: (station.status()["onAir"] or {}).get("level") == 1, 60)
    status, said = give_it(code_of(uri, time.time() - 30))
    assert status != 0 and "one-time code is wrong" in said, f"an older one after it: {said}"
    assert station.program.stop() == 0
    station.verify()


CASES = [
    an_emergency_by_one_person_and_the_code_on_her_phone,
    a_signed_week_goes_through_the_centre_onto_the_air,
    an_emergency_by_two_people_goes_through_the_centre_onto_the_air,
    a_large_bundle_is_published_and_taken,
    what_was_taken_survives_a_kill_and_is_not_rolled_back,
]


if __name__ == "__main__":
    run(CASES, *sys.argv[1:])
