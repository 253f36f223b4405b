/** What a failure says in the page's language. In English each says what its package gave it. */
import type {
  AttachmentFailure,
  FileFailure,
  LibraryFailure,
  LinkFailure,
  OpenFailure,
  PairingFailure,
  PeerFailure,
  PinCode,
  ReplicaFailure,
  VersionFailure,
} from '@weft/crdt-core';
import type { CloseCode, RefusalCode } from '@weft/crdt-core/wire';
import type { TaskFailure } from '@weft/local-ai';
import type { ModelFailureCode } from '@weft/local-ai/models';
import type { EditorFailureCode } from '../errors.ts';
import type { ImportFailureCode } from '../formats/types.ts';
import { defineWords, type Words } from './words.ts';

/** Every code that a person may be told of. */
export type FailureCode =
  | AttachmentFailure['code']
  | EditorFailureCode
  | FileFailure['code']
  | ImportFailureCode
  | LibraryFailure['code']
  | LinkFailure['code']
  | ModelFailureCode
  | OpenFailure['code']
  | PairingFailure['code']
  | PeerFailure['code']
  | PinCode
  | ReplicaFailure['code']
  | TaskFailure['code']
  | VersionFailure['code']
  | 'record-damaged';

/** The sentences of another language. */
export interface FailureWords {
  readonly codes: Readonly<Record<FailureCode, string>>;
  /** What a relay meant by a code of its own, where that says more. */
  readonly closed: Readonly<Record<CloseCode, string>>;
  readonly refused: Readonly<Record<RefusalCode, string>>;
  /** A sentence about a damaged file, and the byte where the damage starts. */
  readonly atByte: (sentence: string, byte: number) => string;
}

export const failureWords: Words<Partial<FailureWords>> = /* @__PURE__ */ defineWords('failures', {});

/** A failure as any package makes it. */
export interface AnyFailure {
  readonly code: string;
  readonly sentence: string;
  /** Of a file's failure, the byte. */
  readonly at?: number;
  /** The relay's own code. */
  readonly wire?: number;
}

function own<Value>(from: Readonly<Record<string | number, Value>> | undefined, key: string | number | undefined) {
  return from !== undefined && key !== undefined && Object.hasOwn(from, key) ? from[key] : undefined;
}

/** What happened and what to do, in the page's language; in English where that lacks it. */
export function toSentence(failure: AnyFailure): string {
  const { codes, closed, refused, atByte } = failureWords();
  const { code, sentence, at, wire } = failure;
  const said = own(code === 'relay-envelope' ? refused : closed, wire) ?? own(codes, code) ?? sentence;
  return atByte !== undefined && at !== undefined && (code === 'file-cut' || code === 'file-damaged')
    ? atByte(said, at)
    : said;
}
