// What the page shows of the station: on air, today, condition, last plays.
import { pick } from "./language.js";
import { policyWords } from "./rules.js";
import { byId, dayText, element, hourText, lengthText, setText } from "./station.js";
import { say } from "./words.js";

function untilText(start, now) {
  const seconds = (Date.parse(start) - Date.parse(now)) / 1000;
  if (seconds < 90) return say("inSeconds", { n: Math.max(0, Math.round(seconds)) });
  if (seconds < 5400) return say("inMinutes", { n: Math.round(seconds / 60) });
  if (seconds < 129600) return say("inHours", { n: Math.round(seconds / 3600) });
  return say("inDays", { n: Math.round(seconds / 86400) });
}

function nextText(status) {
  if (!status.next) return status.schedule.id ? say("noNext") : say("noWeek");
  const { title, start } = status.next;
  return say("nextAt", { title, time: hourText(start), when: untilText(start, status.clock.time) });
}

const itemText = ({ item, title, under }) => {
  if (under) return say("overWhat", { title: under });
  return item === title ? "" : item;
};

export function showNow(status) {
  const air = status.onAir;
  byId("now-heading").closest(".card").classList.toggle("live", Boolean(air) && !air.paused);
  setText(byId("now-title"), air ? air.title : say("nothing"));
  setText(byId("now-item"), air ? itemText(air) : nextText(status));
  const level = byId("now-level");
  level.hidden = !air;
  level.dataset.level = air ? air.level : "";
  setText(level, air ? say(`level${air.level}`) : "");
  byId("now-progress").hidden = !air;
  byId("stop").disabled = !air;
  setText(byId("pause"), say(status.paused ? "resume" : "pause"));
  byId("pause").dataset.paused = status.paused;
}

// Called often, with the seconds since the status came.
export function showProgress(air, since) {
  const moved = air.paused ? 0 : Math.min(since, air.remaining);
  const length = air.elapsed + air.remaining;
  byId("now-bar").value = length > 0 ? (air.elapsed + moved) / length : 0;
  setText(byId("now-elapsed"), say("elapsed", { t: lengthText(air.elapsed + moved) }));
  setText(byId("now-remaining"), say("remaining", { t: lengthText(air.remaining - moved) }));
}

function chip(state) {
  const node = element("span", "chip", say(`state_${state}`));
  node.dataset.state = state;
  return node;
}

const reasonText = (reason) => (reason ? say(`reason_${reason}`) : "");

// A slot that was over before this week was taken: nothing will become of it.
const stateOf = (slot, now) => (slot.state === "due" && Date.parse(slot.end) < Date.parse(now) ? "past" : slot.state);

function slotRow(slot, now) {
  const state = stateOf(slot, now);
  const row = element("li", "slot");
  row.dataset.state = state;
  row.dataset.level = slot.level;
  const hours = element("span", "hours", hourText(slot.start), element("small", "", `– ${hourText(slot.end)}`));
  const title = element("span", "what", slot.title);
  const why = reasonText(slot.reason);
  if (slot.level < 3) title.append(element("small", "mark", say(`level${slot.level}`)));
  if (why) title.append(element("small", "why", why));
  row.append(hours, title, chip(state));
  return row;
}

export function showTimeline(timeline, now) {
  const rows = timeline.slots.map((slot) => slotRow(slot, now));
  const none = () => element("li", "quiet", say(timeline.day ? "noSlots" : "noWeek"));
  byId("timeline").replaceChildren(...(rows.length ? rows : [none()]));
}

const megabytes = (bytes) => `${Math.ceil(bytes / 1e6)} MB`;
const gigabytes = (bytes) => `${(bytes / 1e9).toFixed(1)} GB`;

// Where there are several devices, those that are in that state, and whose they are.
function whose({ state, devices }) {
  const those = devices.filter((device) => device.state === state);
  if (devices.length < 2 || !["lost", "suspended", "xrun"].includes(state) || !those.length) return "";
  return ` (${those.map(({ output, clusters }) => `${output}: ${clusters.join(", ")}`).join("; ")})`;
}

function soundWords({ state, output, lufs, devices }) {
  const plain = say(`sound_${state}`) + whose({ state, devices });
  const sounds = state === "running" && lufs > -70;
  const words = sounds ? say("soundLevel", { state: plain, n: lufs.toFixed(0) }) : plain;
  return output.startsWith("wav:") ? say("virtualOutput", { state: words }) : words;
}

function loopbackWords({ state, verdict, delayMs }) {
  if (state === "lost") return ["bad", say("loopback_lost")];
  const states = { heard: "good", unknown: "idle", fallen: "warn" };
  return [states[verdict] ?? "bad", say(`loopback_${verdict}`, { ms: delayMs.toFixed(0) })];
}

