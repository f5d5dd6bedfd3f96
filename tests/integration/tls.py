"""Station and centre over TLS, and the station's page by HTTPS: the real programs."""

import json
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import sys
import time
import urllib.request

from programs import STATIONS, Centre, NotHere, Station, call, free_port, get, run, until


def secure_centre(scene):
    centre = Centre(scene, tls=True)
    centre.url = centre.origin.replace("http:", "https:")
    return centre


def of(centre, token=None, url=None):
    return {"url": url or centre.url, "token": centre.token if token is None else token,
            "firstContactWindow": "0s"}


def stations(centre):
    return get(f"{centre.origin}/v1/stations")["stations"]


def view(station):
    return station.status()["centre"]


def connected(station):
    return view(station)["enrolled"] and view(station)["connected"]


def mode(path):
    return path.stat().st_mode & 0o777


def a_station_is_enrolled_over_tls_and_shut_out(scene):
    centre = secure_centre(scene)
    assert mode(scene.folder / "centre/authority.pem") == 0o600
    station = Station(scene, centre=of(centre)).start().ready()
    until("it is connected", lambda: connected(station))
    identity = station.state / "identity.json"
    kept = json.loads(identity.read_text())
    assert kept["centrePin"] == centre.token.split(".")[1] and mode(identity) == 0o600, kept
    assert kept["certificate"].startswith("-----BEGIN CERTIFICATE-----"), kept
    # Neither a centre nor a station that was killed needs a new token.
    centre.program.kill()
    station.program.kill()
    centre.start()
    station = Station(scene, centre=of(centre, token="")).start().ready()
    until("it is connected again", lambda: connected(station))
    name = station.status()["station"]
    subprocess.check_call([scene.bin / "loa-centre", "--config", centre.config, "revoke", name])
    until("it is shut out", lambda: "revoked" in view(station)["lastError"], 60)
    codes = [event["code"] for event in get(f"{centre.origin}/v1/events")["events"]]
    assert "revoked" in codes and "revoked-station" in codes, codes
    assert station.program.stop() == 0
    assert centre.program.stop() == 0


def a_station_gives_its_token_to_nobody_else(scene):
    centre = secure_centre(scene)
    secret, pin = centre.token.split(".")
    wrong = Station(scene, name="wrong", centre=of(centre, f"{secret}.{'0' * 64}")).start().ready()
    until("it does not believe the centre",
          lambda: view(wrong)["enrolmentError"] == "unreachable")
    until("it says why", lambda: "not of the authority that is expected" in wrong.text())
    bare = Station(scene, name="bare", centre=of(centre, secret)).start().ready()
    assert view(bare)["enrolmentError"] == "no-pin"
    open_one = Station(scene, name="open", centre=of(centre, url="http://192.0.2.1:8480"))
    open_one.start().ready()
    assert view(open_one)["enrolmentError"] == "plain-http"
    assert not stations(centre)
    right = Station(scene, name="right", centre=of(centre, f"{secret}.{pin}")).start().ready()
    until("the token was not used up", lambda: connected(right))
    for program in (wrong.program, bare.program, open_one.program, right.program, centre.program):
        assert program.stop() == 0


def a_centre_that_was_set_up_anew_needs_a_new_token(scene):
    centre = secure_centre(scene)
    station = Station(scene, centre=of(centre)).start().ready()
    until("it is connected", lambda: connected(station))
    centre.program.kill()
    station.program.kill()
    shutil.rmtree(scene.folder / "centre")
    centre.start()
    centre.issue_token()
    station = Station(scene, centre=of(centre)).start().ready()
    until("it is connected to the new one", lambda: connected(station) and stations(centre))
    assert station.program.stop() == 0
    assert centre.program.stop() == 0


def the_page_is_opened_to_others_by_https_only(scene):
    station = Station(scene, listen={"address": "0.0.0.0", "port": 0, "hosts": ["loa.xa"]}).start()
    said = until("it is ready", lambda: [line for line in station.text().splitlines()
                                         if "is ready, https://0.0.0.0:" in line])
    port = said[0].rsplit(":", 1)[1]
    page = station.state / "page.pem"
    assert mode(page) == 0o600
    believing = ssl.create_default_context(cafile=page)
    with urllib.request.urlopen(f"https://127.0.0.1:{port}/login.html", context=believing,
                                timeout=20) as answer:
        assert "<html" in answer.read().decode()
    # The command line on the same machine goes on by plain HTTP.
    assert call(f"http://127.0.0.1:{port}/healthz")[0] == 200
    first = page.read_bytes()
    station.program.stop()
    station.start()
    until("it is ready again", lambda: station.text().count("is ready, https://") == 2)
    assert page.read_bytes() == first
    assert station.program.stop() == 0


