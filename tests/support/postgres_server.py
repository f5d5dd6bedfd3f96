"""A PostgreSQL cluster of one's own in a folder: no port but the one asked for, no service of the system."""

import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import time


def programs():
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise FileNotFoundError("PostgreSQL is not installed")
    return found[-1].parent


def unprivileged():
    """PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


class Postgres:
    """`settings` are PostgreSQL's own, as {"fsync": "on"}; `port` on loopback, beside the socket."""

    def __init__(self, folder, port=0, password="", **settings):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        self.data = self.folder / "data"
        self.port = port
        self.settings = settings
        self.who = unprivileged()
        # The way to the folder must be open to that user.
        if self.who:
            shutil.chown(self.folder, self.who["user"], self.who["group"])
        secret = self.folder / "password"
        secret.write_text(password or "-")
        if self.who:
            shutil.chown(secret, self.who["user"], self.who["group"])
        subprocess.run([programs() / "initdb", "-D", self.data, "-U", "loa", "-E", "UTF8", "--locale=C",
                        "--auth-local=trust", "--auth-host=scram-sha-256", f"--pwfile={secret}"],
                       check=True, stdout=subprocess.DEVNULL, cwd=self.folder, **self.who)
        self.start()

    def start(self):
        words = [programs() / "postgres", "-D", self.data, "-k", self.folder, "-h",
                 "127.0.0.1" if self.port else "", "-p", str(self.port or 5432)]
        for name, value in self.settings.items():
            words += ["-c", f"{name}={value}"]
        with open(self.folder / "postgres.log", "ab") as log:
            self.child = subprocess.Popen(words, stdout=log, stderr=log, cwd=self.folder, **self.who)
        deadline = time.monotonic() + 60
        while self.psql("SELECT 1", check=False).returncode != 0:
            if time.monotonic() > deadline or self.child.poll() is not None:
                raise AssertionError((self.folder / "postgres.log").read_text()[-2000:])
            time.sleep(0.05)

    def psql(self, sql, check=True):
        return subprocess.run([programs() / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", self.uri(),
                               "-c", sql], capture_output=True, text=True, check=check)

    def uri(self):
        """By the socket."""
        return f"postgresql://loa@/postgres?host={self.folder}&port={self.port or 5432}"

    def kill(self):
        """kill -9 of every process of it; the next start recovers as after a power cut."""
        children = pathlib.Path(f"/proc/{self.child.pid}/task/{self.child.pid}/children").read_text()
        for pid in [self.child.pid, *map(int, children.split())]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.child.wait()

    def stop(self):
        self.child.send_signal(signal.SIGINT)
        self.child.wait(120)
