/**
 * What an open document looks like from outside: to an editor, to an app, to an embedder. Types only.
 */
import type { Capability, CryptoFailure, Failure, Result, Role } from '@weft/crypto';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { DocumentAbsence } from './absence/create-absence.ts';
import type { DocumentLosses } from './document-losses.ts';
import type { DocumentPeople } from './document-people.ts';
import type { AttachmentFailure } from './attachments/failures.ts';
import type { AttachmentReference } from './attachments/reference.ts';
import type { Attachments, StuckFiles } from './attachments/types.ts';
import type { DocumentVersions } from './document-versions.ts';
import type { Errands } from './errands/create-errands.ts';
import type { FileFailure } from './files/errors.ts';
import type { Pairing } from './links/pairing.ts';
import type { ImportReport } from './files/import-ledger.ts';

/** A value that changes and says so. `subscribe` does not call the listener at once; it answers with the way to stop. */
export interface Readable<T> {
  get(): T;
  subscribe(listener: (value: T) => void): () => void;
}

/** Runs `apply` when the caller is ready for it: at once, on the next frame, or after an IME composition ended. */
export type ApplyGate = (apply: () => void) => void;

/** Something that went wrong at a known time, kept so that a person can be told. */
export type Alarm = Failure<string> & {
  /** Unix milliseconds, by this device's clock. */
  readonly at: number;
};

/** How the link to the relay stands. */
export type RelayState = 'off' | 'connecting' | 'syncing' | 'connected' | 'waiting' | 'refused';

/** The three-state truth (SYN-5), and what else a person should know. Nothing here is ever a guess. */
export interface DocumentStatus {
  /** `unsaved`: ledger writes that this device's storage has not confirmed. `failure`: why, when it cannot. */
  readonly saved: { readonly unsaved: number; readonly failure?: Failure<string> };
  /** `waiting`: will try again by itself. `refused`: will not, the sentence says what to do. */
  readonly relay: { readonly state: RelayState; readonly failure?: Failure<string> };
  /** Envelopes in this device's ledger that neither the relay nor another device's heads are known to hold, and files to be sent. Exact. */
  readonly unsent: number;
  /** Files of this device that the relay does not have whole; counted in `unsent` as well. 0 where there is no relay to send to. */
  readonly unsentFiles: number;
  /** Those of them that the relay does not take. */
  readonly stuckFiles?: StuckFiles | undefined;
  /** Devices connected directly that have proven themselves, and are there as far as can be known. */
  readonly peers: number;
  /** Other devices whose receipt covers this replica's newest envelope. */
  readonly seenBy: number;
  /** People present, this one included. */
  readonly people: number;
  /** True in the tab that holds the links (SYN-8). */
  readonly leads: boolean;
  /** Sessions whose chain has a hole that has not been filled (LED-2). */
  readonly gaps: number;
  /** Yjs holds structs that wait for others (LED-7). */
  readonly pending: boolean;
  readonly alarms: readonly Alarm[];
}

/** A person as others see them. `name`: at most 64 characters. `color`: `#rrggbb`. */
export interface DocumentUser {
  readonly name: string;
  readonly color: string;
}

/** Why local storage did not take a write. */
export type StorageFailure = Failure<'storage-full' | 'storage-closed' | 'storage-failed'>;

/** Why a document did not open. */
export type OpenFailure =
  | CryptoFailure
  | StorageFailure
  | Failure<'relay-address' | 'seed-not-allowed' | 'seed-malformed'>;

/** A `.weft` file with attachments. */
export interface FileExport {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly files: number;
  /** What nobody could be had it from. */
  readonly missing: readonly AttachmentReference[];
}

/** An open document: a replica with its storage, its links and its presence. */
export interface WeftDocument {
  /** base64url */
  readonly roomId: string;
  readonly role: Role;
  readonly canEdit: boolean;
  /** True for editors too. */
  readonly canComment: boolean;
  readonly doc: Y.Doc;
  /** What is said about the document. Empty where `canComment` is false: a view link does not open comments. */
  readonly comments: Y.Doc;
  /** `doc.getXmlFragment('content')` */
  readonly content: Y.XmlFragment;
  /** `doc.getText('title')` */
  readonly title: Y.Text;
  /** One per replica (SYN-7). Set cursor fields here; the user field through `setUser`. */
  readonly awareness: Awareness;
  readonly status: Readable<DocumentStatus>;
  /** Decides when remote edits reach `doc` and `comments`: the editor applies them once a frame. `undefined` applies at once. */
  setApplyGate(gate: ApplyGate | undefined): void;
  /** KEY-6, KEY-8: who is in the document, and what its owner can do about it. */
  readonly people: DocumentPeople;
  /** Words that stood in what another deleted meanwhile, to be offered back. */
  readonly losses: DocumentLosses;
  /** What others did while nobody looked. */
  readonly away: DocumentAbsence;
  /** How the document stood at moments that somebody gave a name. */
  readonly versions: DocumentVersions;
  /** Shows this person to the others. What does not pass validation is cut or replaced, never refused. */
  setUser(user: DocumentUser): void;
  /** ATT-1: files and images, sealed, beside the text. */
  readonly attachments: Attachments;
  /** ERR-1: what one session says to one other, sealed to it. */
  readonly errands: Errands;
  /** Connects to another device by hand, without any server. */
  readonly pairing: Pairing;
  /** The capability this replica may hand on: its own role or less. */
  capability(role: 'editor' | 'commenter' | 'viewer'): Result<Capability, CryptoFailure>;
  /** Seals what is pending and waits until this device's storage confirmed it. */
  flush(): Promise<Result<void, StorageFailure>>;
  /** LED-6: everything this replica holds, as a `.weft` file: sealed as it is on a relay. Throws once closed. */
  exportFile(): Uint8Array<ArrayBuffer>;
  /**
   * LED-6: the same with these attachments; what is not on this device is fetched, as far as it can be had now.
   *
   * @param onProgress - how many of them were looked at
   */
  exportWithFiles(
    references: Iterable<AttachmentReference>,
    options?: { readonly onProgress?: (done: number, total: number) => void; readonly signal?: AbortSignal },
  ): Promise<Result<FileExport, FileFailure | AttachmentFailure>>;
  /**
   * LED-6: takes in what a `.weft` file of this document holds, a few entries per turn; closing the document ends it early.
   * Each entry is judged as if it came over a link.
   *
   * @param bytes - not to be changed meanwhile
   * @param onProgress - how many of the file's entries were judged
   */
  importFile(
    bytes: Uint8Array,
    onProgress?: (done: number, total: number) => void,
  ): Promise<Result<ImportReport, FileFailure>>;
  /** Flushes, says goodbye, releases the links and wipes the keys (KEY-9). Idempotent. */
  close(): Promise<void>;
}
