"""A centre on PostgreSQL: the server is killed and started again while a station reports, and no row
that was acknowledged is lost or told twice; a second centre on the same database knows what the first
one took."""

import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from postgres_server import Postgres  # noqa: E402
from programs import Centre, Station, call, free_port, get, run, slot, until, week  # noqa: E402

PASSWORD = "mat khau thu"


def open_the_way(scene):
    scene.folder.chmod(0o755)


def a_rows_acknowledgement_outlives_a_kill_of_the_server(scene):
    open_the_way(scene)
    port = free_port()
    server = Postgres(scene.folder / "postgres", port, PASSWORD)
    try:
        uri = f"postgresql://loa:{PASSWORD.replace(' ', '%20')}@127.0.0.1:{port}/postgres"
        centre = Centre(scene, database=uri)
        station = Station(scene, centre={"url": centre.origin, "token": centre.token,
                                         "firstContactWindow": "0s"})
        station.start().ready()
        until("enrolled", lambda: station.status()["centre"]["enrolled"])
        for kill in range(2):
            server.kill()
            until("the centre says that its database is away",
                  lambda: call(f"{centre.origin}/readyz")[0] == 503)
            assert call(f"{centre.origin}/healthz")[0] == 200
            # Rows that come meanwhile stay with the station.
            status, answer = station.load(week({"p": {"items": [{"chime": "ba-tieng"}]}},
                                               [slot("p", 3600, "6s", "p")], version=kill + 1))
            assert status == 200, answer
            server.start()
            until("all is acknowledged",
                  lambda: station.status()["centre"]["unacknowledged"] == 0, 60)
        sent = {(row["epoch"], row["seq"]) for row in station.rows()}
        kept = server.psql("SELECT epoch, seq FROM as_run WHERE station LIKE 'st-%'").stdout.split()
        assert len(kept) == len(set(kept)), "a row is there twice"
        assert {tuple(map(int, row.split("|"))) for row in kept} == sent, (kept, sent)
        assert get(f"{centre.origin}/v1/events")["events"] == []
        another_centre_on_the_same_database(scene, centre, uri)
        assert station.program.stop() == 0
        assert centre.program.stop() == 0
    finally:
        server.kill()


def another_centre_on_the_same_database(scene, centre, uri):
    port = free_port()
    # They sign with one key (docs/scale.md).
    (scene.folder / "other").mkdir(mode=0o700)
    shutil.copy(scene.folder / "centre" / "centre.key", scene.folder / "other")
    config = scene.write("other.json", {"state": "other", "port": port, "database": uri})
    other = scene.start("other.log", scene.bin / "loa-centre", "--config", config)
    until("the other centre answers", lambda: call(f"http://127.0.0.1:{port}/readyz")[0] == 200)
    (one,) = get(f"{centre.origin}/v1/stations")["stations"]
    until("it hears of the station",
          lambda: get(f"http://127.0.0.1:{port}/v1/stations")["stations"][0]["presence"] == "online", 60)
    (same,) = get(f"http://127.0.0.1:{port}/v1/stations")["stations"]
    assert same["id"] == one["id"]
    assert other.stop() == 0


def what_is_wrong_with_the_database_is_said(scene):
    open_the_way(scene)
    port = free_port()
    server = Postgres(scene.folder / "postgres", port, PASSWORD)
    try:
        for uri, said in ((f"postgresql://loa:sai@127.0.0.1:{port}/postgres", "password authentication failed"),
                          (f"postgresql://loa@127.0.0.1:{port}/postgres", "asks for a password"),
                          (f"postgresql://loa@/khong-co?host={server.folder}&port={port}", "does not exist"),
                          ("postgresql://loa@127.0.0.1:1/x", "onnection refused")):
            config = scene.write("centre.json", {"state": "centre", "port": 0, "database": uri})
            ran = subprocess.run([scene.bin / "loa-centre", "--config", config], capture_output=True,
                                 text=True, env={"LOA_LANG": "en", "PATH": "/usr/bin:/bin"}, timeout=60, check=False)
            assert ran.returncode == 1, ran
            assert said in ran.stderr, ran.stderr
            assert "sai" not in ran.stderr, "the password is not told"
    finally:
        server.kill()


if __name__ == "__main__":
    run([a_rows_acknowledgement_outlives_a_kill_of_the_server, what_is_wrong_with_the_database_is_said],
        sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "")
