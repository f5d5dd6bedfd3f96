// Speaking over the page: this device's microphone is on the air while the page says so.
import { wish } from "./controls.js";
import { confirmed } from "./dialog.js";
import { byId, command } from "./station.js";
import { say } from "./words.js";

// More than a second unsent: the network does not keep up, and what is late is left out.
const mostUnsent = { pcm: 96000, opus: 5000 };

let speaking = null; // { stream, context, node, codec, encoder, socket, state } from the button to the end

const show = (key, values) => {
  byId("mic-answer").textContent = key ? say(key, values) : "";
};

function showState() {
  const onAir = speaking?.state === "on-air";
  byId("mic").classList.toggle("tally", onAir);
  byId("mic-start").textContent = say(speaking ? "micStop" : "micStart");
  byId("mic-level").hidden = !speaking;
}

function release(key) {
  speaking?.stream.getTracks().forEach((track) => track.stop());
  speaking?.context.close();
  speaking = null;
  show(key);
  showState();
}

const opus = { codec: "opus", sampleRate: 48000, numberOfChannels: 1, bitrate: 32000, opus: { frameDuration: 20000 } };

// Samples as they are where the browser encodes nothing.
async function bestCodec() {
  const can = typeof AudioEncoder === "function" && (await AudioEncoder.isConfigSupported(opus).catch(() => null));
  return can?.supported ? "opus" : "pcm";
}

async function openMicrophone() {
  const wanted = { channelCount: 1, echoCancellation: false, noiseSuppression: true, autoGainControl: true };
  const stream = await navigator.mediaDevices.getUserMedia({ audio: wanted });
  const context = new AudioContext({ sampleRate: 48000 });
  await context.audioWorklet.addModule("/microphone_worklet.js");
  const codec = await bestCodec();
  const options = { numberOfInputs: 1, numberOfOutputs: 0, processorOptions: { forEncoder: codec === "opus" } };
  const node = new AudioWorkletNode(context, "loa-microphone", options);
  context.createMediaStreamSource(stream).connect(node);
  return { stream, context, node, codec, encoder: null, socket: null, state: "asking" };
}

// What takes the worklet's pieces: an encoder before the socket, or the socket itself.
function takerOf(opened, send) {
  if (opened.codec === "pcm") return (samples) => send(samples);
  const output = (chunk) => {
    const bytes = new Uint8Array(chunk.byteLength);
    chunk.copyTo(bytes);
    send(bytes);
  };
  const encoder = (opened.encoder = new AudioEncoder({ output, error: () => opened.socket.close() }));
  encoder.configure(opus);
  let frames = 0;
  return (data) => {
    if (encoder.state !== "configured") return;
    const form = { format: "f32", sampleRate: 48000, numberOfChannels: 1, numberOfFrames: data.byteLength / 4 };
    const piece = new AudioData({ ...form, timestamp: (frames * 1e6) / 48000, data });
    encoder.encode(piece);
    piece.close();
    frames += form.numberOfFrames;
  };
}

function connect(opened, occurrence, moved) {
  const address = new URL("/v1/microphone", location.href.replace(/^http/, "ws"));
  address.searchParams.set("occurrence", occurrence);
  const socket = (opened.socket = new WebSocket(address));
  const take = takerOf(opened, (bytes) => {
    if (socket.readyState === WebSocket.OPEN && socket.bufferedAmount < mostUnsent[opened.codec]) socket.send(bytes);
  });
  opened.node.port.onmessage = ({ data }) => {
    byId("mic-level").value = data.peak;
    if (socket.readyState === WebSocket.OPEN) take(data.samples);
  };
  socket.addEventListener("message", ({ data }) => {
    opened.state = JSON.parse(data).state;
    show({ waiting: "micWaiting", "on-air": "micOnAir" }[opened.state]);
    showState();
    moved();
  });
  socket.addEventListener("close", () => {
    if (speaking !== opened) return;
    release(opened.state === "over" ? "micOver" : "micLost");
    moved();
  });
}

async function start(moved) {
  const { level } = wish();
  if (level === 1 && !(await confirmed(say("micStart")))) return;
  show("working");
  try {
    speaking = await openMicrophone();
  } catch {
    return release("micRefused");
  }
  const opened = speaking;
  const answer = await command("/v1/microphone", { ...wish(), codec: opened.codec }, byId("mic-answer"));
  if (answer.status !== 202) {
    const why = byId("mic-answer").textContent;
    release();
    byId("mic-answer").textContent = why;
    return;
  }
  connect(opened, answer.occurrence, moved);
  showState();
}

// What is on its way is heard to its end.
async function stop(moved) {
  const { socket, encoder } = speaking;
  release("micOver");
  await encoder?.flush().catch(() => {});
  socket?.close(1000);
  moved();
}

export function startMicrophone(moved) {
  // A browser gives the microphone to https and to this machine's own pages only.
  const possible = window.isSecureContext && navigator.mediaDevices;
  byId("mic-start").hidden = !possible;
  byId("mic-how").dataset.t = possible ? "micHow" : "micNeedsHttps";
  byId("mic-start").addEventListener("click", () => (speaking ? stop(moved) : start(moved)));
}

export { showState as showMicrophone };
