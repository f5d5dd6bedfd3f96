// The centre's page: a station that enrolled, what it plays, and what it has played.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { assertFits, assertReadable, assertTappable } from "./checks.mjs";
import { openPage } from "./browser.mjs";
import { until, weekDueIn } from "./programs.mjs";

const hostile = 'Bản tin <img src=x onerror="window.hostile=1"> thử';
const text = (page, id) => page.locator(`#${id}`).textContent();

// The tree: where the station says that it is, what the office says of it, and what is folded.
async function tree(page, programs) {
  const id = await page.locator("#stations [data-station]").getAttribute("data-station");
  await until("its commune", async () => /Tỉnh Ninh Bình.*Phường Phù Vân.*Thôn Đông: /s.test(await text(page, "stations")));
  assert.equal(await page.locator("#map").isVisible(), false, "no station has a position");
  programs.askCentre("place", id, "--tags", "ven-sông", "--position", "20.541,105.912");
  await until("its point", async () => (await page.locator(`#map [data-point="${id}"]`).count()) === 1);
  assert.equal(programs.askCentre("stations", "tag:ven-sông", "commune:13291"), id);
  assert.throws(() => programs.askCentre("stations", "tag:khác"), /no-such-target/);
  await page.selectOption("#tag", "ven-sông");
  await page.click('[data-node="Tỉnh Ninh Bình/Phường Phù Vân"]');
  await page.waitForResponse((answer) => answer.url().endsWith("/v1/events"));
  assert.equal(await page.locator("#stations [data-station]").isVisible(), false, "it stays folded");
  await page.click('[data-node="Tỉnh Ninh Bình/Phường Phù Vân"]');
  await page.click(`[data-point="${id}"]`);
  await until("its plays", async () => page.locator("#plays").isVisible());
}

const password = "trực ban xem loa";

// By the code that the machine shows; what the page offers then is by the role.
async function comesIn(browser, programs, name, role) {
  const code = programs.askCentre("people", "add", name, "--role", role).match(/[A-Z0-9]{5}-[A-Z0-9]{5}/)[0];
  const { page, complaints } = await openPage(browser, programs.centre, { width: 412, height: 900 });
  await page.waitForSelector("#door", { state: "visible" });
  await page.click("#door summary");
  await page.fill('#code [name="name"]', name);
  await page.fill('#code [name="code"]', code);
  await page.fill('#code [name="password"]', password);
  await page.click("#code button");
  await until("who has come in", async () => (await text(page, "person")).startsWith(`${name} · `));
  assert.equal(await page.locator("#door").isVisible(), false);
  return { page, complaints };
}

async function people(browser, programs, shots) {
  const { page, complaints } = await comesIn(browser, programs, "Nguyễn Thị Lan", "admin");
  await until("her own act", async () => (await text(page, "acts-list")).includes("Nguyễn Thị Lan"));
  await assertFits(page);
  await assertTappable(page);
  await page.click("#logout");
  await page.waitForSelector("#door", { state: "visible" });
  await page.screenshot({ path: `${shots}/centre-door.png`, fullPage: true });
  await assertReadable(page);
  await page.fill('#login [name="name"]', "Nguyễn Thị Lan");
  await page.fill('#login [name="password"]', "không phải mật khẩu");
  await page.click("#login button");
  await until("the refusal", async () => (await text(page, "login-answer")).includes("sai tên hoặc mật khẩu"));
  await page.fill('#login [name="password"]', password);
  await page.click("#login button");
  await until("her again", async () => (await text(page, "person")) === "Nguyễn Thị Lan · người quản trị");
  const auditor = await comesIn(browser, programs, "Trần Văn Minh", "auditor");
  const refused = await auditor.page.evaluate(async () => (await fetch("/v1/admin/tokens", {
    method: "POST", headers: { "content-type": "application/json", "x-loa": "1" }, body: '{"name":"x"}',
  })).status);
  assert.equal(refused, 403);
  assert.match(programs.askCentre("people", "list"), /Nguyễn Thị Lan {2}admin \(người quản trị\)/);
  assert.deepEqual(complaints.filter((one) => !/401/.test(one)), []);
}

async function handsIn(browser, programs, bundle) {
  const { page, complaints } = await comesIn(browser, programs, "Lê Văn Tư", "operator");
  await page.waitForSelector("#hand-in", { state: "visible" });
  await page.setInputFiles("#hand-in-file", { name: "thu.loa", mimeType: "", buffer: Buffer.from("{}") });
  await page.click("#hand-in button");
  await until("what is wrong with it", async () => (await text(page, "approval-answer")).length > 3);
  await page.setInputFiles("#hand-in-file", bundle);
  await page.click("#hand-in button");
  await until("it waits", async () => (await text(page, "approval-waiting")).includes("Lê Văn Tư đã nộp"));
  assert.equal(await page.locator("#approval-judge").isVisible(), false, "who hands in does not approve");
  await assertFits(page);
  await assertTappable(page);
  await assertReadable(page);
  assert.deepEqual(complaints.filter((one) => !/40[01]/.test(one)), []);
}

