/** What the app itself reads: the library, tabs, addresses. */
import { MAX_ATTACHMENT_BYTES, valueToReference } from '@weft/crdt-core';
import * as Y from 'yjs';
import { readTabMessage } from '../../../packages/crdt-core/src/links/tab-messages.ts';
import { createTabLink } from '../../../packages/crdt-core/src/links/tab-link.ts';
import { parseRelayAddress } from '../../../packages/crdt-core/src/links/relay-address.ts';
import { jsonToRecord, jsonToSettings, recordToJson } from '../../../packages/crdt-core/src/library/record.ts';
import { demand, type Target, text, toText } from '../engine/target.ts';
import { sampleUpdates } from './fixture.ts';

const CLIENT = 7;
const JSON_WORDS = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  'null',
  'true',
  '1e400',
  '-0',
  '"__proto__":',
  '"constructor":',
  '{"prototype":',
];

/** JSON from hostile text, `undefined` where it is none. `{"$": "text"}` stands for bytes, which messages may carry. */
function readJson(input: Uint8Array): unknown {
  try {
    return JSON.parse(toText(input), (_key, value: unknown) => {
      const bytes = typeof value === 'object' && value !== null ? (value as { readonly $?: unknown }).$ : undefined;
      return typeof bytes === 'string' ? new Uint8Array(Buffer.from(bytes, 'base64')) : value;
    });
  } catch {
    return undefined;
  }
}

