// One element for each station, play and event. Built from text nodes only.
import { isEnglish } from "./language.js";
import { say } from "./words.js";

const kUnsure = 5; // seconds that a clock may differ and only the network be to blame

export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.filter((child) => child !== null));
  return element;
}

// Times are those of the centre's zone, wherever the reader is: a day's plays are that zone's day.
let timeZone;
export const setZone = (zone) => { timeZone = zone; };

const locale = () => (isEnglish() ? "en-GB" : "vi-VN");

function clockTime(text, seconds = false) {
  const options = { hour: "2-digit", minute: "2-digit", hour12: false, timeZone };
  if (seconds) options.second = "2-digit";
  return new Date(text).toLocaleTimeString(locale(), options);
}

export const dayAndTime = (text) => new Date(text).toLocaleString(locale(), { dateStyle: "short", timeStyle: "short", timeZone });

function ago(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return say("secondsAgo", { n: seconds });
  if (seconds < 3600) return say("minutesAgo", { n: Math.floor(seconds / 60) });
  if (seconds < 86400) return say("hoursAgo", { n: Math.floor(seconds / 3600) });
  return say("daysAgo", { n: Math.floor(seconds / 86400) });
}

function fact(list, key, value, className = "") {
  list.append(make("dt", "", say(key)), make("dd", className, value));
}

function clockText(report) {
  const state = say(`clock_${report.quality}`);
  const ahead = report.clockAheadSeconds;
  if (Math.abs(ahead) <= kUnsure) return state;
  return say(ahead > 0 ? "clockAhead" : "clockBehind", { state, n: Math.round(Math.abs(ahead)) });
}

// What the station has signed of its record.
function proofText(checkpoint) {
  if (!checkpoint) return say("withoutProof");
  return say("signedUpTo", { seq: checkpoint.seq, time: dayAndTime(checkpoint.received) });
}

function facts(report, checkpoint, programme) {
  const list = make("dl", "facts");
  fact(list, "onAir", report.onAir || say("nothing"), report.onAir ? "live" : "");
  fact(list, "next", report.nextStart
    ? say("nextAt", { title: report.nextTitle, time: dayAndTime(report.nextStart) }) : say("noNext"));
  const trusted = report.quality === "synced" || report.quality === "holdover";
  const right = trusted && Math.abs(report.clockAheadSeconds) <= kUnsure;
  fact(list, "clock", clockText(report), right ? "" : "bad");
  fact(list, "record", report.unacknowledged === 0
    ? say("recordAll") : say("recordWaits", { n: report.unacknowledged }));
  fact(list, "proof", proofText(checkpoint));
  fact(list, "week", report.schedule || say("noWeek"));
  const { desired, reported, refused, reason } = programme;
  if (refused) fact(list, "bundle", say("bundleRefused", { desired, reason }), "bad");
  else if (reported && reported < desired) fact(list, "bundle", say("bundleComes", { reported, desired }));
  else if (reported) fact(list, "bundle", say("bundleTaken", { reported }));
  return list;
}

function faultList(faults) {
  const list = make("ul", "faults");
  for (const fault of faults) list.append(make("li", "", say(`fault_${fault}`)));
  return list;
}

function clusterList(clusters) {
  const list = make("ul", "clusters");
  list.setAttribute("aria-label", say("clusters"));
  for (const { name, device } of clusters)
    list.append(make("li", device === "lost" ? "bad" : "", `${name}: ${say(`device_${device}`)}`));
  return list;
}

