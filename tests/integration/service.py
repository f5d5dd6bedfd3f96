"""The station's service and the command line: what has to be out of the way goes out of the way, and
comes back. The systemctl is the test's own, first in PATH; the stations that it starts and stops are
real ones."""

import json
import os
import re
import struct
import sys
import wave

from programs import NotHere, Station, call, free_port, run, until

SYSTEMCTL = r"""#!/bin/sh
# show, stop, start, restart and reset-failed of the one unit.
cd '{folder}' || exit 1
running() {{ [ -s service.pid ] && grep -q '^State:.[^Z]' "/proc/$(cat service.pid)/status" 2>/dev/null; }}
stop() {{
  running || return 0
  kill "$(cat service.pid)"
  while running; do sleep 0.1; done
}}
start() {{
  before=$(grep -c 'is ready' service.log 2>/dev/null)
  '{program}' --config '{config}' >> service.log 2>&1 &
  echo $! > service.pid
  while running; do
    [ "$(grep -c 'is ready' service.log)" = "${{before:-0}}" ] || return 0
    sleep 0.1
  done
  return 1
}}
[ "$1" = show ] || {{ shift; echo "$1" >> service.asked; }}
case $1 in
  show)
    echo LoadState=loaded
    if running; then echo ActiveState=active; else echo ActiveState=inactive; fi
    echo 'ExecStart={{ path={program} ; argv[]={program} --config {config} ; ignore_errors=no }}' ;;
  stop) stop ;;
  start) start ;;
  restart) stop; start ;;
esac
"""


class Service(Station):
    """A station that a systemd of the test's own starts and stops."""

    def __init__(self, scene, name="station", **settings):
        if os.geteuid() != 0:
            raise NotHere("a service is root's")
        self.port = free_port()
        super().__init__(scene, name, listen={"port": self.port}, **settings)
        self.origin = f"http://127.0.0.1:{self.port}"
        self.folder = scene.folder
        tool = scene.write("bin/systemctl", SYSTEMCTL.format(
            folder=scene.folder, program=scene.bin / "loa-station", config=self.config))
        tool.chmod(0o755)
        os.environ["PATH"] = f"{tool.parent}:{os.environ['PATH']}"
        os.environ["LOA_LOG"] = "info"

    def systemctl(self, verb):
        os.spawnlp(os.P_WAIT, "systemctl", "systemctl", "--no-ask-password", verb)

    def __enter__(self):
        self.systemctl("start")
        until("the service answers", self.told)
        self.asked_for()
        return self

    def __exit__(self, kind, value, trace):
        self.systemctl("stop")
        os.environ["PATH"] = os.environ["PATH"].split(":", 1)[1]
        os.environ.pop("LOA_CONFIG", None)

    def pid(self):
        return int((self.folder / "service.pid").read_text())

    def asked_for(self):
        """The verbs since it was asked last."""
        asked = self.folder / "service.asked"
        verbs = asked.read_text().split() if asked.exists() else []
        asked.write_text("")
        return verbs

    def loa(self, *words):
        os.environ["LOA_CONFIG"] = str(self.config)
        return self.scene.loa(*words)

    def told(self):
        code, said = self.loa("status", "--json", "--station", self.origin)
        if code != 0:
            raise OSError(said)
        return json.loads(said)


def packed_station(scene, **settings):
    """A backup of another station, and that one's name at the centre."""
    old = Station(scene, "old", **settings).start().ready()
    name = old.status()["station"]
    file = scene.folder / "dai.loa-backup"
    code, said = scene.loa("backup", file, "--config", old.config)
    assert code == 0, said
    assert old.program.stop() == 0
    return file, name


def tone(scene, seconds):
    """A file that sounds for so long."""
    path = scene.folder / "tieng.wav"
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, 8000, 0, "NONE", ""))
        out.writeframes(struct.pack("<4h", 0, 8000, 0, -8000) * (seconds * 2000))
    return path


