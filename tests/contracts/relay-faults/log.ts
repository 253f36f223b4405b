import { decodeClientFrame, decodeRelayFrame, encodeFrame, type RelayFrame } from '@weft/crdt-core/wire';
import { toHex } from '@weft/crypto';
import { count, down, up, type FaultCase } from './fault.ts';

const flip = (bytes: Uint8Array, at: number): Uint8Array => {
  const changed = bytes.slice();
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
};

/** Relays that do not keep the log as they say. */
export const LOG_FAULTS: readonly FaultCase[] = [
  {
    what: 'never acknowledges',
    fault: down((frame) => (frame.type === 'ack' ? [] : [frame])),
    caughtBy: [['RLY-2', 'append-acknowledged']],
  },
  {
    what: 'acknowledges what it refused',
    fault: down((frame) => {
      if (frame.type !== 'refused') return [frame];
      return [{ type: 'ack', session: frame.session, seq: frame.seq, position: 1 }];
    }),
    caughtBy: [
      ['ENV-6', 'altered-envelopes'],
      ['RLY-3', 'foreign-envelopes'],
      ['ENV-5', 'role-by-kind-append'],
      ['RLY-2', 'name-taken'],
      ['RLY-4', 'compact-compare-and-set'],
      ['ENV-5', 'compact-roles'],
    ],
  },
  {
    what: 'swaps entries',
    fault: down((frame, passage) => {
      if (frame.type !== 'entry') return [frame];
      if (count(passage, 'entries') % 4 === 1) {
        passage.notes.set('kept', frame);
        return [];
      }
      const kept = passage.notes.get('kept') as RelayFrame | undefined;
      passage.notes.delete('kept');
      return kept === undefined ? [frame] : [frame, kept];
    }),
    caughtBy: [['RLY-2', 'entries-in-order']],
  },
  {
    what: 'sends entries twice',
    fault: down((frame) => (frame.type === 'entry' ? [frame, frame] : [frame])),
    caughtBy: [
      ['RLY-2', 'entries-in-order'],
      ['RLY-2', 'duplicates'],
      ['SYN-4', 'replay-any-cursor'],
    ],
  },
  {
    what: 'withholds every third entry, and hides that by its links',
    fault: down((frame, passage) => {
      if (frame.type !== 'entry') return [frame];
      return count(passage, 'entries') % 3 === 0 ? [] : [frame];
    }),
    caughtBy: [
      ['RLY-2', 'entries-in-order'],
      ['SYN-4', 'replay-any-cursor'],
    ],
  },
  {
    what: 'changes a byte of what it passes on',
    fault: down((frame) => (frame.type === 'entry' ? [{ ...frame, envelope: flip(frame.envelope, 200) }] : [frame])),
    caughtBy: [['RLY-2', 'entries-in-order']],
  },
  {
    what: 'lies about links between entries',
    fault: down((frame) => (frame.type === 'entry' ? [{ ...frame, prev: 0 }] : [frame])),
    caughtBy: [
      ['RLY-2', 'entries-in-order'],
      ['SYN-4', 'replay-any-cursor'],
    ],
  },
  {
    what: 'sends an author its own entries',
    fault: down((frame, passage) => {
      const envelope = new Uint8Array(500);
      return frame.type === 'ack' && count(passage, 'acks') > 0
        ? [frame, { type: 'entry', position: frame.position, prev: frame.position - 1, envelope }]
        : [frame];
    }),
    caughtBy: [['RLY-2', 'entries-in-order']],
  },
  {
    what: 'names a new generation each time',
    fault: down((frame, passage) =>
      frame.type === 'welcome' ? [{ ...frame, generation: new Uint8Array(16).fill(passage.number) }] : [frame],
    ),
    caughtBy: [['SYN-4', 'generation']],
  },
  {
    what: 'replays everything whatever the cursor',
    fault: up((frame) => (frame.type === 'hello' ? [{ ...frame, cursor: 0 }] : [frame])),
    caughtBy: [['SYN-4', 'replay-any-cursor']],
  },
  {
    what: 'does not look at the generation of a cursor',
    fault: {
      up(bytes, passage, all) {
        const frame = decodeClientFrame(bytes);
        if (!frame.ok || frame.value.type !== 'hello') return [bytes];
        const known = [...all].find((other) => other.path === passage.path && other.notes.has('generation'));
        const generation = known?.notes.get('generation') as Uint8Array | undefined;
        return [encodeFrame({ ...frame.value, generation: generation ?? frame.value.generation })];
      },
      down(bytes, passage) {
        const frame = decodeRelayFrame(bytes);
        if (frame.ok && frame.value.type === 'welcome') passage.notes.set('generation', frame.value.generation);
        return [bytes];
      },
    },
    caughtBy: [['SYN-4', 'generation']],
  },
  {
    what: 'lies in its beats',
    fault: down((frame) => (frame.type === 'beat' ? [{ ...frame, head: frame.head + 1 }] : [frame])),
    caughtBy: [['RLY-2', 'beat-truth']],
  },
  {
    what: 'brings nothing by PULL',
    fault: down((frame, passage) => {
      if (frame.type === 'caught-up') passage.notes.set('caught up', true);
      return frame.type === 'entry' && passage.notes.has('caught up') ? [] : [frame];
    }),
    caughtBy: [
      ['RLY-2', 'pull'],
      ['RLY-4', 'compact-base-survives'],
    ],
  },
  {
    what: 'keeps what a compaction replaced from PULL',
    fault: {
      ...down((frame, passage, all) => {
        if (frame.type === 'base')
          for (const each of all) if (each.path === passage.path) each.notes.set('base', frame.position);
        const base = (passage.notes.get('base') as number | undefined) ?? 0;
        return frame.type === 'entry' && frame.position <= base ? [] : [frame];
      }),
      up(bytes, passage, all) {
        // Told of the base by those who were there.
        for (const other of all) {
          const base = other.path === passage.path ? other.notes.get('base') : undefined;
          if (base !== undefined) passage.notes.set('base', base);
        }
        return [bytes];
      },
    },
    caughtBy: [['RLY-4', 'compact-base-survives']],
  },
  {
    what: 'tells nobody of a new base',
    fault: down((frame) => (frame.type === 'base' ? [] : [frame])),
    caughtBy: [['RLY-4', 'compact-base-told']],
  },
  {
    what: 'compacts over any base',
    fault: {
      up(bytes, passage) {
        const frame = decodeClientFrame(bytes);
        if (!frame.ok || frame.value.type !== 'compact') return [bytes];
        const base = (passage.notes.get('base') as number | undefined) ?? 0;
        return [encodeFrame({ ...frame.value, base })];
      },
      down(bytes, passage) {
        const frame = decodeRelayFrame(bytes);
        if (frame.ok && frame.value.type === 'base') passage.notes.set('base', frame.value.position);
        return [bytes];
      },
    },
    caughtBy: [['RLY-4', 'compact-compare-and-set']],
  },
  {
    what: 'says to both of two compactions that they succeeded',
    fault: down((frame) =>
      frame.type === 'refused' && frame.code === 6
        ? [{ type: 'ack', session: frame.session, seq: frame.seq, position: 3 }]
        : [frame],
    ),
    caughtBy: [
      ['RLY-4', 'compact-one-wins'],
      ['RLY-4', 'compact-compare-and-set'],
    ],
  },
  {
    what: 'says nothing while nothing happens',
    fault: down((frame) => (frame.type === 'beat' ? [] : [frame])),
    caughtBy: [
      ['RLY-2', 'beat-in-time'],
      ['RLY-2', 'beat-truth'],
    ],
  },
  {
    what: 'takes what a snapshot replaced for held',
    fault: {
      up(bytes, passage) {
        const frame = decodeClientFrame(bytes);
        if (!frame.ok || frame.value.type !== 'append') return [bytes];
        const name = toHex(frame.value.envelope.subarray(41, 81));
        const position = passage.notes.get(name) as number | undefined;
        if (position === undefined) {
          passage.notes.set(name, count(passage, 'appends'));
          return [bytes];
        }
        const session = frame.value.envelope.slice(41, 73);
        passage.toClient(encodeFrame({ type: 'ack', session, seq: position - 1, position }));
        return [];
      },
    },
    caughtBy: [['RLY-4', 'compact-names-free']],
  },
];
