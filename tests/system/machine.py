"""A Debian 12 that is really booted: its own systemd as PID 1, in a container without a network.
Needs root, mmdebstrap and systemd-nspawn."""

import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "integration"))
from programs import until  # noqa: E402

SOURCE = pathlib.Path(__file__).parent.parent.parent
FOLDER = SOURCE / "build" / "system-test"
BASE = "systemd,systemd-sysv,dbus,adduser,iproute2"
CARD_FOLDER = "/srv/card"


def card_that_keeps(file):
    """An asound.conf; without a file the card is as paced, and nothing is kept."""
    return f"""
pcm_type.loatest.lib "/usr/local/lib/libasound_module_pcm_loatest.so"
pcm.!default {{ type plug slave.pcm {{ type loatest file "{file}" }} }}
"""


CARD = card_that_keeps(f"{CARD_FOLDER}/card")


def quietly(*words, **more):
    ran = subprocess.run(list(map(str, words)), capture_output=True, text=True, check=False, **more)
    if ran.returncode != 0:
        raise AssertionError(f"{words}: {ran.returncode}\n{ran.stdout[-2000:]}{ran.stderr[-2000:]}")
    return ran.stdout


def depends_of(packages):
    """What the packages need beside each other."""
    own = {quietly("dpkg-deb", "-f", package, "Package").strip() for package in packages}
    lines = [quietly("dpkg-deb", "-f", package, "Depends").strip() for package in packages]
    wanted = {part.strip() for line in lines for part in line.split(",") if part.strip()}
    return sorted(part for part in wanted if part.split()[0] not in own)


def debian_with(depends):
    """A root file system in which the packages find what they need; made once for each set."""
    name = hashlib.sha256(json.dumps([BASE, depends]).encode()).hexdigest()[:12]
    ready = FOLDER / f"debian-{name}"
    if ready.exists():
        return ready
    print("  making a Debian 12 for it, some minutes", flush=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    making = FOLDER / f"making-{name}"
    shutil.rmtree(making, ignore_errors=True)
    quietly("mmdebstrap", "--variant=minbase", f"--include={BASE}", "bookworm", making)
    asked = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "satisfy", "-y", "-q",
             "--no-install-recommends", ", ".join(depends)]
    quietly("chroot", making, "apt-get", "update", "-q")
    quietly("chroot", making, *asked)
    making.rename(ready)
    return ready


def put_card_into(root):
    """The test card as the machine's only sound device."""
    library = root / "usr/local/lib/libasound_module_pcm_loatest.so"
    quietly("gcc", "-shared", "-fPIC", "-O2", "-DPIC", "-D_GNU_SOURCE",
            SOURCE / "tests/support/pcm_loatest.c", "-o", library, "-lasound", "-lm")
    (root / "etc/asound.conf").write_text(CARD)
    (root / CARD_FOLDER[1:]).mkdir(mode=0o777)
    (root / CARD_FOLDER[1:]).chmod(0o777)
    # A real card's device file is let in by DeviceAllow=; this one's is a file.
    drop_in = root / "etc/systemd/system/loa-station.service.d/card.conf"
    drop_in.parent.mkdir(parents=True)
    drop_in.write_text(f"[Service]\nReadWritePaths={CARD_FOLDER}\nEnvironment=LOA_LANG=en\n")


class Disk:
    """A disk of the machine's own, ext4 in a file. At a power cut it keeps what had been handed to it
    by then; what only the kernel had is lost."""

    def __init__(self, megabytes):
        self.image = FOLDER / f"disk-{os.getpid()}.img"
        self.mounted = FOLDER / f"disk-{os.getpid()}"
        self.mounted.mkdir(parents=True, exist_ok=True)
        with open(self.image, "wb") as image:
            image.truncate(megabytes << 20)
        quietly("mkfs.ext4", "-q", "-m", "0", "-L", "loa-data", self.image)
        self.mount()

    def mount(self):
        quietly("mount", "-o", "loop", self.image, self.mounted)

    def lose_power(self):
        """What the kernel would still write goes to a file that is thrown away."""
        after = self.image.with_suffix(".after")
        quietly("cp", "--sparse=always", self.image, after)
        quietly("umount", self.mounted)
        after.rename(self.image)
        self.mount()

    def remove(self):
        subprocess.run(["umount", self.mounted], check=False, capture_output=True)
        self.image.unlink(missing_ok=True)
        self.mounted.rmdir()


