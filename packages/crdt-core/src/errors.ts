/** Every way in which a replica can say no, with sentences a person can act on. */
import type { CryptoFailure, Failure } from '@weft/crypto';

/** Codes of this package's own; the rest come from `@weft/crypto`. */
export type ReplicaCode =
  | 'kind-not-stored'
  | 'kind-not-ephemeral'
  | 'kind-unsupported'
  | 'equivocation'
  | 'chain-broken'
  | 'update-malformed'
  | 'update-not-owned'
  | 'snapshot-malformed'
  | 'snapshot-too-large'
  | 'snapshot-overreaches'
  | 'snapshot-disagrees'
  | 'snapshot-taken-back'
  | 'parcel-malformed'
  | 'waiting-full'
  | 'ephemeral-replayed'
  | 'removed'
  | 'set-aside'
  | 'aside-full'
  | 'late-held'
  | 'spoken-over'
  | 'control-malformed'
  | 'rekey-not-allowed'
  | 'rekey-self'
  | 'ledger-damaged'
  | 'local-change-refused';

/** Why a replica did not take an envelope, or what it warns about. */
export type ReplicaFailure = CryptoFailure | Failure<ReplicaCode>;

/** The sentence of each code: what happened, what was done or is to be done. */
export const REPLICA_SENTENCES: Readonly<Record<ReplicaCode, string>> = {
  'kind-not-stored': 'A message that must not be stored was sent as a stored one, and was ignored.',
  'kind-not-ephemeral': 'A message that must be stored was sent as a passing one, and was ignored.',
  'kind-unsupported': 'Part of this document was written by a newer version of Weft. Update Weft to see it.',
  equivocation:
    'Someone signed two different changes as one and the same. Whatever came of both is kept; compare numbers with the others to find out who it was.',
  'chain-broken':
    'A change does not follow from the one its author made before, and was left out. Compare numbers with the others to find out who it was.',
  'update-malformed':
    'A change was sealed correctly but cannot be read, and was ignored. Its author should update Weft.',
  'update-not-owned':
    'Someone wrote a change in another’s name, and it was left out. Compare numbers with the others to find out who it was.',
  'snapshot-malformed': 'A summary of the document cannot be read, and was ignored. Its author should update Weft.',
  'snapshot-too-large': 'A summary of the document is larger than Weft accepts (256 MiB), and was ignored.',
  'snapshot-overreaches':
    'A summary of the document claims changes that were never made. What it says of them was left out, and your own copy was kept; ask who else may edit.',
  'snapshot-disagrees':
    'A summary of the document differs from the changes it stands for. Your own copy was kept. Ask who made it.',
  'snapshot-taken-back':
    'A summary of the document on this device cannot be read any more. The changes it stood for were still here and were used instead; nothing is missing.',
  'parcel-malformed':
    'Changes that were sent together cannot be read, and were ignored. Their author should update Weft.',
  'waiting-full': 'Too many changes wait for an earlier one. They will be asked for again.',
  'ephemeral-replayed': 'An old message was sent again, and was ignored.',
  removed:
    'This device no longer has access to what is written from now on. What is here stays readable; ask for a fresh link to go on.',
  'set-aside':
    'Someone who was removed wrote on afterwards. Their changes were set aside; whoever may edit can look at them and take them in.',
  'aside-full': 'Someone who was removed keeps writing. More of their changes are not kept.',
  'late-held':
    'Changes of someone who was removed came in just before the news of it. Reload to see the document as the others do.',
  'spoken-over':
    'A summary of the document put words in somebody’s name, and this device believed it until their own came. Reload to see these.',
  'control-malformed': 'A notice of new keys does not hold, and was ignored. Ask who runs this document.',
  'rekey-not-allowed':
    'Only a device that holds the key of the document’s owner can remove others. Nothing was changed.',
  'rekey-self': 'A device cannot remove itself, and nothing was changed. Do it from another device of yours.',
  'ledger-damaged':
    'A change kept on this device was damaged. It was left out and is asked for again from the others; the rest is unharmed.',
  'local-change-refused': 'This link does not allow changes. What was just changed here is not kept.',
};

/** What a person is told of an entry in storage that cannot be read; what lies there from another document says so itself. */
export function toDamage(failure: Failure<string>): Failure<string> {
  return failure.code === 'envelope-room' ? failure : replicaFailure('ledger-damaged');
}

/** The failure with this code and its sentence. */
export function replicaFailure(code: ReplicaCode): Failure<ReplicaCode> {
  return { code, sentence: REPLICA_SENTENCES[code] };
}
