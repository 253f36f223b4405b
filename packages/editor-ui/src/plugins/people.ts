import type { EditorPerson } from '../people.ts';
import { commonWords } from '../words/common.ts';

const MAX_NAME_LENGTH = 64;
const COLOR = /^#[0-9a-f]{6}$/i;
/** For whoever sends no valid colour: distinct, and readable under white text. */
const FALLBACK_COLORS: readonly string[] = [
  '#1d6fd1',
  '#b4318f',
  '#0f7b6c',
  '#b1560f',
  '#6a4fd0',
  '#c0392b',
  '#4d7c0f',
  '#0e7490',
];

/** A name as a peer sent it, safe to show: one line, no control or direction signs, at most 64 letters. */
export function toSafeName(value: unknown): string {
  if (typeof value !== 'string') return commonWords().someone;
  const name = value
    .slice(0, MAX_NAME_LENGTH * 4)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return [...name].slice(0, MAX_NAME_LENGTH).join('') || commonWords().someone;
}

/** `#rrggbb`, or one of ours chosen by the client id. */
export function toSafeColor(value: unknown, clientId: number): string {
  if (typeof value === 'string' && COLOR.test(value)) return value.toLowerCase();
  return FALLBACK_COLORS[clientId % FALLBACK_COLORS.length] ?? '#1d6fd1';
}

/** Someone's presence as it is shown (SYN-7: validated before it touches the DOM). */
export function toPerson(clientId: number, user: unknown): EditorPerson {
  const { name, color } = (typeof user === 'object' && user !== null ? user : {}) as Record<string, unknown>;
  return { clientId, name: toSafeName(name), color: toSafeColor(color, clientId) };
}
