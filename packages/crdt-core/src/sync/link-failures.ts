import type { Failure } from '@weft/crypto';
import { CloseCode, closeCodeToSentence, refusalCodeToSentence } from '../wire/index.ts';

/** What can be wrong with the link to a relay. */
export type LinkFailureCode =
  | 'relay-unreachable'
  | 'relay-silent'
  | 'relay-offline'
  | 'relay-refused'
  | 'relay-not-admitted'
  | 'relay-busy'
  | 'relay-confused'
  | 'relay-rolled-back'
  | 'relay-withholds'
  | 'relay-hides'
  | 'relay-lost'
  | 'relay-forks'
  | 'relay-entry'
  | 'relay-room-full'
  | 'relay-too-fast'
  | 'relay-too-large'
  | 'relay-envelope';

/** `wire`: the relay's own code, where the sentence is that code's. `session`: whose changes it is about. */
export type LinkFailure = Failure<LinkFailureCode> & { readonly wire?: number; readonly session?: string };

/** The sentence of each code. */
export const LINK_SENTENCES: Readonly<Record<LinkFailureCode, string>> = {
  'relay-unreachable':
    'The relay cannot be reached. Your changes are kept on this device and sent when it answers; check its address if this stays.',
  'relay-silent': 'The relay stopped answering. The connection is being opened again.',
  'relay-offline': 'This device is offline. Your changes are kept here and sent when it is back.',
  'relay-refused': 'The relay refused this connection. Choose another relay, or ask for a fresh link.',
  'relay-not-admitted': closeCodeToSentence(CloseCode.notAllowed) ?? '',
  'relay-busy': 'The relay asked to try again later. Your changes are kept on this device until then.',
  'relay-confused': 'The relay sent something it must not send, and was disconnected. Check the address of the relay.',
  'relay-rolled-back':
    'The relay lost changes it had confirmed. They are being sent again from this device; nothing is missing here.',
  'relay-withholds':
    'The relay keeps back changes it says it has. They are being asked for again; if this stays, ask whoever runs it, or choose another relay.',
  'relay-hides':
    'Another device says it has changes that the relay does not hand over to this one. They are being asked for again; if this stays, choose another relay.',
  'relay-lost':
    'Another device still lacks changes that the relay had confirmed. They are being sent again from this device; nothing is missing here.',
  'relay-forks':
    'Another device has another version of a change than this one: somebody who can write gave out two, or that device is wrong. Compare the document with the others.',
  'relay-entry': 'The relay sent a change that does not hold, and it was left out. Your document is unharmed.',
  'relay-room-full': refusalCodeToSentence(4) ?? '',
  'relay-too-fast': refusalCodeToSentence(5) ?? '',
  'relay-too-large':
    'A change is too large for this relay and is kept on this device only. Choose a relay with higher limits.',
  'relay-envelope': 'The relay did not take a change. It is kept on this device; choose another relay to share it.',
};

/** The failure with this code and its sentence. */
export function linkFailure(code: LinkFailureCode): LinkFailure {
  return { code, sentence: LINK_SENTENCES[code] };
}

/** What a close code means for a person. The relay's own words are never shown: it may say anything. */
export function closeCodeToFailure(code: number): LinkFailure {
  if (code === CloseCode.notAllowed) return linkFailure('relay-not-admitted');
  const sentence = closeCodeToSentence(code);
  if (code >= 4400 && code < 4500)
    return sentence === undefined ? linkFailure('relay-refused') : { code: 'relay-refused', sentence, wire: code };
  if (code >= 4500 && code < 4600)
    return sentence === undefined ? linkFailure('relay-busy') : { code: 'relay-busy', sentence, wire: code };
  return linkFailure('relay-unreachable');
}

/** What a refusal code means for a person. */
export function refusalCodeToFailure(code: number): LinkFailure {
  const sentence = refusalCodeToSentence(code);
  return sentence === undefined ? linkFailure('relay-envelope') : { code: 'relay-envelope', sentence, wire: code };
}
