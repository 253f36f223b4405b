import { describe, expect, test } from 'vitest';
import { capabilityToSignalling } from '@weft/crypto';
import { createTestRoom, type TestRoom } from '../testing/index.ts';
import { noteToText, type PairingKey, textToNote } from './pairing-text.ts';
import { bytesToEssentials, essentialsToBytes, readDescription, writeDescription } from './session-description.ts';

/** As Chromium writes it, on a device with three networks. */
const OFFER = [
  'v=0',
  'o=- 4962303333179871722 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'a=extmap-allow-mixed',
  'a=msid-semantic: WMS',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP4 0.0.0.0',
  'a=candidate:2999745851 1 udp 2122260223 192.168.56.1 56143 typ host generation 0 network-id 1',
  'a=candidate:1467250027 1 udp 2122194687 10.0.0.7 56144 typ host generation 0 network-id 2',
  'a=candidate:233762139 1 udp 2122129151 fd00::5:1 56145 typ host generation 0 network-id 3',
  'a=candidate:842163049 1 udp 1677729535 203.0.113.9 56144 typ srflx raddr 10.0.0.7 rport 56144 generation 0',
  'a=candidate:1 1 udp 2122063615 1f4712db-ea17-4bcf-a596-105139dfd8bf.local 56146 typ host generation 0',
  'a=candidate:3 1 tcp 1518280447 192.168.56.1 9 typ host tcptype active generation 0',
  'a=ice-ufrag:GfwY',
  'a=ice-pwd:vNTRS4DlYf2PlTm7pBGLlZlq',
  'a=ice-options:trickle',
  'a=fingerprint:sha-256 D2:FA:0E:C3:22:59:5E:14:95:69:92:3D:13:B4:84:24:2C:C2:A2:C0:3E:FD:34:8E:5E:EA:6F:AF:52:CE:E6:0F',
  'a=setup:actpass',
  'a=mid:0',
  'a=sctp-port:5000',
  'a=max-message-size:262144',
  '',
].join('\r\n');

function keyOf(room: TestRoom): PairingKey {
  const { sodium } = room.ports;
  const capability = room.capability('viewer');
  return { sodium, key: capabilityToSignalling(sodium, capability).pairingKey, roomId: capability.certificate.roomId };
}

function essentialsOf(sdp = OFFER) {
  const essentials = readDescription('offer', sdp);
  if (essentials === undefined) throw new Error('not read');
  return essentials;
}

describe('the essentials of a session description', () => {
  test('are what differs from device to device, and make a whole description again', () => {
    const essentials = essentialsOf();
    expect(essentials.candidates.map(({ address }) => address)).toEqual([
      '192.168.56.1',
      '10.0.0.7',
      'fd00::5:1',
      '1f4712db-ea17-4bcf-a596-105139dfd8bf.local',
      '203.0.113.9',
    ]);
    const again = readDescription('offer', writeDescription(essentials));
    expect(again).toEqual(essentials);
    expect(bytesToEssentials(essentialsToBytes(essentials))).toEqual(essentials);
  });

  test.each([
    ['no fingerprint', OFFER.replace(/a=fingerprint.*\r\n/, '')],
    ['a weaker fingerprint', OFFER.replace('sha-256', 'sha-1')],
    ['no password', OFFER.replace(/a=ice-pwd.*\r\n/, '')],
    ['an unknown setup', OFFER.replace('actpass', 'holdconn')],
  ])('a description with %s is not read', (_what, sdp) => {
    expect(readDescription('offer', sdp)).toBeUndefined();
  });

  test('nothing that is read can add a line to a description', () => {
    const essentials = essentialsOf();
    const sly = [
      { ...essentials, ufrag: 'abcd\r\na=candidate:x' },
      { ...essentials, password: 'a b' },
      { ...essentials, candidates: [{ kind: 'host', address: '1.2.3.4\r\nm=audio', port: 1, priority: 1 } as const] },
      { ...essentials, candidates: [{ kind: 'host', address: 'evil.example', port: 1, priority: 1 } as const] },
    ];
    for (const one of sly) expect(bytesToEssentials(essentialsToBytes(one))).toBeUndefined();
  });

  test('any bytes give essentials or nothing', () => {
    const bytes = essentialsToBytes(essentialsOf());
    for (let at = 0; at < bytes.length; at++) {
      expect(bytesToEssentials(bytes.subarray(0, at))).toBeUndefined();
      const altered = bytes.slice();
      altered[at] = (altered[at] ?? 0) ^ 0xff;
      bytesToEssentials(altered); // does not throw
    }
  });
});

describe('a text for the other device', () => {
  test('opens for whoever holds the document’s link, however it was copied, and fits a QR code', async () => {
    const room = await createTestRoom();
    const note = { attempt: new Uint8Array(8).fill(3), essentials: essentialsOf() };
    const text = noteToText(keyOf(room), room.random.bytes(24), note);
    expect(text.length).toBeLessThanOrEqual(500);
    const copied = ` ${text.slice(0, 40)}\n${text.slice(40)}\r\n`;
    expect(textToNote(keyOf(room), copied)).toEqual({ ok: true, value: note });
    // Nothing of it can be read off the code by an onlooker.
    expect(text).not.toContain('GfwY');
  });

  test('every other text is refused with a sentence that says what to do', async () => {
    const [room, other] = [await createTestRoom(1), await createTestRoom(2)];
    const text = noteToText(keyOf(room), room.random.bytes(24), {
      attempt: new Uint8Array(8),
      essentials: essentialsOf(),
    });
    const codeOf = (tried: string, key = keyOf(room)): string => {
      const read = textToNote(key, tried);
      return read.ok ? 'ok' : read.failure.code;
    };
    expect(codeOf(text, keyOf(other))).toBe('pairing-sealed');
    for (const noise of ['', 'hello', 'https://weft.example/#abc', text.slice(1), `weft1${'A'.repeat(9_000)}`]) {
      expect(codeOf(noise)).toBe('pairing-text');
    }
    for (let at = 5; at < text.length; at += 3) {
      const altered = text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
      expect(['pairing-sealed', 'pairing-text']).toContain(codeOf(altered));
      expect(['pairing-sealed', 'pairing-text']).toContain(codeOf(text.slice(0, at)));
    }
  });
});
