"""loa-station and boards that people own: each is given exactly the picture that the station says
it shows. The receivers are somebody else's where there are any: Debian's olad for E1.31 and Art-Net,
tshark for ColorLight, the real firmware image in QEMU; else the emulators of tests/signs."""

import contextlib
import ctypes
import functools
import json
import os
import pathlib
import pty
import re
import select
import shutil
import socket
import subprocess
import sys
import threading
import time
import tty
import urllib.parse
import urllib.request
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from programs import NotHere, Scene, Station, call, free_port, get, run, slot, until, week

CLONE_NEWNET = 0x40000000
ETH_P_ALL = 3
HERE = "10.91.0.1"
THERE = "10.91.0.2"
BUILD = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "build/asan").resolve()


# --- the station and its picture -------------------------------------------------------------

ANSI = {0: (0, 0, 0), 1: (255, 0, 0), 2: (0, 255, 0), 3: (255, 255, 0), 4: (0, 0, 255),
        5: (255, 0, 255), 6: (0, 255, 255), 7: (255, 255, 255)}


def colour_of(codes):
    """The next colour of an SGR sequence."""
    code = codes.pop(0)
    if code in (38, 48):
        codes.pop(0)
        return tuple(codes.pop(0) for _ in range(3))
    return ANSI.get(code % 10, (0, 0, 0)) if code not in (39, 49) else (0, 0, 0)


def picture(station):
    """What the station says that the board shows, row by row, as (r, g, b)."""
    status, text = call(f"{station.origin}/v1/sign.txt?colours=1")
    assert status == 200
    rows = []
    for line in text.splitlines():
        upper, lower = [], []
        front = back = (0, 0, 0)
        for part in re.finditer(r"\x1b\[([0-9;]*)m|(.)", line):
            if part[1] is not None:
                codes = [int(code) for code in part[1].split(";")]
                if codes != [0]:
                    front, back = colour_of(codes), colour_of(codes)
            else:
                upper.append({"█": front, "▀": front, "▄": back, " ": back}[part[2]])
                lower.append({"█": front, "▀": back, "▄": front, " ": back}[part[2]])
        rows += [upper, lower]
    return rows


def pixels(rows):
    return bytes(value for row in rows for pixel in row for value in pixel)


def slogans(text, **more):
    """A week with one slogan that stands."""
    chime = {"chuong": {"items": [{"chime": "nhac-hieu"}]}}
    return {**week(chime, [slot("xa", 9000, "1m", "chuong")]),
            "slogans": [{"id": "k", "text": text, "effect": "hold", "colour": "yellow", **more}],
            "defaultSlogans": ["k"]}


def station_with(scene, board, text, name="station", **more):
    station = Station(scene, name=name, board=board).start().ready()
    status, answer = station.load(slogans(text, **more))
    assert status == 200, answer
    assert any(any(pixel != (0, 0, 0) for pixel in row) for row in picture(station))
    return station


def board(station):
    return station.status()["board"]


def to_its_end(case):
    """The case, and then every program that still runs ends when it is asked to."""
    @functools.wraps(case)
    def whole(scene):
        case(scene)
        for program in reversed(scene.programs):
            if program.running():
                program.stop()
    return whole


# --- networks --------------------------------------------------------------------------------

def ip(*words):
    subprocess.run(["ip", *words], check=True)


def own_network():
    """This process gets a network of its own: what is fixed in the protocols, ports and names of
    interfaces, is free there."""
    if os.geteuid() != 0 or ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET) != 0:
        raise NotHere("a network namespace may not be made here")
    ip("link", "set", "lo", "up")


@contextlib.contextmanager
def neighbour():
    """A process in another network, one cable away: `here` and `there` are its ends."""
    own_network()
    other = subprocess.Popen(["unshare", "--net", "sleep", "600"])
    try:
        mine = os.stat("/proc/self/ns/net").st_ino
        until("its network", lambda: os.stat(f"/proc/{other.pid}/ns/net").st_ino != mine)
        ip("link", "add", "here", "type", "veth", "peer", "name", "there", "netns", str(other.pid))
        ip("addr", "add", f"{HERE}/24", "dev", "here")
        ip("link", "set", "here", "up")
        inside = ["nsenter", "-t", str(other.pid), "-n"]
        for words in (["addr", "add", f"{THERE}/24", "brd", "+", "dev", "there"],
                      ["link", "set", "there", "up"], ["link", "set", "lo", "up"]):
            subprocess.run([*inside, "ip", *words], check=True)
        yield inside
    finally:
        other.kill()
        other.wait()


