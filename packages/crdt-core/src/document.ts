/**
 * What an open document looks like from outside: to an editor, to an app, to an embedder. Types only.
 */
import type { Capability, CryptoFailure, Failure, Result, Role } from '@weft/crypto';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { DocumentAbsence } from './absence/create-absence.ts';
import type { DocumentLosses } from './document-losses.ts';
import type { DocumentPeople } from './document-people.ts';
import type { DocumentStatus } from './document-status.ts';
import type { AttachmentFailure } from './attachments/failures.ts';
import type { AttachmentReference } from './attachments/reference.ts';
import type { Attachments } from './attachments/types.ts';
import type { DocumentVersions } from './document-versions.ts';
import type { Errands } from './errands/create-errands.ts';
import type { FileFailure } from './files/errors.ts';
import type { Pairing } from './links/pairing.ts';
import type { ImportReport } from './files/import-ledger.ts';
import type { StorageFailure } from './ports/storage.ts';
import type { DocumentUser } from './document-user.ts';
import type { ApplyGate } from './replica/apply-queue.ts';
import type { Readable } from './sync/readable.ts';

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
