import { toHex } from '@weft/crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Clock } from '../ports/index.ts';
import type { Replica } from '../replica/types.ts';
import { createTestRoom, type TestRoom } from '../testing/index.ts';
import { encodePeerFrame, PeerFrameType } from '../wire/index.ts';
import { createPeerMesh, MAX_PEERS, type PeerMesh, type PeerPort } from './peer-mesh.ts';

interface Device {
  readonly replica: Replica;
  readonly mesh: PeerMesh;
  readonly alarms: string[];
  readonly joined: number[];
  readonly left: number[];
  readonly heard: number[];
  /** How many it counted whenever anything changed. */
  readonly counts: number[];
}

let room: TestRoom;
let underWay: (() => void)[];
let crossed: string[];
beforeEach(async () => {
  room = await createTestRoom();
  underWay = [];
  crossed = [];
});

function createDevice(replica: Replica = room.replica(), clock: Clock = room.ports.clock): Device {
  const device: Device = {
    replica,
    alarms: [],
    joined: [],
    left: [],
    heard: [],
    counts: [],
    mesh: createPeerMesh({
      ports: { ...room.ports, clock },
      replica,
      certificate: () => room.capability('editor').certificate,
      listeners: {
        changed: () => void device.counts.push(device.mesh.count()),
        alarm: ({ code }) => void device.alarms.push(code),
        joined: (via) => void device.joined.push(via),
        left: (via) => void device.left.push(via),
        ephemeral: (_envelope, via) => void device.heard.push(via),
      },
    }),
  };
  return device;
}

interface Cable {
  readonly ports: readonly [PeerPort | undefined, PeerPort | undefined];
  cut(): void;
  isOpen: boolean;
  mute: boolean;
}

let cables = 0;

function connect(a: Device, b: Device): Cable {
  const name = `${++cables}`;
  const ports: [PeerPort | undefined, PeerPort | undefined] = [undefined, undefined];
  const cable: Cable = {
    ports,
    isOpen: true,
    mute: false,
    cut() {
      if (!cable.isOpen) return;
      cable.isOpen = false;
      ports[0]?.closed();
      ports[1]?.closed();
    },
  };
  [a, b].forEach((device, end) => {
    ports[end] = device.mesh.connect({
      send(frame) {
        const copy = frame.slice();
        if (copy[1] === PeerFrameType.envelope) crossed.push(`${name}/${end} ${toHex(copy.subarray(43, 83))}`);
        underWay.push(() => cable.isOpen && !cable.mute && ports[1 - end]?.received(copy));
      },
      close: () => void underWay.push(() => cable.cut()),
    });
    if (ports[end] === undefined) underWay.push(() => cable.cut());
  });
  return cable;
}

function settle(): void {
  for (let next = underWay.shift(); next !== undefined; next = underWay.shift()) next();
}

function pass(ms: number): void {
  for (let at = 0; at < ms; at += 50) {
    room.time.advance(50);
    settle();
  }
}

function write({ replica }: Device, word: string): void {
  replica.doc.getText('words').insert(0, word);
  replica.flush();
}

const textOf = ({ replica }: Device): string => replica.doc.getText('words').toString();