def a_station_moves_onto_a_board_whose_service_runs(scene):
    file, name = packed_station(scene)
    # As the packages leave it: it runs for its page, in the folder that is restored.
    board = scene.folder / "board"
    service = Service(scene, "board/dai")
    service.config.write_text(json.dumps({"state": "old", "output": "wav:dai.wav",
                                          "listen": {"port": service.port}}))
    with service:
        assert "not-set-up" in service.told()["faults"]
        code, said = service.loa("restore", file, "--config", service.config)
        assert code == 0 and "has been started again" in said, said
        assert service.asked_for() == ["stop", "reset-failed", "start"]
        kept = json.loads(service.config.read_text())
        assert kept["name"] == "Đài thử" and (board / "old/before-restore-1").exists()
        ready = re.findall(r"(st-\S+) is ready", (scene.folder / "service.log").read_text())
        assert ready[-1] == name and ready[0] != name, ready


def a_backup_that_is_none_does_not_stop_it(scene):
    with Service(scene) as service:
        before = service.pid()
        file = scene.write("hong.loa-backup", b"\x28\xb5\x2f\xfd no more")
        code, said = service.loa("restore", file, "--config", service.config)
        assert code == 1 and "damaged" in said, said
        assert service.asked_for() == [] and service.pid() == before


def a_restore_that_fails_leaves_it_running(scene):
    file, _ = packed_station(scene, media="am-thanh")
    with Service(scene) as service:
        before = service.told()["station"]
        (scene.folder / "am-thanh").rmdir()
        (scene.folder / "am-thanh").write_text("no folder")
        code, said = service.loa("restore", file, "--config", service.config)
        assert code == 1 and "am-thanh" in said, said
        assert service.asked_for() == ["stop", "reset-failed", "start"]
        assert service.told()["station"] == before


def after_setup_it_begins_again_and_the_first_code_is_shown(scene):
    with Service(scene) as service:
        answers = scene.write("tra-loi.json", {"name": "Đài xã"})
        code, said = service.loa("setup", "--answers", answers, "--config", service.config)
        assert code == 0, said
        assert service.asked_for() == ["reset-failed", "restart"]
        assert service.told()["name"] == "Đài xã"
        _, code_again = service.loa("people", "code", "--station", service.origin)
        assert re.search(rf"no administrator yet.*{re.escape(code_again.strip())}", said), (said, code_again)
        assert call(f"{service.origin}/v1/first",
                    json.dumps({"code": code_again.strip(), "name": "Lan",
                                "password": "một câu đủ dài để làm mật khẩu"}))[0] in (200, 201)
        answers.write_text(json.dumps({"name": "Đài xã mới"}))
        code, said = service.loa("setup", "--answers", answers, "--config", service.config)
        assert code == 0 and "started again" in said and "administrator" not in said, said
        answers.write_text(json.dumps({"name": "Đài xã mới"}))
        code, said = service.loa("setup", "--answers", answers, "--config", service.config)
        assert code == 0 and "nothing has changed" in said, said
        assert service.asked_for() == ["reset-failed", "restart"]


def what_is_on_the_air_is_played_to_its_end_first(scene):
    with Service(scene) as service:
        file = tone(scene, 40)
        # A machine that is busy takes longer to look at it than a play waits.
        until("it plays", lambda: service.loa("play", file, "--station", service.origin)[0] == 0)
        until("it is on the air", lambda: service.told()["onAir"])
        answers = scene.write("tra-loi.json", {"name": "Đài xã"})
        code, said = service.loa("setup", "--answers", answers, "--config", service.config)
        assert code == 0 and "something is on the air" in said, said
        assert service.asked_for() == []
        assert service.told()["onAir"] and service.told()["name"] == "Đài thử"
        until("it has begun again by itself", lambda: service.told()["name"] == "Đài xã", 90)


CASES = [
    a_station_moves_onto_a_board_whose_service_runs,
    a_backup_that_is_none_does_not_stop_it,
    a_restore_that_fails_leaves_it_running,
    after_setup_it_begins_again_and_the_first_code_is_shown,
    what_is_on_the_air_is_played_to_its_end_first,
]


if __name__ == "__main__":
    run(CASES, *sys.argv[1:])