class Machine:
    """One machine through all its boots."""

    def __init__(self, packages, disk=None):
        """The disk, where there is one, is at /data."""
        self.root = FOLDER / f"root-{os.getpid()}"
        self.disk = disk
        self.options = [f"--bind={disk.mounted}:/data"] if disk else []
        quietly("cp", "-a", debian_with(depends_of(packages)), self.root)
        put_card_into(self.root)
        self.console = open(FOLDER / "console.log", "wb")
        self.nspawn = None

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind is not None and self.nspawn:
            print(self.tried("journalctl", "-b", "-u", "loa-*", "--no-pager", "-n", "60")[1])
        self.off()
        self.console.close()
        shutil.rmtree(self.root, ignore_errors=True)
        if self.disk:
            self.disk.remove()

    def boot(self):
        self.nspawn = subprocess.Popen(
            ["systemd-nspawn", "-q", "-D", self.root, "--register=no", "--keep-unit",
             "--private-network", "--system-call-filter=@memlock", *self.options, "-b"],
            stdin=subprocess.DEVNULL, stdout=self.console, stderr=self.console)
        self.leader = until("the machine's PID 1", self.find_leader)
        until("it is up", lambda: self.tried("systemctl", "is-system-running")[1].strip()
              in ("running", "degraded"), 90)
        return self

    def find_leader(self):
        """The child of systemd-nspawn that is number 1 inside; another one only prepares it."""
        children = pathlib.Path(f"/proc/{self.nspawn.pid}/task/{self.nspawn.pid}/children")
        for pid in children.read_text().split():
            status = pathlib.Path(f"/proc/{pid}/status").read_text()
            if re.search(r"^NSpid:.*\t1$", status, re.M):
                return int(pid)
        return None

    def off(self):
        """An orderly end of the whole machine."""
        if not self.nspawn:
            return
        self.tried("systemctl", "poweroff")
        try:
            self.nspawn.wait(60)
        except subprocess.TimeoutExpired:
            self.nspawn.kill()
            self.nspawn.wait()
        self.nspawn = None

    def goes_down_to_boot_again(self):
        """When something in it has asked for that; 133 is how systemd-nspawn says so."""
        assert self.nspawn.wait(60) == 133, self.nspawn.returncode
        self.boot()

    def power_cut(self):
        """Everything in it ends at once. What it wrote elsewhere than on its disk stays: the kernel is
        the host's."""
        os.kill(self.leader, signal.SIGKILL)
        self.nspawn.wait(60)
        self.nspawn = None
        if self.disk:
            self.disk.lose_power()

    def inside(self, *words):
        """A command line that runs a command in it."""
        return ["nsenter", "-t", str(self.leader), "-m", "-u", "-i", "-n", "-p", "-C",
                "env", "LOA_LANG=en", "DEBIAN_FRONTEND=noninteractive",
                "PATH=/usr/sbin:/usr/bin:/sbin:/bin", *map(str, words)]

    def tried(self, *words):
        """Exit status and output of a command in it."""
        ran = subprocess.run(self.inside(*words), capture_output=True, text=True, timeout=120,
                             check=False, stdin=subprocess.DEVNULL)
        return ran.returncode, ran.stdout + ran.stderr

    def begun(self, *words):
        """A command in it that goes on by itself."""
        return subprocess.Popen(self.inside(*words), stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def run(self, *words):
        code, said = self.tried(*words)
        assert code == 0, f"{words}: {code}\n{said}"
        return said

    def on_host(self, path):
        if self.disk and path.startswith("/data/"):
            return self.disk.mounted / path[len("/data/"):]
        return self.root / path.lstrip("/")

    def write(self, path, content):
        target = self.on_host(path)
        target.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False))

    def read(self, path):
        return self.on_host(path).read_text(errors="replace")

    def read_proc(self, pid, name):
        """Of a process by its number in the machine."""
        return self.run("cat", f"/proc/{pid}/{name}")

    def tasks(self, pid):
        return self.run("ls", f"/proc/{pid}/task").split()

    def policy_of(self, task):
        """As ps has it, from the kernel's number (proc(5), field 41)."""
        fields = self.read_proc(task, "stat").rsplit(")", 1)[1].split()
        return {0: "TS", 1: "FF", 2: "RR", 3: "B"}[int(fields[38])]

    def install(self, *packages):
        for package in packages:
            shutil.copy(package, self.root / "root")
        return self.run("dpkg", "-i", *[f"/root/{package.name}" for package in packages])
