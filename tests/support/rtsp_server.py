"""An RTSP server (RFC 2326) for tests: a tone of 1000 Hz as L16 over the session's own connection.

    rtsp_server.py PORT-FILE

It writes the port it listens on into the file, and serves one caller after the other.
"""
import math
import os
import socket
import struct
import sys
import time

RATE = 44100
PACKET = 441  # samples, of two channels: RFC 3551's payload 10
DESCRIPTION = ("v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=xa\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n"
               "m=audio 0 RTP/AVP 10\r\na=control:track\r\n")


def packet(number):
    samples = [round(8000 * math.sin(2 * math.pi * 1000 * i / RATE))
               for i in range(number * PACKET, (number + 1) * PACKET)]
    sound = b"".join(struct.pack(">hh", one, one) for one in samples)
    rtp = struct.pack(">BBHII", 0x80, 10, number & 0xFFFF, number * PACKET, 1) + sound
    return b"$\x00" + struct.pack(">H", len(rtp)) + rtp


def answers(request, at):
    """What it says to a request, and whether it plays from then on."""
    method = request.split(" ", 1)[0]
    fields = dict(line.split(": ", 1) for line in request.split("\r\n")[1:] if ": " in line)
    head, body = "", ""
    if method == "OPTIONS":
        head = "Public: DESCRIBE, SETUP, PLAY, TEARDOWN\r\n"
    elif method == "DESCRIBE":
        body = DESCRIPTION
        head = f"Content-Base: {at}/\r\nContent-Type: application/sdp\r\n"
    elif method == "SETUP":
        if "RTP/AVP/TCP" not in fields.get("Transport", ""):
            return f"RTSP/1.0 461 Unsupported Transport\r\nCSeq: {fields['CSeq']}\r\n\r\n", False
        head = "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 1\r\n"
    elif method == "PLAY":
        head = "Session: 1\r\n"
    length = f"Content-Length: {len(body)}\r\n" if body else ""
    return f"RTSP/1.0 200 OK\r\nCSeq: {fields['CSeq']}\r\n{head}{length}\r\n{body}", method == "PLAY"


def play(peer):
    begun = time.monotonic() - 1
    number = 0
    while True:
        due = int((time.monotonic() - begun) * RATE / PACKET)
        for number in range(number, due):
            peer.sendall(packet(number))
        number = due
        time.sleep(0.02)


def serve(peer, at):
    heard = b""
    while True:
        got = peer.recv(4096)
        if not got:
            return
        heard += got
        while b"\r\n\r\n" in heard:
            request, heard = heard.split(b"\r\n\r\n", 1)
            answer, plays = answers(request.decode() + "\r\n", at)
            peer.sendall(answer.encode())
            if plays:
                play(peer)


def main():
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    with open(sys.argv[1] + ".new", "w", encoding="ascii") as file:
        file.write(str(port))
    os.rename(sys.argv[1] + ".new", sys.argv[1])
    while True:
        peer, _ = listener.accept()
        try:
            serve(peer, f"rtsp://127.0.0.1:{port}/xa")
        except OSError:
            pass


main()
