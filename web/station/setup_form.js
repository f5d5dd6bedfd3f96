// The answers of a first start: what the form shows of the configuration, and what of it has changed.
import { byId, setText } from "./station.js";
import { say } from "./words.js";

const form = () => byId("setup").elements;
const here = "127.0.0.1";

// Whoever asks again has to give the members that are gone as null (a JSON merge patch).
const without = (old, wanted) =>
  ({ ...Object.fromEntries(Object.keys(old ?? {}).map((key) => [key, null])), ...wanted });

const linesOf = ({ amplifier }) => amplifier?.lines ?? [];
const hasBoard = ({ board }) => Boolean(board?.kind) && board.kind !== "simulated";
const isOpen = ({ listen }) => (listen?.address ?? here) !== here;

function describeAmplifier({ answers, machine }) {
  const lines = linesOf(answers);
  byId("amplifier-keep").hidden = lines.length === 0;
  setText(byId("amplifier-keep").querySelector("span"),
    say("setupAmplifierKeep", { lines: lines.map(({ name, line }) => `${name} (${line})`).join(", ") }));
  const chips = machine.chips.map(({ name, label, lines: count }) => `${label || name} (${count})`).join(", ");
  setText(byId("chips"), chips ? say("setupChips", { chips }) : say("setupNoChips"));
}

function describeBoard({ answers }) {
  byId("board-keep").hidden = !hasBoard(answers);
  if (hasBoard(answers)) setText(byId("board-keep").querySelector("span"), say("setupBoardKeep", answers.board));
}

// What the form says in words; the answers stay as they are.
export function describe(present) {
  const { machine, enrolled, hasToken } = present;
  describeAmplifier(present);
  describeBoard(present);
  setText(byId("battery"), say(machine.clockBattery ? "setupBattery" : "setupNoBattery"));
  setText(byId("token-note"), enrolled ? say("setupEnrolled") : hasToken ? say("setupTokenKept") : "");
}

export function fill(present) {
  const { answers, machine } = present;
  form().name.value = answers.name ?? "";
  form().amplifier.value = linesOf(answers).length ? "keep" : "none";
  form().zone.value = answers.zone ?? "Asia/Ho_Chi_Minh";
  form().clock.value = answers.clock ?? "ntp";
  form().page.value = isOpen(answers) ? "lan" : "here";
  const hosts = answers.listen?.hosts?.length ? answers.listen.hosts : machine.addresses;
  form().hosts.value = hosts.join(" ");
  form().board.value = hasBoard(answers) ? "keep" : "none";
  form().centre.value = answers.centre?.url ? "use" : "none";
  form().url.value = answers.centre?.url ?? "";
}

// The amplifier as the form has it now, for the configuration and for the test tone.
export function amplifierAnswer({ answers }) {
  const choice = form().amplifier.value;
  if (choice === "none") return answers.amplifier ? null : undefined;
  if (choice === "keep") return undefined;
  const line = {
    name: "nguồn âm-ly", line: form().line.value.trim(), activeLow: form().low.checked, lead: `${form().lead.value || 0}s`,
  };
  return { lines: [line] };
}

export function outputAnswer() {
  const card = document.querySelector('[name="card"]:checked')?.value;
  return card || `alsa:${form().other.value.trim()}`;
}

function listenAnswer({ answers }) {
  const open = form().page.value === "lan";
  if (!open) return isOpen(answers) ? { address: here } : undefined;
  const address = isOpen(answers) ? answers.listen.address : "0.0.0.0";
  return { address, hosts: form().hosts.value.split(/[\s,]+/).filter(Boolean) };
}

function boardAnswer({ answers }) {
  const choice = form().board.value;
  if (choice === "keep") return undefined;
  if (choice === "none") return hasBoard(answers) ? null : undefined;
  const { kind, address, width, height, colours } = form();
  return without(answers.board, {
    kind: kind.value, address: address.value.trim(), width: Number(width.value), height: Number(height.value), colours: colours.value,
  });
}

function centreAnswer({ answers }) {
  if (form().centre.value === "none") return answers.centre ? null : undefined;
  const [url, token] = [form().url.value.trim(), form().token.value.trim()];
  if (token) return { url, token };
  return url === answers.centre?.url ? undefined : { url, token: null };
}

// What goes to the station: only what is to change. `commune`: a code, or "".
export function changes(present, commune) {
  const { answers } = present;
  const wanted = {
    name: form().name.value.trim() || null,
    commune: commune || null,
    amplifier: amplifierAnswer(present),
    output: outputAnswer(),
    zone: form().zone.value.trim(),
    clock: form().clock.value,
    listen: listenAnswer(present),
    board: boardAnswer(present),
    centre: centreAnswer(present),
  };
  const changed = ([key, value]) => value !== undefined && (value !== null || key in answers) && value !== answers[key];
  return Object.fromEntries(Object.entries(wanted).filter(changed));
}
