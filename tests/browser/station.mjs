// The operator's day on the station's page.
import assert from "node:assert/strict";
import { assertFits, assertReadable, assertTappable, litPixels } from "./checks.mjs";
import { anotherPersonApprovesAWeek } from "./approval.mjs";
import { openPage } from "./browser.mjs";
import { until, weekDueIn } from "./programs.mjs";

const hostile = 'Bản tin <img src=x onerror="window.hostile=1"> thử';
const text = (page, id) => page.locator(`#${id}`).textContent();

const name = "Nguyễn Thị Lan";
const password = "loa kêu lúc năm giờ";

// A stranger is led to the door; the code that the machine shows makes the first person.
export async function comesInAsTheFirst(browser, programs, size, shots) {
  const { code } = await programs.ask("/v1/first");
  const opened = await openPage(browser, `${programs.station}/login.html#ma=${code}`, size);
  const { page } = opened;
  await page.waitForSelector("#first-card", { state: "visible" });
  assert.equal(await page.locator('#first [name="code"]').inputValue(), code);
  assert.ok(!page.url().includes(code), "the code does not stay in the address");
  await assertFits(page);
  await assertReadable(page);
  await assertTappable(page);
  await page.screenshot({ path: `${shots}/station-first.png` });
  await page.fill('#first [name="name"]', name);
  await page.fill('#first [name="password"]', password);
  await page.click("#first button");
  await until("the page", async () => (await text(page, "who-name")) === name);
  return opened;
}

// Refusals are told by the server as 401, which the browser's console complains about.
async function logsInAndSeesOnlyWhatIsForAnAuditor(browser, programs, size, shots) {
  await programs.ask("/v1/people", { name: "Hoa", role: "auditor", password });
  const { page } = await openPage(browser, programs.station, size);
  await page.waitForSelector("#login-card", { state: "visible" });
  await page.fill('#login [name="name"]', "Hoa");
  await page.fill('#login [name="password"]', "không phải mật khẩu");
  await page.click("#login button");
  await until("the refusal", async () => (await text(page, "login-answer")) === "sai tên hoặc mật khẩu");
  await assertReadable(page);
  await page.screenshot({ path: `${shots}/station-login.png` });
  await page.fill('#login [name="password"]', password);
  await page.click("#login button");
  await until("the page", async () => (await text(page, "who-name")) === "Hoa");
  await until("its state", async () => (await text(page, "health")).includes("Tin được"));
  for (const part of ["#stop", "#pause", "#volume", "#announce", "#week-paste"]) {
    assert.equal(await page.locator(part).isVisible(), false, part);
  }
  await page.click("#who-name");
  await page.click("#logout");
  await page.waitForSelector("#login-card", { state: "visible" });
}

async function seesThatThereIsNoWeek(page) {
  await until("the alarm", async () => (await text(page, "alarms")).includes("chưa có lịch"));
  assert.equal(await text(page, "name"), "Đài xã Phù Vân");
  assert.match(await text(page, "health"), /Tin được/);
}

async function isToldWhatIsWrongWithAWeek(page, programs) {
  const bad = `{"id": "tuan", "version": 1, "title": "Tuần", "zone": "Asia/Hanoi",
  "valid": {"from": "2026-01-01", "to": "2027-12-31"},
  "programmes": [{"id": "p", "title": "P", "items": [{"audio": "../x.mp3"}]}],
  "slots": [{"id": "s", "days": ["T9"], "start": "25:00", "length": "1m", "programme": "q"}]}`;
  await page.setInputFiles("#week-file", programs.file("hỏng.json", bad));
  await page.waitForSelector(".problem");
  const problems = await page.locator(".problem").allTextContents();
  assert.ok(problems.length >= 4, problems.join("\n"));
  assert.ok(problems.some((each) => each.includes("dòng 1,") && each.includes("zone")), problems.join("\n"));
  assert.ok(problems.some((each) => each.includes("dòng 4,") && each.includes("slots[0].start")));
  assert.equal(await page.locator("#week-take").isVisible(), false);
}

const relay = "http://relay.example.invalid/vov1.mp3";

