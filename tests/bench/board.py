#!/usr/bin/env python3
"""What a board of ours costs the station, and how soon it shows what was commanded.

usage: board.py [--build DIR] [--seconds N] [--commands N]

The real daemon drives the real firmware image in QEMU over a line of 115,200 baud: a relay between
their sockets lets each byte take its time, and notes when a commit goes by and when its answer
comes back. Prints JSON: the daemon's CPU while the board scrolls and while it has nothing to do,
and from the command (a week sent over HTTP) to the acknowledged commit, and the line's part of that.
"""
import argparse
import json
import os
import pathlib
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
BYTES_A_SECOND = 11_520
BEGIN, COMMIT, ACK = 0x03, 0x05, 0x80


def frames_of(buffer):
    """The whole COBS frames at the front of a buffer, which they leave."""
    while True:
        end = buffer.find(0)
        if end < 0:
            return
        block, out, at = bytes(buffer[:end]), bytearray(), 0
        del buffer[:end + 1]
        while at < len(block):
            code = block[at]
            out += block[at + 1:at + code]
            at += code
            if code < 255 and at < len(block):
                out.append(0)
        if len(out) >= 10:
            yield bytes(out)


class Relay(threading.Thread):
    """The line between the station and the board."""

    def __init__(self, path, board):
        super().__init__(daemon=True)
        self.board = board
        self.server = socket.socket(socket.AF_UNIX)
        self.server.bind(str(path))
        self.server.listen(1)
        self.began = 0.0
        self.commits = []  # (the strip's first frame, the commit acknowledged)
        self.open_commits = {}
        self.bytes_to_board = 0

    def run(self):
        station, _ = self.server.accept()
        board = socket.socket(socket.AF_UNIX)
        board.connect(str(self.board))
        threading.Thread(target=self.pass_on, args=(board, station, self.answered),
                         daemon=True).start()
        self.pass_on(station, board, self.commanded)

    def pass_on(self, source, target, note):
        free_at, seen = 0.0, bytearray()
        while data := source.recv(64):
            free_at = max(free_at, time.monotonic()) + len(data) / BYTES_A_SECOND
            time.sleep(max(0.0, free_at - time.monotonic()))
            try:
                target.sendall(data)
            except OSError:
                return  # the other end was stopped
            seen += data
            for frame in frames_of(seen):
                note(frame)

    def commanded(self, frame):
        self.bytes_to_board += len(frame) + 2
        if frame[1] == BEGIN:
            self.began = time.monotonic()
        if frame[1] == COMMIT:
            self.open_commits[frame[2:4]] = self.began

    def answered(self, frame):
        # An acknowledgement begins with the number of what it answers.
        sent = self.open_commits.pop(frame[6:8], None) if frame[1] == ACK else None
        if sent is not None:
            self.commits.append((sent, time.monotonic()))


def request(url, body=None):
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data, {"X-Loa": "bench"}),
                                timeout=20) as answer:
        return json.load(answer)


def until(what, so, seconds=30):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if so():
                return
        except (OSError, KeyError):
            pass
        time.sleep(0.02)
    raise SystemExit(f"waited in vain: {what}")


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def cpu_percent(pid, seconds):
    before, began = cpu_seconds(pid), time.monotonic()
    time.sleep(seconds)
    return round(100 * (cpu_seconds(pid) - before) / (time.monotonic() - began), 3)


def week(text, version, effect):
    return {"id": "tuan", "version": version, "title": "Tuần", "zone": "Asia/Ho_Chi_Minh",
            "valid": {"from": "2020-01-01", "to": "2029-12-31"},
            "programmes": [{"id": "p", "title": "P", "items": [{"chime": "nhac-hieu"}]}],
            "slots": [], "defaultSlogans": ["k"],
            "slogans": [{"id": "k", "text": text, "effect": effect}]}


def measure(arguments, folder):
    qemu = subprocess.Popen(
        ["qemu-system-arm", "-M", "stm32vldiscovery", "-display", "none", "-monitor", "none",
         "-kernel", arguments.build / "firmware/images/hub12-f103.flash",
         "-serial", f"unix:{folder}/qemu,server=on,wait=off"])
    until("QEMU", (folder / "qemu").exists)
    relay = Relay(folder / "line", folder / "qemu")
    relay.start()
    config = folder / "station.json"
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    config.write_text(json.dumps({
        "name": "đo", "state": str(folder / "state"), "clock": "system",
        "output": f"wav:{folder}/out.wav", "listen": {"port": port, "login": "none"},
        "board": {"kind": "firmware", "address": f"unix:{folder}/line", "width": 128,
                  "height": 16, "colours": "one"}}))
    station = subprocess.Popen([arguments.build / "bin/loa-station", "--config", config],
                               stderr=subprocess.DEVNULL)
    origin = f"http://127.0.0.1:{port}"
    board = lambda: request(f"{origin}/v1/status")["board"]
    try:
        until("the board", lambda: board()["picture"] == "confirmed")
        idle = cpu_percent(station.pid, arguments.seconds)
        text = "Cải cách hành chính phải xuất phát từ lợi ích của người dân, doanh nghiệp"
        request(f"{origin}/v1/schedule", week(text, 1, "scroll"))
        until("scrolling", lambda: board()["picture"] == "confirmed" and board()["text"] == text)
        time.sleep(3)
        before = relay.bytes_to_board
        scrolling = cpu_percent(station.pid, arguments.seconds)
        line = (relay.bytes_to_board - before) / arguments.seconds
        latencies, lines = [], []
        for n in range(arguments.commands):
            count = len(relay.commits)
            effect = "hold" if n % 2 else "scroll"
            began = time.monotonic()
            request(f"{origin}/v1/schedule", week(f"Lệnh số {n}", n + 2, effect))
            until("the commit", lambda: len(relay.commits) > count)
            first, acknowledged = relay.commits[count]
            latencies.append(1000 * (acknowledged - began))
            lines.append(1000 * (acknowledged - first))
            time.sleep(0.5)
        milliseconds = lambda values: {"median": round(statistics.median(values), 1),
                                       "max": round(max(values), 1), "n": len(values)}
        return {"cpuPercentScrolling": scrolling, "cpuPercentBlank": idle,
                "bytesASecondWhileScrolling": round(line),
                "commandToCommitMs": milliseconds(latencies),
                "firstByteToCommitMs": milliseconds(lines)}
    finally:
        station.terminate()
        station.wait(20)
        qemu.kill()
        qemu.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=HERE.parents[1] / "build/release")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--commands", type=int, default=40)
    arguments = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="loa-bench-"))
    try:
        print(json.dumps(measure(arguments, folder)))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
