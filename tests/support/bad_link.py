"""A bad way between two programs: a TCP proxy with a narrow line, stalls, half-open connections and resets.

A proxy in user space has the kernel's TCP on both sides, so it cannot lose a packet. What a loss does to a
connection is made instead: the direction stands still for as long as a retransmission takes, twice as long for
each further loss of the same segment, and after six in a row the connection is reset. One seed decides
everything that is decided by chance; what falls on which connection is the order in which they are opened.
"""

import asyncio
import collections
import dataclasses
import random
import socket
import struct
import threading

SEGMENT = 1400  # bytes
MOST_LOSSES = 6


@dataclasses.dataclass
class Weather:
    """How bad it is. `rate` in bytes a second, each way, for all connections together; None: no limit.
    `loss`: of segments, 0 to 1; `retransmission`: the first wait for one, in seconds, from and to.
    `fates`: what befalls the next connections in the order in which they are opened, then `fate` by its weights."""
    rate: float | None = None
    loss: float = 0.0
    retransmission: tuple = (0.2, 1.0)
    fates: tuple = ()
    fate: dict = dataclasses.field(default_factory=lambda: {"whole": 1})
    # After how many bytes of the direction a fate comes true.
    after: tuple = (200, 6000)


# Fates of a connection:
#   whole       nothing but the line's own slowness
#   silent      accepted, then nobody reads or answers
#   deaf        from some byte on, what the client sends is swallowed
#   mute        from some byte on, what the server answers is swallowed
#   reset       in the middle of an answer, both ends are reset
#   refused     reset at once
FATES = ("whole", "silent", "deaf", "mute", "reset", "refused")


class Line:
    """One direction, which all connections share: `rate` bytes a second go through it, one after another."""

    def __init__(self, rate):
        self.rate = rate
        self.free = 0.0
        self.bytes = 0

    async def carry(self, size):
        self.bytes += size
        if self.rate is None:
            return
        now = asyncio.get_running_loop().time()
        self.free = max(now, self.free) + size / self.rate
        await asyncio.sleep(self.free - now)


class Reset(Exception):
    pass


def reset(writer):
    """RST instead of FIN."""
    one = writer.get_extra_info("socket")
    if one is not None and one.fileno() >= 0:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


class BadLink:
    """Listens on 127.0.0.1:`port` from start() on, and passes what comes to 127.0.0.1:`to`. In a thread."""

    def __init__(self, to, weather, seed=1):
        self.to = to
        self.weather = weather
        self.fates = collections.deque(weather.fates)
        self.seed = seed
        self.up = self.down = None
        self.opened = 0
        self.had = collections.Counter()  # fates that came true
        self.stalls = 0
        self.loop = asyncio.new_event_loop()
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self.work, daemon=True)

    def __enter__(self):
        self.thread.start()
        self.ready.wait()
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.ended.set)
        self.thread.join()

    def better(self, weather):
        """The weather for what is opened from now on, and the rate at once."""
        def change():
            self.weather = weather
            self.fates = collections.deque(weather.fates)
            self.up.rate = self.down.rate = weather.rate
        self.loop.call_soon_threadsafe(change)

    def work(self):
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self.serve())
        self.loop.close()

    async def serve(self):
        self.ended = asyncio.Event()
        self.up, self.down = Line(self.weather.rate), Line(self.weather.rate)
        self.tasks = set()
        server = await asyncio.start_server(self.accept, "127.0.0.1", 0, limit=2 * SEGMENT)
        self.port = server.sockets[0].getsockname()[1]
        self.ready.set()
        await self.ended.wait()
        server.close()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    def draw(self):
        """What falls on the next connection: its fate, after how many bytes, and its own chance."""
        number = self.opened
        self.opened += 1
        chance = random.Random(f"{self.seed}/{number}")
        weather = self.weather
        kinds = list(weather.fate)
        drawn = chance.choices(kinds, [weather.fate[kind] for kind in kinds])[0]
        fate = self.fates.popleft() if self.fates else drawn
        assert fate in FATES, fate
        return fate, chance.randint(*weather.after), chance

    async def accept(self, reader, writer):
        task = asyncio.current_task()
        self.tasks.add(task)
        try:
            await self.connection(reader, writer, *self.draw())
        except (OSError, Reset, asyncio.CancelledError):
            pass
        finally:
            self.tasks.discard(task)

    async def connection(self, reader, writer, fate, after, chance):
        if fate in ("silent", "refused"):
            self.had[fate] += 1
            if fate == "silent":
                # Whoever called gives up some time.
                while await self.ever(writer):
                    pass
            return reset(writer)
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.to, limit=2 * SEGMENT)
        ways = [asyncio.ensure_future(way) for way in (
            self.carry(self.up, reader, far_writer, chance, after if fate == "deaf" else None, "deaf"),
            self.carry(self.down, far_reader, writer, chance, after if fate in ("mute", "reset") else None,
                       fate))]
        try:
            # One end that is closed closes the other.
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            broken = any(way.done() and way.exception() is not None for way in ways)
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            for each in (writer, far_writer):
                if broken:
                    reset(each)
                else:
                    each.close()

    async def ever(self, writer):
        """False once the caller has gone. Nothing of what he says is read: his window fills."""
        await asyncio.sleep(0.1)
        one = writer.get_extra_info("socket")
        info = one.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)
        return info[0] == 1  # TCP_ESTABLISHED

    async def carry(self, line, reader, writer, chance, after, fate):
        """One direction of one connection, until its end; raises Reset where it is reset."""
        left = after  # until the fate comes true
        while piece := await reader.read(SEGMENT):
            await self.lose(chance)
            await line.carry(len(piece))
            if left is not None and len(piece) > left:
                self.had[fate] += 1 if left >= 0 else 0
                piece, left = piece[:max(0, left)], -1
                if fate == "reset":
                    writer.write(piece)
                    await writer.drain()
                    raise Reset
            elif left is not None:
                left -= len(piece)
            writer.write(piece)
            await writer.drain()

    async def lose(self, chance):
        """As long as the segment is lost, and lost again."""
        for losses in range(MOST_LOSSES + 1):
            if chance.random() >= self.weather.loss:
                return
            self.stalls += 1
            await asyncio.sleep(chance.uniform(*self.weather.retransmission) * 2**losses)
        self.had["lost"] += 1
        raise Reset
