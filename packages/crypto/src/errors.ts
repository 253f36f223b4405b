/** A value, or the reason there is none. Hostile input ends here, never in a throw. */
export type Result<T, F> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: F };

/** One way to fail: `code` for programs, `sentence` (what happened, what to do) for people. */
export interface Failure<Code extends string> {
  readonly code: Code;
  readonly sentence: string;
}

/** The sentence of each code: what happened, what to do. */
export const SENTENCES = {
  'text-malformed': 'This text is not base64url; part of it was lost or changed in copying. Copy it again.',
  'link-absent': 'There is no Weft link in this text. Copy the whole link, including the part after “#”.',
  'link-broken': 'This link is damaged: part of it was lost or changed in copying. Copy the whole link again.',
  'link-version': 'This link was made for another version of Weft. Reload or update Weft, then open the link again.',
  'link-forged': 'This link contradicts itself: its parts belong to different documents. Ask its sender for a new one.',
  'link-passphrase': 'This link is protected by a passphrase. Enter the passphrase its sender gave you.',
  'link-passphrase-wrong':
    'This passphrase does not open this link. Check the passphrase, and that the whole link was copied.',
  'role-above': 'Your link does not carry this permission. Ask someone who has it to share the document with you.',
  'certificate-malformed': 'A certificate is damaged or cut short. Ask for a new link to the document.',
  'certificate-version': 'A certificate was made for another version of Weft. Reload or update Weft.',
  'certificate-room': 'A certificate belongs to another document. Open the document from its own link.',
  'certificate-epoch': 'A certificate belongs to other keys of this document. Ask for a new link to the document.',
  'certificate-invalid': 'A certificate was not signed by this document’s keys. Ask for a new link to the document.',
  'certificate-expired':
    'The time this permission was given for is over. Check this device’s clock, or ask for a new link to the document.',
  'envelope-malformed': 'A change arrived damaged or cut short and was left out. Reconnect to receive it again.',
  'envelope-version': 'A change was written by another version of Weft and was left out. Reload or update Weft.',
  'envelope-room': 'A change meant for another document arrived and was left out. Open that document to receive it.',
  'envelope-epoch':
    'A change sealed under other keys of this document was left out. Ask for a new link to the document.',
  'envelope-session': 'A change carried another session’s certificate and was left out. Ask its author to reconnect.',
  'envelope-role': 'A change its author is not permitted to make was left out. Ask for a link with that permission.',
  'envelope-signature': 'A change whose signature does not hold was left out. Reconnect to receive it again.',
  'envelope-commitment':
    'A change was sealed with a key that is not this document’s and was left out. Ask for a new link to the document.',
  'envelope-closed':
    'This part of the document is not for this link. Ask someone who may comment to share the document with you.',
  'envelope-sealed': 'A change could not be opened because it was altered. Reconnect to receive it again.',
  'envelope-content': 'A change was sealed in a way this version of Weft does not know. Reload or update Weft.',
  'card-malformed':
    'A device’s card is damaged or cut short and was left out. Ask its owner to open the document again.',
  'card-version': 'A device’s card was made for another version of Weft and was left out. Reload or update Weft.',
  'card-key': 'A device’s card carries a key nothing can be sealed to, and was left out. Ask its owner to reload Weft.',
  'card-signature':
    'A device’s card was not signed by its device and was left out. Ask its owner to open the document again.',
  'card-attestation':
    'A session came with the card of a device that does not vouch for it, and the card was left out. Ask its author to reconnect.',
  'grant-malformed': 'New keys arrived damaged or cut short and were left out. Ask for a new link to the document.',
  'grant-sealed': 'New keys of this document could not be opened on this device. Ask for a new link to the document.',
  'grant-forged':
    'New keys arrived that are not this document’s and were left out. Ask for a new link to the document.',
  'history-sealed':
    'Earlier comments of this document cannot be opened: their keys were altered. Ask for a new link to the document.',
  'history-forged':
    'Keys for an earlier part of this document do not belong to it and were left out. Ask for a new link to the document.',
  'notice-malformed':
    'A notice about this document’s keys is damaged and was left out. Ask for a new link to the document.',
  'notice-unknown':
    'A notice about this document’s keys was written by a newer version of Weft. Reload or update Weft to read it.',
  'proof-invalid': 'The proof of this session does not hold for this relay. Check the relay’s address and reconnect.',
  'peer-proof-invalid':
    'Another device could not prove that it may open this document, and was disconnected. Ask its owner to open a fresh link.',
  'admission-invalid': 'This relay asks for an admission secret and got another. Ask its host for the secret.',
} as const;

/** Every code this package can fail with. */
export type CryptoFailureCode = keyof typeof SENTENCES;

/** The closed union of this package's failures. */
export type CryptoFailure = { [Code in CryptoFailureCode]: Failure<Code> }[CryptoFailureCode];

/**
 * Wraps a value as a success.
 * @param value the value
 */
export function success<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/**
 * The failure of this package with the given code, and the one sentence that belongs to it.
 * @param code which failure
 */
export function cryptoFailure(code: CryptoFailureCode): { readonly ok: false; readonly failure: CryptoFailure } {
  return { ok: false, failure: { code, sentence: SENTENCES[code] } as CryptoFailure };
}
