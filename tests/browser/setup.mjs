// A first start: an empty configuration, the page, and the first bulletin on the sound card. Then a
// person is brought in.
import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { assertFits, assertReadable, assertTappable } from "./checks.mjs";
import { openPage } from "./browser.mjs";
import { until, weekDueIn } from "./programs.mjs";

const text = (page, id) => page.locator(`#${id}`).textContent();
const admin = "Nguyễn Thị Lan";
const password = "loa kêu lúc năm giờ";
const wide = { width: 1280, height: 900 };
const phone = { width: 360, height: 740, scheme: "dark" };

const configOf = (programs) => JSON.parse(readFileSync(programs.stationConfig, "utf8"));

async function isLedToTheSetup(browser, programs) {
  const { code } = await programs.ask("/v1/first");
  const opened = await openPage(browser, `${programs.station}/login.html#ma=${code}`, wide);
  const { page } = opened;
  await page.waitForSelector("#first-card", { state: "visible" });
  await page.fill('#first [name="name"]', admin);
  await page.fill('#first [name="password"]', password);
  await page.click("#first button");
  await page.waitForURL("**/setup.html");
  await page.waitForSelector("#first", { state: "visible" });
  return opened;
}

async function hearsTheTestTone(page, card) {
  await page.fill('[name="other"]', card.name);
  await page.click("[data-tone]");
  await until("the tone", async () => (await text(page, "tone-answer")).startsWith("Đã phát một tiếng"));
  assert.ok(statSync(card.file).size > 48000, "the card heard the tone");
}

async function isToldWhatIsWrong(page, programs, shots) {
  const before = readFileSync(programs.stationConfig, "utf8");
  await page.fill('[name="name"]', "Đài xã");
  await page.fill('[name="zone"]', "Asia/Hanoi");
  await page.click('#setup button[type="submit"]');
  await page.waitForSelector("#setup-answer .problem");
  assert.match(await text(page, "setup-answer"), /Chưa ghi gì. Có 1 chỗ phải sửa:.*zone/);
  await page.screenshot({ path: `${shots}/setup-refused.png`, fullPage: true });
  assert.equal(readFileSync(programs.stationConfig, "utf8"), before);
  await page.fill('[name="zone"]', "Asia/Ho_Chi_Minh");
}

async function choosesTheCommune(page) {
  await page.fill('[name="name"]', "");
  await page.fill("#commune-words", "phu van ninh");
  await page.click("#communes button");
  assert.equal(await text(page, "commune"), "Phường Phù Vân, Tỉnh Ninh Bình (mã 13291)");
  assert.equal(await page.inputValue('[name="name"]'), "Đài truyền thanh phường Phù Vân");
}

async function writesAndLogsInAgain(page, shots) {
  await page.check('[name="clock"][value="system"]');
  await assertFits(page);
  await assertReadable(page);
  await page.screenshot({ path: `${shots}/setup.png`, fullPage: true });
  await page.click('#setup button[type="submit"]');
  await page.waitForSelector("#written", { state: "visible" });
  await page.screenshot({ path: `${shots}/setup-written.png`, fullPage: true });
  await page.waitForURL("**/login.html*");
  await page.waitForSelector("#set-up", { state: "visible" });
  await page.fill('#login [name="name"]', admin);
  await page.fill('#login [name="password"]', password);
  await page.click("#login button");
  await until("the page", async () => (await text(page, "who-name")) === admin);
  await until("its name", async () => (await text(page, "name")) === "Đài truyền thanh phường Phù Vân");
}

async function hearsTheFirstBulletin(page, programs, source, card) {
  const before = existsSync(card.file) ? statSync(card.file).size : 0;
  const week = JSON.stringify(weekDueIn(12, source, "Bản tin đầu tiên"));
  await page.setInputFiles("#week-file", programs.file("tuan.json", week));
  await page.waitForSelector("#week-take", { state: "visible" });
  await page.click("#week-take");
  await until("taken", async () => (await text(page, "week-answer")).includes("Đã nhận lịch"));
  await until("on air", async () => (await text(page, "now-title")) === "Bản tin đầu tiên");
  await until("sound on the card", () => statSync(card.file).size > before + 96000);
}

