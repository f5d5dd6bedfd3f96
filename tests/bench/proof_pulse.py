#!/usr/bin/env python3
"""How often the loopback is right about what really sounds: a table for docs/proof.md.

usage: proof_pulse.py [--build DIR] [--rounds N] [--seconds S] [--only DISTURBANCE]

Real stations play Vietnamese speech through alsa-lib's pulse plugin to null sinks of a PulseAudio of this
program's own. What each sink's monitor gives goes on, later and weaker, into a second null sink, the room, where
white noise, pink noise or other speech is played at +10, 0 and -10 dB beside it; the station captures the room's
monitor as its loopback. In the second bulletin the way into the room is cut, and only the disturbance is left.
What the stations' own record says of its windows is counted. All nine rooms of a round run at once, with gains of
-24 to -12 dB and delays of 40 to 400 ms from a seed. Needs pulseaudio, alsa-lib's pulse plugin and ffmpeg.
"""
import argparse
import pathlib
import random
import statistics
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / 'support'), str(HERE.parent / 'integration')]
from programs import Scene  # noqa: E402
from pulse_rooms import Maker, Pulse, Room  # noqa: E402

RATIOS = (10, 0, -10)
DISTURBANCES = ('white noise', 'pink noise', 'other speech')
AHEAD = 15  # seconds from loading to the first bulletin
BETWEEN = 8  # from its end to the second


def one_round(scene, seed, kinds, seconds):
    cells = [(kind, ratio) for kind in kinds for ratio in RATIOS]
    pulse = Pulse(scene, len(cells))
    maker = Maker(scene, random.Random(seed))
    rooms = [Room(pulse, maker, number, *cell, seconds, AHEAD, BETWEEN) for number, cell in enumerate(cells)]
    for room in rooms:
        room.station.start().ready()
        room.open()
    for room in rooms:
        room.load()
    time.sleep(AHEAD + seconds + 1)
    for room in rooms:
        room.cut()
    time.sleep(BETWEEN + seconds)
    return [(cell, room.found('one'), room.found('two')) for cell, room in zip(cells, rooms)]


def percent(loopbacks):
    windows = sum(one['windows'] for one in loopbacks)
    return windows, 100 * sum(one['heard'] for one in loopbacks) / windows


def row_of(cell, rounds):
    """A line of the table, from all rounds of one cell."""
    sent = percent([first[0] for first, _ in rounds])
    cut = percent([second[0] for _, second in rounds])
    false = sum(first[2] is not None for first, _ in rounds)
    alarms = [second[2] for _, second in rounds if second[2] is not None]
    when = f'{statistics.median(alarms):.1f}, {max(alarms):.1f}' if alarms else '-'
    off = statistics.mean(first[1] for first, _ in rounds)
    return (f'| {cell[0]} | {cell[1]:+d} ({off:+.1f}) | {sent[0]} | {sent[1]:.1f} | {false} of {len(rounds)} | '
            f'{cut[0]} | {cut[1]:.1f} | {len(alarms)} of {len(rounds)} | {when} |')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--build', default='build/bench')
    parser.add_argument('--rounds', type=int, default=3)
    parser.add_argument('--seconds', type=int, default=60)
    parser.add_argument('--only', default='')
    options = parser.parse_args()
    kinds = [kind for kind in DISTURBANCES if options.only in kind]
    found = {}
    for number in range(options.rounds):
        with Scene(options.build) as scene:
            for cell, first, second in one_round(scene, number + 1, kinds, options.seconds):
                found.setdefault(cell, []).append((first, second))
        print(f'round {number + 1}: {found}', file=sys.stderr)
    print('| disturbance | ratio dB (off by) | windows | heard % | false alarms | windows, cut | heard % | alarms | '
          'after s: median, max |\n|---|---|---|---|---|---|---|---|---|')
    for cell, rounds in found.items():
        print(row_of(cell, rounds))


if __name__ == '__main__':
    main()
