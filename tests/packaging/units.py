"""The systemd units, as systemd's own tools see them: nothing in them is unknown or wrong, and what is
exposed stays below what was agreed."""

import pathlib
import re
import subprocess
import sys
import tempfile

UNITS = pathlib.Path(__file__).parent.parent.parent / "packaging" / "systemd"
MOST_EXPOSED = {"loa-station.service": 1.5, "loa-centre.service": 1.3}
# A limit is worth nothing where a line that carries it has gone.
MUST_SAY = {
    "loa-station.service": ["Type=notify", "WatchdogSec=30s", "Restart=on-failure", "StateDirectory=loa",
                            "LimitRTPRIO=20", "MemoryMax=384M", "OnFailure=loa-station-again.service",
                            "After=sound.target time-sync.target network.target",
                            "ExecStartPre=+/usr/bin/loa-station --config /etc/loa/station.json"
                            " --finish-restore"],
    "loa-centre.service": ["Type=notify", "Restart=on-failure", "StateDirectory=loa-centre",
                           "MemoryMax=1G", "RestartPreventExitStatus=78"],
    "loa-station-answers.service": ["Type=oneshot", "Before=loa-station.service",
                                    "ConditionPathExists=|/boot/firmware/loa-answers.json",
                                    "ConditionPathExists=|/boot/loa-answers.json",
                                    "ProtectSystem=strict", "WantedBy=multi-user.target"],
    "loa-station-reboot.socket": ["SocketUser=loa", "SocketMode=0600",
                                  "Service=loa-station-rebooting.service"],
    # Installing a package must never restart a machine.
    "loa-station-rebooting.service": ["RefuseManualStart=yes", "CapabilityBoundingSet="],
}
MUST_NOT_SAY = ["Requires=", "Wants=", "BindsTo="]  # nothing is waited for


def analyze(*words):
    ran = subprocess.run(["systemd-analyze", *map(str, words)], capture_output=True, text=True,
                         check=False)
    return ran.returncode, ran.stdout + ran.stderr


def verify(folder):
    code, said = analyze("verify", "--man=no", *sorted(folder.glob("*.service")), *sorted(folder.glob("*.socket")))
    said = "".join(line + "\n" for line in said.splitlines() if "loa-" in line)
    assert code == 0 and not said, said


def exposure(unit):
    code, said = analyze("security", "--offline=true", unit)
    assert code == 0, said
    return float(re.search(r"exposure level for \S+: ([0-9.]+)", said)[1])


def with_built_programs(programs, folder):
    """The units with the programs where this build has them."""
    for unit in UNITS.glob("*.service"):
        text = re.sub(r"/usr/bin/(loa-\w+)", rf"{programs}/\1", unit.read_text())
        (folder / unit.name).write_text(text)
    for unit in UNITS.glob("*.socket"):
        (folder / unit.name).write_text(unit.read_text())


def main(build):
    with tempfile.TemporaryDirectory() as folder:
        with_built_programs(pathlib.Path(build).resolve() / "bin", pathlib.Path(folder))
        verify(pathlib.Path(folder))
    for name, most in MOST_EXPOSED.items():
        found = exposure(UNITS / name)
        print(f"{name}: exposure {found}, at most {most}")
        assert found <= most
    for name, lines in MUST_SAY.items():
        text = (UNITS / name).read_text().splitlines()
        for line in lines:
            assert line in text, f"{name}: {line}"
        for key in MUST_NOT_SAY:
            assert not any(line.startswith(key) for line in text), f"{name}: {key}"


if __name__ == "__main__":
    main(sys.argv[1])
