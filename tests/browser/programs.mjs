// A real loa-centre and a real loa-station in a folder of the test's own.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const zone = "Asia/Ho_Chi_Minh";

function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function start(program, config, environment = {}) {
  const env = { ...process.env, ...environment };
  const child = spawn(program, ["--config", config], { stdio: ["ignore", "inherit", "inherit"], env });
  child.ended = new Promise((resolve) => child.on("exit", (code) => resolve(code)));
  return child;
}

export async function until(what, so, seconds = 60) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    try {
      const value = await so();
      if (value) return value;
    } catch {
      // not yet
    }
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export class Programs {
  constructor(build) {
    this.build = build;
    this.bin = join(build, "bin");
    this.folder = mkdtempSync(join(tmpdir(), "loa-browser-"));
    this.children = [];
  }

  file(name, content) {
    const path = join(this.folder, name);
    writeFileSync(path, typeof content === "string" || Buffer.isBuffer(content) ? content : JSON.stringify(content));
    return path;
  }

  // A bundle as an office makes it at its own machine, with keys of its own.
  bundle(week) {
    const loa = (...words) => execFileSync(join(this.bin, "loa"), words);
    const office = join(this.folder, "office");
    const [root, weeks, centre] = ["root", "weeks", "centre"].map((name) => join(this.folder, `${name}.key`));
    for (const key of [root, weeks, centre]) loa("key", "new", key, "--open");
    loa("root", "new", office, "--root", root, "--programme", weeks, "--snapshot", centre, "--timestamp", centre);
    loa("root", "sign", office, "--key", root);
    loa("sign-programme", office, "--week", this.file("week.json", week), "--for", "*", "--key", weeks, "--media", this.folder);
    const out = join(this.folder, "week.loa");
    loa("bundle", office, "-o", out, "--snapshot-key", centre, "--timestamp-key", centre);
    return out;
  }

  async startCentre() {
    const port = await freePort();
    const config = this.file("centre.json", { title: "Tỉnh thử", state: "centre", zone, port });
    const program = join(this.bin, "loa-centre");
    this.children.push(start(program, config));
    // A subcommand of the centre; what it says.
    this.askCentre = (...words) => execFileSync(program, ["--config", config, ...words]).toString().trim();
    this.centre = `http://127.0.0.1:${port}`;
    await until("the centre answers", async () => (await fetch(`${this.centre}/healthz`)).ok);
    this.token = this.askCentre("token", "--name", "Đài xã Phù Vân");
  }

  // `more` is added to its configuration.
  async startStation(more = {}) {
    const port = await freePort();
    const config = this.file("station.json", {
      name: "Đài xã Phù Vân", state: "station", zone, clock: "system", output: "wav:out.wav",
      listen: { port }, ...more,
      centre: this.centre ? { url: this.centre, token: this.token, firstContactWindow: "0s" } : {},
    });
    this.children.push(start(join(this.bin, "loa-station"), config));
    this.station = `http://127.0.0.1:${port}`;
    await until("the station answers", async () => (await fetch(`${this.station}/healthz`)).ok);
  }

  // One that nobody has set up: its file says only where it lives. Its sound card is the test card.
  async startNewStation() {
    const port = await freePort();
    this.stationConfig = this.file("station.json", { state: "station", bufferMs: 300, listen: { port } });
    const sound = join(this.folder, "card");
    this.card = { name: `loatest:FILE=${sound},PPM=0,FORMAT=S16_LE`, file: sound };
    const environment = { ALSA_CONFIG_PATH: join(this.build, "tests/support/asound.conf") };
    this.children.push(start(join(this.bin, "loa-station"), this.stationConfig, environment));
    this.station = `http://127.0.0.1:${port}`;
    await until("the station answers", async () => (await fetch(`${this.station}/healthz`)).ok);
  }

  // Asks the station as the machine's owner; the answer's content. A body makes it a POST.
  async ask(path, body) {
    const token = readFileSync(join(this.folder, "station", "owner-token"), "utf8").trim();
    const headers = { "X-Loa": "test", Authorization: `Bearer ${token}` };
    const sent = body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers };
    const answer = await fetch(this.station + path, sent);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  // Every program ends well when it is asked to.
  async stop() {
    for (const child of this.children.reverse()) {
      child.kill("SIGTERM");
      const code = await child.ended;
      if (code !== 0) throw new Error(`${child.spawnfile} ended with ${code}`);
    }
    this.children = [];
  }

  clean() {
    for (const child of this.children) child.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}

// The demonstration's content in a week of its own: one slot each day, `seconds` from now.
export function weekDueIn(seconds, source, title) {
  const demo = JSON.parse(readFileSync(join(source, "schedules/examples/demo-week.json"), "utf8"));
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone, hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  });
  const programme = { ...demo.programmes[0], id: "thu", title, repeat: 20 };
  const slot = {
    id: "thu", days: ["T2", "T3", "T4", "T5", "T6", "T7", "CN"], length: "10m", programme: "thu",
    start: clock.format(new Date(Date.now() + seconds * 1000)), slogans: [demo.slogans[0].id],
  };
  return { ...demo, id: "tuan-thu", programmes: [programme], slots: [slot], exceptions: [] };
}
