import { createEncoder, toUint8Array, writeAny, writeVarString, writeVarUint8Array } from 'lib0/encoding';
import { describe, expect, test } from 'vitest';
import { MAX_SIGNAL_TEXT, openSignal, readSignal } from './signalling-guard.ts';

const importKey = async (): Promise<CryptoKey> =>
  await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt']);

/** As y-webrtc seals what it publishes. */
async function seal(key: CryptoKey, message: object): Promise<string> {
  const plain = createEncoder();
  writeAny(plain, message as never);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const bytes = toUint8Array(plain) as Uint8Array<ArrayBuffer>;
  const cipher = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes));
  const sealed = createEncoder();
  writeVarString(sealed, 'AES-GCM');
  writeVarUint8Array(sealed, iv);
  writeVarUint8Array(sealed, cipher);
  return Buffer.from(toUint8Array(sealed)).toString('base64');
}

describe('what y-webrtc may be told', () => {
  test('its own messages pass', async () => {
    const key = await importKey();
    const candidate = { candidate: 'candidate:1 1 udp 1 1.2.3.4 5 typ host', sdpMid: '0', sdpMLineIndex: 0 };
    const messages = [
      [{ type: 'announce', from: 'a' }, undefined],
      [{ type: 'signal', from: 'a', to: 'b', token: 1.5, signal: { type: 'offer', sdp: 'v=0' } }, 'offer'],
      [{ type: 'signal', from: 'a', to: 'b', token: undefined, signal: { type: 'answer', sdp: 'v=0' } }, 'answer'],
      [{ type: 'signal', from: 'a', to: 'b', token: 1, signal: { type: 'candidate', candidate } }, 'candidate'],
    ] as const;
    for (const [message, kind] of messages) {
      const opened = await openSignal(await seal(key, message), key);
      expect(opened).toMatchObject({ type: message.type, from: 'a', kind });
    }
  });

  test('what was sealed by others, cut, or is none, does not', async () => {
    const [key, other] = [await importKey(), await importKey()];
    const sealed = await seal(key, { type: 'announce', from: 'a' });
    expect(await openSignal(sealed, other)).toBeUndefined();
    for (const data of [
      undefined,
      7,
      {},
      '',
      '!',
      sealed.slice(4),
      sealed.slice(0, -4),
      'A'.repeat(MAX_SIGNAL_TEXT + 1),
    ]) {
      expect(await openSignal(data, key)).toBeUndefined();
    }
    for (let at = 0; at < sealed.length; at += 5) {
      const altered = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
      expect(await openSignal(altered, key)).toBeUndefined();
    }
  });

  test.each([
    ['nothing', undefined],
    ['a list', []],
    ['no sender', { type: 'announce' }],
    ['a sender that is no text', { type: 'announce', from: 7 }],
    ['a very long sender', { type: 'announce', from: 'x'.repeat(65) }],
    ['an unknown type', { type: 'shutdown', from: 'a' }],
    ['a signal to nobody', { type: 'signal', from: 'a', signal: { type: 'offer', sdp: '' } }],
    ['a signal without content', { type: 'signal', from: 'a', to: 'b' }],
    ['an offer without a description', { type: 'signal', from: 'a', to: 'b', signal: { type: 'offer' } }],
    [
      'an endless description',
      { type: 'signal', from: 'a', to: 'b', signal: { type: 'offer', sdp: 'x'.repeat(40_000) } },
    ],
    ['a request to renegotiate', { type: 'signal', from: 'a', to: 'b', signal: { renegotiate: true } }],
    [
      'a request besides an offer',
      { type: 'signal', from: 'a', to: 'b', signal: { type: 'offer', sdp: '', transceiverRequest: {} } },
    ],
    ['a candidate that is none', { type: 'signal', from: 'a', to: 'b', signal: { type: 'candidate', candidate: {} } }],
    [
      'a token that is no number',
      { type: 'signal', from: 'a', to: 'b', token: 'x', signal: { type: 'offer', sdp: '' } },
    ],
  ])('a message with %s does not', (_what, message) => {
    expect(readSignal(message)).toBeUndefined();
  });
});
