"""Rooms made of PulseAudio's null sinks: what a station plays to one sink is heard in another, later and weaker,
beside a disturbance, and the station captures that one's monitor as its loopback."""

import json
import pathlib
import re
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'integration'))
from programs import NotHere, Station, slot, until, week  # noqa: E402

RATE = 48000
VOICES = ('vi', 'vi-vn-x-central', 'vi-vn-x-south')
TARGET = -16  # LUFS, the station's default
WORDS = """ủy ban nhân dân xã thông báo lịch tiêm chủng cho trẻ em dưới năm tuổi bà con chú ý phòng chống dịch
bệnh vào lúc bảy giờ sáng ngày mai tại nhà văn hóa thôn Đông đề nghị các hộ gia đình dọn vệ sinh đường làng ngõ xóm
dự báo có mưa to và gió giật mạnh hợp tác nông nghiệp mở cửa cống lấy nước thu hoạch lúa xuân trước khi bão đến
chương trình phát thanh đến đây hết mời đại diện họp nộp thuế đất đúng hạn cảnh giác lừa đảo qua điện thoại""".split()


class Pulse:
    """A PulseAudio with a pair of null sinks for each room: what the station plays to, and the room."""

    def __init__(self, scene, rooms):
        for program in ('pulseaudio', 'pactl', 'paplay', 'ffmpeg'):
            if not shutil.which(program):
                raise NotHere(program)
        home = scene.folder / 'pulse'
        home.mkdir()
        self.server = f'unix:{home}/native'
        sinks = ''.join(f'load-module module-null-sink sink_name={name}{room} rate={RATE} channels=2 '
                        f'format=s16le norewinds=1\n' for room in range(rooms) for name in ('play', 'room'))
        script = scene.write('pulse.pa', f'load-module module-native-protocol-unix auth-anonymous=1 '
                             f'socket={home}/native\n{sinks}')
        self.private = ['env', *(f'{name}={home}' for name in (
            'HOME', 'XDG_RUNTIME_DIR', 'PULSE_RUNTIME_PATH', 'PULSE_STATE_PATH'))]
        self.programs = [scene.start('pulse.log', *self.private, 'pulseaudio', '-n', '-F', script, '--daemonize=no',
                    '--use-pid-file=no', '--exit-idle-time=-1', '--disallow-exit=yes')]
        until('pulseaudio answers', (home / 'native').exists)
        self.scene = scene

    def control(self, *words):
        return subprocess.check_output([*self.private, 'pactl', f'--server={self.server}', *words], text=True)

    def lead_into(self, room, gain_db, delay_ms):
        """What is played there is heard in the room, later and weaker. Returns what cut() takes."""
        module = self.control('load-module', 'module-loopback', f'source=play{room}.monitor', f'sink=room{room}',
                              f'latency_msec={delay_ms}', 'adjust_time=0', 'source_dont_move=1',
                              'sink_dont_move=1').strip()
        inputs = json.loads(self.control('--format=json', 'list', 'sink-inputs'))
        mine = next(one for one in inputs if str(one['owner_module']) == module)
        self.control('set-sink-input-volume', str(mine['index']), f'{gain_db}dB')
        return module

    def cut(self, module):
        self.control('unload-module', module)

    def disturb(self, room, file):
        self.programs.append(self.scene.start(f'disturbance{room}.log', *self.private, 'paplay',
                                              f'--server={self.server}', f'--device=room{room}', file))

    def stop(self):
        for program in reversed(self.programs):
            program.stop()

    def alsa(self, room):
        devices = {'loa': f'play{room}', 'room': f'room{room}.monitor'}
        text = ''.join(f'pcm.{name} {{ type pulse server "{self.server}" device "{device}" }}\n'
                       for name, device in devices.items())
        return self.scene.write(f'asound{room}.conf', text)


def ffmpeg(*words):
    """What it says of levels."""
    ran = subprocess.run(['ffmpeg', '-nostdin', '-hide_banner', '-y', *map(str, words)], capture_output=True,
                         text=True, check=True)
    return ran.stderr


def rms_of(file):
    return float(re.search(r'mean_volume: (\S+) dB', ffmpeg('-i', file, '-af', 'volumedetect', '-f', 'null', '-'))[1])