// What is on the air is not cut without a word.
async function changesItLater(page, programs, shots) {
  await page.goto(`${programs.station}/setup.html`);
  await page.waitForSelector("#setup", { state: "visible" });
  await until("the form", async () => (await page.inputValue('[name="name"]')) !== "");
  assert.equal(await page.isVisible("#first"), false);
  await page.fill('[name="name"]', "Đài phường Phù Vân");
  await page.click('#setup button[type="submit"]');
  await page.waitForSelector("#restart-now", { state: "visible" });
  assert.match(await text(page, "renewal"), /Đang phát “Bản tin đầu tiên”/);
  await page.screenshot({ path: `${shots}/setup-waits.png`, fullPage: true });
  await page.click("#restart-now");
  await page.click('#confirm [value="yes"]');
  await page.waitForURL("**/login.html*");
  await until("the station again", async () => (await (await fetch(`${programs.station}/v1/session`)).json()).name === "Đài phường Phù Vân");
  assert.equal(configOf(programs).commune, "13291");
  assert.equal(configOf(programs).bufferMs, 300, "what was not asked is kept");
}

async function bringsAPersonIn(browser, page, programs, shots) {
  await page.fill('#login [name="name"]', admin);
  await page.fill('#login [name="password"]', password);
  await page.click("#login button");
  await until("the page", async () => (await text(page, "who-name")) === admin);
  await page.click("#who-name");
  await page.click('.links [href="/people.html"]');
  await page.waitForSelector(".person");
  await page.fill('#add [name="name"]', "Trần Văn Minh");
  await page.click("#add button");
  await page.waitForSelector("#new-code", { state: "visible" });
  const code = await text(page, "new-code-value");
  await assertFits(page);
  await assertReadable(page);
  await page.screenshot({ path: `${shots}/people.png`, fullPage: true });

  const minh = await openPage(browser, `${programs.station}/login.html`, phone);
  await minh.page.click("summary");
  await minh.page.fill('#code [name="name"]', "Trần Văn Minh");
  await minh.page.fill('#code [name="code"]', code.toLowerCase());
  await minh.page.fill('#code [name="password"]', password);
  await minh.page.click("#code button");
  await until("the page", async () => (await text(minh.page, "who-name")) === "Trần Văn Minh");

  await page.reload();
  const row = page.locator('.person[data-name="Trần Văn Minh"]');
  await row.locator("button", { hasText: "Thu các phiên" }).click();
  await minh.page.waitForURL("**/login.html*");
  await row.locator("button", { hasText: "Xóa" }).click();
  await page.click('#confirm [value="yes"]');
  await until("gone", async () => (await page.locator(".person").count()) === 1);
  await minh.page.close();
}

async function fitsOnAPhone(browser, page, programs, shots) {
  for (const name of ["setup", "people"]) {
    const small = await openPage(browser, `${programs.station}/${name}.html`, { ...phone, from: page });
    await small.page.waitForSelector(name === "setup" ? "#setup" : ".person", { state: "visible" });
    await until("the words", async () => (await text(small.page, "name")) !== "Loa");
    await assertFits(small.page);
    await assertTappable(small.page);
    await assertReadable(small.page);
    await small.page.screenshot({ path: `${shots}/${name}-phone.png`, fullPage: true });
    assert.deepEqual(small.complaints, []);
  }
}

export async function setup(browser, programs, { source, shots }) {
  const { card } = programs;
  const { page } = await isLedToTheSetup(browser, programs);
  await hearsTheTestTone(page, card);
  await isToldWhatIsWrong(page, programs, shots);
  await choosesTheCommune(page);
  await writesAndLogsInAgain(page, shots);
  assert.equal(configOf(programs).output, `alsa:${card.name}`);
  await hearsTheFirstBulletin(page, programs, source, card);
  await changesItLater(page, programs, shots);
  await bringsAPersonIn(browser, page, programs, shots);
  await fitsOnAPhone(browser, page, programs, shots);
}
