// Speaking over the page: what Chromium's fake microphone hears is found in what the station played.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assertFits, assertReadable, assertTappable } from "./checks.mjs";
import { until } from "./programs.mjs";
import { comesInAsTheFirst } from "./station.mjs";

const rate = 48000;
const hertz = 1000;
const text = (page, id) => page.locator(`#${id}`).textContent();
const sleep = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

// Bursts of a tone, like syllables: a browser takes what never changes for noise.
function bursts(seconds) {
  const bytes = Buffer.alloc(44 + seconds * rate * 2);
  bytes.write("RIFF", 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write("WAVEfmt ", 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36);
  bytes.writeUInt32LE(bytes.length - 44, 40);
  for (let i = 0; i < seconds * rate; ++i) {
    const on = i % (rate * 0.4) < rate * 0.2;
    bytes.writeInt16LE(on ? Math.round(12000 * Math.sin((2 * Math.PI * hertz * i) / rate)) : 0, 44 + 2 * i);
  }
  return bytes;
}

export function fakeMicrophone(programs) {
  return ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
    `--use-file-for-fake-audio-capture=${programs.file("speaker.wav", bursts(4))}`];
}

// How much of a window's power is at the tone (Goertzel), for windows that are not silent.
function isTone(samples) {
  const step = 2 * Math.cos((2 * Math.PI * hertz) / rate);
  let [before, last, power] = [0, 0, 0];
  for (const sample of samples) {
    [before, last] = [last, sample + step * last - before];
    power += sample * sample;
  }
  if (power / samples.length < 1e-5) return false;
  const tone = (last * last + before * before - step * last * before) / (samples.length / 2);
  return tone / power > 0.8;
}

// Seconds of the tone in what the station played, in windows of 50 ms.
function secondsOfTone(file) {
  const bytes = readFileSync(file);
  const begin = bytes.indexOf("data") + 8;
  const window = rate / 20;
  let found = 0;
  for (let at = begin; at + window * 4 <= bytes.length; at += window * 4) {
    const left = Array.from({ length: window }, (_, i) => bytes.readInt16LE(at + 4 * i) / 32768);
    if (isTone(left)) ++found;
  }
  return found / 20;
}

const results = async (programs) =>
  (await programs.ask("/v1/log?limit=50")).rows.filter((row) => row.kind === "result");

async function speaksAndHasDone(page, programs, shots) {
  await page.click("#mic-start");
  await until("the air", async () => (await text(page, "mic-answer")) === "Đang lên sóng");
  assert.equal((await programs.ask("/v1/status")).onAir.title, "Nói trực tiếp");
  await sleep(5);
  await assertFits(page);
  await assertReadable(page);
  await assertTappable(page);
  await page.screenshot({ path: `${shots}/station-microphone.png`, fullPage: true });
  await page.click("#mic-start");
  await until("the end", async () => !(await programs.ask("/v1/status")).onAir);
  assert.equal(await text(page, "mic-answer"), "Đã nói xong.");
  const [result] = await results(programs);
  // Where the browser was too slow, silence stood in, and the record says so.
  assert.ok(result.outcome === "played" || result.reason === "dropped", JSON.stringify(result));
  assert.ok(result.framesPlayed > 4 * rate, `${result.framesPlayed} frames`);
}

async function announcesInOneCluster(page, programs) {
  const east = '#announce-clusters input[value="Thôn Đông"]';
  await page.uncheck(east);
  await page.fill("#announce-text", "Mời bà con họp thôn.");
  await page.click("#announce button[type=submit]");
  await until("the air", async () => (await programs.ask("/v1/status")).onAir);
  await until("silence", async () => !(await programs.ask("/v1/status")).onAir);
  const [result] = await results(programs);
  assert.deepEqual(JSON.parse(result.evidence).clusters, ["Thôn Đoài"]);
  await page.check(east);
}

async function speaksOverABulletin(page, programs) {
  await programs.ask("/v1/play", { text: "Đây là bản tin dài của đài truyền thanh xã. ".repeat(12), level: 3 });
  await until("the bulletin", async () => (await programs.ask("/v1/status")).onAir);
  await page.check("#announce-over");
  await page.click("#mic-start");
  await until("over it", async () => (await programs.ask("/v1/status")).onAir?.under === "Thông báo");
  await sleep(2);
  await page.click("#mic-start");
  await until("it is lifted", async () => (await programs.ask("/v1/status")).onAir?.title === "Thông báo");
  await programs.ask("/v1/stop", {});
  await page.uncheck("#announce-over");
  await until("silence", async () => !(await programs.ask("/v1/status")).onAir);
}

async function somebodyElseIsToldThatTheAirIsTaken(page, programs) {
  await page.click("#mic-start");
  await until("the air", async () => (await text(page, "mic-answer")) === "Đang lên sóng");
  await assert.rejects(programs.ask("/v1/microphone", {}), /microphone-taken/);
}

async function isOffTheAirWhenThePageGoes(page, programs) {
  await page.close();
  await until("silence", async () => !(await programs.ask("/v1/status")).onAir, 8);
}

// A browser that encodes nothing sends samples.
async function speaksWithoutAnEncoder(page, programs) {
  await page.evaluate(() => delete window.AudioEncoder);
  await page.click("#mic-start");
  await until("the air", async () => (await text(page, "mic-answer")) === "Đang lên sóng");
  await sleep(2);
  await page.click("#mic-start");
  await until("the end", async () => !(await programs.ask("/v1/status")).onAir);
  const [result] = await results(programs);
  assert.ok(result.framesPlayed > rate, `${result.framesPlayed} frames`);
}

export async function microphone(browser, programs, { shots }) {
  const { page, complaints } = await comesInAsTheFirst(browser, programs, { width: 390, height: 844 }, shots);
  const codecs = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/v1/microphone")) codecs.push(request.postDataJSON().codec);
  });
  await speaksAndHasDone(page, programs, shots);
  await announcesInOneCluster(page, programs);
  await speaksOverABulletin(page, programs);
  await speaksWithoutAnEncoder(page, programs);
  assert.deepEqual(codecs, ["opus", "opus", "pcm"]);
  await somebodyElseIsToldThatTheAirIsTaken(page, programs);
  assert.deepEqual(complaints, []);
  await isOffTheAirWhenThePageGoes(page, programs);
  const heard = secondsOfTone(join(programs.folder, "out.wav"));
  assert.ok(heard > 2.5, `only ${heard} s of the microphone were heard`);
}
