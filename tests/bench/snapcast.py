#!/usr/bin/env python3
"""How far two players of one sound are apart: two of Loa's, and two snapclients of one snapserver.

usage: snapcast.py [--build DIR] [--seconds N] [--ppm A B]

All four play through alsa-lib to test cards at once, the first of each pair A ppm fast, the second B. What the
cards presented is compared by cross-correlation, every quarter of a second from the tenth second on
(tests/bench/together.cpp). Loa's stations get a cue each for the same moment; snapserver streams the same noise
as PCM to clients with their settings as Debian has them. Installs snapserver and snapclient (0.26 in Debian 12)
if they are missing. Run as root or with them installed. Prints one JSON line.
"""
import argparse
import array
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import wave

HERE = pathlib.Path(__file__).resolve().parent
RATE = 48000


def install():
    missing = [tool for tool in ('snapserver', 'snapclient') if not shutil.which(tool)]
    if missing:
        subprocess.run(['apt-get', '-o', 'DPkg::Lock::Timeout=600', '-qq', '-y', '--no-install-recommends',
                        'install', *missing], check=True, stdout=subprocess.DEVNULL)


def noise(seconds):
    """Mono noise below 2 kHz or so, as stereo of 16 bits."""
    rng = random.Random(1)
    samples = array.array('h')
    first = second = 0.0
    for _ in range(seconds * RATE):
        first += 0.25 * (rng.uniform(-30000, 30000) - first)
        second += 0.25 * (first - second)
        samples.append(int(second))
        samples.append(int(second))
    return samples.tobytes()


def write_media(folder, seconds):
    pcm = noise(seconds)
    (folder / 'noise.pcm').write_bytes(pcm)
    with wave.open(str(folder / 'noise.wav'), 'wb') as out:
        out.setparams((2, 2, RATE, 0, 'NONE', ''))
        out.writeframes(pcm)


def free_port():
    with socket.socket() as one:
        one.bind(('127.0.0.1', 0))
        return one.getsockname()[1]


def server_config(folder):
    port = free_port()
    (folder / 'snapserver.conf').write_text(f'''[server]
datadir = {folder}
[http]
enabled = false
[tcp]
enabled = false
[stream]
bind_to_address = 127.0.0.1
port = {port}
source = file://{folder}/noise.pcm?name=noise&sampleformat={RATE}:16:2&codec=pcm
''')
    return port


def card_config(folder, build, name, ppm):
    """An ALSA configuration whose default is a test card that keeps what it is given in folder/name."""
    plugin = build / 'tests/support/libasound_module_pcm_loatest.so'
    path = folder / f'{name}.conf'
    path.write_text(f'''pcm_type.loatest.lib "{plugin}"
pcm.!default {{
  type loatest
  file "{folder / name}"
  ppm "{ppm}"
  format "S16_LE"
  hint {{ show on description "test card" }}
}}
''')
    return dict(os.environ, ALSA_CONFIG_PATH=str(path))


def wait_for_sound(files):
    deadline = time.monotonic() + 30
    while not all(file.exists() and file.stat().st_size > 0 for file in files):
        if time.monotonic() > deadline:
            sys.exit('the snapclients do not play')
        time.sleep(0.2)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--build', default=str(HERE.parent.parent / 'build/bench'))
    parser.add_argument('--seconds', type=int, default=60)
    parser.add_argument('--ppm', type=float, nargs=2, default=(100, -80))
    arguments = parser.parse_args()
    install()
    build = pathlib.Path(arguments.build).resolve()
    children = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write_media(folder, arguments.seconds + 40)
        port = server_config(folder)
        log = open(folder / 'log', 'wb')
        try:
            children.append(subprocess.Popen(['snapserver', '-c', str(folder / 'snapserver.conf')], stdout=log,
                                             stderr=log))
            time.sleep(1)
            for number, ppm in enumerate(arguments.ppm):
                children.append(subprocess.Popen(
                    ['snapclient', '-h', '127.0.0.1', '-p', str(port), '-i', str(number + 1), '--hostID',
                     f'card{number}', '--logsink', 'stderr'],
                    env=card_config(folder, build, f'card{number}', ppm), stdout=log, stderr=log))
            others = [folder / 'card0', folder / 'card1']
            wait_for_sound(others)
            subprocess.run([str(build / 'bin/together'), str(arguments.seconds), *map(str, arguments.ppm),
                            str(folder / 'noise.wav'), *map(str, others)], check=True)
        finally:
            for child in reversed(children):
                child.send_signal(signal.SIGTERM)
                child.wait()
            if sys.exc_info()[0]:
                sys.stderr.write((folder / 'log').read_text()[-3000:])


if __name__ == '__main__':
    main()