describe('a mesh of peer links', () => {
  test('SYN-2 a newcomer that meets five devices at once is sent everything once', () => {
    const devices = Array.from({ length: 5 }, () => createDevice());
    const [first] = devices;
    for (let i = 0; i < 20; i++) write(first as Device, `${i} `);
    devices.forEach((a, i) => devices.slice(i + 1).forEach((b) => connect(a, b)));
    pass(6_000);
    expect(new Set(devices.map(textOf)).size).toBe(1);
    crossed.length = 0;
    const newcomer = createDevice();
    for (const device of devices) connect(newcomer, device);
    pass(10_000);
    expect(textOf(newcomer)).toBe(textOf(first as Device));
    expect(crossed).toHaveLength(20);
    expect(newcomer.mesh.count()).toBe(5);
    expect(newcomer.joined).toHaveLength(5);
  });

  test('a device that serves and falls silent gives way to the next', () => {
    const [ada, ben, newcomer] = [createDevice(), createDevice(), createDevice()];
    write(ada, 'hello');
    connect(ada, ben);
    pass(6_000);
    const dead = connect(newcomer, ada);
    dead.mute = true;
    connect(newcomer, ben);
    pass(4_000);
    expect(textOf(newcomer)).toBe('');
    pass(1_500);
    expect(textOf(newcomer)).toBe('hello');
  });

  test('while the relay sends everything, peers keep back; they send what it did not', () => {
    const [ada, newcomer] = [createDevice(), createDevice()];
    write(ada, 'hello');
    newcomer.mesh.setFetching(true);
    connect(ada, newcomer);
    pass(1_000);
    expect(textOf(newcomer)).toBe('');
    newcomer.mesh.setFetching(false);
    settle();
    expect(textOf(newcomer)).toBe('hello');
  });

  test('a relay that never ends sending does not keep the peers back for long', () => {
    const [ada, newcomer] = [createDevice(), createDevice()];
    write(ada, 'hello');
    newcomer.mesh.setFetching(true);
    connect(ada, newcomer);
    pass(5_100);
    expect(textOf(newcomer)).toBe('hello');
  });

  test('who is caught up is not held back because someone else comes', () => {
    const [ada, ben, cleo] = [createDevice(), createDevice(), createDevice()];
    connect(ada, ben);
    pass(1_000);
    const dead = connect(ada, cleo);
    dead.mute = true;
    write(ben, 'now');
    settle();
    expect(textOf(ada)).toBe('now');
  });

  test('two links to one device become one, and both ends keep the same', () => {
    const [ada, ben] = [createDevice(), createDevice()];
    const cables = [connect(ada, ben), connect(ben, ada)];
    pass(1_000);
    expect([ada.mesh.count(), ben.mesh.count()]).toEqual([1, 1]);
    expect(cables.filter(({ isOpen }) => isOpen)).toHaveLength(1);
    write(ada, 'still there');
    settle();
    expect(textOf(ben)).toBe('still there');
  });

  test('a device that comes back while its old link is still thought alive is taken at its new one', () => {
    const [ada, ben] = [createDevice(), createDevice()];
    const old = connect(ada, ben);
    pass(6_000);
    old.mute = true;
    old.ports[1]?.closed();
    connect(ada, ben);
    pass(1_000);
    write(ben, 'back');
    settle();
    expect(textOf(ada)).toBe('back');
    expect(ada.mesh.count()).toBe(1);
  });

  test('SYN-5 whoever owes an answer is not counted as connected, and is again once it says anything', () => {
    const [ada, ben] = [createDevice(), createDevice()];
    const cable = connect(ada, ben);
    pass(20_000);
    expect(ada.counts.at(-1)).toBe(1);
    expect(ada.counts).not.toContain(0);
    cable.mute = true;
    pass(8_000);
    expect([ada.mesh.count(), ben.mesh.count()]).toEqual([0, 0]);
    expect(ada.counts.at(-1)).toBe(0);
    cable.mute = false;
    write(ben, 'there');
    settle();
    expect(ada.counts.at(-1)).toBe(1);
  });

  test('SYN-5 after this device slept nobody is counted until they answer', () => {
    let slept = 0;
    const clock: Clock = { now: () => room.time.clock.now() + slept };
    const [ada, ben] = [createDevice(room.replica(), clock), createDevice()];
    const cable = connect(ada, ben);
    pass(1_500);
    ada.counts.length = 0;
    slept = 40_000;
    pass(1_000);
    expect(ada.counts).toEqual([0, 1]);
    expect(cable.isOpen).toBe(true);
    slept += 40_000;
    cable.mute = true;
    pass(1_000);
    expect(ada.mesh.count()).toBe(0);
    pass(11_000);
    expect(cable.isOpen).toBe(false);
  });

  test('there is room for eight, and the ninth is told so without harm', () => {
    const hub = createDevice();
    const others = Array.from({ length: MAX_PEERS + 1 }, () => createDevice());
    for (const other of others) {
      connect(hub, other);
      pass(100);
    }
    expect(hub.mesh.count()).toBe(MAX_PEERS);
    expect([...hub.alarms, ...others.flatMap(({ alarms }) => alarms)]).toEqual([]);
  });

  test('greetings without end find no room', () => {
    const hub = createDevice();
    let taken = 0;
    for (let i = 0; i < 100; i++) {
      if (hub.mesh.connect({ send: () => undefined, close: () => undefined }) !== undefined) taken++;
    }
    expect(taken).toBeLessThanOrEqual(8);
    for (let minute = 0; minute < 10; minute++) {
      room.time.advance(11_000);
      for (let i = 0; i < 100; i++) {
        if (hub.mesh.connect({ send: () => undefined, close: () => undefined }) !== undefined) taken++;
      }
    }
    expect(taken).toBeLessThanOrEqual(3 * 64);
  });

  test('who broke the protocol rests, each time longer', () => {
    const [ada, mallory] = [createDevice(), createDevice()];
    const misbehave = (): void => {
      const cable = connect(ada, mallory);
      settle();
      cable.ports[0]?.received(
        encodePeerFrame({ type: 'hello', session: new Uint8Array(32), nonce: new Uint8Array(32) }),
      );
      settle();
      cable.cut();
    };
    misbehave();
    expect(ada.alarms).toEqual(['peer-confused']);
    connect(ada, mallory);
    settle();
    expect(ada.mesh.count()).toBe(0);
    pass(5_100);
    misbehave();
    expect(ada.alarms).toHaveLength(2);
    pass(5_100);
    connect(ada, mallory);
    settle();
    expect(ada.mesh.count()).toBe(0);
    pass(5_100);
    connect(ada, mallory);
    settle();
    expect(ada.mesh.count()).toBe(1);
  });

  test('SYN-7 presence goes to every device, and whoever ends a link has left it', () => {
    const [ada, ben, cleo] = [createDevice(), createDevice(), createDevice()];
    connect(ada, ben);
    const cable = connect(ada, cleo);
    pass(1_000);
    ada.mesh.send(ada.replica.sealEphemeral('presence', new Uint8Array(8)));
    settle();
    expect([ben.heard, cleo.heard]).toEqual([[-1], [-1]]);
    cable.cut();
    expect(ada.left).toEqual([-2]);
    ben.mesh.close();
    settle();
    expect(ada.left).toEqual([-2, -1]);
    expect(ada.mesh.count()).toBe(0);
  });
});
