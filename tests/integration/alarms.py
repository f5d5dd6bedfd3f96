"""Alarms that leave the centre: to a webhook by HTTPS, whose certificate is of an authority of the system,
and by msmtp to a mail server. Each way goes on though the other one fails."""

import email
import email.policy
import http.server
import json
import os
import re
import socketserver
import ssl
import subprocess
import sys
import threading

from programs import Centre, free_port, run, until, week
from signed import CHIME, Office, governed


class Mailbox(socketserver.ThreadingTCPServer):
    """A mail server on 127.0.0.1 (RFC 5321), and what it was given: sender, recipients, message."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port=0):
        self.mail = []
        super().__init__(("127.0.0.1", port), Delivery)
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Delivery(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        sender, to = "", []
        self.say("220 thu.tinh.vn")
        while line := self.rfile.readline().decode().strip():
            verb = line.upper()
            if verb.startswith("DATA"):
                self.say("354 go on")
                self.server.mail.append((sender, to, self.message()))
                sender, to = "", []
            elif verb.startswith("MAIL FROM:"):
                sender = line[10:].split()[0].strip("<>")
            elif verb.startswith("RCPT TO:"):
                to.append(line[8:].split()[0].strip("<>"))
            self.say("221 bye" if verb.startswith("QUIT") else "250 fine")
            if verb.startswith("QUIT"):
                return

    def message(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        return email.message_from_bytes(b"".join(lines), policy=email.policy.default)


class Hook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, {name.lower(): value for name, value in self.headers.items()},
                                json.loads(body)))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *words):
        pass


class Webhook:
    """By HTTPS, with a certificate for localhost of an authority of its own."""

    def __init__(self, scene, name):
        self.authority = scene.folder / f"{name}-authority.pem"
        authority_key, key, request, certificate, names = (
            scene.folder / f"{name}-{what}" for what in ("authority.key", "key", "request", "pem", "names"))
        names.write_text("subjectAltName=DNS:localhost\nextendedKeyUsage=serverAuth\n")
        self.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                     "-days", "2", "-subj", f"/CN={name}", "-keyout", authority_key, "-out", self.authority)
        self.openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                     "/CN=localhost", "-keyout", key, "-out", request)
        self.openssl("x509", "-req", "-days", "2", "-in", request, "-CA", self.authority, "-CAkey",
                     authority_key, "-extfile", names, "-out", certificate)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.server.got = self.got = []
        self.url = f"https://localhost:{self.server.server_address[1]}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @staticmethod
    def openssl(*words):
        subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


def alarmed_centre(scene, webhook, mail_port, trusted):
    settings = scene.write("msmtprc", f"defaults\nauth off\ntls off\naccount default\nhost 127.0.0.1\n"
                                      f"port {mail_port}\ntimeout 10\n")
    settings.chmod(0o600)
    alarms = {"webhook": webhook.url, "mailTo": ["truc@tinh.vn", "phong@tinh.vn"], "mailFrom": "loa@tinh.vn",
              "sendmail": ["/usr/bin/msmtp", f"--file={settings}", "--read-envelope-from", "-t"]}
    return Centre(scene, prefix=("env", f"SSL_CERT_FILE={trusted}"), alarms=alarms)


WORDS = "Đài thử: đã từ chối một lệnh hay lịch không có quyền"


def cheated_station(scene, centre):
    """A station that was given a week that its office has not signed, which is an alarm."""
    _, station, name = governed(scene, centre={"url": centre.origin, "token": centre.token,
                                               "firstContactWindow": "0s"})
    forged = Office(scene, "ke-gian").bundle(name, week({"chuong": CHIME}, []))
    assert station.load(forged.read_text())[0] == 422
    assert "programme-refused" in station.status()["faults"]
    return station


def judge_mail(mailbox, name):
    (sender, to, message), = until("the mail has come", lambda: list(mailbox.mail), 120)
    assert sender == "loa@tinh.vn" and sorted(to) == ["phong@tinh.vn", "truc@tinh.vn"], (sender, to)
    assert message["Subject"] == f"Loa: {WORDS}", message["Subject"]
    text = message.get_content()
    assert WORDS in text and f"{name} refused" in text, text


def an_alarm_goes_out_by_https_and_by_mail(scene):
    webhook = Webhook(scene, "tinh")
    with Mailbox() as mailbox:
        centre = alarmed_centre(scene, webhook, mailbox.port, webhook.authority)
        station = cheated_station(scene, centre)
        name = station.status()["station"]
        judge_mail(mailbox, name)
        path, headers, body = until("the webhook was called", lambda: list(webhook.got), 60)[0]
        assert path == "/hook" and headers["loa-station"].startswith("loa-centre/"), (path, headers)
        assert (body["station"], body["code"], body["vi"]) == (name, "refused", WORDS), body
        assert len(webhook.got) == 1 and len(mailbox.mail) == 1, "once by each way"
        assert station.program.stop() == 0
        assert centre.program.stop() == 0


def a_webhook_that_nobody_vouches_for_keeps_no_mail_back(scene):
    webhook, other = Webhook(scene, "tinh"), Webhook(scene, "khac")
    port = free_port()
    centre = alarmed_centre(scene, webhook, port, other.authority)
    station = cheated_station(scene, centre)
    # No mail server either, at first.
    until("both were tried in vain", lambda: re.search("event=webhook-failed .*status=0 ", centre.program.said()), 120)
    with Mailbox(port) as mailbox:
        judge_mail(mailbox, station.status()["station"])
        assert webhook.got == []
        assert station.program.stop() == 0
        assert centre.program.stop() == 0


CASES = [
    an_alarm_goes_out_by_https_and_by_mail,
    a_webhook_that_nobody_vouches_for_keeps_no_mail_back,
]


if __name__ == "__main__":
    if not os.path.exists("/usr/bin/msmtp"):
        sys.exit("msmtp is not installed: scripts/packages-test.txt")
    run(CASES, *sys.argv[1:])
