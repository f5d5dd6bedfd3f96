#!/usr/bin/env python3
"""What a centre takes and adds up, on SQLite and on PostgreSQL.

usage: centre.py [--build DIR] ingest [--stations N] [--batches N]
       centre.py [--build DIR] totals [--stations N] [--days N]
       centre.py [--build DIR] fleet [--stations N] [--seconds N] [--speed N] [--held N] [--postgresql]
                                     [--revoke N] [--two] [--returning N]

ingest: centre_load (a process of its own) sends signed batches of 500 rows to loa-centre over HTTP; the
same into PostgreSQL (its own settings, fsync on) by pgbench, one client, pipelined and prepared: each row in
a statement of its own, and ten rows in one, as the centre does it. totals: fills a PostgreSQL with N stations of
40 rows a day (10 plays) and asks loa-centre for the quarter, while another asks it for its alarms. fleet: N stations connected over mutual TLS 1.3 by fleet_load, a process of
its own, each with a report a minute and 40 rows a day, each in a batch of its own, at SPEED times that. With
--held the centre first holds a report of each, N seconds long, as it does where stations listen for commands.
With --revoke the administrator shuts N of them out on the way, with --two at another centre on the same
PostgreSQL: how long each is served on. With --returning the power goes in the end, and all boot at one
moment, each with N rows to bring and the machine of a real station. Prints JSON.
"""
import argparse
import json
import os
import pathlib
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'support'))
from postgres_server import Postgres, programs  # noqa: E402

ROWS_PER_BATCH = 500
# 2026-08-01 UTC: the quarter's rows stand in the partitions from then on.
FIRST_DAY = 1785542400


class Centre:
    def __init__(self, build, folder, **settings):
        self.state = folder / 'state'
        config = folder / 'centre.json'
        config.write_text(json.dumps({'state': str(self.state), 'port': 0, **settings}))
        (self.state / 'origin').unlink(missing_ok=True)
        self.child = subprocess.Popen([build / 'bin/loa-centre', '--config', config],
                                      stderr=subprocess.DEVNULL)
        while not (self.state / 'origin').exists():
            if self.child.poll() is not None:
                raise SystemExit('loa-centre ended')
            time.sleep(0.05)
        time.sleep(0.2)
        self.origin = (self.state / 'origin').read_text().strip()

    def stop(self):
        self.child.terminate()
        self.child.wait(60)


def server(folder, **settings):
    folder.chmod(0o755)
    return Postgres(folder / 'postgres', shared_buffers='512MB', max_wal_size='2GB', **settings)


def load(build, folder, stations, batches, **settings):
    centre = Centre(build, folder, **settings)
    key = (centre.state / 'admin.key').read_text().strip()
    out = subprocess.check_output([build / 'bin/centre_load', centre.origin, key, str(stations),
                                   str(batches)])
    centre.stop()
    return json.loads(out)


def pgbench_script(postgres, together):
    """One batch: the rows that the centre stored, under keys of their own, so many in a statement."""
    columns = postgres.psql("SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute "
                            "WHERE attrelid = 'as_run'::regclass AND attnum > 0").stdout.strip()
    values = postgres.psql(
        "SELECT concat_ws(', ', quote_literal(kind), quote_literal(occurrence), quote_literal(title), "
        "quote_literal(area), quote_literal(content), nominal_ns, wall_ns, monotonic_ns, "
        "quote_literal(boot), quote_literal(quality), frames_due, frames_played, frames_dropped, level, "
        "quote_literal(evidence), quote_literal(outcome), quote_literal(reason), quote_literal(previous), "
        "quote_literal(hash), received_ns) FROM as_run WHERE station = (SELECT min(station) FROM as_run WHERE station LIKE 'st-%') "
        f"ORDER BY seq LIMIT {ROWS_PER_BATCH}").stdout.splitlines()
    lines = ['\\set epoch random(2, 1000000000000)', '\\startpipeline', 'BEGIN;']
    rows = [f"('st-pgbench', :epoch, {seq}, {row})" for seq, row in enumerate(values, 1)]
    for first in range(0, len(rows), together):
        lines.append(f"INSERT INTO as_run({columns}) VALUES{', '.join(rows[first:first + together])};")
    return '\n'.join(lines + ['COMMIT;', '\\endpipeline', ''])


def pgbench(postgres, folder, together):
    script = folder / 'batch.sql'
    script.write_text(pgbench_script(postgres, together))
    out = subprocess.run([programs() / 'pgbench', '-n', '-M', 'prepared', '-c', '1', '-T', '15', '-f',
                          script, postgres.uri()], capture_output=True, text=True)
    tps = float(re.search(r'tps = ([\d.]+)', out.stdout + out.stderr).group(1))
    return {'rows_per_second': round(tps * ROWS_PER_BATCH)}


