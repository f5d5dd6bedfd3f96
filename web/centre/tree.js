// Province, commune, station: the fleet as a tree that folds. What needs a person is counted at each
// node, so that a folded one hides nothing.
import { make } from "./items.js";
import { say } from "./words.js";

const kFewStations = 30; // up to so many all communes stand open

// bad, warn, good, idle.
export function stateOf(station) {
  if (station.presence === "never") return "idle";
  if (station.presence !== "online") return "bad";
  return station.report?.faults.length ? "warn" : "good";
}

// What needs a person stands first, what is over last.
const kRanks = { bad: 0, idle: 0, warn: 1, good: 2 };
const rank = (station) => (station.revoked ? 3 : kRanks[stateOf(station)]);

function groupsOf(stations, nameOf) {
  const groups = new Map();
  for (const station of stations) {
    const name = nameOf(station) || "";
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(station);
  }
  // What is unknown comes last.
  return [...groups].sort(([a], [b]) => (a === "") - (b === "") || a.localeCompare(b, "vi"));
}

function summaryOf(name, stations, alarms, level) {
  const active = stations.filter((each) => !each.revoked);
  const silent = active.filter((each) => each.presence === "silent").length;
  const open = active.reduce((sum, each) => sum + (alarms.get(each.id) ?? 0), 0);
  const heading = make(level, "", name || say("unknownPlace"));
  return make("summary", "", heading,
    make("span", "quiet", say("nodeCount", { total: active.length })),
    silent ? make("span", "bad", say("nodeSilent", { n: silent })) : null,
    open ? make("span", "warn", say("nodeAlarms", { n: open })) : null);
}

// `content` is made when the node is open: thousands of stations cost nothing while they are folded.
function node(key, summary, openAtFirst, folded, content) {
  const details = make("details", "", summary);
  summary.dataset.node = key;
  details.open = folded.has(key) ? !folded.get(key) : openAtFirst;
  const fill = () => details.childElementCount > 1 || details.append(...content());
  if (details.open) fill();
  details.addEventListener("toggle", () => {
    folded.set(key, !details.open);
    if (details.open) fill();
  });
  return details;
}

// `alarms`: how many are open, by station. `folded`: what the reader has opened and folded.
export function treeOf(stations, alarms, { folded, leaf }) {
  const few = stations.length <= kFewStations;
  const cards = (group) => make("ul", "stations",
    ...[...group].sort((a, b) => rank(a) - rank(b)).map(leaf));
  return groupsOf(stations, (each) => each.commune?.province).map(([province, all]) =>
    node(province, summaryOf(province, all, alarms, "h3"), true, folded, () =>
      groupsOf(all, (each) => each.commune?.name || each.commune?.code).map(([commune, group]) =>
        node(`${province}/${commune}`, summaryOf(commune, group, alarms, "h4"), few, folded,
          () => [cards(group)]))));
}
