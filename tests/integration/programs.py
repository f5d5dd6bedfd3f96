"""The real programs in a folder of the test's own, and a week that is due at once."""

import contextlib
import ctypes
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.error
import urllib.request
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo


def where_it_is_noon():
    """A zone in which no test runs across midnight. In these names the sign is the other way."""
    ahead = 12 - datetime.now(timezone.utc).hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


ZONE = where_it_is_noon()
PR_SET_CHILD_SUBREAPER = 36


def answer_without_a_body(origin, path, length, *headers):
    """What a caller is told who says what he would send, and sends nothing of it."""
    with socket.create_connection(("127.0.0.1", int(origin.rsplit(":", 1)[1]))) as one:
        one.settimeout(30)
        head = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", *headers, f"Content-Length: {length}", "", ""]
        one.sendall("\r\n".join(head).encode())
        said = b""
        while b"}" not in said:
            piece = one.recv(4096)
            assert piece, said
            said += piece
    head, body = said.decode().split("\r\n\r\n", 1)
    return int(head.split()[1]), json.loads(body)


def until(what, so, seconds=40):
    """The first true value of so(); what it raises meanwhile counts as not yet."""
    deadline = time.monotonic() + seconds
    last = None
    while True:
        try:
            value = so()
            if value:
                return value
            last = value
        except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
            last = error
        if time.monotonic() > deadline:
            raise AssertionError(f"waited in vain: {what}; last: {last}")
        time.sleep(0.05)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


# Where the stations of this test listen, and where their state and configuration are.
STATIONS = {}


def owner_of(url):
    """The header by which the owner of a station of ours is known; a new one at each start."""
    for origin, station in STATIONS.items():
        if url.startswith(origin + "/"):
            # By its process: the state may lie on a disk that only the station sees.
            seen = pathlib.Path(f"/proc/{station.program.child.pid}/root{station.state}")
            return {"Authorization": f"Bearer {(seen / 'owner-token').read_text().strip()}"}
    return {}


def call(url, body=None):
    """Status and text of an answer to the owner; a body makes it a POST."""
    data = None if body is None else body.encode()
    request = urllib.request.Request(url, data, {"X-Loa": "test", **owner_of(url)})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def get(url):
    status, text = call(url)
    if status != 200:
        raise OSError(f"{url}: HTTP {status}: {text}")
    return json.loads(text)


class NotHere(Exception):
    """What a case needs, this machine does not have."""


class Program:
    """A daemon whose log is a file."""

    def __init__(self, log, words):
        self.log = log
        env = {**os.environ, "LOA_LOG": "info", "LOA_LANG": "en"}
        with open(log, "ab") as out:
            self.child = subprocess.Popen(list(map(str, words)), stdout=out, stderr=out, env=env)

    def running(self):
        return self.child.poll() is None

    def kill(self):
        self.child.kill()
        self.child.wait()

    def stop(self):
        """SIGTERM, and how it ended."""
        self.child.send_signal(signal.SIGTERM)
        return self.child.wait(30)

    def said(self):
        return self.log.read_text(errors="replace")


class Scene:
    """A folder, and the programs that run in it. Ends them all."""

    def __init__(self, build):
        self.bin = pathlib.Path(build) / "bin"
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="loa-integration-"))
        self.programs = []
        # Whatever a killed program leaves behind becomes a child of this process.
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        for program in self.programs:
            if program.running():
                program.kill()
        if kind is not None:
            for log in sorted(self.folder.rglob("*.log")):
                print(f"--- {log.name}\n{log.read_text(errors='replace')[-3000:]}")
        shutil.rmtree(self.folder, ignore_errors=True)

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, (str, bytes)) else json.dumps(content)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def start(self, log, *words):
        program = Program(self.folder / log, words)
        self.programs.append(program)
        return program

    def loa(self, *words):
        """Exit code and output of the command line, by the owner of the station that it names."""
        env = {**os.environ, "LOA_LANG": "en"}
        for origin in STATIONS.keys() & set(map(str, words)):
            env["LOA_CONFIG"] = str(STATIONS[origin].config)
        ran = subprocess.run([self.bin / "loa", *map(str, words)], capture_output=True, text=True,
                             env=env, timeout=60, check=False)
        return ran.returncode, ran.stdout + ran.stderr

    def left_behind(self):
        """Command lines of processes that outlive their programs; those that end are collected."""
        left = []
        children = pathlib.Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
        for pid in children:
            if os.waitpid(int(pid), os.WNOHANG)[0] == 0:
                left.append(pathlib.Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " "))
        return left


def where_it_listens(program):
    """The addresses, by the kernel's word, at which a program waits for TCP connections."""
    pid = program.child.pid
    own = set()
    for handle in pathlib.Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # closed meanwhile
            own |= set(re.findall(r"^socket:\[(\d+)\]$", os.readlink(handle)))
    found = []
    for table, family in (("tcp", socket.AF_INET), ("tcp6", socket.AF_INET6)):
        for line in pathlib.Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] != "0A" or fields[9] not in own:
                continue
            address, port = fields[1].split(":")
            words = [bytes.fromhex(address[at:at + 8])[::-1] for at in range(0, len(address), 8)]
            found.append((socket.inet_ntop(family, b"".join(words)), int(port, 16)))
    return found


