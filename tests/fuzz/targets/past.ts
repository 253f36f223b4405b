/** What is read of a document's past: kept losses, and versions that somebody else saved. */
import { deflateState } from '../../../packages/crdt-core/src/ledger/deflate-state.ts';
import * as Y from 'yjs';
import { createDocumentVersions } from '../../../packages/crdt-core/src/document-versions.ts';
import { bytesToRecord, recordToBytes } from '../../../packages/crdt-core/src/losses/loss-record.ts';
import { CONTENT, seedDocument } from '../../../packages/editor-ui/src/binding/seed.ts';
import { createChanges } from '../../../packages/editor-ui/src/review/changes.ts';
import { readVersion } from '../../../packages/editor-ui/src/versions/version-content.ts';
import { demand, type Target, text } from '../engine/target.ts';
import type { Fixture } from './fixture.ts';

const ID = 'AAAAAAAAAAAA';
const NOBODY = {
  authorOfClient: () => undefined,
  devices: { get: () => [], subscribe: () => () => undefined },
};

export function pastTargets({ room }: Fixture): Target[] {
  const record = {
    key: '7:0',
    writer: 'ab'.repeat(32),
    remover: 'cd'.repeat(32),
    at: 1,
    text: '7:1',
    element: 'row',
    after: 'block',
    runs: [{ client: 7, clock: 2, text: 'words', isLost: true }],
    attributes: { kind: 'paragraph' },
    isSettled: false,
  };
  const doc = new Y.Doc();
  doc.clientID = 1;
  seedDocument(doc);
  const versions = createDocumentVersions(doc, NOBODY, room.ports);
  const state = Y.encodeStateAsUpdateV2(doc);
  const root = doc.getMap<unknown>('versions');

  return [
    {
      name: 'loss-record',
      seeds: () => [recordToBytes(record), text('{}')],
      files: [/losses\/loss-record/],
      steps: { base: 20_000, perByte: 100 },
      isText: true,
      run(input) {
        const read = bytesToRecord(input, record.key);
        if (read === undefined) return;
        const again = bytesToRecord(recordToBytes(read), record.key);
        demand(
          JSON.stringify(again) === JSON.stringify(read),
          'a record that was read is written and read as the same',
        );
      },
    },
    {
      name: 'version',
      seeds: () => [deflateState(state), deflateState(Y.encodeStateAsUpdateV2(new Y.Doc()))],
      files: [/document-versions/, /version-content/, /review\/changes/],
      steps: { base: 5_000_000, perByte: 20_000 },
      share: 20,
      run(input) {
        // As bytes that were packed, and as a state that somebody packed themselves.
        for (const packed of [input, deflateState(input)]) {
          doc.transact(() => root.set(ID, { at: 1, isAutomatic: false, state: packed }));
          demand(versions.list.get().length === 1, 'what looks like a version is listed');
          const before = versions.stateOf(ID);
          if (before === undefined || readVersion(before, CONTENT) === undefined) continue;
          let changes: ReturnType<typeof createChanges>;
          try {
            const options = { doc, root: CONTENT, before, authorOf: () => '', deleterOf: () => '' };
            changes = createChanges(options);
            if (!changes.isTrue()) continue;
          } catch {
            continue; // told as a version that cannot be read
          }
          const now = changes
            .blocks()
            .flatMap(({ runs }) => runs.filter(({ kind }) => kind !== 'removed'))
            .map((run) => run.text);
          const shown = doc.getXmlFragment(CONTENT).toArray();
          const wanted = shown.map((block) => (block as Y.XmlElement).toArray().join('')).join('');
          demand(now.join('') === wanted, 'without what went, a comparison reads as the document');
        }
      },
    },
  ];
}
