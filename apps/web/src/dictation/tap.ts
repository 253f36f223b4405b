/** Runs where the sound is: hands it on, a tenth of a second at a time. Nothing of it is kept. */

interface Processor {
  readonly port: MessagePort;
}

declare const AudioWorkletProcessor: new () => Processor;
declare const registerProcessor: (name: string, processor: new () => Processor) => void;
declare const sampleRate: number;

const SIZE: number = Math.ceil(sampleRate / 10);

class Tap extends AudioWorkletProcessor {
  #samples = new Float32Array(SIZE);
  #filled = 0;

  process([input]: readonly (readonly Float32Array[])[]): boolean {
    const [channel] = input ?? [];
    if (channel === undefined) return true;
    for (let at = 0; at < channel.length; ) {
      const some = channel.subarray(at, at + SIZE - this.#filled);
      this.#samples.set(some, this.#filled);
      this.#filled += some.length;
      at += some.length;
      if (this.#filled < SIZE) continue;
      this.port.postMessage(this.#samples, [this.#samples.buffer]);
      this.#samples = new Float32Array(SIZE);
      this.#filled = 0;
    }
    return true;
  }
}

registerProcessor('weft-tap', Tap);
