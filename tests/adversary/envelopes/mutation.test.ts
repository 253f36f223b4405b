import type { Replica } from '@weft/crdt-core';
import { decodeHeader, type EnvelopeHashes, type Kind, loadSodium, startEnvelopeHashes } from '@weft/crypto';
import { describe, expect, test } from 'vitest';
import { bitFlips, byteDamage, byteSets, everyAlteration, fieldsFrom, fieldSwaps, truncations } from '../../altered.ts';
import { KIND_RULES, KINDS } from '../kinds.ts';
import { countEvents, printReplica } from '../replica-print.ts';
import { envelopeFields } from './layout.ts';
import { createSpecimen, type Specimen } from './members.ts';

/** WEFT_THOROUGH=1: every alteration of every size. Otherwise every one of the smallest, and a share of the larger ones. */
const isThorough = process.env['WEFT_THOROUGH'] === '1';
const sodium = await loadSodium();

type Alterations = Iterable<readonly [Uint8Array, string]>;

/** Takes one in `stride`, another one each time round. */
function* thin(alterations: Alterations, stride: number): Generator<readonly [Uint8Array, string]> {
  let at = 0;
  for (const alteration of alterations) {
    const isTaken = at % stride === (Math.floor(at / stride) * 7) % stride;
    at++;
    if (isTaken) yield alteration;
  }
}

type Answer =
  | ReturnType<Replica['receive']>
  | ReturnType<Replica['openEphemeral']>
  | ReturnType<Replica['chunks']['open']>;

/** As a link hands them over. */
function hand(reader: Replica, kind: Kind, envelope: Uint8Array, count: number): Answer {
  // ATT-1: a chunk is no part of the ledger; whoever keeps or reads one asks for no more than this.
  if (kind === 'chunk') {
    const verified = reader.chunks.verify(envelope);
    const opened = reader.chunks.open(envelope);
    return verified.ok ? opened : verified;
  }
  // Whoever relays chooses the frame, so an altered kind arrives by either way.
  const isStored = decodeKind(envelope, kind);
  if (!isStored) return reader.openEphemeral(envelope);
  const source = (['relay', 'peer', 'file'] as const)[count % 3]!;
  return reader.receive(envelope, source, source === 'peer' ? hashParts(envelope, count) : undefined);
}

/** A peer's envelope is hashed while it comes, in whatever parts. */
function hashParts(envelope: Uint8Array, count: number): EnvelopeHashes {
  const hashes = startEnvelopeHashes(sodium);
  const middle = count % (envelope.length + 1);
  hashes.add(envelope.subarray(0, middle));
  hashes.add(envelope.subarray(middle));
  return hashes.end();
}

function decodeKind(envelope: Uint8Array, kind: Kind): boolean {
  const header = decodeHeader(envelope);
  return KIND_RULES[header.ok ? header.value.kind : kind].isStored;
}

/** Hands every alteration over, and holds that each was refused with a reason and left nothing behind. */
function expectAllRefused({ kind, reader }: Specimen, alterations: Alterations, mayBeDuplicate = false): number {
  const events = countEvents(reader);
  const before = printReplica(reader);
  let count = 0;
  for (const [altered, what] of alterations) {
    const copy = altered.slice();
    const answer = hand(reader, kind, altered, count);
    if (answer.ok && !(mayBeDuplicate && answer.value === 'duplicate')) expect.fail(`${kind} taken: ${what}`);
    if (!answer.ok && !/^[A-Z].*\.$/.test(answer.failure.sentence))
      expect.fail(`${kind} refused without a reason: ${what}`);
    if (events() !== 0) expect.fail(`${kind} left something behind: ${what}`);
    if (Buffer.compare(copy, altered) !== 0) expect.fail(`${kind}: the bytes were changed: ${what}`);
    count++;
  }
  expect(printReplica(reader)).toBe(before);
  return count;
}

function* alterations({ envelope, twin }: Specimen, stride: number): Generator<readonly [Uint8Array, string]> {
  const fields = envelopeFields(envelope.length);
  yield* fieldSwaps(envelope, fields);
  if (twin !== undefined) yield* fieldsFrom(envelope, twin, fields);
  yield* thin(everyAlteration(envelope), stride);
}