def ingest(build, folder, arguments):
    (folder / 'sqlite').mkdir()
    print(json.dumps({'engine': 'sqlite', **load(build, folder / 'sqlite', arguments.stations,
                                                 arguments.batches)}), flush=True)
    postgres = server(folder)
    try:
        (folder / 'centre').mkdir()
        ours = load(build, folder / 'centre', arguments.stations, arguments.batches,
                    database=postgres.uri())
        print(json.dumps({'engine': 'postgresql', **ours}), flush=True)
        for together in (1, 10):
            peer = pgbench(postgres, folder, together)
            print(json.dumps({'engine': 'pgbench', 'rows_a_statement': together, **peer,
                              'ours': round(ours['rows_per_second'] / peer['rows_per_second'], 2)}), flush=True)
    finally:
        postgres.stop()


# An intent, two items and a result a play, ten plays a day; a tenth of them missed or cut short. In the order of
# the table's columns.
ROWS = """
SELECT 'st-' || lpad(s::text, 6, '0'), 1::bigint, (day * 40 + p * 4 + k + 1)::bigint,
  (ARRAY['intent', 'item', 'item', 'result'])[k + 1],
  'tuan-48.7/ban-tin-sang/' || day || '-' || p, 'Bản tin cải cách hành chính buổi sáng', 'CCHC-1',
  repeat('a', 64), t, t, t - 1000000, '7f3c1f60-8d2a-4a50-9d64-1f1f27f1a001', 'synced',
  14400000::bigint, 14400000::bigint, 0::bigint, 3::bigint, '{{"peakDbfs":-3.1,"startErrorUs":12,"underruns":0}}',
  CASE WHEN k < 3 THEN 'none' WHEN (s + p + day) % 20 = 0 THEN 'missed'
       WHEN (s + p) % 20 = 1 THEN 'partial' ELSE 'played' END,
  CASE WHEN k < 3 THEN '' ELSE 'completed' END,
  decode(md5(s::text || p), 'hex') || decode(md5(p::text), 'hex'),
  decode(md5(s::text || k), 'hex') || decode(md5(k::text), 'hex'), t + 5000000000
FROM generate_series({first}, {last}) day, generate_series(1, {stations}) s, generate_series(0, 9) p,
  generate_series(0, 3) k,
  LATERAL (SELECT ({first_day} + day * 86400 + 18000 + p * 4000 + s % 600)::bigint * 1000000000 AS t) due
"""


def psql(postgres, commands, **ways):
    words = [programs() / 'psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-1', '-d', postgres.uri()]
    for command in commands:
        words += ['-c', command]
    return subprocess.Popen(words, **ways)


def fill_month(postgres, name, first, days, stations):
    """A partition, filled before it is one: nothing of it goes through the log or is vacuumed, and its indexes
    are made at once of all rows."""
    begin, end = ((FIRST_DAY + day * 86400) * 10**9 for day in (first, first + days))
    rows = ROWS.format(first=first, last=first + days - 1, stations=stations, first_day=FIRST_DAY)
    made = psql(postgres, [f'COPY ({rows}) TO STDOUT (FORMAT binary)'], stdout=subprocess.PIPE)
    taken = psql(postgres, [
        f'CREATE TABLE {name}(LIKE as_run INCLUDING DEFAULTS, '
        f'CHECK(received_ns >= {begin} AND received_ns < {end}))',
        f'COPY {name} FROM STDIN (FORMAT binary, FREEZE)',
        f'ALTER TABLE as_run ATTACH PARTITION {name} FOR VALUES FROM ({begin}) TO ({end})'], stdin=made.stdout)
    made.stdout.close()
    if made.wait() or taken.wait():
        raise SystemExit(f'{name} was not filled')


def fill(postgres, stations, days):
    first = 0
    for name, most in (('as_run_2026_08', 31), ('as_run_2026_09', 30), ('as_run_2026_10', 31)):
        if first < days:
            fill_month(postgres, name, first, min(most, days - first), stations)
        first += most
    postgres.psql('ANALYZE as_run')


def forget(postgres):
    """Starts it anew, with nothing of its files in the machine's memory."""
    postgres.stop()
    os.sync()
    for path in postgres.data.rglob('*'):
        if path.is_file():
            with path.open('rb') as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    postgres.start()


