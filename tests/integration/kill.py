"""kill -9 of the station, and of the centre, at random moments across bulletins: nothing is lost,
nothing is told twice, and the centre has it all."""

import collections
import random
import sys
import time

from programs import Centre, Scene, Station, call, get, slot, until, week

KILLS = 6
PROGRAMMES = {
    "ban-tin": {"repeat": 20, "items": [
        {"chime": "nhac-hieu"},
        {"speech": "Kính thưa bà con, đây là bản tin thử của đài.", "voice": "vi"}]},
    "uu-tien": {"items": [{"chime": "ba-tieng"}]},
    "cuoi": {"items": [{"chime": "nhac-ket"}]},
}


def bulletins():
    """One that is joined in progress, one that pre-empts it, and one after the last kill."""
    return week(PROGRAMMES, [
        slot("ban-tin", 6, "24s", "ban-tin"),
        slot("uu-tien", 14, "6s", "uu-tien", level=2, lateRule="exact"),
        slot("cuoi", 42, "8s", "cuoi")])


def kill_again_and_again(chance, centre, station, first):
    """Between the loading and half a minute later, also before a start is complete."""
    moments = sorted(chance.uniform(1, 30) for _ in range(KILLS))
    for count, moment in enumerate(moments):
        time.sleep(max(0.02, first + moment - time.monotonic()))
        station.program.kill()
        if count % 3 == 1:
            centre.program.kill()
            centre.start()
        time.sleep(chance.uniform(0, 0.5))
        station.start()
    station.ready()


def one_result_for_each_intent(rows):
    intents = [row["occurrence"] for row in rows if row["kind"] == "intent"]
    results = collections.Counter(row["occurrence"] for row in rows if row["kind"] == "result")
    assert intents, "nothing was on the air"
    for occurrence in intents:
        assert results[occurrence] == 1, f"{occurrence} has {results[occurrence]} results"
    for name in ("ban-tin", "uu-tien", "cuoi"):
        told = [key for key in results if f"/{name}/" in key]
        assert len(told) == 1, f"{name}: {told}"
    assert len(intents) == len(set(intents)), "an intent was recorded twice"


def the_centre_has_it(centre, station):
    until("all is acknowledged", lambda: station.status()["centre"]["unacknowledged"] == 0)
    (known,) = get(f"{centre.origin}/v1/stations")["stations"]
    plays = get(f"{centre.origin}/v1/stations/{known['id']}/plays")["plays"]
    outcomes = {play["occurrence"].split("/")[1]: play["outcome"] for play in plays}
    assert outcomes["cuoi"] == "played", outcomes
    for row in station.rows():
        if row["kind"] == "result":
            assert outcomes[row["occurrence"].split("/")[1]] == row["outcome"], outcomes
    events = [event["code"] for event in get(f"{centre.origin}/v1/events")["events"]]
    assert not events, f"the centre doubts the record: {events}"


def main(build, seed):
    print(f"seed {seed}")
    with Scene(build) as scene:
        centre = Centre(scene)
        station = Station(scene, centre={"url": centre.origin, "token": centre.token,
                                         "firstContactWindow": "0s"})
        station.start().ready()
        until("enrolled", lambda: station.status()["centre"]["enrolled"])
        status, answer = station.load(bulletins())
        assert status == 200, answer
        kill_again_and_again(random.Random(seed), centre, station, time.monotonic())
        last = station.result("cuoi", 60)
        assert (last["outcome"], last["reason"]) == ("played", "completed"), last
        rows = station.rows()
        one_result_for_each_intent(rows)
        the_centre_has_it(centre, station)
        assert station.program.stop() == 0
        station.verify()
        assert centre.program.stop() == 0
        until("no process is left behind", lambda: not scene.left_behind(), 15)
        print(f"{len(rows)} rows, {sum(row['title'] == 'boot-after-cut' for row in rows)} cuts")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(10**6))
