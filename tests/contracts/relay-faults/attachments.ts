import type { RelayFrame } from '@weft/crdt-core/wire';
import { count, down, type FaultCase } from './fault.ts';

/** Relays that do not keep attachments as they say. */
export const ATTACHMENT_FAULTS: readonly FaultCase[] = [
  {
    what: 'sends every other chunk only',
    fault: down((frame, passage) => (frame.type === 'chunk' && count(passage, 'chunks') % 2 === 0 ? [] : [frame])),
    caughtBy: [['ATT-3', 'chunks-stored']],
  },
  {
    what: 'says that it holds more chunks than it does',
    fault: down((frame) => (frame.type === 'fetched' ? [{ ...frame, held: frame.held + 1 }] : [frame])),
    caughtBy: [
      ['ATT-3', 'chunks-stored'],
      ['ENV-6', 'chunks-verified'],
      ['ATT-3', 'chunks-in-order'],
      ['ATT-4', 'keep-roles'],
    ],
  },
  {
    what: 'drops at once what a KEEP leaves out',
    fault: {
      up(bytes, passage) {
        if (bytes[1] === 0x0a) passage.notes.set('kept', true);
        return [bytes];
      },
      ...down((frame, passage) =>
        frame.type === 'fetched' && passage.notes.has('kept') ? [{ ...frame, held: 0 }] : [frame],
      ),
    },
    caughtBy: [['ATT-4', 'keep-roles']],
  },
  {
    what: 'sends chunks to everyone',
    fault: {
      down(bytes, _passage, all) {
        if (bytes[1] === 0x4d) {
          for (const other of all) other.toClient(Uint8Array.of(0x57, 0x4e, ...new Uint8Array(600)));
        }
        return [bytes];
      },
    },
    caughtBy: [['ATT-3', 'chunks-private']],
  },
  {
    what: 'takes what it should refuse',
    fault: down((frame) => {
      if (frame.type !== 'refused') return [frame];
      const stored: RelayFrame = { type: 'stored', session: frame.session, seq: frame.seq };
      return [stored];
    }),
    caughtBy: [
      ['ATT-3', 'chunks-in-order'],
      ['ENV-6', 'chunks-verified'],
      ['ATT-4', 'keep-roles'],
    ],
  },
];
