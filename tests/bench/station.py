#!/usr/bin/env python3
"""Cold start and memory of loa-station: from exec to READY=1, and PSS while idle.

usage: station.py [--build DIR] [--runs N]

Starts the real daemon with a commune's week, as systemd would (NOTIFY_SOCKET), and
reads PSS from smaps_rollup 5 s after READY. Prints JSON.
"""
import argparse
import json
import os
import pathlib
import shutil
import socket
import statistics
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent


def pss_kb(pid):
    for line in pathlib.Path(f'/proc/{pid}/smaps_rollup').read_text().splitlines():
        if line.startswith('Pss:'):
            return int(line.split()[1])
    return 0


def start(build, config, folder):
    """The daemon, and the seconds from exec to READY=1."""
    path = folder / 'notify'
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
        notify.bind(str(path))
        notify.settimeout(20)
        began = time.monotonic()
        process = subprocess.Popen([build / 'bin/loa-station', '--config', config],
                                   env={**os.environ, 'NOTIFY_SOCKET': str(path)},
                                   stderr=subprocess.DEVNULL)
        while b'READY=1' not in notify.recv(4096):
            pass
        return process, time.monotonic() - began


def stop(process):
    process.terminate()
    process.wait(20)


def free_port():
    with socket.socket() as one:
        one.bind(('127.0.0.1', 0))
        return one.getsockname()[1]


def load_week(build, config, folder):
    """A commune's week, as its page would load it."""
    process, _ = start(build, config, folder)
    port = json.loads(config.read_text())['listen']['port']
    week = HERE.parents[1] / 'schedules/examples/commune-week.json'
    subprocess.run([build / 'bin/loa', 'schedule', 'load', week], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   env={**os.environ, 'LOA_STATION': f'http://127.0.0.1:{port}', 'LOA_CONFIG': str(config)})
    stop(process)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--build', type=pathlib.Path, default=HERE.parents[1] / 'build/release')
    parser.add_argument('--runs', type=int, default=11)
    arguments = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix='loa-bench-'))
    try:
        config = folder / 'station.json'
        config.write_text(json.dumps({
            'name': 'đo', 'state': str(folder / 'state'), 'clock': 'system',
            'output': f'wav:{folder}/out.wav', 'listen': {'port': free_port()}}))
        load_week(arguments.build, config, folder)
        times, memory = [], []
        for _ in range(arguments.runs):
            process, seconds = start(arguments.build, config, folder)
            times.append(seconds * 1000)
            if len(memory) < 3:
                time.sleep(5)
                memory.append(pss_kb(process.pid) / 1024)
            stop(process)
        print(json.dumps({'coldStartMs': {'median': round(statistics.median(times), 1),
                                          'max': round(max(times), 1)},
                          'idlePssMb': round(statistics.median(memory), 1)}))
    finally:
        shutil.rmtree(folder)


if __name__ == '__main__':
    main()