function amplifierWords({ on, lines }) {
  const problems = lines.filter((line) => line.problem).map((line) => `${line.name}: ${pick(line.problem)}`);
  if (problems.length) return ["bad", problems.join("; ")];
  return on ? ["good", say("amplifier_on")] : ["idle", say("amplifier_off")];
}

function diskWords(disk) {
  if (!disk) return ["bad", say("diskUnknown")];
  const words = say("diskFree", { free: gigabytes(disk.free), total: gigabytes(disk.total) });
  return [disk.free < 0.2e9 ? "bad" : disk.free < 1e9 ? "warn" : "good", words];
}

function centreWords(centre) {
  const n = centre.unacknowledged;
  if (!centre.url) return ["idle", say("centre_none")];
  if (!centre.enrolled) return [centre.enrolmentError ? "bad" : "warn", say(`enrol_${centre.enrolmentError}`)];
  if (centre.connected && n > 0 && centre.lastError) return ["warn", say("centre_refuses", { n })];
  if (centre.connected && n > 0) return ["good", say("centre_sending", { n })];
  const { files, bytesLeft, problem } = centre.media;
  if (centre.connected && files > 0) {
    const words = say(problem === "absent" ? "centre_lacksMedia" : "centre_media", { files, left: megabytes(bytesLeft) });
    return [problem ? "warn" : "good", words];
  }
  if (centre.connected) return ["good", say("centre_up", { time: hourText(centre.lastAnswer ?? "") })];
  return centre.lastError ? ["warn", say("centre_down", { n })] : ["idle", say("centre_waiting")];
}

function healthRow(name, [state, words]) {
  const dot = element("span", "dot");
  dot.dataset.state = state;
  return element("div", "", "", element("dt", "", "", dot, say(name)), element("dd", "", words));
}

export function showHealth(status) {
  const soundState = { lost: "bad", suspended: "warn", xrun: "warn", closed: "idle" };
  byId("health").replaceChildren(
    healthRow("clock", [status.clock.trusted ? "good" : "bad", say(`clock_${status.clock.quality}`)]),
    healthRow("sound", [soundState[status.sound.state] ?? "good", soundWords(status.sound)]),
    ...(status.sound.loopback ? [healthRow("loopback", loopbackWords(status.sound.loopback))] : []),
    ...(status.amplifier ? [healthRow("amplifier", amplifierWords(status.amplifier))] : []),
    healthRow("disk", diskWords(status.disk)),
    healthRow("centre", centreWords(status.centre)),
    healthRow("policy", policyWords(status.policy)),
  );
}

function comingFaultText({ start, programme, item, message }) {
  return `${dayText(start).slice(0, 5)} ${hourText(start)} · ${programme} · ${item}: ${pick(message)}`;
}

export function showAlarms(faults, comingFaults) {
  const lines = faults.map((fault) => say(`fault_${fault}`)).concat(comingFaults.map(comingFaultText));
  const key = lines.join("\n");
  const place = byId("alarms");
  if (place.dataset.key === key) return;
  place.dataset.key = key;
  place.replaceChildren(...lines.map((line) => element("p", "banner", line)));
  const unset = faults.indexOf("not-set-up");
  if (unset < 0) return;
  const link = element("a", "", lines[unset]);
  link.href = "/setup.html";
  place.children[unset].replaceChildren(link);
}

// How far it is proven; evidence is the station's own JSON, and may lack it.
function proofText(row) {
  const level = row.evidence ? JSON.parse(row.evidence).proof : 0;
  return level ? say(`proof_${level}`) : "";
}

function playRow(row) {
  const title = element("span", "what", row.title || row.occurrence);
  const why = reasonText(row.reason);
  if (why) title.append(element("small", "why", why));
  const seconds = row.framesPlayed / 48000;
  if (seconds > 0) title.append(element("small", "", lengthText(seconds)));
  const proof = proofText(row);
  if (proof) title.append(element("small", "", proof));
  const when = element("span", "hours", hourText(row.time), element("small", "", dayText(row.time).slice(0, 5)));
  return element("li", "slot", "", when, title, chip(row.outcome));
}

export function showLog(rows) {
  const results = rows.filter((row) => row.kind === "result").slice(0, 12);
  const items = results.map((row) => playRow(row));
  byId("log").replaceChildren(...(items.length ? items : [element("li", "quiet", say("noLog"))]));
}

export function showWeekInUse({ title, validTo, pending }) {
  const text = title ? say("weekCurrent", { title, to: dayText(validTo) }) : say("noWeek");
  setText(byId("week-current"), pending ? `${text} ${say("weekPending")}` : text);
}
