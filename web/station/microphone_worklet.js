// Runs beside the page: hands the microphone on in pieces of 40 ms, as signed 16-bit samples.
const piece = 1920;

class Microphone extends AudioWorkletProcessor {
  constructor() {
    super();
    this.samples = new Int16Array(piece);
    this.filled = 0;
    this.peak = 0;
  }

  process([input]) {
    for (const sample of input[0] ?? []) this.take(sample);
    return true;
  }

  take(sample) {
    const held = Math.max(-1, Math.min(1, sample));
    this.peak = Math.max(this.peak, Math.abs(held));
    this.samples[this.filled++] = Math.round(held * 32767);
    if (this.filled < piece) return;
    this.port.postMessage({ samples: this.samples.buffer, peak: this.peak }, [this.samples.buffer]);
    this.samples = new Int16Array(piece);
    this.filled = 0;
    this.peak = 0;
  }
}

registerProcessor("loa-microphone", Microphone);
