"""Another sound system than the test card: PulseAudio's null sink, through alsa-lib's pulse plugin. Two bulletins
are played to it, and what its monitor recorded is the judge. Two more come back from there beside other speech, until
the way is cut: the station's loopback is the judge of those, and tests/bench/proof_pulse.py has the table."""

import array
import json
import math
import pathlib
import random
import shutil
import struct
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import pulse_rooms  # noqa: E402
from programs import NotHere, Station, run, slot, until, week  # noqa: E402

RATE = 48000
HERTZ = 440
SECONDS = 3
APART = 6
PLUGIN = "libasound_module_pcm_pulse.so"


def tone():
    """A WAV of SECONDS of a tone, mono."""
    samples = array.array("h", (round(8000 * math.sin(2 * math.pi * HERTZ * i / RATE))
                                for i in range(SECONDS * RATE)))
    data = samples.tobytes()
    return (b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " +
            struct.pack("<IHHIIHH", 16, 1, 1, RATE, 2 * RATE, 2, 16) +
            b"data" + struct.pack("<I", len(data)) + data)


def has_plugin():
    libraries = subprocess.run(["find", "/usr/lib", "-name", PLUGIN], capture_output=True, text=True,
                               check=False)
    return bool(libraries.stdout.strip())


class Pulse:
    """A PulseAudio of the test's own, with one sink that plays nowhere, and a recording of it."""

    def __init__(self, scene):
        for program in ("pulseaudio", "parec"):
            if not shutil.which(program):
                raise NotHere(program)
        if not has_plugin():
            raise NotHere(PLUGIN)
        home = scene.folder / "pulse"
        home.mkdir()
        self.server = f"unix:{home}/native"
        # Without norewinds a stream of alsa-lib's begins two seconds late.
        script = scene.write("pulse.pa", f"load-module module-native-protocol-unix auth-anonymous=1 "
                             f"socket={home}/native\nload-module module-null-sink sink_name=loa "
                             f"rate={RATE} channels=2 format=s16le norewinds=1\n")
        self.alsa = scene.write("asound.conf", f'pcm.loa {{ type pulse server "{self.server}" device "loa" }}\n')
        private = [f"{name}={home}" for name in ("HOME", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH",
                                                 "PULSE_STATE_PATH")]
        self.daemon = scene.start("pulse.log", "env", *private, "pulseaudio", "-n", "-F", script, "--daemonize=no",
                    "--use-pid-file=no", "--exit-idle-time=-1", "--disallow-exit=yes")
        until("pulseaudio answers", (home / "native").exists)
        self.heard = scene.folder / "heard.raw"
        self.recorder = scene.start(
            "record.log", "env", *private, "sh", "-c",
            f"exec parec --server={self.server} --device=loa.monitor --format=s16le --rate={RATE} "
            f"--channels=2 --raw > {self.heard}")
        until("it is recorded", lambda: self.heard.exists() and self.heard.stat().st_size > 0)

    def stop(self):
        self.recorder.stop()
        self.daemon.stop()

    def channels(self):
        samples = array.array("h")
        data = self.heard.read_bytes()
        samples.frombytes(data[:len(data) // 4 * 4])
        return samples[0::2], samples[1::2]


def sounding(samples):
    """The stretches of sound: (first frame, frame behind the last), silence of 20 ms between."""
    quiet = RATE // 50
    found = []
    for at, sample in enumerate(samples):
        if abs(sample) < 20:
            continue
        if found and at - found[-1][1] < quiet:
            found[-1][1] = at + 1
        else:
            found.append([at, at + 1])
    return found


def strength(samples, hertz):
    """The part of the samples' power that is at one frequency."""
    real = sum(s * math.cos(2 * math.pi * hertz * i / RATE) for i, s in enumerate(samples))
    imaginary = sum(s * math.sin(2 * math.pi * hertz * i / RATE) for i, s in enumerate(samples))
    power = sum(s * s for s in samples)
    return 2 * (real * real + imaginary * imaginary) / (len(samples) * power)


def judge(left, right):
    assert left == right, "a mono file sounds alike on both sides"
    stretches = [one for one in sounding(left) if one[1] - one[0] > RATE // 10]
    assert len(stretches) == 2, f"sounds at {[(a / RATE, b / RATE) for a, b in stretches]}"
    for begin, end in stretches:
        length = (end - begin) / RATE
        assert abs(length - SECONDS) < 0.01, f"{length} s instead of {SECONDS}"
        middle = left[begin + RATE // 2:begin + 2 * RATE]
        pure = strength(middle[:RATE // 10], HERTZ)
        assert pure > 0.99, f"only {pure} of it is the tone"
        peak = max(map(abs, middle))
        step = max(abs(b - a) for a, b in zip(middle, middle[1:]))
        unbroken = 2 * math.pi * HERTZ / RATE * peak
        assert step < 1.2 * unbroken, f"a step of {step} where a tone makes {unbroken:.0f}"
    apart = (stretches[1][0] - stretches[0][0]) / RATE
    assert abs(apart - APART) < 0.02, f"the second bulletin began {apart} s after the first"


def two_bulletins_are_recorded_as_they_were_meant(scene):
    pulse = Pulse(scene)
    scene.write("station/media/tone.wav", tone())
    # So much that a machine at work does not let it run empty: gaps are tested elsewhere.
    station = Station(scene, prefix=("env", f"ALSA_CONFIG_PATH={pulse.alsa}"), output="alsa:loa",
                      bufferMs=600)
    station.start().ready()
    programme = {"tone": {"items": [{"audio": "tone.wav"}]}}
    status, text = station.load(week(programme, [slot("mot", 8, "5s", "tone"),
                                                 slot("hai", 8 + APART, "5s", "tone")]))
    assert status == 200, text
    for name in ("mot", "hai"):
        row = station.result(name)
        assert row["outcome"] == "played", row
    assert station.program.stop() == 0
    pulse.stop()
    judge(*pulse.channels())


def what_is_sent_is_heard_back_until_the_way_is_cut(scene):
    maker = pulse_rooms.Maker(scene, random.Random(1))
    room = pulse_rooms.Room(pulse_rooms.Pulse(scene, 1), maker, 0, "other speech", 0, seconds=10, ahead=6, between=4)
    room.station.start().ready()
    room.open()
    room.load()
    assert json.loads(room.station.result("one")["evidence"])["proof"] == 3, room.station.result("one")
    room.cut()
    loopback, off, alarm = room.found("one")
    assert loopback["verdict"] == "heard" and alarm is None, (loopback, alarm)
    assert abs(off) < 2, f"it was played {off} dB beside what was meant"
    _, _, alarm = room.found("two")
    assert alarm is not None and alarm < 10, f"the alarm came after {alarm} s"
    assert room.station.program.stop() == 0
    room.pulse.stop()


if __name__ == "__main__":
    run([two_bulletins_are_recorded_as_they_were_meant, what_is_sent_is_heard_back_until_the_way_is_cut], sys.argv[1], *sys.argv[2:])
