"""That a row stands in the centre's log, proven without a network by `loa log verify --receipt`; and what
it says of each kind of receipt that proves nothing. The real centre and real stations' rows."""

import base64
import json
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

    def __init__(self, scene):
        self.scene = scene
        self.centre = Centre(scene)
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

    def verify(self, text, key=None):
        file = self.scene.write("receipt", text)
        return self.scene.loa("log", "verify", "--receipt", file, "--key", key or self.key)

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


CASES = [
    a_row_is_proven_without_a_network,
    what_proves_nothing_is_refused_with_the_reason,
    a_key_that_is_none_or_another_centres_is_said,
]


if __name__ == "__main__":
    run(CASES, *sys.argv[1:])
