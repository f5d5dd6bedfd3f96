#!/usr/bin/env python3
"""CPU and memory of playing one 48 kHz stereo 128 kbit/s MP3: Loa's player, mpg123, MPD, in turn.

usage: playback_peers.py [--build DIR] [--seconds N] [--rounds N] [--json]

All play through alsa-lib to the test card in S16_LE, which keeps nothing. CPU is user + system time of the
program and of what it started, over the seconds in the middle; PSS is from smaps_rollup at the end of
them. Installs mpg123, mpd and ffmpeg from Debian if they are missing. Run as root or with them installed.
"""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
DEVICE = 'loatest:FORMAT=S16_LE'
TICK = os.sysconf('SC_CLK_TCK')
SETTLE = 3  # seconds before measuring: start-up is not playing


def install():
    missing = [tool for tool in ('mpg123', 'mpd', 'mpc', 'ffmpeg') if not shutil.which(tool)]
    if missing:
        subprocess.run(['apt-get', '-o', 'DPkg::Lock::Timeout=600', '-qq', '-y', '--no-install-recommends',
                        'install', *missing], check=True, stdout=subprocess.DEVNULL)


def make_media(folder, seconds):
    path = folder / 'media.mp3'
    noise = f'anoisesrc=r=48000:d={seconds}:c=pink:a=0.2:seed=1'
    tone = f'sine=f=300:r=48000:d={seconds}'
    subprocess.run(['ffmpeg', '-loglevel', 'error', '-f', 'lavfi', '-i', noise, '-f', 'lavfi', '-i', tone,
                    '-filter_complex', 'amerge=inputs=2', '-ac', '2', '-b:a', '128k', str(path)], check=True)
    return path


def family(root):
    """The process and all that descends from it."""
    found, queue = [], [root]
    while queue:
        pid = queue.pop()
        found.append(pid)
        for task in pathlib.Path(f'/proc/{pid}/task').glob('*/children'):
            queue += [int(child) for child in task.read_text().split()]
    return found


def cpu_seconds(pids):
    """User + system time of all threads, to the nanosecond where the scheduler counts it."""
    total = 0
    for pid in pids:
        for task in pathlib.Path(f'/proc/{pid}/task').iterdir():
            try:
                total += int((task / 'schedstat').read_text().split()[0]) / 1e9
            except (OSError, ValueError):
                fields = (task / 'stat').read_text().rsplit(')', 1)[1].split()
                total += (int(fields[11]) + int(fields[12])) / TICK
    return total


def pss_megabytes(pids):
    total = 0
    for pid in pids:
        for line in pathlib.Path(f'/proc/{pid}/smaps_rollup').read_text().splitlines():
            if line.startswith('Pss:'):
                total += int(line.split()[1]) / 1024
    return total


def measure(pid, seconds):
    time.sleep(SETTLE)
    pids = family(pid)
    before, begun = cpu_seconds(pids), time.monotonic()
    time.sleep(seconds)
    used, passed = cpu_seconds(pids) - before, time.monotonic() - begun
    return {'cpu_percent': 100 * used / passed, 'pss_mb': pss_megabytes(pids), 'processes': len(pids)}


def run_one(command, environment, seconds):
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        return measure(child.pid, seconds)
    finally:
        child.terminate()
        child.wait()


def run_mpd(media, folder, environment, seconds):
    config = folder / 'mpd.conf'
    socket = folder / 'mpd.socket'
    config.write_text(f'''bind_to_address "{socket}"
db_file "{folder}/mpd.db"
pid_file "{folder}/mpd.pid"
music_directory "{media.parent}"
audio_output {{
  type "alsa"
  name "card"
  device "{DEVICE}"
  mixer_type "none"
  format "48000:16:2"
}}
''')
    child = subprocess.Popen(['mpd', '--no-daemon', str(config)], env=environment, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
    try:
        while not socket.exists():
            if child.poll() is not None:
                raise RuntimeError('mpd does not start')
            time.sleep(0.05)
        mpc = ['mpc', '-q', '--host', str(socket)]
        subprocess.run(mpc + ['update', '--wait'], check=True)
        subprocess.run(mpc + ['add', media.name], check=True)
        subprocess.run(mpc + ['play'], check=True)
        result = measure(child.pid, seconds)
        state = subprocess.run(mpc[:1] + mpc[2:] + ['status'], check=True, capture_output=True, text=True).stdout
        if '[playing]' not in state:
            raise RuntimeError(f'mpd does not play: {state}')
        return result
    finally:
        child.terminate()
        child.wait()
        socket.unlink(missing_ok=True)


def table(results):
    print(f'{"player":8} {"CPU %":>18} {"PSS MB":>8}')
    for name, rounds in results.items():
        cpu = [r['cpu_percent'] for r in rounds]
        pss = statistics.median(r['pss_mb'] for r in rounds)
        print(f'{name:8} {statistics.median(cpu):7.3f} ({min(cpu):.3f}-{max(cpu):.3f}) {pss:8.1f}')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--build', default=str(HERE.parent.parent / 'build/bench'))
    parser.add_argument('--seconds', type=int, default=60)
    parser.add_argument('--rounds', type=int, default=3)
    parser.add_argument('--json', action='store_true')
    arguments = parser.parse_args()
    install()
    build = pathlib.Path(arguments.build).resolve()
    environment = dict(os.environ, ALSA_CONFIG_PATH=str(build / 'tests/support/asound.conf'))
    results = {'loa': [], 'mpg123': [], 'mpd': []}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        seconds = arguments.seconds
        media = make_media(folder, seconds + 4 * SETTLE)
        loa = [str(build / 'bin/play_file'), 'alsa:' + DEVICE, str(media)]
        mpg123 = ['mpg123', '-q', '-o', 'alsa', '-a', DEVICE, str(media)]
        for _ in range(arguments.rounds):
            results['loa'].append(run_one(loa, environment, seconds))
            results['mpg123'].append(run_one(mpg123, environment, seconds))
            results['mpd'].append(run_mpd(media, folder, environment, seconds))
    print(json.dumps(results)) if arguments.json else table(results)


if __name__ == '__main__':
    main()
