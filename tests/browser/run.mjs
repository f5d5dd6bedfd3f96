// usage: node run.mjs station|centre|setup|microphone BUILD_FOLDER
// Starts the real programs, opens the page in a real Chromium and leaves pictures in
// BUILD_FOLDER/screenshots. scripts/browser-setup installs what it needs.
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { openBrowser } from "./browser.mjs";
import { centre } from "./centre.mjs";
import { fakeMicrophone, microphone } from "./microphone.mjs";
import { Programs } from "./programs.mjs";
import { setup } from "./setup.mjs";
import { station } from "./station.mjs";

const [name, build] = process.argv.slice(2);
const source = join(dirname(fileURLToPath(import.meta.url)), "../..");
const shots = join(build, "screenshots");
mkdirSync(shots, { recursive: true });

const programs = new Programs(build);
const browser = await openBrowser(name === "microphone" ? fakeMicrophone(programs) : []);
try {
  if (name === "setup") {
    await programs.startNewStation();
  } else if (name === "microphone") {
    const clusters = [{ name: "Thôn Đông", channels: [1] }, { name: "Thôn Đoài", channels: [2] }];
    await programs.startStation({ live: { longest: "30s" }, clusters });
  } else {
    await programs.startCentre();
    await programs.startStation(name === "centre" ? { commune: "13291", clusters: ["Thôn Đông"] } : {});
  }
  await { station, centre, setup, microphone }[name](browser, programs, { source, shots });
  await programs.stop();
  console.log(`${name}: ok`);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await browser.close();
  programs.clean();
}
