"""That a row stands in the centre's log, proven without a network by `loa log verify --receipt`; and what
it says of each kind of receipt that proves nothing; and machines elsewhere that witness the log. The real
centre and real stations' rows."""

import base64
import hashlib
import json
import shutil
import ssl
import sys
import urllib.request

from programs import Centre, Station, run, slot, until, week


def text_of(url):
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.read().decode()


# What the program says of each, by the codes of docs/protocol.md.
SAYS = {
    "row-changed": "was changed: it is not what its hash is of",
    "row-foreign": "does not belong to the batch",
    "row-not-in-batch": "is not the one that the centre took in that place",
    "batch-not-in-log": "the batch does not stand in that place of the centre's log",
    "head-unsigned": "the log's head does not carry this centre's right signature",
    "malformed-receipt": "this is no receipt",
}


class Receipt:
    """A centre's receipt, taken apart."""

    def __init__(self, text):
        self.lines = text.splitlines(keepends=True)
        (self.at,) = [n for n, line in enumerate(self.lines) if line.startswith("extra ")]
        self.extra = json.loads(base64.b64decode(self.lines[self.at].split()[1]))

    def text(self):
        whole = base64.b64encode(json.dumps(self.extra, ensure_ascii=False).encode()).decode()
        return "".join([*self.lines[:self.at], f"extra {whole}\n", *self.lines[self.at + 1:]])


class Scenery:
    """Two stations whose rows a centre has, and a receipt of a row of each."""

    def __init__(self, scene, **settings):
        self.scene = scene
        self.centre = Centre(scene, **settings)
        self.first, self.second = self.station("mot"), self.station("hai")
        self.key = scene.write("centre.pub", text_of(f"{self.centre.origin}/log/key"))

    def station(self, name):
        self.centre.issue_token()
        station = Station(self.scene, name=name, centre={
            "url": self.centre.origin, "token": self.centre.token, "firstContactWindow": "0s"})
        station.start().ready()
        status, answer = station.load(week({"p": {"items": [{"chime": "ba-tieng"}]}},
                                           [slot("p", 3600, "6s", "p")]))
        assert status == 200, answer
        until("it has rows", lambda: len(station.rows()) >= 2)
        until("all is acknowledged", lambda: station.status()["centre"]["unacknowledged"] == 0)
        return station

    def receipt(self, station, row):
        return text_of(f"{self.centre.origin}/v1/stations/{station.status()['station']}/receipt"
                       f"?epoch={row['epoch']}&seq={row['seq']}")

    def verify(self, text, key=None, more=()):
        file = self.scene.write("receipt", text)
        return self.scene.loa("log", "verify", "--receipt", file, "--key", key or self.key, *more)

    def end(self):
        for program in (self.first.program, self.second.program, self.centre.program):
            assert program.stop() == 0


def a_row_is_proven_without_a_network(scene):
    its = Scenery(scene)
    rows = its.first.rows()
    texts = [its.receipt(its.first, row) for row in rows]
    name = its.first.status()["station"]
    its.end()
    for row, text in zip(rows, texts):
        code, out = its.verify(text)
        assert code == 0, out
        assert f"row {row['epoch']}/{row['seq']} of {name} stands in the centre's log" in out, out
    # The key itself, too, instead of its file.
    code, out = its.verify(texts[0], its.key.read_text().strip())
    assert code == 0, out