def needs(program):
    if shutil.which(program) is None:
        raise NotHere(f"{program} is not installed")


# --- olad ------------------------------------------------------------------------------------

PLUGINS = ("artnet", "dummy", "e131", "espnet", "ftdidmx", "gpio", "karate", "kinet", "milinst",
           "nanoleaf", "opendmx", "openpixelcontrol", "osc", "pathport", "renard", "sandnet",
           "shownet", "spi", "stageprofi", "uartdmx", "usbdmx", "usbserial")


class Olad:
    """Debian's OLA daemon with one plugin, its input ports patched to universes."""

    def __init__(self, scene, inside, plugin, settings):
        needs("olad")
        folder = scene.folder / "ola"
        folder.mkdir()
        folder.chmod(0o777)
        scene.folder.chmod(0o755)
        for name in PLUGINS:
            lines = ["enabled = true", *settings] if name == plugin else ["enabled = false"]
            (folder / f"ola-{name}.conf").write_text("\n".join(lines) + "\n")
            (folder / f"ola-{name}.conf").chmod(0o666)
        self.url = f"http://{THERE}:9090"
        # It refuses to run as root.
        self.program = scene.start("olad.log", *inside, "setpriv", "--reuid=65534", "--regid=65534",
                                   "--clear-groups", "olad", "-c", folder, "-l", "3", "-p", "9090",
                                   "--no-register-with-dns-sd")
        until("olad answers", lambda: call(f"{self.url}/json/server_stats")[0] == 200)

    def post(self, path, **form):
        data = urllib.parse.urlencode(form).encode()
        with urllib.request.urlopen(f"{self.url}{path}", data, timeout=10) as answer:
            return json.load(answer)

    def patch(self, universes):
        """One input port for each; OLA names the next that is free."""
        for universe in universes:
            ports = until("a free port", lambda: [port for port in get(f"{self.url}/json/get_ports")
                                                  if not port["is_output"]])
            answer = self.post("/new_universe", id=universe, name=f"u{universe}",
                               add_ports=ports[0]["id"])
            assert answer["ok"], answer

    def slots(self, universe):
        return bytes(get(f"{self.url}/get_dmx?u={universe}")["dmx"])

    def shows(self, universes, wanted):
        got = b"".join(self.slots(universe)[:510] for universe in universes)
        return got[:len(wanted)] == wanted


def e131_reaches_olad_with_its_priority(scene):
    with neighbour() as inside:
        universes = list(range(1, 8))
        ola = Olad(scene, inside, "e131", [f"ip = {THERE}", f"input_ports = {len(universes)}",
                                           "output_ports = 1", "use_loopback = false"])
        ola.patch(universes)
        size = {"kind": "e131", "address": THERE, "width": 64, "height": 16, "colours": "rgb"}
        low = station_with(scene, {**size, "priority": 90}, "Thấp", name="low")
        until("the picture", lambda: ola.shows(universes, pixels(picture(low))))
        assert board(low)["state"] == "working" and board(low)["picture"] == "assumed"
        high = station_with(scene, {**size, "priority": 150}, "CAO", name="high")
        assert picture(high) != picture(low)
        until("the more urgent picture", lambda: ola.shows(universes, pixels(picture(high))))
        for _ in range(20):
            assert ola.shows(universes, pixels(picture(high))), "the lower priority came through"
            time.sleep(0.1)
        high.program.stop()
        until("the other one again", lambda: ola.shows(universes, pixels(picture(low))))