// What an operator has handed in is looked at, and approved by another person, before it goes out.
async function approval(browser, programs, { source, shots }) {
  const { page, complaints } = await comesIn(browser, programs, "Phạm Thị Mai", "approver");
  const bundle = programs.bundle(weekDueIn(3600, source, hostile));
  assert.throws(() => programs.askCentre("programme", bundle), /not-approved/);
  assert.equal(await page.locator("#hand-in").isVisible(), false, "an approver hands nothing in");
  await handsIn(browser, programs, bundle);
  await page.waitForSelector("#approval-judge", { state: "visible" });
  assert.match(await text(page, "approval-waiting"), /Lê Văn Tư đã nộp, chờ duyệt/);
  await page.locator("#approval-content summary").first().click();
  await until("the week", async () => /Hằng ngày \d\d:\d\d:\d\d {2}Bản tin <img src=x onerror=/.test(await text(page, "approval-content")));
  assert.equal(await page.evaluate(() => window.hostile), undefined);
  await assertFits(page);
  await assertTappable(page);
  await assertReadable(page);
  await page.screenshot({ path: `${shots}/centre-approval.png`, fullPage: true });
  await page.click("#refuse");
  await until("why it wants to know", async () => (await text(page, "approval-answer")).includes("lý do"));
  await page.click("#approve");
  await until("approved", async () => (await text(page, "approval-before")).includes("Phạm Thị Mai đã duyệt"));
  assert.equal(await page.locator("#approval-judge").isVisible(), false);
  programs.askCentre("programme", bundle);
  await until("given", async () => (await text(page, "approval-before")).includes("đã ký và giao"));
  assert.deepEqual(complaints.filter((one) => !/40[01]/.test(one)), []);
}

// A quarter's report, on the page and as the file that goes to the province.
async function report(page) {
  assert.match(await page.inputValue("#report-from"), /^\d{4}-(01|04|07|10)-01$/);
  await page.click("#report-days button");
  await until("the report", async () => (await text(page, "report-note")).startsWith("1 đài có lượt phát"));
  assert.match(await text(page, "report-rows"), /Hà Nam|Ninh Bình/);
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#report-file")]);
  const name = download.suggestedFilename();
  const rows = new TextDecoder("utf-16le").decode(await readFile(await download.path())).trim().split("\r\n");
  const cells = rows.map((row) => row.split("\t"));
  assert.match(name, /^loa-\d{4}-\d\d-01-\d{4}-\d\d-\d\d\.csv$/);
  assert.equal(cells.length, 2);
  assert.deepEqual(cells[0].slice(2, 6), ["Đài", "Mã đài", "Số lượt", "đã phát"]);
  assert.equal(cells[1][2], "Đài xã Phù Vân");
  assert.ok(cells[1].slice(5, 10).reduce((sum, each) => sum + Number(each), 0) === Number(cells[1][4]) && cells[1][4] > 0, cells[1]);
  await page.fill("#report-from", "2020-01-01");
  await page.click("#report-days button");
  await until("what is wrong with it", async () => (await text(page, "report-note")).includes("không quá 400 ngày"));
  assert.equal(await page.locator("#report-file").isVisible(), false);
  await page.fill("#report-from", name.slice(4, 14));
  await page.click("#report-days button");
  await until("the report again", async () => page.locator("#report-file").isVisible());
}

export async function centre(browser, programs, { source, shots }) {
  const { page, complaints } = await openPage(browser, programs.centre, { width: 1280, height: 900 });
  await until("the station at the centre", async () => (await text(page, "stations")).includes("Đài xã Phù Vân"));
  await tree(page, programs);
  await until("what was done there", async () => (await text(page, "acts-list")).includes("Cấp mã ghi danh"));
  await programs.ask("/v1/schedule", weekDueIn(6, source, hostile));
  await until("on air at the centre", async () => (await text(page, "stations")).includes(hostile));
  await page.screenshot({ path: `${shots}/centre.png`, fullPage: true });
  // The centre also shows what comes next; only what sounds is stopped.
  await until("on the air", async () => (await programs.ask("/v1/status")).onAir);
  await programs.ask("/v1/stop", {});
  await page.click("#stations [data-station]");
  await until("the play at the centre", async () => (await text(page, "plays-list")).includes(hostile));
  assert.equal(await page.evaluate(() => window.hostile), undefined);
  await until("its receipt", async () => (await page.locator("#plays-list a.receipt").count()) > 0);
  const receipt = await page.locator("#plays-list a.receipt").first().getAttribute("href");
  const answer = await page.request.get(new URL(receipt, page.url()).href);
  assert.equal(answer.status(), 200);
  assert.match(await answer.text(), /^c2sp\.org\/tlog-proof/);
  await report(page);
  await assertReadable(page);
  await assertTappable(page);
  await page.screenshot({ path: `${shots}/centre-plays.png`, fullPage: true });

  const phone = await openPage(browser, programs.centre, { width: 360, height: 740, scheme: "dark" });
  await until("the station on the phone", async () => (await text(phone.page, "stations")).includes("Đài xã Phù Vân"));
  await assertFits(phone.page);
  await assertTappable(phone.page);
  await assertReadable(phone.page);
  await phone.page.screenshot({ path: `${shots}/centre-phone.png`, fullPage: true });
  assert.deepEqual(complaints, []);
  assert.deepEqual(phone.complaints, []);
  await people(browser, programs, shots);
  await approval(browser, programs, { source, shots });
}
