import { capabilityToSignalling } from '@weft/crypto';
import { expect, test } from 'vitest';
import { createPeerMesh } from '../peer/peer-mesh.ts';
import { createTestRoom } from '../testing/index.ts';
import type { IceServer } from '../wire/index.ts';
import { createPairing } from './pairing.ts';

test('pairing by hand goes by the STUN and TURN servers that are known when it begins', async () => {
  const room = await createTestRoom();
  const replica = room.replica();
  const capability = room.capability('editor');
  const used: (readonly unknown[])[] = [];
  /** As a browser in which WebRTC is switched off: it is made, and does nothing. */
  class Connection {
    constructor(configuration?: RTCConfiguration) {
      used.push((configuration?.iceServers ?? []).map(({ urls }) => urls));
    }
    createDataChannel(): object {
      return { readyState: 'connecting' };
    }
    addEventListener(): void {}
    async createOffer(): Promise<never> {
      throw new Error('switched off');
    }
    close(): void {}
  }
  let known: readonly IceServer[] = [];
  const pairing = createPairing({
    ports: room.ports,
    Connection: Connection as unknown as typeof RTCPeerConnection,
    key: {
      sodium: room.ports.sodium,
      key: capabilityToSignalling(room.ports.sodium, capability).pairingKey,
      roomId: capability.certificate.roomId,
    },
    iceServers: () => known,
    mesh: () => createPeerMesh({ ports: room.ports, replica, certificate: () => replica.certificate, listeners: {} }),
  });
  expect((await pairing.offer()).ok).toBe(false);
  known = [{ urls: ['stun:relay.example:3478'] }];
  expect((await pairing.offer()).ok).toBe(false);
  pairing.destroy();
  expect(used).toEqual([[], [['stun:relay.example:3478']]]);
});
