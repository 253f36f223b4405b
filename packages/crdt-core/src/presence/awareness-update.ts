/**
 * Reads an awareness update from another session as a value: y-protocols' own reader throws on broken bytes and believes
 * whatever names it finds in them.
 */
import type { DocumentUser } from '../document-user.ts';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/** A session's presence, checked. `undefined`: it has left. */
export type PresenceState = Readonly<Record<string, unknown>> | undefined;

export interface PresenceUpdate {
  readonly clock: number;
  readonly state: PresenceState;
}

/** A presence is a name, a colour and a cursor; more than this is no presence. */
const MAX_STATE_CHARS = 8_192;
const MAX_NAME_CHARS = 64;
const DEFAULT_COLOR = '#808080';

/**
 * The presence that an awareness update brings.
 *
 * @param clientId - the only client the update may name: its signer's (SYN-7)
 * @returns `undefined` where it names another, several or none, has clock 0, or cannot be read
 */
export function decodePresence(bytes: Uint8Array, clientId: number): PresenceUpdate | undefined {
  try {
    const decoder = decoding.createDecoder(bytes);
    if (decoding.readVarUint(decoder) !== 1 || decoding.readVarUint(decoder) !== clientId) return undefined;
    const clock = decoding.readVarUint(decoder);
    const text = decoding.readVarString(decoder);
    if (decoding.hasContent(decoder) || clock < 1 || text.length > MAX_STATE_CHARS) return undefined;
    const state: unknown = JSON.parse(text);
    if (state === null) return { clock, state: undefined };
    if (typeof state !== 'object' || Array.isArray(state)) return undefined;
    return { clock, state: cleanState(state as Record<string, unknown>) };
  } catch {
    return undefined; // hostile bytes: the readers of lib0 throw
  }
}

/** The bytes of an awareness update that names one client. */
export function encodePresence(clientId: number, { clock, state }: PresenceUpdate): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, clientId);
  encoding.writeVarUint(encoder, clock);
  encoding.writeVarString(encoder, JSON.stringify(state ?? null));
  return encoding.toUint8Array(encoder);
}

/** A user as it may be shown: no control characters, no more than 64 characters, a plain colour. */
export function cleanUser(user: unknown): DocumentUser | undefined {
  if (typeof user !== 'object' || user === null) return undefined;
  const { name, color } = user as { readonly name?: unknown; readonly color?: unknown };
  return {
    name: typeof name === 'string' ? cleanName(name) : '',
    color: typeof color === 'string' && /^#[0-9a-f]{6}$/i.test(color) ? color.toLowerCase() : DEFAULT_COLOR,
  };
}

/** Everything else in a state is for the editor to judge; only what is shown as text and style is judged here. */
function cleanState(state: Record<string, unknown>): Record<string, unknown> {
  const { user, ...rest } = state;
  const cleaned = cleanUser(user);
  return cleaned === undefined ? rest : { ...rest, user: cleaned };
}

function cleanName(name: string): string {
  // Control and formatting characters (a right-to-left override makes one name look like another), half surrogates.
  const visible = name.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '').trim();
  return [...visible].slice(0, MAX_NAME_CHARS).join('');
}