// One answer for all of a kind; what was chosen before stays as it is.
async function answersManyAtOnce(page) {
  const open = page.locator(".question", { has: page.locator('input[value="doc"]') });
  const many = await open.count();
  assert.ok(many >= 3, `${many} titles are not known`);
  await open.first().locator('input[value="bo"]').check();
  await page.locator(".for-all button", { hasText: "máy đọc" }).click();
  assert.equal(await page.locator('input[value="doc"]:checked').count(), many - 1);
  assert.ok(await open.first().locator('input[value="bo"]').isChecked());
  await open.first().locator('input[value="doc"]').check();
}

// Fills each question in: what can be read out is, relays and ends are typed.
async function answersAll(page) {
  for (const question of await page.locator(".question").all()) {
    const choices = question.locator('input[type="radio"]');
    if ((await question.locator("legend").textContent()).includes("tiếp âm từ")) {
      await question.locator('input[type="text"]').fill(relay);
    } else if ((await choices.count()) > 0) {
      await question.locator('input[value="doc"], input[type="radio"]').first().check();
    } else {
      await question.locator('input[type="text"]').fill("15 phút");
    }
  }
  await page.click("form.questions button[type=submit]");
}

async function isShownWhatTheWorkbookSays(page, source, shots) {
  const samples = `${source}/tests/schedules/intake/samples`;
  await page.setInputFiles("#week-file", `${samples}/luoi-ngay-cot.xlsx`);
  await page.waitForSelector(".question");
  const understood = await page.locator(".understood-slot").allTextContents();
  assert.ok(understood.some((each) => each.includes("Bản tin xã") && each.includes("Tuần 48!B3, A5, –, B5")),
    understood.join("\n"));
  assert.ok(understood.some((each) => each.includes("05:05 – ~05:30")), "an end that is inferred is marked");
  assert.match(await text(page, "week-answer"), /còn \d+ điều cần hỏi/);
  assert.equal(await page.locator("#week-take").isVisible(), false);
  await assertReadable(page);
  await assertTappable(page);
  await answersManyAtOnce(page);
  await page.screenshot({ path: `${shots}/station-import.png`, fullPage: true });
  for (let round = 0; round < 4 && !(await page.locator("#week-take").isVisible()); round += 1) {
    await answersAll(page);
    await until("the answer", async () => !(await text(page, "week-answer")).includes("Đang đọc"));
  }
  assert.match(await text(page, "week-answer"), /Loa hiểu cả tệp/);
  await page.screenshot({ path: `${shots}/station-import-answered.png`, fullPage: true });
}

async function isToldHowToSaveAnOldFile(page) {
  const old = Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(504),
    Buffer.from("Workbook", "utf16le"), Buffer.alloc(512)]);
  await page.setInputFiles("#week-file", { name: "lịch.xls", mimeType: "application/vnd.ms-excel", buffer: old });
  await page.waitForSelector(".problem");
  assert.match(await text(page, "week-answer"), /\*\.xlsx/);
  assert.equal(await page.locator("#week-take").isVisible(), false);
}

async function takesAWeekThatWasPasted(page) {
  const monday = new Date();
  monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7));
  const date = (days) => new Date(monday.getTime() + days * 86400000).toLocaleDateString("vi-VN", { timeZone: "UTC" });
  await page.click(".paste summary");
  await page.fill("#week-text", `LỊCH PHÁT THANH TỪ NGÀY ${date(0)} ĐẾN NGÀY ${date(6)}\nTHỨ HAI\n– 5h00-5h10 Bản tin xã\n`);
  await page.click("#week-paste button");
  await page.waitForSelector(".question");
  await answersAll(page);
  await page.waitForSelector("#week-take", { state: "visible" });
  await page.click("#week-take");
  await until("taken", async () => (await text(page, "week-answer")).includes("Đã nhận lịch"));
  await page.click(".paste summary");
}

async function takesAWeek(page, programs, source) {
  const week = JSON.stringify(weekDueIn(8, source, hostile), null, 1);
  await page.setInputFiles("#week-file", programs.file("tuan.json", week));
  await page.waitForSelector("#week-take", { state: "visible" });
  assert.match(await text(page, "week-answer"), /1 khung giờ, 1 chương trình/);
  await page.click("#week-take");
  await until("taken", async () => (await text(page, "week-answer")).includes("Đã nhận lịch"));
}