class Centre:
    """loa-centre; `prefix`: the words before the program's, as of a Station."""

    def __init__(self, scene, prefix=(), **settings):
        self.scene = scene
        self.prefix = prefix
        # A fixed port: the station must find it again after a kill.
        self.origin = f"http://127.0.0.1:{free_port()}"
        port = int(self.origin.rsplit(":", 1)[1])
        self.config = scene.write("centre.json", {"state": "centre", "port": port, "zone": ZONE,
                                                  **settings})
        self.start()
        self.issue_token()

    def issue_token(self):
        # Its state may lie on a disk that only the centre sees.
        away = "unshare" in self.prefix
        beside = ["nsenter", "--mount", "--target", str(self.program.child.pid)] if away else []
        self.token = subprocess.check_output(
            [*beside, self.scene.bin / "loa-centre", "--config", self.config, "token", "--name", "Đài thử"],
            text=True).strip()

    def start(self):
        self.program = self.scene.start("centre.log", *self.prefix, self.scene.bin / "loa-centre",
                                        "--config", self.config)
        until("the centre answers", lambda: call(f"{self.origin}/healthz")[0] == 200)


class Station:
    """loa-station; `settings` go over what a test needs."""

    def __init__(self, scene, name="station", prefix=(), **settings):
        self.scene = scene
        self.prefix = prefix
        self.log = f"{name}.log"
        self.state = scene.folder / name
        config = {"name": "Đài thử", "state": name, "zone": ZONE, "clock": "system",
                  "output": f"wav:{name}.wav", "listen": {"port": 0}}
        self.config = scene.write(f"{name}.json", {**config, **settings})

    def start(self):
        before = len(list(re.finditer("is ready", self.text())))
        self.program = self.scene.start(self.log, *self.prefix, self.scene.bin / "loa-station",
                                        "--config", self.config)
        self.starts = before
        return self

    def text(self):
        log = self.scene.folder / self.log
        return log.read_text(errors="replace") if log.exists() else ""

    def ready(self):
        """Waits until this start has said where it listens."""
        def address():
            if not self.program.running():
                raise AssertionError(f"loa-station ended:\n{self.text()[-2000:]}")
            said = re.findall(r"is ready, (http://\S+)", self.text())
            return said[-1] if len(said) > self.starts else None
        self.origin = until("the station is ready", address)
        STATIONS[self.origin] = self
        return self

    def status(self):
        return get(f"{self.origin}/v1/status")

    def load(self, week):
        return call(f"{self.origin}/v1/schedule", week if isinstance(week, str) else json.dumps(week))

    def rows(self):
        """Every row of the record, by the command line."""
        code, out = self.scene.loa("log", "--since", "2020-01-01", "--json", "--station", self.origin)
        assert code == 0, out
        return [json.loads(line) for line in out.splitlines()]

    def result(self, slot, seconds=40):
        """The RESULT row of a slot."""
        def found():
            return [row for row in self.rows()
                    if row["kind"] == "result" and f"/{slot}/" in row["occurrence"]]
        return until(f"a result of {slot}", found, seconds)[0]

    def verify(self):
        code, out = self.scene.loa("log", "verify", self.state / "journal.db")
        assert code == 0, out


def slot(name, seconds, length, programme, **more):
    """A slot each day, beginning `seconds` from now."""
    start = datetime.now(ZoneInfo(ZONE)) + timedelta(seconds=seconds)
    return {"id": name, "days": ["T2", "T3", "T4", "T5", "T6", "T7", "CN"],
            "start": start.strftime("%H:%M:%S"), "length": length, "programme": programme, **more}


def week(programmes, slots, version=1):
    return {"id": "tuan-thu", "version": version, "title": "Tuần thử", "zone": ZONE,
            "valid": {"from": "2020-01-01", "to": "2029-12-31"},
            "programmes": [{"id": name, "title": name, **what} for name, what in programmes.items()],
            "slots": slots}


def run_lane(cases, build, only):
    for case in cases:
        if only not in case.__name__:
            continue
        print(case.__name__.replace("_", " "), flush=True)
        try:
            with Scene(build) as scene:
                case(scene)
                until("no process is left behind", lambda: not scene.left_behind(), 15)
        except NotHere as why:
            print(f"  skipped: {why}")


def beside(lane, build, only):
    """Runs the lane in a process of its own, which looks after what it starts; (its id, what it says)."""
    said = tempfile.TemporaryFile()
    child = os.fork()
    if child:
        return child, said
    code = 1
    try:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(said.fileno(), stream.fileno())
        run_lane(lane, build, only)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


def run(cases, build, only="", lanes=None):
    """Each case in a folder of its own, with nothing left behind: one after another, as what sounds is judged
    by its time, unless `lanes` says what may run side by side."""
    if lanes is None:
        return run_lane(cases, build, only)
    failed = False
    for child, said in [beside(lane, build, only) for lane in lanes]:
        failed |= os.waitpid(child, 0)[1] != 0
        said.seek(0)
        print(said.read().decode(errors="replace"), end="", flush=True)
    sys.exit(failed)
