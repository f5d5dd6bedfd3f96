#!/usr/bin/env python3
"""Whether a relay is heard without a gap over a network that stands still at random.

usage: relay_stalls.py [--build DIR] [--seconds N] [--share S] [--longest L] [--seed N]

A real Icecast gets a rising tone as MP3 of 128 kbit/s, a station relays it through a proxy (tests/support/bad_link.py)
that stands still for a share of the time, up to `longest` seconds at once, and what the station's device was given is
searched for gaps, skips and repeats: in each 10 ms a tone obeys x[n] + x[n-2] = c x[n-1] and keeps its level. A skip or
a repeat breaks that, as does silence, a fade or a click. Prints JSON. Needs icecast2 and ffmpeg.
"""
import argparse
import array
import asyncio
import json
import os
import pathlib
import sys
import time
import wave

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / 'support'), str(HERE.parent / 'integration')]
from bad_link import BadLink, Weather  # noqa: E402
from programs import Scene, Station, free_port, get, slot, until, week  # noqa: E402

RATE = 48000
WINDOW = RATE // 100
AHEAD = 8
BROKEN = 0.1  # of the peak: what the tone's own law may leave over; MP3 leaves 0.02


class Standing(BadLink):
    """Stands still for `share` of the time, up to `longest` seconds at once."""

    def __init__(self, to, share, longest, seed):
        super().__init__(to, Weather(), seed)
        self.apart = longest / 2 * (1 - share) / share if share > 0 else None
        self.longest = longest
        self.next = None
        self.stood = []

    async def lose(self, chance):
        if self.apart is None:
            return
        now = self.loop.time()
        if self.next is None:
            self.next = now + chance.expovariate(1 / self.apart)
        if now < self.next:
            return
        self.stood.append(chance.uniform(0, self.longest))
        # (asyncio's sleep; what comes meanwhile waits in the kernel.)
        await asyncio.sleep(self.stood[-1])
        self.next = self.loop.time() + chance.expovariate(1 / self.apart)


def start_radio(scene):
    """Icecast with its source; the port."""
    port = free_port()
    os.chmod(scene.folder, 0o777)  # it does not stay root
    owner = '<changeowner><user>nobody</user><group>nogroup</group></changeowner>' if os.geteuid() == 0 else ''
    config = scene.write('icecast.xml', f"""<icecast><limits><sources>2</sources></limits><authentication>
<source-password>loa</source-password><admin-password>loa</admin-password></authentication>
<hostname>localhost</hostname><listen-socket><port>{port}</port><bind-address>127.0.0.1</bind-address></listen-socket>
<paths><logdir>{scene.folder}</logdir><webroot>/usr/share/icecast2/web</webroot>
<adminroot>/usr/share/icecast2/admin</adminroot></paths><logging><errorlog>error.log</errorlog></logging>
<security><chroot>0</chroot>{owner}</security></icecast>""")
    scene.start('icecast.log', 'icecast2', '-c', config)
    scene.start('source.log', 'sh', '-c', 'until ffmpeg -nostdin -v quiet -re -f lavfi -i '
                f"'aevalsrc=0.4*sin(2*PI*(300*t+2*t*t)):s=44100' -ac 2 -b:a 128k -content_type audio/mpeg -f mp3 "
                f'icecast://source:loa@127.0.0.1:{port}/live.mp3; do sleep 0.2; done')
    status = f'http://127.0.0.1:{port}/status-json.xsl'
    until('the radio is on the air', lambda: get(status)['icestats']['source'])
    return port


def windows_of(file):
    with wave.open(str(file)) as wav:
        while len(data := wav.readframes(WINDOW)) == 4 * WINDOW:
            yield array.array('h', data)[0::2]


def left_over(window):
    """What does not obey the tone's law, at most, and the window's root mean square."""
    middle, ends = window[1:-1], [a + b for a, b in zip(window, window[2:])]
    power = sum(x * x for x in middle)
    if power == 0:
        return 0, 0
    c = sum(x * y for x, y in zip(middle, ends)) / power
    return max(abs(y - c * x) for x, y in zip(middle, ends)), (power / len(middle)) ** 0.5


def glitches_in(file, seconds):
    """Where the tone is broken: (second, length in s), of the middle of what was relayed."""
    found = [left_over(window) for window in windows_of(file)]
    level = sorted(rms for _, rms in found)[len(found) * 3 // 4]
    loud = [at for at, (_, rms) in enumerate(found) if rms > level / 2]
    bad = [at for at in range(loud[0] + 5, loud[0] + seconds * 100 - 10)
           if at >= len(found) or found[at][1] < 0.8 * level or found[at][0] > BROKEN * level * 2**0.5]
    glitches = []
    for at in bad:
        if glitches and at - glitches[-1][1] <= 5:
            glitches[-1][1] = at
        else:
            glitches.append([at, at])
    return [(begin / 100, round((end - begin + 1) / 100, 2)) for begin, end in glitches]


def measure(scene, options):
    port = start_radio(scene)
    with Standing(port, options.share, options.longest, options.seed) as link:
        station = Station(scene)
        station.start().ready()
        relay = {'radio': {'items': [{'relay': f'http://127.0.0.1:{link.port}/live.mp3',
                                      'duration': f'{options.seconds}s'}]}}
        status, text = station.load(week(relay, [slot('tiep-am', AHEAD, f'{options.seconds}s', 'radio')]))
        assert status == 200, text
        time.sleep(AHEAD + options.seconds)
        result = station.result('tiep-am')
        station.program.stop()
        glitches = glitches_in(scene.folder / 'station.wav', options.seconds)
        return {'seconds': options.seconds, 'stood': len(link.stood), 'stood_s': round(sum(link.stood), 1),
                'longest_s': round(max(link.stood, default=0), 2), 'glitches': glitches,
                'frames_dropped': result['framesDropped'], 'outcome': result['outcome'],
                'reason': result['reason']}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--build', default='build/bench')
    parser.add_argument('--seconds', type=int, default=300)
    parser.add_argument('--share', type=float, default=0.05)
    parser.add_argument('--longest', type=float, default=2.0)
    parser.add_argument('--seed', type=int, default=1)
    options = parser.parse_args()
    with Scene(options.build) as scene:
        print(json.dumps(measure(scene, options)))


if __name__ == '__main__':
    main()
