/** What devices ask of each other: sealed to one session, and what is under the seal. */
import { type DeviceSeed, openErrand, seedToDevice, sealErrand } from '@weft/crypto';
import { decodeErrand, encodeErrand, PIECE_BYTES } from '../../../packages/local-ai/src/peer/messages.ts';
import {
  bitToBytes,
  bytesToBit,
  bytesToQuestion,
  questionToBytes,
  type Work,
} from '../../../packages/local-ai/src/peer/work.ts';
import { demand, type Target, text } from '../engine/target.ts';
import type { Fixture } from './fixture.ts';

const ID = '5a'.repeat(16);
const BLOCK = { id: 'b1', kind: 'paragraph', level: 0, text: 'One sentence is here.' } as const;
const SUMMARY: Work = {
  task: 'summarize',
  request: { snapshot: { title: 'T', blocks: [BLOCK], heads: {} }, type: 'tldr', length: 'short' },
};
const WRITING: Work = {
  task: 'write',
  request: { instructions: 'Shorter.', text: 'words', mostTokens: 9, temperature: 0.5, language: 'en' },
};

export function errandTargets(f: Fixture): Target[] {
  const { sodium, capability, sessions } = f;
  const random = f.room.random.bytes;
  const device = seedToDevice(sodium, random(32) as Uint8Array as DeviceSeed);
  const { roomId } = capability.certificate;
  const ends = { roomId, from: sessions.editor.pair.publicKey, to: sessions.viewer.pair.publicKey };
  const question = (work: Work): Uint8Array => questionToBytes({ work, kind: 'phone' }) ?? new Uint8Array();

  return [
    {
      name: 'errand',
      share: 20,
      seeds: () => [sealErrand(sodium, random, ends, device.kem.publicKey, text('hello')), new Uint8Array(1160)],
      files: [/^packages\/crypto\/src\/device\/errand/],
      steps: { base: 20_000, perByte: 40 },
      run(input) {
        const opened = openErrand(sodium, device, ends, input);
        demand(opened === undefined || opened.length === input.length - 1160, 'a message of another length');
      },
    },
    {
      name: 'errand-message',
      seeds: () => [
        encodeErrand({ type: 'offer', tasks: ['summarize', 'write'], kind: 'computer' }),
        encodeErrand({ type: 'ask', id: ID, at: 1, of: 3, bytes: text('piece') }),
        encodeErrand({ type: 'heard', id: ID, count: 7, phase: 'working' }),
        encodeErrand({ type: 'answer', id: ID, at: 300, bytes: text('record') }),
        encodeErrand({ type: 'stop', id: ID, why: 'declined' }),
        encodeErrand({ type: 'who' }),
      ],
      files: [/^packages\/local-ai\/src\/peer\/messages/],
      dictionary: Array.from({ length: 7 }, (_, type) => Uint8Array.of(1, type)),
      steps: { base: 2000, perByte: 20 },
      run(input) {
        const read = decodeErrand(input);
        if (read === undefined) return;
        const again = encodeErrand(read);
        demand(Buffer.compare(again, input) === 0, 'a message that says the same in other bytes');
        demand(!('bytes' in read) || read.bytes.length <= PIECE_BYTES, 'a piece that is too long');
      },
    },
    {
      name: 'errand-question',
      seeds: () => [question(SUMMARY), question(WRITING)],
      files: [/^packages\/local-ai\/src\/peer\/work/],
      dictionary: [text('"task":'), text('"blocks":['), text('null'), text('1e999')],
      steps: { base: 5000, perByte: 60 },
      run(input) {
        const read = bytesToQuestion(input);
        if (read === undefined) return;
        const again = questionToBytes(read);
        const same = again && bytesToQuestion(again);
        demand(JSON.stringify(same) === JSON.stringify(read), 'a question that changes when it is asked again');
      },
    },
    {
      name: 'errand-answer',
      seeds: () => [
        bitToBytes({
          type: 'sentence',
          sentence: { text: BLOCK.text, blockId: 'b1', start: 0, end: BLOCK.text.length },
        }),
        bitToBytes({ type: 'text', text: 'words' }),
        bitToBytes({ type: 'done' }),
      ],
      files: [/^packages\/local-ai\/src\/peer\/work/],
      dictionary: [text('"start":'), text('"end":21'), text('"blockId":"b1"')],
      steps: { base: 5000, perByte: 60 },
      run(input) {
        for (const work of [SUMMARY, WRITING]) {
          const bit = bytesToBit(input, work);
          if (bit?.type !== 'sentence') continue;
          const letters = bit.sentence.text.replace(/[^\p{L}\p{M}\p{N}]/gu, '');
          demand(BLOCK.text.replaceAll(/[^a-z]/giu, '').includes(letters), 'words that the text does not have');
        }
      },
    },
  ];
}