export function appTargets(): Target[] {
  const vector = Buffer.from(Y.encodeStateVector(new Y.Doc())).toString('base64');
  const update = Buffer.from(sampleUpdates(CLIENT)[0]!).toString('base64');
  return [
    {
      name: 'record',
      isText: true,
      seeds: () => [
        text(
          JSON.stringify(
            recordToJson({
              localId: 'id',
              roomId: 'room',
              role: 'admin',
              link: 'https://weft.example/#AAAA',
              adminSeed: new Uint8Array(32).fill(7),
              title: 'A title',
              createdAt: 1,
              openedAt: 2,
              unsent: 3,
            }),
          ),
        ),
        text('{"name":"Ada","color":"#112233"}'),
      ],
      files: [/^packages\/crdt-core\/src\/library\/record/],
      dictionary: JSON_WORDS.map(text),
      steps: { base: 2000, perByte: 10 },
      run(input) {
        const json = readJson(input);
        const settings = jsonToSettings(json);
        for (const value of Object.values(settings)) demand(typeof value === 'string', 'a setting that is no text');
        const record = jsonToRecord(json, 'id');
        if (record === undefined) return;
        const again = jsonToRecord(JSON.parse(JSON.stringify(recordToJson(record))), 'id');
        demand(JSON.stringify(again) === JSON.stringify(record), 'another record came back');
      },
    },
    {
      name: 'tab-message',
      isText: true,
      seeds: () =>
        [
          `{"type":"hello","session":"a","vector":{"$":"${vector}"}}`,
          `{"type":"have","to":"me","session":"a","vector":{"$":"${vector}"},"update":{"$":"${update}"},"isStored":true}`,
          `{"type":"update","update":{"$":"${update}"},"isStored":false}`,
          '{"type":"outgoing","envelope":{"$":"V2U"}}',
          '{"type":"incoming","envelope":{"$":"V2U"},"from":3}',
          '{"type":"peer","connection":3,"change":"left"}',
          '{"type":"report","report":{"state":"live","unsent":[1,2]},"heads":{"a":1}}',
          `{"type":"file","what":"wanted","session":"${'ab'.repeat(32)}","count":101}`,
          '{"type":"bye","session":"a"}',
        ].map(text),
      files: [/^packages\/crdt-core\/src\/links\/tab-(messages|link)/],
      dictionary: JSON_WORDS.map(text),
      steps: { base: 200_000, perByte: 2000 },
      async run(input) {
        const message = readTabMessage(readJson(input));
        if (message === undefined) return;
        let hear: (data: unknown) => void = () => undefined;
        const ledgerDoc = new Y.Doc();
        const bytes = (value: unknown): void => demand(value instanceof Uint8Array, 'no bytes');
        const name = (value: unknown): void => demand(typeof value === 'string', 'no name');
        const number = (value: unknown): void => demand(typeof value === 'number', 'no number');
        const link = createTabLink({
          tabs: {
            openChannel: () => ({
              post: () => undefined,
              subscribe(listener) {
                hear = listener;
                return () => undefined;
              },
              close: () => undefined,
            }),
            acquireLock: () => () => undefined,
          },
          name: 'document',
          session: 'me',
          ledgerDoc,
          storage: { origin: 'stored', confirm: () => Promise.resolve({ ok: true }) } as unknown as Parameters<
            typeof createTabLink
          >[0]['storage'],
          listeners: {
            lead: () => undefined,
            sibling: name,
            bye: name,
            outgoing: bytes,
            incoming(envelope, from) {
              bytes(envelope);
              number(from);
            },
            peer(connection, change) {
              number(connection);
              demand(change === 'joined' || change === 'left', 'no change');
            },
            file({ what, session, count }) {
              name(what);
              name(session);
              number(count);
            },
            report(report, heads) {
              demand(typeof report === 'object' && report !== null, 'no report');
              for (const seq of Object.values(heads)) number(seq);
            },
          },
        });
        hear(message);
        await Promise.resolve();
        link.close();
      },
    },
    {
      // A reference in a document, which may say anything.
      name: 'reference',
      isText: true,
      seeds: () => [
        text(
          JSON.stringify({
            session: 'ab'.repeat(32),
            chunks: 2,
            bytes: 300_000,
            hash: 'cd'.repeat(32),
            type: 'image/png',
            name: 'a.png',
          }),
        ),
      ],
      files: [/^packages\/crdt-core\/src\/attachments\/reference/],
      dictionary: [...JSON_WORDS, '\u202e', 'text/html', '"bytes":', '26214400'].map(text),
      steps: { base: 2000, perByte: 20 },
      run(input) {
        const read = valueToReference(readJson(input));
        if (read === undefined) return;
        demand(read.bytes <= MAX_ATTACHMENT_BYTES && read.chunks <= 101, 'a file out of bounds');
        demand(/^[0-9a-f]{64}$/.test(read.session) && /^[0-9a-f]{64}$/.test(read.hash), 'no names');
        demand(/^[^\s"'<>;]+\/[^\s"'<>;]+$/.test(read.type), `no media type: ${read.type}`);
        demand(read.name !== '' && !/[\p{Cc}\u202a-\u202e]/u.test(read.name), 'a name that hides something');
        demand(JSON.stringify(valueToReference(read)) === JSON.stringify(read), 'another reference came back');
      },
    },
    {
      name: 'relay-address',
      isText: true,
      maxBytes: 20_000,
      seeds: () => [
        text('wss://relay.example.org'),
        text(' ws://a:1/b/ '),
        text('wss://[::1]:4400/x//'),
        text(`wss://a/${'/'.repeat(9000)}x`),
      ],
      files: [/^packages\/crdt-core\/src\/links\/relay-address/],
      dictionary: ['ws://', 'wss://', '@', '#', '?', '//', ':', '%'].map(text),
      steps: { base: 1000, perByte: 10 },
      run(input) {
        const read = parseRelayAddress(toText(input));
        if (!read.ok) return;
        const { base, host } = read.value;
        demand(/^wss?:\/\//.test(base) && base.includes(host), `no relay: ${base}`);
        demand(!/[\s#?]/.test(base) && !host.includes('@'), `something secret may be in ${base}`);
        const again = parseRelayAddress(base);
        demand(again.ok && again.value.base === base && again.value.host === host, `an address that changes: ${base}`);
      },
    },
  ];
}