def own_address():
    """An address of this machine in its network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        try:
            one.connect(("192.0.2.1", 9))  # asks the routes, sends nothing
        except OSError as error:
            raise NotHere("no network") from error
        return one.getsockname()[0]


def a_page_on_an_address_of_the_network_is_had_on_this_machine_too(scene):
    port = free_port()
    station = Station(scene, listen={"address": own_address(), "port": port}).start()
    until("it is ready", lambda: f"is ready, https://{own_address()}:{port}" in station.text())
    code, said = scene.loa("doctor", "--json", "--config", station.config)
    found = {finding["code"]: finding["severity"] for finding in json.loads(said)["findings"]}
    assert "station-silent" not in found and "station-forbidden" not in found, found
    assert found["page-certificate"] == "ok" and "page-certificate-over" not in found, found
    # By the token, which is given to this machine alone.
    origin = f"http://127.0.0.1:{port}"
    STATIONS[origin] = station
    code, said = scene.loa("status", "--station", origin)
    assert code == 0, said
    assert station.program.stop() == 0


def a_centre_on_an_address_of_the_network_hears_its_administrator(scene):
    centre = Centre(scene, address=own_address(), password="một mật khẩu dài")
    station = Station(scene, centre=of(centre, url=f"https://{own_address()}:{port_of(centre)}"))
    station.start().ready()
    until("it is connected", lambda: connected(station))
    assert station.program.stop() == 0
    assert centre.program.stop() == 0


def port_of(centre):
    return centre.origin.rsplit(":", 1)[1]


def a_year_later(scene):
    """Before a program's words: its clock is a year ahead, and runs twice as fast from there on."""
    library = scene.folder / "fast_clock.so"
    source = pathlib.Path(__file__).resolve().parent.parent / "support/fast_clock.c"
    subprocess.check_call(["cc", "-shared", "-fPIC", "-O2", source, "-o", library])
    # It shows its base, and twice what has passed since.
    base = time.time_ns() - 365 * 24 * 3600 * 10**9
    return ("env", f"LD_PRELOAD={library}", f"FAST_CLOCK=2 {time.monotonic_ns()} {base}",
            f"ASAN_OPTIONS={os.environ.get('ASAN_OPTIONS', '')}:verify_asan_link_order=0")


def until_when(state):
    """When a station's certificate ends, in seconds since 1970."""
    certificate = json.loads((state / "identity.json").read_text())["certificate"]
    file = state / "certificate.pem"
    file.write_text(certificate)
    return ssl.cert_time_to_seconds(ssl._ssl._test_decode_cert(file)["notAfter"])


def a_station_that_was_off_for_a_year_is_taken_back_with_its_expired_certificate(scene):
    centre = secure_centre(scene)
    station = Station(scene, centre=of(centre)).start().ready()
    until("it is connected", lambda: connected(station))
    name = station.status()["station"]
    assert station.program.stop() == 0 and centre.program.stop() == 0
    ends = until_when(station.state)
    assert ends < time.time() + 91 * 24 * 3600
    later = a_year_later(scene)
    centre.program = scene.start("centre.log", *later, scene.bin / "loa-centre", "--config", centre.config)
    until("the centre answers", lambda: call(f"{centre.origin}/healthz")[0] == 200)
    station = Station(scene, prefix=later, centre=of(centre)).start().ready()
    until("it is connected", lambda: connected(station), 90)
    assert station.status()["station"] == name and len(stations(centre)) == 1
    until("it has the next certificate", lambda: until_when(station.state) > ends + 300 * 24 * 3600)
    until("it reports", lambda: stations(centre)[0]["presence"] == "online")
    assert station.program.stop() == 0 and centre.program.stop() == 0


CASES = [
    a_station_is_enrolled_over_tls_and_shut_out,
    a_station_gives_its_token_to_nobody_else,
    a_centre_that_was_set_up_anew_needs_a_new_token,
    the_page_is_opened_to_others_by_https_only,
    a_page_on_an_address_of_the_network_is_had_on_this_machine_too,
    a_centre_on_an_address_of_the_network_hears_its_administrator,
    a_station_that_was_off_for_a_year_is_taken_back_with_its_expired_certificate,
]


if __name__ == "__main__":
    run(CASES, *sys.argv[1:])
