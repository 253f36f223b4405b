import type { Failure } from '@weft/crypto';

/** What can be wrong with a link to another device. */
export type PeerFailureCode =
  | 'peer-confused'
  | 'peer-unproven'
  | 'peer-forged'
  | 'peer-silent'
  | 'peer-self'
  | 'peer-keys'
  | 'peer-resting'
  | 'peer-double'
  | 'peer-full';

export type PeerFailure = Failure<PeerFailureCode>;

/** The sentence of each code. */
export const PEER_SENTENCES: Readonly<Record<PeerFailureCode, string>> = {
  'peer-confused':
    'A device that connected directly sent something it must not send, and was disconnected. Your document is unharmed; ask who else has the link.',
  'peer-unproven':
    'A device connected directly and could not prove that it may open this document. It was disconnected and got nothing.',
  'peer-forged':
    'A device that connected directly sent changes it may not make. They were left out and it was disconnected; ask who else has the link.',
  'peer-silent': 'A device that was connected directly stopped answering. It is looked for again.',
  'peer-self': 'This device met itself. Nothing is wrong.',
  'peer-keys':
    'A device that connected directly uses other keys of this document. Open the document from its newest link.',
  'peer-resting': 'A device that was disconnected came back too soon. It may come back later.',
  'peer-full':
    'This device is connected directly to as many others as it can be. The rest is reached through them or the relay.',
  'peer-double': 'Two direct connections lead to the same device. One of them was closed.',
};

/** The failure with this code and its sentence. */
export function peerFailure(code: PeerFailureCode): PeerFailure {
  return { code, sentence: PEER_SENTENCES[code] };
}

const PASSING: ReadonlySet<PeerFailureCode> = new Set(['peer-silent']);

/** True where connecting again at once would end the same way. */
export function isUnwanted(failure: PeerFailure | undefined): boolean {
  return failure !== undefined && !PASSING.has(failure.code);
}
