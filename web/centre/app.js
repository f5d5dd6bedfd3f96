// The centre's page: asks every few seconds and shows what it is told. Text from stations goes into
// the page as text only.
import { openApproval, showApproval } from "./approval.js";
import { askWho, command, may, needsLogin, openDoor, person, showDoor } from "./door.js";
import { actItem, alarmItem, eventItem, playItem, rolloutText, setZone, stationItem } from "./items.js";
import { onLanguage } from "./language.js";
import { drawMap } from "./map.js";
import { openReport, showReport } from "./report.js";
import { stateOf, treeOf } from "./tree.js";
import { applyWords, say } from "./words.js";

class NotIn extends Error {}

const kEvery = 5000;
const kMostActs = 50;
const byId = (id) => document.getElementById(id);
const state = { fleet: null, alarms: [], events: [], acts: [], plays: null, station: null, day: "", rollout: null, submission: null, tag: "", folded: new Map() };

async function ask(path) {
  const answer = await fetch(path, { headers: { accept: "application/json" } });
  if (answer.status === 401 && needsLogin()) throw new NotIn();
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return answer.json();
}

// What the person may not see before they have logged in.
function showNothing() {
  Object.assign(state, { fleet: null, alarms: [], events: [], acts: [], plays: null, station: null, rollout: null, submission: null });
  byId("summary").textContent = "";
  byId("map").hidden = true;
  showAll();
}

function showFleet() {
  const { title, stations, now, zone } = state.fleet;
  setZone(zone);
  document.title = title;
  byId("title").textContent = title;
  const active = stations.filter((each) => !each.revoked);
  const count = (presence) => active.filter((each) => each.presence === presence).length;
  byId("summary").textContent = say("summary", {
    total: active.length, online: count("online"), silent: count("silent"),
  });
  // One that is done is told of by the stations themselves.
  const going = state.rollout && state.rollout.state !== "done";
  byId("rollout").hidden = !going;
  byId("rollout").textContent = going ? rolloutText(state.rollout) : "";
  byId("no-stations").hidden = stations.length > 0;
  showTags(active);
  const shown = state.tag ? stations.filter((each) => each.tags.includes(state.tag)) : stations;
  const { station: focused, node } = document.activeElement?.dataset ?? {};
  byId("stations").replaceChildren(...treeOf(shown, alarmsByStation(), {
    folded: state.folded, leaf: (each) => stationItem(each, Date.parse(now), choose),
  }));
  const again = focused ? `[data-station="${CSS.escape(focused)}"]` : node ? `[data-node="${CSS.escape(node)}"]` : "";
  if (again) byId("stations").querySelector(again)?.focus();
  showMap(shown);
}

function alarmsByStation() {
  const counts = new Map();
  for (const alarm of state.alarms)
    if (!alarm.acknowledged) counts.set(alarm.station, (counts.get(alarm.station) ?? 0) + 1);
  return counts;
}

function showTags(stations) {
  const tags = [...new Set(stations.flatMap((each) => each.tags))].sort();
  if (!tags.includes(state.tag)) state.tag = "";
  byId("tag-choice").hidden = tags.length === 0;
  const options = ["", ...tags].map((tag) => new Option(tag || say("everyTag"), tag, false, tag === state.tag));
  const before = [...byId("tag").options];
  // One that is open is left alone.
  if (before.length === options.length && before.every((each, i) => each.text === options[i].text)) return;
  byId("tag").replaceChildren(...options);
}

function showMap(stations) {
  const placed = stations.filter((each) => each.position && !each.revoked);
  byId("map").hidden = placed.length === 0;
  if (placed.length === 0) return byId("map-drawing").replaceChildren();
  byId("map-note").textContent = say("mapSays", { n: placed.length });
  byId("map-drawing").replaceChildren(drawMap(placed, stateOf, choose));
}

function nameOf(id) {
  return state.fleet?.stations.find((each) => each.id === id)?.name || id;
}

