import type { Result, VerifyingSodium } from '@weft/crypto';
import { type ModelFailure, modelFailure } from './failures.ts';
import type { FetchPort } from './fetch-parts.ts';
import { isUpdate, type ModelRecord } from './index-of-models.ts';
import type { ModelSource } from './install.ts';
import { compareVersions, type ModelContract, type ModelManifest, MOST_MANIFEST_BYTES } from './manifest.ts';
import { readManifest } from './read-manifest.ts';
import { checkSignature, type Signer } from './trust.ts';

/** The name of a manifest among a model's files. */
export const MANIFEST_NAME = 'weft-model.json';

/** A model that was read of and not yet decided on: what the person is shown. */
export interface ModelOffer {
  readonly manifest: ModelManifest;
  /** Undefined: nobody signed it. */
  readonly signer: Signer | undefined;
  readonly source: ModelSource;
}

export interface OfferPorts {
  readonly get: FetchPort;
  readonly sodium: () => Promise<VerifyingSodium>;
  /** Whether models of a kind can be run here: of another, nothing but its description is fetched. Without it all are offered. */
  readonly runs?: (contract: ModelContract) => boolean;
}

/** An address that models may be fetched from: https, or a server on this machine, or beside `page`. */
export function toModelAddress(text: string, page: string): Result<string, ModelFailure> {
  try {
    const url = new URL(text.trim(), page);
    const isHere = url.origin === new URL(page).origin || /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere)) return modelFailure('model-address');
    // Who knows a name and a password sends them with every part.
    if (url.username !== '' || url.password !== '') return modelFailure('model-address');
    if (url.pathname.endsWith('/')) url.pathname += MANIFEST_NAME;
    url.hash = '';
    return { ok: true, value: url.href };
  } catch {
    return modelFailure('model-address');
  }
}

/** Reads the manifest at an address and checks its signature. Nothing else is fetched. */
export async function fetchOffer(ports: OfferPorts, address: string): Promise<Result<ModelOffer, ModelFailure>> {
  const answer = await ports.get(address, { range: undefined, signal: new AbortController().signal });
  if (!answer.ok) return modelFailure(answer.code);
  if (answer.status !== 200) return modelFailure('model-absent');
  const bytes = await readAtMost(answer.body, MOST_MANIFEST_BYTES);
  if (bytes === undefined) return modelFailure('model-cut');
  return toOffer(ports, bytes, { type: 'address', base: address });
}

/** Reads the manifest among files that were dropped. `model-undescribed` where there is none. */
export async function readOffer(
  ports: OfferPorts,
  files: ReadonlyMap<string, Blob>,
): Promise<Result<ModelOffer, ModelFailure>> {
  const manifest = files.get(MANIFEST_NAME);
  if (manifest === undefined) return modelFailure('model-undescribed');
  if (manifest.size > MOST_MANIFEST_BYTES) return modelFailure('model-malformed');
  return toOffer(ports, new Uint8Array(await manifest.arrayBuffer()), { type: 'files', files });
}

/**
 * What an installed model's address offers now, on the channel that was chosen: undefined where that is nothing newer, or
 * something that did not work here before.
 */
export async function fetchUpdate(
  ports: OfferPorts,
  record: ModelRecord,
): Promise<Result<ModelOffer | undefined, ModelFailure>> {
  if (record.from === undefined) return modelFailure('model-address');
  const stable = await fetchOffer(ports, record.from);
  if (!stable.ok) return stable;
  let best = stable.value;
  const { canary } = best.manifest;
  if (record.channel === 'canary' && canary !== undefined) {
    const early = await fetchOffer(ports, new URL(canary, record.from).href);
    if (!early.ok) return early;
    if (compareVersions(early.value.manifest.version, best.manifest.version) > 0) best = early.value;
  }
  if (best.manifest.id !== record.id) return modelFailure('model-malformed');
  return { ok: true, value: isUpdate(record, best.manifest) ? best : undefined };
}

async function toOffer(
  ports: OfferPorts,
  bytes: Uint8Array,
  source: ModelSource,
): Promise<Result<ModelOffer, ModelFailure>> {
  const read = readManifest(bytes);
  if (!read.ok) return read;
  const signer = checkSignature(await ports.sodium(), read.value);
  if (!signer.ok) return signer;
  if (ports.runs?.(read.value.manifest.contract) === false) return modelFailure('model-runtime');
  return { ok: true, value: { manifest: read.value.manifest, signer: signer.value, source } };
}

async function readAtMost(body: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array | undefined> {
  const reader = body.getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      length += read.value.length;
      // One byte more than the limit: reading it says what it is.
      parts.push(read.value as Uint8Array<ArrayBuffer>);
      if (length > most) break;
    }
  } catch {
    return undefined;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
