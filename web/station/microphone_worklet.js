// Runs beside the page: hands the microphone on, in pieces of 20 ms as floats for an encoder, or in
// pieces of 40 ms as signed 16-bit samples for the station itself.
class Microphone extends AudioWorkletProcessor {
  constructor({ processorOptions }) {
    super();
    this.forEncoder = processorOptions.forEncoder;
    this.begin();
  }

  begin() {
    this.samples = this.forEncoder ? new Float32Array(960) : new Int16Array(1920);
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
    this.samples[this.filled++] = this.forEncoder ? held : Math.round(held * 32767);
    if (this.filled < this.samples.length) return;
    this.port.postMessage({ samples: this.samples.buffer, peak: this.peak }, [this.samples.buffer]);
    this.begin();
  }
}

registerProcessor("loa-microphone", Microphone);