def e131_universes_are_held_for_one_synchronization(scene):
    """In the packets that tshark takes from the cable, every universe names the address that is synchronized, and each
    picture ends with one synchronization packet of the same sequence number."""
    needs("tshark")
    with neighbour() as inside:
        # Without a listener the kernel would refuse every other packet.
        sink = "import socket,time; s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); " \
               "s.bind(('', 5568)); time.sleep(600)"
        scene.start("sink.log", *inside, sys.executable, "-c", sink)
        capture = scene.folder / "e131.pcap"
        shark = subprocess.Popen([*inside, "tshark", "-q", "-i", "there", "-f", "udp port 5568",
                                  "-w", capture, "-a", "packets:60"], stderr=subprocess.DEVNULL)
        until("tshark listens", lambda: capture.exists())
        station_with(scene, {"kind": "e131", "address": THERE, "width": 64, "height": 16,
                             "colours": "rgb", "universe": 40}, "Loa")
        shark.wait(30)
        frames = raw_frames(capture)
        udp = [frame[42:] for frame in frames]
        data = [packet for packet in udp if packet[18:22] == b"\0\0\0\4"]
        sync = [packet for packet in udp if packet[18:22] == b"\0\0\0\x08"]
        assert len(data) >= 40 and len(sync) >= 6, (len(data), len(sync))
        assert {packet[109:111] for packet in data} == {b"\0\x28"}, "the synchronization address"
        assert {packet[45:47] for packet in sync} == {b"\0\x28"}
        order = [("sync" if packet[18:22] == b"\0\0\0\x08" else packet[114]) for packet in udp]
        first = order.index("sync") + 1
        whole = order[first:first + 8 * ((len(order) - first) // 8)]
        assert whole == [*range(40, 47), "sync"] * (len(whole) // 8), order
        # tshark's own word for what they are; it looks no further into them.
        told = subprocess.run(["tshark", "-r", capture, "--enable-heuristic", "acn", "-T", "fields",
                               "-e", "_ws.col.Protocol"], capture_output=True, text=True,
                              check=True).stdout
        assert told.split().count("ACN") == len(data), told  # it knows no synchronization packets


def artnet_reaches_olad_and_olad_answers(scene):
    with neighbour() as inside:
        universes = list(range(0, 4))
        ola = Olad(scene, inside, "artnet", [f"ip = {THERE}", "always_broadcast = false",
                                             "short_name = ola", "long_name = OLA cua chung toi",
                                             "subnet = 0", "net = 0", "output_ports = 1"])
        ola.patch(universes)
        code, said = scene.loa("sign", "probe", THERE)
        assert code == 0 and "Art-Net: OLA cua chung toi" in said, said
        assert '"kind":"artnet"' in said, said
        station = station_with(scene, {"kind": "artnet", "address": THERE, "width": 32,
                                       "height": 16, "colours": "rgb", "universe": 0}, "Loa")
        until("the picture", lambda: ola.shows(universes, pixels(picture(station))))
        # Long enough for an answer to its polls; when olad is gone, the station says so.
        until("working", lambda: board(station)["state"] == "working")
        time.sleep(7)
        ola.program.kill()
        until("silent", lambda: board(station)["state"] == "silent", 30)
        assert "board-silent" in station.status()["faults"]


# --- DDP -------------------------------------------------------------------------------------

def ddp_is_put_together_again_from_its_packets(scene):
    """By the description (3waylabs.com/ddp): data at their offsets, shown at the push."""
    own_network()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 4048))
        line.settimeout(20)
        station = station_with(scene, {"kind": "ddp", "address": "127.0.0.1", "width": 128,
                                       "height": 32, "colours": "rgb",
                                       "brightness": {"cap": 50}}, "Loa", colour="#ff8001")
        canvas = bytearray(128 * 32 * 3)
        wanted = bytes((value * 50 + 50) // 100 for value in pixels(picture(station)))
        for _ in range(1000):
            packet = line.recv(2000)
            flags, offset = packet[0], int.from_bytes(packet[4:8], "big")
            length = int.from_bytes(packet[8:10], "big")
            assert flags & 0xC0 == 0x40 and packet[3] == 1 and length == len(packet) - 10
            canvas[offset:offset + length] = packet[10:]
            if flags & 1 and bytes(canvas) == wanted:
                break
        else:
            raise AssertionError("the picture never came")
    # Nobody listens any more: the kernel says so.
    until("silent", lambda: board(station)["state"] == "silent")
    assert "Connection refused" in board(station)["problem"]["en"]


# --- ColorLight ------------------------------------------------------------------------------

def raw_frames(capture):
    ran = subprocess.run(["tshark", "-r", capture, "-T", "json", "-x"], capture_output=True,
                         text=True, check=True)
    return [bytes.fromhex(each["_source"]["layers"]["frame_raw"][0])
            for each in json.loads(ran.stdout)]


def tshark_words(capture):
    return subprocess.run(["tshark", "-r", capture], capture_output=True, text=True,
                          check=True).stdout


class ColorlightCard(threading.Thread):
    """Answers the question who is there, on the cable's other end."""

    def __init__(self, interface):
        super().__init__(daemon=True)
        self.line = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        self.line.bind((interface, 0))
        self.line.settimeout(0.1)
        self.on = True
        self.answers = True

    def run(self):
        answer = bytearray(1070)
        answer[0:14] = bytes.fromhex("222233445566" "112233445566" "0805")
        answer[16:18] = bytes([6, 1])
        answer[35:39] = bytes([0, 64, 0, 32])
        while self.on:
            with contextlib.suppress(TimeoutError):
                frame = self.line.recv(2000)
                if frame[12:14] == b"\x07\0" and frame[:6] == answer[6:12] and self.answers:
                    self.line.send(answer)
        self.line.close()


def colorlight_frames_are_the_picture_and_the_card_is_found(scene):
    needs("tshark")
    own_network()
    ip("link", "add", "here", "type", "veth", "peer", "name", "there")
    ip("link", "set", "here", "up")
    ip("link", "set", "there", "up")
    card = ColorlightCard("there")
    card.start()
    code, said = scene.loa("sign", "probe", "here")
    assert code == 0 and "ColorLight 6.1" in said and '"width":64,"height":32' in said, said
    station = station_with(scene, {"kind": "colorlight", "address": "here", "width": 64,
                                   "height": 32, "colours": "rgb", "order": "bgr",
                                   "brightness": {"cap": 40}}, "Loa", colour="#ff8001")
    capture = scene.folder / "colorlight.pcap"
    time.sleep(1)
    subprocess.run(["tshark", "-q", "-i", "there", "-w", capture, "-a", "packets:120"],
                   stderr=subprocess.DEVNULL, check=True, timeout=30)
    frames = [frame for frame in raw_frames(capture)
              if frame[:12] == bytes.fromhex("112233445566" "222233445566")]
    canvas, shown = {}, []
    for frame in frames:
        kind = frame[12]
        if kind == 0x55:
            row, offset = int.from_bytes(frame[13:15], "big"), int.from_bytes(frame[15:17], "big")
            count = int.from_bytes(frame[17:19], "big")
            assert frame[19:21] == b"\x08\x88" and len(frame) == 21 + 3 * count and offset == 0
            canvas[row] = [tuple(reversed(frame[21 + 3 * x:24 + 3 * x])) for x in range(count)]
        elif kind == 0x01:
            assert len(frame) == 112 and frame[13] == 7 and frame[35] == 102 and frame[36] == 5
            assert frame[38:41] == bytes([102] * 3)
            shown.append([canvas.get(row) for row in range(32)])
        elif kind == 0x0A:
            assert len(frame) == 77 and frame[13:17] == bytes([102] * 3 + [255])
    assert picture(station) in shown, "no picture in what tshark saw"
    assert "11:22:33:44:55:66" in tshark_words(capture)
    until("working", lambda: board(station)["state"] == "working")
    card.answers = False
    until("silent", lambda: board(station)["state"] == "silent", 30)
    card.answers = True
    until("working again", lambda: board(station)["state"] == "working", 30)
    ip("link", "set", "here", "down")
    until("no cable", lambda: "Network is down" in board(station)["problem"]["en"], 30)
    card.on = False
    card.join()


# --- Onbon -----------------------------------------------------------------------------------

class OnbonCard:
    """The emulator of tests/signs, behind a TCP port or a serial line; it loses its memory with
    its power."""

    def __init__(self, scene, model):
        self.words = [str(scene.bin / "onbon_card_emulator"), model,
                      str(scene.folder / "area.txt")]
        self.area = scene.folder / "area.txt"
        self.child = None

    def plug_in(self, line):
        self.area.write_text("")
        self.child = subprocess.Popen(self.words, stdin=line, stdout=line)

    def unplug(self):
        if self.child:
            self.child.kill()
            self.child.wait()

    def shows(self, rows):
        lit = ["".join("#" if pixel != (0, 0, 0) else "." for pixel in row) for row in rows]
        return self.area.read_text().splitlines() == lit


def onbon_card_is_given_its_picture_again_after_its_power_was_cut(scene):
    card = OnbonCard(scene, "5")
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"tcp:127.0.0.1:{server.getsockname()[1]}"
        station = station_with(scene, {"kind": "onbon", "model": "5E1", "address": address,
                                       "width": 128, "height": 16, "colours": "one"}, "Vì dân")
        server.settimeout(30)
        for _ in range(2):
            line, _ = server.accept()
            with line:
                card.plug_in(line)
                until("the picture", lambda: card.shows(picture(station)))
                assert board(station)["what"] == "Onbon BX-5E1"
                assert board(station)["picture"] == "assumed"
                card.unplug()
    until("silent", lambda: board(station)["state"] == "silent", 30)


def onbon_card_on_a_serial_line(scene):
    card = OnbonCard(scene, "6")
    master, slave = pty.openpty()
    tty.setraw(master)
    tty.setraw(slave)
    card.plug_in(master)
    address = f"serial:{os.ttyname(slave)}@57600"
    code, said = scene.loa("sign", "probe", address)
    assert code == 0 and '"model":"6E1"' in said, said
    station = station_with(scene, {"kind": "onbon", "model": "6E1", "address": address,
                                   "width": 128, "height": 32, "colours": "one"}, "Vì dân")
    until("the picture", lambda: card.shows(picture(station)))
    card.unplug()
    os.close(master)
    os.close(slave)


# --- our own firmware, the image that is flashed ----------------------------------------------

class QemuBoard:
    def __init__(self, scene, line):
        needs("qemu-system-arm")
        self.image = BUILD / "firmware/images/hub12-f103.flash"
        if not self.image.exists():
            raise NotHere("the image is not built: no arm-none-eabi-g++")
        self.scene = scene
        self.line = line

    def plug_in(self):
        self.program = self.scene.start(
            "qemu.log", "qemu-system-arm", "-M", "stm32vldiscovery", "-display", "none",
            "-monitor", "none", "-kernel", self.image, "-serial", self.line)

    def unplug(self):
        self.program.kill()


FIRMWARE = {"kind": "firmware", "width": 128, "height": 16, "colours": "one"}


def firmware_board_confirms_what_the_station_shows(scene):
    path = scene.folder / "line"
    qemu = QemuBoard(scene, f"unix:{path},server=on,wait=off")
    qemu.plug_in()
    until("the line", path.exists)
    code, said = scene.loa("sign", "probe", f"unix:{path}")
    assert code == 0 and '"width":128,"height":16,"colours":"one"' in said, said
    station = station_with(scene, {**FIRMWARE, "address": f"unix:{path}"}, "Vì dân",
                           effect="scroll")
    until("confirmed", lambda: board(station)["picture"] == "confirmed")
    assert board(station)["what"].startswith("Loa "), board(station)
    code, said = scene.loa("status", "--station", station.origin)
    assert "confirmed by the board" in said, said
    # The plug is pulled: within seconds the station says that the board is silent.
    qemu.unplug()
    until("silent", lambda: board(station)["state"] == "silent", 30)
    assert "board-silent" in station.status()["faults"]
    code, said = scene.loa("status", "--station", station.origin)
    assert "does not answer" in said, said
    path.unlink()
    qemu.plug_in()
    until("confirmed again", lambda: board(station)["picture"] == "confirmed", 60)
    # The station is killed and comes back: the board is given what it shows anew.
    station.program.kill()
    station.start().ready()
    until("confirmed by the new one", lambda: board(station)["picture"] == "confirmed", 60)


def firmware_board_behind_a_tcp_serial_server(scene):
    port = free_port()
    qemu = QemuBoard(scene, f"tcp:127.0.0.1:{port},server=on,wait=off,nodelay=on")
    qemu.plug_in()
    station = station_with(scene, {**FIRMWARE, "address": f"tcp:127.0.0.1:{port}"}, "Vì dân")
    until("confirmed", lambda: board(station)["picture"] == "confirmed", 60)


def firmware_board_on_a_serial_port(scene):
    """A pseudo-terminal between the station and QEMU's socket."""
    path = scene.folder / "line"
    qemu = QemuBoard(scene, f"unix:{path},server=on,wait=off")
    qemu.plug_in()
    until("the line", path.exists)
    master, slave = pty.openpty()
    tty.setraw(master)
    tty.setraw(slave)
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(path))
        stop = threading.Event()

        def pump():
            while not stop.is_set():
                for ready in select.select([master, line], [], [], 0.1)[0]:
                    if ready is line:
                        os.write(master, line.recv(4096))
                    else:
                        line.sendall(os.read(master, 4096))

        pumping = threading.Thread(target=pump)
        pumping.start()
        station = station_with(scene, {**FIRMWARE, "address": f"serial:{os.ttyname(slave)}"},
                               "Vì dân")
        until("confirmed", lambda: board(station)["picture"] == "confirmed", 60)
        stop.set()
        pumping.join()
    os.close(master)
    os.close(slave)


# --- what is never shown ----------------------------------------------------------------------

def nothing_expired_and_nothing_refused_is_shown(scene):
    """A slogan leaves the pins when its time is over, and a week that is refused leaves no word of
    itself on the board."""
    own_network()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.2", 4048))
        station = Station(scene, board={"kind": "ddp", "address": "127.0.0.2", "width": 128,
                                        "height": 16, "colours": "rgb"}).start().ready()
        assert board(station)["text"] == ""
        bad = slogans("KHÔNG ĐƯỢC HIỆN")
        bad["slots"][0]["start"] = "25:00"
        status, _ = station.load(bad)
        assert status == 422 and board(station)["text"] == ""
        # Times of slogans are whole minutes; the picture that stands is sent every 0.8 s.
        over = datetime.now(ZoneInfo(bad["zone"])) + timedelta(seconds=3)
        over = over.replace(second=0, microsecond=0) + timedelta(minutes=1)
        status, answer = station.load(slogans("Hết hạn ngay", validTo=over.strftime("%Y-%m-%dT%H:%M")))
        assert status == 200, answer
        until("shown", lambda: board(station)["text"] == "Hết hạn ngay", 4)
        until("over", lambda: board(station)["text"] == "", 70)
        assert datetime.now(ZoneInfo(bad["zone"])) >= over
        deadline = time.monotonic() + 1
        last = b""
        while time.monotonic() < deadline:
            line.settimeout(1.5)
            packet = line.recv(2000)
            last = packet if packet[0] & 1 else last
        assert set(last[10:]) <= {0}, "the board is not dark"


CASES = [e131_reaches_olad_with_its_priority, e131_universes_are_held_for_one_synchronization,
         artnet_reaches_olad_and_olad_answers, ddp_is_put_together_again_from_its_packets,
         colorlight_frames_are_the_picture_and_the_card_is_found,
         onbon_card_is_given_its_picture_again_after_its_power_was_cut,
         onbon_card_on_a_serial_line, firmware_board_confirms_what_the_station_shows,
         firmware_board_behind_a_tcp_serial_server, firmware_board_on_a_serial_port]

# The protocols' ports are few. Only what waits for the next minute has an address of its own.
LANES = [CASES, [nothing_expired_and_nothing_refused_is_shown]]

if __name__ == "__main__":
    run([], *sys.argv[1:], lanes=[[to_its_end(case) for case in lane] for lane in LANES])
