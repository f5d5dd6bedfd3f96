// The station's page: looks at the station again and again while somebody looks at the page.
import { showApproval, startApproval } from "./approval.js";
import { lookAtBoard, showBoard } from "./board.js";
import { showClusters, showLive, showVolume, startControls } from "./controls.js";
import { onLanguage } from "./language.js";
import { showMicrophone, startMicrophone } from "./microphone.js";
import { showAlarms, showHealth, showLog, showNow, showProgress, showTimeline, showWeekInUse } from "./panels.js";
import { showPerson, startPerson } from "./person.js";
import { showCollisions } from "./rules.js";
import { byId, get, setText } from "./station.js";
import { startWeek } from "./week.js";
import { applyWords } from "./words.js";

const statusEvery = 1000;
const listsEvery = 5000;
const pictureEvery = 500;

let status = null;
let statusCame = 0;
let listsCame = -Infinity;
let onAir = "";

function showStatus() {
  setText(byId("name"), status.name);
  setText(byId("subtitle"), `${status.station} · Loa ${status.software}`);
  document.title = status.onAir ? `● ${status.onAir.title} – ${status.name}` : status.name;
  showNow(status);
  showClusters(status.sound);
  showVolume(status.sound);
  showLive(status.live);
  showHealth(status);
  showAlarms(status.faults, status.comingFaults);
  showWeekInUse(status.schedule);
  showBoard(status.board);
}

async function lookAtLists() {
  listsCame = performance.now();
  const [timeline, log] = await Promise.all([get("/v1/timeline"), get("/v1/log?limit=200")]);
  showTimeline(timeline, status.clock.time);
  showLog(log.rows);
  await showCollisions(lookNow);
  await showApproval();
}

async function look() {
  try {
    status = await get("/v1/status");
    statusCame = performance.now();
    showStatus();
    tick();
    const now = status.onAir ? status.onAir.occurrence : "";
    if (now !== onAir || statusCame - listsCame > listsEvery) await lookAtLists();
    onAir = now;
    byId("offline").hidden = true;
  } catch {
    byId("offline").hidden = false;
  }
}

function lookNow() {
  listsCame = -Infinity;
  return look();
}

async function repeat(work, every) {
  for (;;) {
    if (!document.hidden) await work();
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}

function tick() {
  if (!status) return;
  const since = (performance.now() - statusCame) / 1000;
  if (status.onAir) showProgress(status.onAir, since);
  const [date, time] = [status.clock.time.slice(0, 10), status.clock.time.slice(11, 19)];
  // Counted as if it were UTC: only the digits matter.
  const shown = new Date(Date.parse(`${date}T${time}Z`) + since * 1000).toISOString();
  setText(byId("clock"), shown.slice(11, 19));
}

function useLanguage() {
  applyWords();
  showPerson();
  showMicrophone();
  if (status) lookNow();
}

onLanguage(useLanguage);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) lookNow();
});
startMicrophone(lookNow);
useLanguage();
startControls(lookNow);
startWeek(lookNow);
startApproval(lookNow);
await startPerson().catch(() => {});  // what asks next says that the station does not answer
setInterval(tick, 250);
repeat(look, statusEvery);
repeat(lookAtBoard, pictureEvery);