class Maker:
    """Bulletins and disturbances, from a seed."""

    def __init__(self, scene, rng):
        self.scene = scene
        self.rng = rng

    def speech(self, name, voice, seconds):
        text = ' '.join(self.rng.choice(WORDS) + self.rng.choice(['', '', '', '', ',', '.'])
                        for _ in range(5 * seconds))
        said = self.scene.folder / f'{name}.said.wav'
        # By a pipe: it may not write files.
        said.write_bytes(subprocess.run([self.scene.bin / 'loa-speaker', '--voice', voice], input=text.encode(),
                                        stdout=subprocess.PIPE, check=True).stdout)
        wav = self.scene.folder / f'{name}.wav'
        ffmpeg('-i', said, '-t', seconds, '-ar', RATE, '-ac', 1, wav)
        return wav

    def disturbance(self, name, kind, voice, seconds, rms):
        if kind == 'other speech':
            made = self.speech(f'{name}.raw', voice, seconds)
        else:
            made = self.scene.folder / f'{name}.raw.wav'
            ffmpeg('-f', 'lavfi', '-i', f'anoisesrc=color={kind.split()[0]}:duration={seconds}:amplitude=0.2:'
                   f'sample_rate={RATE}:seed={self.rng.randrange(1 << 30)}', made)
        wav = self.scene.folder / f'{name}.wav'
        ffmpeg('-i', made, '-af', f'volume={rms - rms_of(made)}dB', wav)
        return wav


class Room:
    """One station with its room, and two bulletins of `seconds`, the first `ahead` after load(), the second
    `between` after it. `ratio`: dB of what is sent, as heard, over the disturbance."""

    def __init__(self, pulse, maker, number, kind, ratio, seconds, ahead, between):
        rng, scene = maker.rng, maker.scene
        self.pulse, self.number, self.kind, self.ratio = pulse, number, kind, ratio
        self.seconds, self.ahead, self.between = seconds, ahead, between
        self.gain, self.delay = rng.randrange(-24, -11), rng.randrange(40, 400)
        self.station = Station(scene, f'station{number}', prefix=('env', f'ALSA_CONFIG_PATH={pulse.alsa(number)}'),
                               output='alsa:loa', bufferMs=600, loopback={'input': 'alsa:room'})
        voice = rng.choice(VOICES)
        media = scene.folder / f'station{number}/media'
        media.mkdir(parents=True)
        for name in ('one', 'two'):
            file = maker.speech(f'{name}{number}', voice, seconds)
            if name == 'one':
                self.sent = self.rms_sent(scene, file)
            file.rename(media / f'{name}.wav')
        other = rng.choice([one for one in VOICES if one != voice])
        self.file = maker.disturbance(f'other{number}', kind, other, 2 * seconds + ahead + between + 40,
                                      self.sent + self.gain - ratio)

    @staticmethod
    def rms_sent(scene, file):
        with open(file, 'rb') as media:
            probed = json.loads(subprocess.check_output([scene.bin / 'loa-decoder', 'probe'], stdin=media))
        return rms_of(file) + min(TARGET - probed['loudness'], 12)

    def load(self):
        programmes = {name: {'items': [{'audio': f'{name}.wav'}]} for name in ('one', 'two')}
        slots = [slot(name, self.ahead + at * (self.seconds + self.between), f'{self.seconds}s', name)
                 for at, name in enumerate(('one', 'two'))]
        status, text = self.station.load(week(programmes, slots))
        assert status == 200, text

    def open(self):
        self.way = self.pulse.lead_into(self.number, self.gain, self.delay)
        self.pulse.disturb(self.number, self.file)

    def cut(self):
        self.pulse.cut(self.way)

    def found(self, name):
        """Of a bulletin that is over: what its loopback found, the dB by which its sound was other than foreseen,
        and the seconds until the alarm, or None."""
        result = self.station.result(name)
        rows = [row for row in self.station.rows() if result['occurrence'] in (row['occurrence'] + row['evidence'])]
        item = next(json.loads(row['evidence']) for row in rows if row['kind'] == 'item')
        alarms = [(row['wallNs'] - result['nominalNs']) / 1e9 for row in rows
                  if row['kind'] == 'event' and row['title'] == 'not-heard']
        return json.loads(result['evidence'])['loopback'], item['rmsDb'] - self.sent, min(alarms, default=None)