def what_proves_nothing_is_refused_with_the_reason(scene):
    its = Scenery(scene)
    row, other = its.first.rows()[:2]
    good = its.receipt(its.first, row)
    foreign = Receipt(its.receipt(its.second, its.second.rows()[0]))
    neighbour = Receipt(its.receipt(its.first, other))

    def changed(change):
        receipt = Receipt(good)
        change(receipt)
        return receipt.text()

    def moved(receipt):
        (at,) = [n for n, line in enumerate(receipt.lines) if line.startswith("index ")]
        receipt.lines[at] = f"index {int(receipt.lines[at].split()[1]) + 1}\n"

    def entry(receipt):
        # Received one nanosecond later than it was.
        lines = receipt.extra["entry"].splitlines()
        receipt.extra["entry"] = "\n".join([*lines[:-1], str(int(lines[-1]) + 1)]) + "\n"

    bad = {
        "row-changed": [
            changed(lambda receipt: receipt.extra["row"].update(title="khác")),
            changed(lambda receipt: receipt.extra["row"].update(wallNs=receipt.extra["row"]["wallNs"] - 1))],
        "row-foreign": [changed(lambda receipt: receipt.extra.update(row=foreign.extra["row"]))],
        "row-not-in-batch": [changed(lambda receipt: receipt.extra.update(
            path=["00" * 32] * (len(receipt.extra["path"]) or 1)))],
        "batch-not-in-log": [changed(moved), changed(entry)],
        "head-unsigned": [good.replace(good.rsplit(" ", 1)[1], base64.b64encode(bytes(68)).decode() + "\n")],
        "malformed-receipt": ["", "{}", good[: len(good) // 3], good.replace("extra ", "extra !")],
    }
    if neighbour.extra["entry"] == Receipt(good).extra["entry"]:
        bad["row-not-in-batch"].append(
            changed(lambda receipt: receipt.extra.update(row=neighbour.extra["row"])))
    its.end()
    assert its.verify(good)[0] == 0
    assert bad.keys() == SAYS.keys()
    for code, receipts in bad.items():
        for text in receipts:
            left, out = its.verify(text)
            assert left == 1 and SAYS[code] in out, (code, out)


def a_key_that_is_none_or_another_centres_is_said(scene):
    its = Scenery(scene)
    good = its.receipt(its.first, its.first.rows()[0])
    its.end()
    config = scene.write("other.json", {"state": "other", "port": 0})
    other = scene.start("other.log", scene.bin / "loa-centre", "--config", config)
    origin = until("it is ready", lambda: other.said().split("origin=")[1].split()[0])
    key = text_of(f"{origin}/log/key").strip()
    assert other.stop() == 0
    left, out = its.verify(good, key)
    assert left == 1 and SAYS["head-unsigned"] in out, out
    left, out = its.verify(good, "khoa")
    assert left != 0 and "no centre's key" in out, out
    file = scene.write("receipt", good)
    left, out = scene.loa("log", "verify", "--receipt", file)
    assert left == 2 and "--receipt needs --key" in out, (left, out)
    left, out = its.verify(good, scene.folder / "khong-co")
    assert left != 0, out
    left, out = scene.loa("log", "verify", "--receipt", scene.folder / "khong-co", "--key", its.key)
    assert left != 0 and "khong-co" in out, out


class Witness:
    """A machine elsewhere with a key of its own."""

    def __init__(self, scene, name):
        self.scene, self.name = scene, name
        self.file, self.state = scene.folder / f"{name}.key", scene.folder / f"{name}.head"
        code, out = scene.loa("key", "new", self.file, "--open")
        assert code == 0, out
        code, out = scene.loa("key", "show", self.file, "--witness", name)
        assert code == 0 and out.startswith(f"{name}+"), out
        self.key = out.strip()

    def visit(self, centre, *more, at=None):
        key = self.scene.write("log.pub", text_of(f"{centre.origin}/log/key"))
        return self.scene.loa("log", "witness", "--centre", at or centre.origin, "--key", key, "--name", self.name,
                              "--sign", self.file, "--state", self.state, *more)


def size_in(note):
    return int(note.split("\n")[1])


def witnesses_stand_in_receipts(scene):
    one, two = Witness(scene, "thanh-tra.vn"), Witness(scene, "so.vn")
    stranger = Witness(scene, "la.vn")
    its = Scenery(scene, witnesses=[one.key, two.key])
    code, out = one.visit(its.centre)
    assert code == 1 and "--first is for the first time only" in out, (code, out)
    code, out = one.visit(its.centre, "--first")
    assert code == 0 and "witnessed: the log has" in out, (code, out)
    code, out = one.visit(its.centre, "--first")
    assert code == 1 and "is there already" in out, (code, out)
    code, out = one.visit(its.centre)
    assert code == 0, (code, out)
    code, out = stranger.visit(its.centre, "--first")
    assert code == 1 and stranger.key in out, (code, out)

    def proven():
        return its.receipt(its.first, its.first.rows()[0])
    text = proven()
    code, out = its.verify(text, more=("--witness", one.key))
    assert code == 0 and "witnessed by thanh-tra.vn at " in out, out
    both = ("--witness", one.key, "--witness", two.key)
    code, out = its.verify(text, more=both)
    assert code == 1 and "1 witnesses have cosigned the log's head, 2 are needed" in out, out
    assert its.verify(text, more=(*both, "--threshold", "1"))[0] == 0
    # The log grows before the second comes: they meet at a head all the same.
    its.centre.issue_token()
    code, out = two.visit(its.centre, "--first")
    assert code == 0, out
    code, out = one.visit(its.centre)
    assert code == 0, out
    text = proven()
    code, out = its.verify(text, more=both)
    assert code == 0 and "thanh-tra.vn" in out and "so.vn" in out, out
    # Whoever is not asked for counts for nothing, nor does anybody twice.
    assert its.verify(text, more=("--witness", stranger.key))[0] == 1
    for wrong in [(*both, "--threshold", "3"), ("--threshold", "1")]:
        assert its.verify(text, more=wrong)[0] == 2, wrong
    assert its.verify(text, more=("--witness", one.key, "--witness", one.key))[0] == 1
    assert its.verify(text, more=("--witness", its.key))[0] == 1
    line = [line for line in text.splitlines() if line.startswith("\u2014 so.vn ")][0]
    code, out = its.verify(text.replace(line, line[:-6] + "AAAA=="), more=both)
    assert code == 1 and "1 witnesses" in out, out
    its.end()


def a_log_that_was_set_back_or_written_anew_is_not_witnessed(scene):
    witness = Witness(scene, "thanh-tra.vn")
    centre = Centre(scene, witnesses=[witness.key])
    assert centre.program.stop() == 0
    shutil.copytree(scene.folder / "centre", scene.folder / "before")
    centre.start()
    centre.issue_token()
    code, out = witness.visit(centre, "--first")
    assert code == 0, out
    seen = witness.state.read_text()
    assert centre.program.stop() == 0
    shutil.rmtree(scene.folder / "centre")
    shutil.move(scene.folder / "before", scene.folder / "centre")
    centre.start()
    code, out = witness.visit(centre)
    assert code == 4 and "THE CENTRE'S LOG HAS SHRUNK" in out, (code, out)
    evidence = witness.state.with_name(witness.state.name + ".forked")
    assert size_in(evidence.read_text()) < size_in(seen)
    while size_in(text_of(f"{centre.origin}/log/checkpoint")) <= size_in(seen):
        centre.issue_token()
    code, out = witness.visit(centre)
    assert code == 4 and "THE CENTRE'S LOG WAS REWRITTEN" in out, (code, out)
    assert witness.state.read_text() == seen, "it says what it said"
    assert "thanh-tra.vn" not in text_of(f"{centre.origin}/log/checkpoint")
    events = json.loads(text_of(f"{centre.origin}/v1/events"))["events"]
    assert [event for event in events if event["code"] == "log-contradicted"], events
    assert centre.program.stop() == 0
    code, out = scene.loa("log", "witness", "--centre", centre.origin, "--key", scene.folder / "log.pub", "--name",
                          "x", "--sign", witness.file, "--state", witness.state)
    assert code == 1 and "cannot be reached" in out, (code, out)


def a_witness_calls_the_centre_that_it_was_told_by_https(scene):
    witness = Witness(scene, "thanh-tra.vn")
    centre = Centre(scene, witnesses=[witness.key], tls=True)
    at = centre.origin.replace("http", "https")
    code, out = witness.visit(centre, "--first", at=at)
    assert code == 2 and "--pin" in out, (code, out)
    code, out = witness.visit(centre, "--first", "--pin", "00" * 32, at=at)
    assert code == 1 and "cannot be reached" in out, (code, out)
    # Its key is in the file too.
    pem = (scene.folder / "centre" / "authority.pem").read_text()
    der = ssl.PEM_cert_to_DER_cert(pem[pem.index(ssl.PEM_HEADER):pem.index(ssl.PEM_FOOTER)] + ssl.PEM_FOOTER)
    pin = ":".join(f"{byte:02X}" for byte in hashlib.sha256(der).digest())
    code, out = witness.visit(centre, "--first", "--pin", pin, at=at)
    assert code == 0, (code, out)
    assert centre.program.stop() == 0


CASES = [
    a_witness_calls_the_centre_that_it_was_told_by_https,
    witnesses_stand_in_receipts,
    a_log_that_was_set_back_or_written_anew_is_not_witnessed,
    a_row_is_proven_without_a_network,
    what_proves_nothing_is_refused_with_the_reason,
    a_key_that_is_none_or_another_centres_is_said,
]


if __name__ == "__main__":
    run(CASES, *sys.argv[1:])