function showPlays() {
  byId("plays").hidden = !state.station;
  if (!state.station) return;
  byId("plays-heading").textContent = say("plays", { name: nameOf(state.station) });
  byId("day").value = state.day;
  const plays = state.plays ?? [];
  byId("plays-note").textContent = plays.length === 0 ? say("noPlays") : say("playsSum", {
    total: plays.length, played: plays.filter((play) => play.outcome === "played").length,
  });
  byId("plays-list").replaceChildren(...plays.map((play) => playItem(play, state.station)));
}

// What was asked has its line too, in the record; here it is what came of it that counts.
function showActs() {
  const acts = state.acts.filter((act) => act.state !== "asked").slice(0, kMostActs);
  byId("acts").hidden = acts.length === 0;
  byId("acts-list").replaceChildren(...acts.map(actItem));
}

function showEvents() {
  byId("events").hidden = state.events.length === 0;
  byId("events-list").replaceChildren(
    ...state.events.map((event) => eventItem(event, event.station ? nameOf(event.station) : "")));
}

function showAlarms() {
  const open = state.alarms.filter((alarm) => !alarm.acknowledged);
  byId("alarms").hidden = open.length === 0;
  const focused = document.activeElement?.dataset?.alarm;
  byId("name-line").hidden = needsLogin() || Boolean(person());
  byId("alarms-say").textContent = say(person() ? "alarmsSayPerson" : needsLogin() ? "alarmsSayLogin" : "alarmsSay");
  const seeTo = may("attend") ? acknowledge : null;
  byId("alarms-list").replaceChildren(...open.map((alarm) => alarmItem(alarm, nameOf(alarm.station), seeTo)));
  if (focused) byId("alarms-list").querySelector(`[data-alarm="${CSS.escape(focused)}"]`)?.focus();
}

async function acknowledge({ station, code, subject }) {
  const by = person()?.name ?? byId("your-name").value.trim();
  if (!by) {
    byId("your-name").focus();
    return;
  }
  if (!person()) localStorage.setItem("loa-name", by);
  await command("/v1/alarms/acknowledge", { station, code, subject, by });
  refresh();
}

function showAll() {
  applyWords();
  showDoor();
  byId("fleet").hidden = !state.fleet;
  if (state.fleet) showFleet();
  showApproval(state.submission);
  showReport(state.fleet);
  showPlays();
  showAlarms();
  showEvents();
  showActs();
}

async function askPlays() {
  const { station, day } = state;
  if (!station) return;
  const answer = await ask(`/v1/stations/${encodeURIComponent(station)}/plays?day=${day}`);
  // The person may have gone on to another day meanwhile.
  if (station === state.station && day === state.day) state.plays = answer.plays;
}

async function refresh() {
  try {
    await askWho();
    state.fleet = await ask("/v1/stations");
    state.rollout = (await ask("/v1/rollout")).rollout;
    state.submission = await ask("/v1/submission");
    state.alarms = (await ask("/v1/alarms")).alarms;
    state.events = (await ask("/v1/events")).events;
    state.acts = (await ask("/v1/acts")).acts;
    await askPlays();
    byId("offline").hidden = true;
    showAll();
  } catch (error) {
    byId("offline").hidden = error instanceof NotIn;
    if (error instanceof NotIn) showNothing();
  }
}

function choose(station) {
  state.station = station;
  state.day ||= state.fleet.today;
  state.plays = null;
  refresh().then(() => byId("plays").scrollIntoView({ behavior: "smooth" }));
}

function goTo(day) {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return;
  state.day = day;
  state.plays = null;
  refresh();
}

function shift(days) {
  const day = new Date(`${state.day}T12:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  goTo(day.toISOString().slice(0, 10));
}

byId("day").addEventListener("change", (event) => goTo(event.target.value));
byId("day-before").addEventListener("click", () => shift(-1));
byId("day-after").addEventListener("click", () => shift(1));
byId("tag").addEventListener("change", (event) => {
  state.tag = event.target.value;
  showFleet();
});
byId("your-name").value = localStorage.getItem("loa-name") ?? "";
openDoor(refresh);
openApproval(refresh);
openReport(() => state.fleet);
onLanguage(showAll);

showAll();
refresh();
setInterval(() => document.hidden || refresh(), kEvery);
document.addEventListener("visibilitychange", () => document.hidden || refresh());
