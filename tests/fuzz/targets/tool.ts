/** The standalone decoder (LED-6), which has to hold up against hostile files as the app does. */
import { capabilityToLink, textToBytes, writeU32, concat, loadVerifyingSodium } from '@weft/crypto';
import * as Y from 'yjs';
import { exportLedger } from '../../../packages/crdt-core/src/files/export-ledger.ts';
import { checkUpdate } from '../../../packages/crdt-core/src/replica/check-update.ts';
import { demand, type Target, text, toText } from '../engine/target.ts';
import { type Fixture, sampleUpdates } from './fixture.ts';

/** What `hooks.ts` makes of the program. */
interface Tool {
  readonly Refusal: new () => Error;
  readLink(text: string, passphrase?: string): { readonly certificate: { readonly roomId: Buffer } };
  readFile(bytes: Buffer, roomId: Buffer, note: (sentence: string) => void): { readonly bytes: Buffer }[];
  openAll(
    envelopes: readonly { readonly bytes: Buffer }[],
    keys: ReturnType<Tool['readLink']>,
    note: (sentence: string) => void,
  ): ReadonlyMap<string, unknown>;
  buildDocument(yjs: typeof Y, entries: ReadonlyMap<string, unknown>, note: (sentence: string) => void): Y.Doc;
  documentToMarkdown(yjs: typeof Y, doc: Y.Doc): string;
}

const CLIENT = 7;
const FILES = [/^tools\//];

export async function toolTargets(f: Fixture): Promise<Target[]> {
  const path = '../../../tools/weft-to-markdown.mjs';
  const tool = (await import(path)) as Tool;
  const link = capabilityToLink(f.sodium, f.capability, 'https://weft.example');
  const keys = tool.readLink(link);
  const verifying = await loadVerifyingSodium();
  const writer = f.room.replica();
  writer.doc.getText('title').insert(0, 'kept');
  writer.flush();
  const file = exportLedger(verifying, writer);
  writer.compact();
  const compacted = exportLedger(verifying, writer);

  /** A person is told a reason; anything else is a fault of the program. */
  function refusing<T>(run: () => T): T | undefined {
    try {
      return run();
    } catch (error) {
      const isTold = error instanceof tool.Refusal || (error as { readonly code?: unknown }).code !== undefined;
      if (!isTold) throw error;
      return undefined;
    }
  }

  return [
    {
      name: 'tool-link',
      isText: true,
      share: 20,
      seeds: () => [text(link), text(link.slice(link.indexOf('#')))],
      files: FILES,
      steps: { base: 200_000, perByte: 400 },
      run(input) {
        refusing(() => tool.readLink(toText(input)));
      },
    },
    {
      name: 'tool-file',
      share: 10,
      maxBytes: 8192,
      seeds: () => [file.slice(0, -45), compacted.slice(0, -45), file],
      files: FILES,
      dictionary: [text('weft-end'), Uint8Array.of(1, 0, 0, 2, 0x47), Uint8Array.of(0x57, 0x65, 1, 1, 1)],
      steps: { base: 2_000_000, perByte: 2000 },
      run(input) {
        const count = new Uint8Array(4);
        writeU32(count, 0, 1);
        const marked = concat(input, Uint8Array.of(0), textToBytes('weft-end'), count);
        for (const bytes of [input, concat(marked, f.sodium.hash(marked))]) {
          refusing(() => {
            const envelopes = tool.readFile(Buffer.from(bytes), keys.certificate.roomId, () => undefined);
            const entries = tool.openAll(envelopes, keys, () => undefined);
            const doc = tool.buildDocument(Y, entries, () => undefined);
            demand(tool.documentToMarkdown(Y, doc).endsWith('\n'), 'no Markdown');
          });
        }
      },
    },
    {
      // Content that an insider may have written.
      name: 'tool-content',
      share: 50,
      seeds: () => sampleUpdates(CLIENT),
      files: FILES,
      dictionary: ['block', 'divider', 'kind', 'level', 'content', 'link', 'href', 'bold', 'heading', 'title'].map(
        text,
      ),
      steps: { base: 200_000, perByte: 60_000 },
      run(input) {
        if (typeof checkUpdate(input, CLIENT) === 'string') return;
        const doc = new Y.Doc();
        doc.clientID = 1;
        Y.applyUpdate(doc, input);
        demand(typeof tool.documentToMarkdown(Y, doc) === 'string', 'no Markdown');
      },
    },
  ];
}