/** Of a large envelope: every byte that is not ciphertext, and a share of those that are. */
function* largeAlterations({ envelope }: Specimen, stride: number): Generator<readonly [Uint8Array, string]> {
  yield* fieldSwaps(envelope, envelopeFields(envelope.length));
  const [head, tail] = [envelope.slice(0, 137), envelope.slice(-190)];
  for (const [altered, what] of thin(byteDamage(head), isThorough ? 1 : 8)) {
    yield [Buffer.concat([altered, envelope.subarray(137)]), what];
  }
  for (const [altered, what] of thin(byteDamage(tail), isThorough ? 1 : 8)) {
    yield [Buffer.concat([envelope.subarray(0, -190), altered]), `${what} of the end`];
  }
  for (let at = 137; at < envelope.length - 190; at += stride) {
    const altered = envelope.slice();
    altered[at] = altered[at]! ^ (1 << (at % 8));
    yield [altered, `a bit of byte ${at}`];
  }
  for (let length = 0; length < envelope.length; length += stride) yield [envelope.slice(0, length), `first ${length}`];
}

/** The untouched envelope is taken, into the ledger only where its kind belongs there: what was refused before did not use it up. */
function expectTaken({ kind, reader, envelope }: Specimen): void {
  expect(hand(reader, kind, envelope, 0)).toMatchObject({ ok: true });
  if (!KIND_RULES[kind].isSupported)
    expect(reader.receive(envelope, 'relay')).toMatchObject({ ok: false, failure: { code: 'kind-unsupported' } });
}

describe('ENV-6 every envelope kind against a real replica', () => {
  test.each(KINDS)('%s, the smallest: every alteration is refused and changes nothing', (kind) => {
    const specimen = createSpecimen(sodium, 11, kind, 1);
    // A notice carries certificates and grants, a parcel an envelope; everything else fits the least padding.
    if (kind !== 'control' && kind !== 'parcel') expect(specimen.envelope.length).toBe(583);
    const count = expectAllRefused(specimen, alterations(specimen, 1));
    expect(count).toBeGreaterThan(8000);
    expectTaken(specimen);
  });

  test.each(KINDS)('%s, padded: alterations anywhere are refused and change nothing', (kind) => {
    const specimen = createSpecimen(sodium, 12, kind, 290);
    expect(specimen.envelope.length).toBeGreaterThan(583);
    expect(expectAllRefused(specimen, alterations(specimen, isThorough ? 1 : 5))).toBeGreaterThan(1500);
    expectTaken(specimen);
  });

  test.each(KINDS)('%s, large: alterations anywhere are refused and change nothing', (kind) => {
    const specimen = createSpecimen(sodium, 13, kind, 60_000);
    expect(specimen.envelope.length).toBeGreaterThan(40_000);
    expect(expectAllRefused(specimen, largeAlterations(specimen, isThorough ? 13 : 997))).toBeGreaterThan(400);
    expectTaken(specimen);
  });

  test.each(['content', 'snapshot'] as const)('%s that is held: no alteration of it changes the copy', (kind) => {
    const specimen = createSpecimen(sodium, 14, kind, 1);
    expectTaken(specimen);
    // A number that the snapshot covers is passed over unread.
    expectAllRefused(specimen, thin(bitFlips(specimen.envelope), isThorough ? 1 : 4), kind === 'snapshot');
  });

  test('a change that a snapshot covers: an alteration is passed over or refused, accuses nobody and changes nothing', () => {
    const author = createSpecimen(sodium, 15, 'content', 1);
    const kept = author.reader;
    expectTaken(author);
    const writer = createSpecimen(sodium, 15, 'snapshot', 1);
    expectTaken(writer);
    const { reader } = writer;
    const [covered] = [...kept.ledger.entries()].filter(({ kind }) => kind === 'content');
    if (covered === undefined) throw new Error('nothing is covered');
    const specimen: Specimen = { kind: 'content', envelope: covered.envelope, twin: undefined, reader };
    expectAllRefused(specimen, thin(everyAlteration(covered.envelope), isThorough ? 1 : 4), true);
  });

  test('every truncation of every kind, in both readings', () => {
    for (const kind of KINDS) {
      const specimen = createSpecimen(sodium, 16, kind, 290);
      const other: Kind = KIND_RULES[kind].isStored ? 'presence' : 'content';
      expectAllRefused(specimen, truncations(specimen.envelope));
      expectAllRefused({ ...specimen, kind: other }, truncations(specimen.envelope));
      expectAllRefused(specimen, thin(byteSets(specimen.envelope), isThorough ? 1 : 16));
    }
  });
});