class Meanwhile:
    """Asks the centre for its alarms, which are in the database, again and again: in milliseconds, how long it waits."""

    def __init__(self, origin):
        self.url, self.took, self.over = f'{origin}/v1/alarms', [], threading.Event()
        self.asking = threading.Thread(target=self.ask)

    def ask(self):
        while not self.over.wait(0.02):
            began = time.monotonic()
            with urllib.request.urlopen(self.url, timeout=600) as answer:
                answer.read()
            self.took.append(round(1000 * (time.monotonic() - began), 1))

    def __enter__(self):
        self.asking.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.asking.join()


def totals(build, folder, arguments):
    postgres = server(folder, fsync='off', synchronous_commit='off', autovacuum='off', wal_level='minimal',
                      max_wal_senders='0', maintenance_work_mem='512MB')
    (folder / 'centre').mkdir()
    Centre(build, folder / 'centre', database=postgres.uri()).stop()
    began = time.monotonic()
    fill(postgres, arguments.stations, arguments.days)
    filled = time.monotonic() - began
    size = postgres.psql("SELECT pg_size_pretty(pg_database_size(current_database()))").stdout.strip()
    forget(postgres)
    centre = Centre(build, folder / 'centre', database=postgres.uri())
    took = []
    with Meanwhile(centre.origin) as others:
        for _ in range(3):
            began = time.monotonic()
            url = f'{centre.origin}/v1/totals?from=2026-08-01&to=2026-10-31'
            with urllib.request.urlopen(url, timeout=600) as answer:
                stations = len(json.load(answer)['stations'])
            took.append(round(time.monotonic() - began, 2))
    centre.stop()
    postgres.stop()
    print(json.dumps({'rows': arguments.stations * arguments.days * 40, 'stations': stations,
                      'fill_seconds': round(filled), 'size': size, 'seconds': took,
                      'othersAnswered': len(others.took), 'othersMedianMs': statistics.median(others.took),
                      'othersMostMs': max(others.took),
                      'loadAverage': os.getloadavg()[0]}))


def another(build, folder, first, postgres):
    """A second centre on the database, as docs/scale.md has it."""
    state = folder / 'second/state'
    state.mkdir(parents=True)
    for name in ('authority.pem', 'centre.key'):
        shutil.copy2(first.state / name, state / name)
    return Centre(build, folder / 'second', tls=True, database=postgres.uri())


def fleet(build, folder, arguments):
    # A descriptor for each connection, in each of the two processes.
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    postgres = server(folder) if arguments.postgresql or arguments.two else None
    (folder / 'centre').mkdir()
    centre = Centre(build, folder / 'centre', tls=True, **({'database': postgres.uri()} if postgres else {}))
    second = another(build, folder, centre, postgres) if arguments.two else centre
    try:
        key = (centre.state / 'admin.key').read_text().strip()
        out = subprocess.check_output([
            build / 'bin/fleet_load', centre.origin, key, str(centre.child.pid), f'stations={arguments.stations}',
            f'seconds={arguments.seconds}', f'status={60 / arguments.speed}', f'rows={86400 / 40 / arguments.speed}',
            f'held={arguments.held}', f'revoke={arguments.revoke}', f'revokeAt={second.origin}',
            f"revokeKey={(second.state / 'admin.key').read_text().strip()}", f'returning={arguments.returning}'])
        print(json.dumps({'engine': 'postgresql' if postgres else 'sqlite', 'loadAverage': os.getloadavg()[0],
                          **json.loads(out)}))
    finally:
        centre.stop()
        if arguments.two:
            second.stop()
        if postgres:
            postgres.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('--build', default='build/bench', type=pathlib.Path)
    kinds = parser.add_subparsers(dest='kind', required=True)
    one = kinds.add_parser('ingest')
    one.add_argument('--stations', type=int, default=16)
    one.add_argument('--batches', type=int, default=20)
    other = kinds.add_parser('totals')
    other.add_argument('--stations', type=int, default=10000)
    other.add_argument('--days', type=int, default=90)
    third = kinds.add_parser('fleet')
    third.add_argument('--stations', type=int, default=10000)
    third.add_argument('--seconds', type=int, default=120)
    third.add_argument('--speed', type=float, default=20)
    third.add_argument('--held', type=int, default=0)
    third.add_argument('--postgresql', action='store_true')
    third.add_argument('--revoke', type=int, default=0)
    third.add_argument('--two', action='store_true')
    third.add_argument('--returning', type=int, default=0)
    arguments = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix='loa-bench-'))
    try:
        {'ingest': ingest, 'totals': totals, 'fleet': fleet}[arguments.kind](arguments.build.resolve(), folder, arguments)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == '__main__':
    main()