async function seesItOnAir(page) {
  await until("on air", async () => (await text(page, "now-title")) === hostile);
  await until("the timeline", async () => (await text(page, "timeline")).includes("đang phát"));
  assert.ok((await text(page, "timeline")).includes(hostile));
  await until("progress", async () => (await page.locator("#now-bar").evaluate((bar) => bar.value)) > 0);
  await until("letters on the board", async () => (await litPixels(page, "board")) > 200);
  assert.match(await text(page, "board-text"), /Bảng đang chạy: .+/);
  assert.match(await text(page, "board-state"), /Bảng mô phỏng, không có bảng thật · độ sáng 100 %/);
  assert.equal(await page.evaluate(() => window.hostile), undefined);
  assert.equal(await page.locator('img[src="x"]').count(), 0);
}

async function thinksTwiceBeforeAnEmergency(page) {
  await page.fill("#announce-text", "Nước lũ đang lên, bà con khẩn trương lên chỗ cao.");
  await page.selectOption("#announce-level", "1");
  await page.click("#announce button");
  await page.waitForSelector("#confirm[open]");
  await page.click('#confirm button[value="no"]');
  await page.waitForSelector("#confirm", { state: "hidden" });
  assert.equal(await text(page, "now-title"), hostile);
  await page.click("#announce button");
  await page.click('#confirm button[value="yes"]');
  await until("the emergency", async () => (await text(page, "now-level")) === "Khẩn cấp");
  await until("the bulletin again", async () => (await text(page, "now-title")) === hostile);
  await until("its record", async () => (await text(page, "log")).includes("Thông báo"));
}

async function movesTheSoundByHand(page) {
  await page.locator("#volume").evaluate((slider) => {
    slider.value = 55;
    slider.dispatchEvent(new Event("change"));
  });
  await until("the volume", async () =>
    (await page.evaluate(() => fetch("/v1/status").then((r) => r.json()))).sound.volume === 55);
  await page.click("#pause");
  await until("paused", async () => (await text(page, "pause")) === "Tiếp tục");
  await page.click("#pause");
  await until("going on", async () => (await text(page, "pause")) === "Tạm dừng");
  await page.click("#stop");
  await until("stopped", async () => (await text(page, "now-title")) === "Không phát gì");
  await until("the record", async () => (await text(page, "log")).includes(hostile));
}

async function readsEnglishToo(page) {
  await page.click("#language");
  await until("English", async () => (await text(page, "now-heading")) === "On air");
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  await page.click("#language");
}

export async function station(browser, programs, { source, shots }) {
  const size = { width: 1280, height: 900 };
  const { page, complaints } = await comesInAsTheFirst(browser, programs, size, shots);
  await logsInAndSeesOnlyWhatIsForAnAuditor(browser, programs, size, shots);
  await seesThatThereIsNoWeek(page);
  await isToldWhatIsWrongWithAWeek(page, programs);
  await page.screenshot({ path: `${shots}/station-bad-week.png`, fullPage: true });
  await isShownWhatTheWorkbookSays(page, source, shots);
  await isToldHowToSaveAnOldFile(page);
  await takesAWeekThatWasPasted(page);
  await takesAWeek(page, programs, source);
  await seesItOnAir(page);
  await assertReadable(page);
  await page.screenshot({ path: `${shots}/station.png`, fullPage: true });

  const phone = await openPage(browser, programs.station, { width: 360, height: 740, scheme: "dark", from: page });
  await until("on air on the phone", async () => (await text(phone.page, "now-title")) === hostile);
  await assertFits(phone.page);
  await assertTappable(phone.page);
  await assertReadable(phone.page);
  await phone.page.screenshot({ path: `${shots}/station-phone.png`, fullPage: true });

  await thinksTwiceBeforeAnEmergency(page);
  await movesTheSoundByHand(page);
  await readsEnglishToo(page);
  await anotherPersonApprovesAWeek(browser, page, programs, { source, shots });
  assert.deepEqual(complaints, []);
  assert.deepEqual(phone.complaints, []);
}