export function stationItem(station, now, choose) {
  const { report } = station;
  const presence = station.revoked ? "revoked" : station.presence;
  const seen = station.lastSeen
    ? say("seen", { when: ago(now - Date.parse(station.lastSeen)) }) : say("neverSeen");
  const button = make("button", "", say("showPlays"));
  button.type = "button";
  button.dataset.station = station.id;
  button.addEventListener("click", () => choose(station.id));
  const item = make("li", `card station ${presence}`,
    make("div", "head",
      make("h5", "", station.name || station.id),
      make("span", `pill ${presence}`, say(`presence_${presence}`))),
    make("p", "quiet", `${seen} · ${station.id}`),
    station.replacedBy ? make("p", "stale", say("replacedBy", { id: station.replacedBy })) : null,
    report && presence !== "online" ? make("p", "stale", say("lastKnown")) : null,
    station.tags.length ? make("p", "quiet", `${say("tags")}: ${station.tags.join(", ")}`) : null,
    report?.faults.length ? faultList(report.faults) : null,
    report?.clusters.length ? clusterList(report.clusters) : null,
    report ? facts(report, station.checkpoint, station.programme) : null,
    button);
  return item;
}

function lengthText(seconds) {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function playDetails(play) {
  const parts = [];
  if (play.level === 1 || play.level === 2) parts.push(say(`level${play.level}`));
  if (play.started) parts.push(say("playedAt", { time: clockTime(play.started, true) }));
  if (play.startErrorMs !== null) parts.push(say("startError", { n: play.startErrorMs.toFixed(1).replace(/^-0\.0$/, "0.0") }));
  if (play.lengthSeconds) parts.push(say("length", { t: lengthText(play.lengthSeconds) }));
  if (play.proof) parts.push(say(`proof_${play.proof}`));
  if (play.quality === "unknown" || play.quality === "floor") parts.push(say("untrusted"));
  const reason = play.reason ? say(`reason_${play.reason}`) : "";
  if (reason) parts.push(reason);
  return parts.join(" · ");
}

// That the result of the play stands in the centre's log: a file for `loa log verify --receipt`.
function receiptLink(play, station) {
  if (!play.seq) return null;
  const link = make("a", "receipt", say("receipt"));
  link.href = `/v1/stations/${encodeURIComponent(station)}/receipt?epoch=${play.epoch}&seq=${play.seq}`;
  link.download = `${station}-${play.epoch}-${play.seq}.receipt`;
  return link;
}

export function playItem(play, station) {
  const outcome = play.outcome ?? "open";
  return make("li", `play ${outcome}`,
    make("time", "", play.nominal ? clockTime(play.nominal) : ""),
    make("div", "what",
      make("strong", "", play.title || play.occurrence),
      make("span", "quiet", playDetails(play)),
      receiptLink(play, station)),
    make("span", `pill ${outcome}`, say(`state_${outcome}`)));
}

export function eventItem(event, name) {
  const times = event.times > 1 ? ` · ${say("times", { n: event.times })}` : "";
  return make("li", "",
    make("strong", "", `${name || say("unknownStation")}: ${say(`event_${event.code}`)}`),
    make("span", "quiet", `${dayAndTime(event.last)}${times} · ${event.subject} · ${event.detail}`));
}

export function actItem(act) {
  const refused = act.state === "refused" ? ` (${say("act_refused")})` : "";
  return make("li", "",
    make("strong", "", say(`act_${act.what}`) + refused),
    make("span", "quiet", `${dayAndTime(act.time)} · ${act.by || act.peer}${act.subject ? ` · ${act.subject}` : ""}`));
}

// `acknowledge`: null for whom it is not.
export function alarmItem(alarm, name, acknowledge) {
  const button = make("button", "", say("acknowledge"));
  button.type = "button";
  button.dataset.alarm = `${alarm.station} ${alarm.code} ${alarm.subject}`;
  button.hidden = !acknowledge;
  button.addEventListener("click", () => acknowledge(alarm));
  const over = alarm.over ? ` · ${say("alarmOver", { time: dayAndTime(alarm.over) })}` : "";
  return make("li", "",
    make("strong", "", `${name || alarm.station}: ${say(`alarm_${alarm.code}`)}`),
    make("span", "quiet", `${dayAndTime(alarm.since)}${over}${alarm.detail ? ` · ${alarm.detail}` : ""}`),
    button);
}

export function rolloutText(rollout) {
  const { version, state, stage, stages, percent, members, taken, waiting, silent, failed } = rollout;
  return say(`rollout_${state}`, { version, stage, stages: stages.length, percent, members, taken, waiting, silent, failed });
}
