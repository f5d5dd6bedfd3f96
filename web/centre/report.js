// What all stations have broadcast in some days: commune by commune on the page, station by station in a
// file that Excel opens.
import { make } from "./items.js";
import { onLanguage } from "./language.js";
import { say } from "./words.js";

const kOutcomes = ["played", "partial", "failed", "missed", "skipped"];
const kMostDays = 400; // the centre's own limit
const byId = (id) => document.getElementById(id);
const none = () => ({ stations: 0, plays: 0, seconds: 0, ...Object.fromEntries(kOutcomes.map((name) => [name, 0])) });
let made = null; // { from, to, lines: [{ station, total }] }
let note = "";
let file = "";

function add(sum, total) {
  for (const name of Object.keys(sum)) sum[name] += total[name];
  return sum;
}

function totalOf(outcomes) {
  const total = { ...none(), stations: 1 };
  for (const [name, { plays, playedSeconds }] of Object.entries(outcomes)) {
    total.plays += plays;
    total.seconds += playedSeconds;
    if (name in total) total[name] += plays;
  }
  return total;
}

// Of each station that the centre has rows of, also of one that was shut out since.
function linesOf(totals, stations) {
  const known = new Map(stations.map((each) => [each.id, each]));
  const lines = Object.entries(totals).map(([id, outcomes]) =>
    ({ station: known.get(id) ?? { id, name: "" }, total: totalOf(outcomes) }));
  const key = ({ station }) => `${station.commune?.province ?? "\uffff"}/${station.commune?.name ?? ""}/${station.name || station.id}`;
  return lines.sort((a, b) => key(a).localeCompare(key(b), "vi"));
}

function communesOf(lines) {
  const communes = new Map();
  for (const { station, total } of lines) {
    const { province = "", name = "", code = "" } = station.commune ?? {};
    const key = `${province}/${code}`;
    if (!communes.has(key)) communes.set(key, { province, name: name || code, sum: none() });
    add(communes.get(key).sum, total);
  }
  return [...communes.values()];
}

const minutes = (seconds) => Math.round(seconds / 60);
const figures = (sum) => [sum.plays, ...kOutcomes.map((name) => sum[name]), minutes(sum.seconds)];
const headings = () => [say("reportPlays"), ...kOutcomes.map((name) => say(`state_${name}`)), say("reportMinutes")];

function table(lines) {
  const cell = (kind, of, text) => make(kind, of, String(text));
  const head = make("tr", "", ...[say("reportProvince"), say("reportCommune"), say("reportStations"), ...headings()]
    .map((each) => cell("th", "", each)));
  for (const [i, each] of [...head.children].entries()) {
    each.scope = "col";
    if (i > 1) each.className = "number";
  }
  const rows = communesOf(lines).map(({ province, name, sum }) => make("tr", "",
    cell("td", "", province || say("unknownPlace")), cell("td", "", name || say("unknownPlace")),
    ...[sum.stations, ...figures(sum)].map((each) => cell("td", "number", each))));
  return make("table", "", make("thead", "", head), make("tbody", "", ...rows));
}

// UTF-16 with tabs: what Excel opens right whatever country its machine is set to.
function fileOf({ lines }) {
  const clean = (text) => String(text).replace(/[\t\r\n"]/g, " ").replace(/^[=+@-]/, "'$&");
  const rows = [[say("reportProvince"), say("reportCommune"), say("reportStation"), say("reportId"), ...headings()],
    ...lines.map(({ station, total }) => [station.commune?.province ?? "", station.commune?.name || station.commune?.code || "",
      station.name, station.id, ...figures(total)])];
  const text = "\ufeff" + rows.map((row) => row.map(clean).join("\t") + "\r\n").join("");
  const bytes = new Uint8Array(2 * text.length);
  for (let i = 0; i < text.length; ++i) bytes.set([text.charCodeAt(i) & 255, text.charCodeAt(i) >> 8], 2 * i);
  return new Blob([bytes], { type: "text/csv;charset=utf-16le" });
}

function sumText(lines) {
  if (lines.length === 0) return say("reportNone");
  const sum = lines.reduce((all, { total }) => add(all, total), none());
  return say("reportSum", { stations: sum.stations, plays: sum.plays, played: sum.played,
    percent: sum.plays ? Math.floor((100 * sum.played) / sum.plays) : 0, minutes: minutes(sum.seconds) });
}

function showMade() {
  const lines = made?.lines ?? [];
  byId("report-note").textContent = made ? sumText(lines) : note && say(note);
  byId("report-rows").hidden = byId("report-file").hidden = lines.length === 0;
  byId("report-rows").replaceChildren(...(lines.length ? [table(lines)] : []));
  URL.revokeObjectURL(file);
  file = lines.length ? URL.createObjectURL(fileOf(made)) : "";
  byId("report-file").href = file;
  byId("report-file").download = made ? `loa-${made.from}-${made.to}.csv` : "";
}

function tell(word) {
  made = null;
  note = word;
  showMade();
}

async function makeReport(fleet) {
  const [from, to] = [byId("report-from").value, byId("report-to").value];
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  if (days < 0 || days >= kMostDays) return tell("reportDays");
  tell("reportGoing");
  const answer = await fetch(`/v1/totals?from=${from}&to=${to}`);
  if (answer.status === 503) return tell("reportBusy");
  if (!answer.ok) return tell("reportFailed");
  made = { from, to, lines: linesOf((await answer.json()).stations, fleet.stations) };
  showMade();
}

// The quarter until today, until somebody chooses.
export function showReport(fleet) {
  byId("report").hidden = !fleet;
  if (!fleet) return tell("");
  if (byId("report-from").value) return;
  const [year, month] = fleet.today.split("-");
  byId("report-from").value = `${year}-${String(month - ((month - 1) % 3)).padStart(2, "0")}-01`;
  byId("report-to").value = fleet.today;
}

export function openReport(fleetNow) {
  onLanguage(showMade);
  byId("report-days").addEventListener("submit", (event) => {
    event.preventDefault();
    makeReport(fleetNow()).catch(() => tell("reportFailed"));
  });
}
