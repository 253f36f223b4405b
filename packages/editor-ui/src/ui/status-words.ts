/**
 * The words of the status line, as a pure function of what is known (SYN-5). Each part says one fact that the disk, the
 * relay or a receipt has confirmed, or plainly says that it has not.
 */
import type { DocumentStatus, StuckFiles } from '@weft/crdt-core';

/** calm: nothing to do. working: will be well by itself. offline: safe here, not elsewhere. trouble: a person should read it. */
export type Tone = 'calm' | 'working' | 'offline' | 'trouble';

/** One fact of the line. `words` suits a wide line, `short` a phone. */
export interface StatusPart {
  readonly key: 'saved' | 'sent' | 'seen' | 'gaps';
  readonly words: string;
  readonly short: string;
  readonly tone: Tone;
  /** One sentence more, shown on request. */
  readonly detail: string;
}

/** The whole line. */
export interface StatusLine {
  readonly parts: readonly StatusPart[];
  /** The gravest tone of its parts. */
  readonly tone: Tone;
  /** The line as one sentence for a live region. */
  readonly spoken: string;
}

const changes = (count: number): string => (count === 1 ? '1 change' : `${count} changes`);

const files = (count: number): string => (count === 1 ? '1 file' : `${count} files`);

/** What is not sent: changes, files, or both. */
function unsentWords({ unsent, unsentFiles }: Pick<DocumentStatus, 'unsent' | 'unsentFiles'>): string {
  if (unsentFiles === 0) return changes(unsent);
  return unsent === unsentFiles ? files(unsentFiles) : `${changes(unsent - unsentFiles)} and ${files(unsentFiles)}`;
}

/** Files that the relay does not take; what is on its way beside them is said too. */
function stuckPart(status: DocumentStatus, { count, failure }: StuckFiles): StatusPart {
  const unsent = status.unsent - count;
  const rest = unsent > 0 ? `Sending ${unsentWords({ unsent, unsentFiles: status.unsentFiles - count })}… · ` : '';
  const isFull = failure.code === 'attachment-room-full';
  const waits = count === 1 ? '1 file waits' : `${files(count)} wait`;
  const words = isFull ? `${waits} for room at the relay` : `The relay did not take ${files(count)}`;
  const short = isFull ? waits : `${files(count)} not taken`;
  return { key: 'sent', words: rest + words, short, tone: 'trouble', detail: failure.sentence };
}

function savedPart(status: DocumentStatus): StatusPart {
  const { unsaved, failure } = status.saved;
  if (failure !== undefined) {
    const words = unsaved === 0 ? 'Not saved on this device' : `${changes(unsaved)} not saved on this device`;
    return { key: 'saved', words, short: 'Not saved', tone: 'trouble', detail: failure.sentence };
  }
  if (unsaved > 0) {
    const detail = `${changes(unsaved)} wait for this device’s storage to confirm.`;
    return { key: 'saved', words: 'Saving…', short: 'Saving…', tone: 'working', detail };
  }
  const detail = 'This device’s storage has confirmed every change.';
  return { key: 'saved', words: 'Saved on this device', short: 'Saved', tone: 'calm', detail };
}

function waitingPart(status: DocumentStatus, why: string, tone: Tone, detail: string): StatusPart {
  if (status.unsent === 0) return { key: 'sent', words: why, short: why, tone, detail };
  return {
    key: 'sent',
    words: `${why} · ${unsentWords(status)} not sent yet`,
    short: `${status.unsent} not sent yet`,
    tone,
    detail,
  };
}

const devices = (count: number): string => (count === 1 ? '1 device' : `${count} devices`);

/** No relay to speak of, and yet not alone. */
function directPart(status: DocumentStatus, canWrite: boolean): StatusPart {
  const { relay, unsentFiles, peers } = status;
  // A file is on another device once someone looks at it there: nothing of it is being sent.
  const unsent = status.unsent - unsentFiles;
  const away = relay.state === 'off' ? 'No relay is set.' : 'The relay cannot be reached.';
  if (unsent > 0) {
    const words = unsent > 3 ? `Sending ${changes(unsent)} directly…` : 'Sending directly…';
    const detail = `${away} ${changes(unsent)} not yet confirmed by ${devices(peers)} connected directly.`;
    return { key: 'sent', words, short: 'Sending…', tone: 'working', detail };
  }
  const reach = `Changes go straight to ${peers === 1 ? 'the device' : 'the devices'} connected now.`;
  const waiting = unsentFiles === 0 ? '' : ` ${unsentWords({ ...status, unsent: unsentFiles })} not at a relay yet.`;
  const confirmed = canWrite ? ` Each of yours is on another device as well.${waiting}` : waiting;
  return {
    key: 'sent',
    words: `Connected directly to ${devices(peers)}`,
    short: `Direct to ${peers}`,
    tone: 'calm',
    detail: `${away} ${reach}${confirmed}`,
  };
}

const ENDED = 'What is written from now on does not reach this device, and what is changed here reaches nobody.';

function sentPart(status: DocumentStatus, canWrite: boolean, isRemoved: boolean): StatusPart {
  if (isRemoved) {
    const words = 'No longer shared with you';
    return { key: 'sent', words, short: words, tone: 'offline', detail: ENDED };
  }
  const { state, failure } = status.relay;
  if (state === 'refused') {
    const detail = failure?.sentence ?? 'The relay refused this document.';
    return waitingPart(status, 'The relay refuses', 'trouble', detail);
  }
  if (status.peers > 0 && state !== 'connected' && state !== 'syncing') return directPart(status, canWrite);
  if (state === 'off') {
    return waitingPart(
      status,
      'Only on this device',
      'offline',
      'No relay is set, so nothing is sent to other people.',
    );
  }
  if (state === 'waiting') {
    const detail =
      failure?.sentence ?? 'The relay cannot be reached. Keep writing: changes are sent when it can be reached again.';
    return waitingPart(status, 'Offline', 'offline', detail);
  }
  if (state === 'connecting') return waitingPart(status, 'Connecting…', 'working', 'Reaching the relay.');
  if (state === 'syncing') return waitingPart(status, 'Syncing…', 'working', 'Fetching what others wrote.');
  if (status.unsent > 0 && failure !== undefined) {
    // Connected, and yet it does not take what is written: a full room, say.
    const words = `The relay did not take ${unsentWords(status)}`;
    return { key: 'sent', words, short: `${status.unsent} not taken`, tone: 'trouble', detail: failure.sentence };
  }
  if (status.stuckFiles !== undefined) return stuckPart(status, status.stuckFiles);
  if (status.unsent > 0) {
    // A keystroke or two on their way are no news; a backlog is.
    const isMuch = status.unsent > 3 || status.unsentFiles > 0;
    const words = isMuch ? `Sending ${unsentWords(status)}…` : 'Sending…';
    const by = status.peers === 0 ? 'the relay' : 'the relay or another device';
    const detail = `${unsentWords(status)} not yet confirmed by ${by}.`;
    return { key: 'sent', words, short: 'Sending…', tone: 'working', detail };
  }
  if (!canWrite) {
    return {
      key: 'sent',
      words: 'Up to date',
      short: 'Up to date',
      tone: 'calm',
      detail: status.peers > 0 ? 'You see what the relay and the others have.' : 'You see what the relay has.',
    };
  }
  const detail =
    status.peers === 0
      ? 'The relay has confirmed every change, sealed. It cannot read them.'
      : `The relay or a device connected directly (${status.peers}) has confirmed every change. The relay cannot read them.`;
  return { key: 'sent', words: 'Sent', short: 'Sent', tone: 'calm', detail };
}

function seenPart(status: DocumentStatus): StatusPart | undefined {
  // A receipt covers the newest envelope; while some are unsent it cannot be the newest change.
  if (status.seenBy === 0 || status.unsent > status.unsentFiles) return undefined;
  const words = `Seen by ${status.seenBy}`;
  const devices = status.seenBy === 1 ? '1 other device has' : `${status.seenBy} other devices have`;
  return { key: 'seen', words, short: words, tone: 'calm', detail: `${devices} confirmed your newest change.` };
}

function gapsPart(status: DocumentStatus): StatusPart | undefined {
  if (status.gaps === 0 && !status.pending) return undefined;
  const words = 'Some changes have not arrived yet';
  const detail = 'Parts of what others wrote are still missing here. They are asked for again by themselves.';
  return { key: 'gaps', words, short: 'Changes missing', tone: 'working', detail };
}

const order: readonly Tone[] = ['calm', 'working', 'offline', 'trouble'];

/**
 * Puts the status into words.
 * @param canWrite false for a view link, which has nothing of its own to send.
 * @param isRemoved true where this device was removed: the links then say nothing about this document any more.
 */
export function statusToLine(status: DocumentStatus, canWrite: boolean, isRemoved: boolean = false): StatusLine {
  const parts = [
    savedPart(status),
    sentPart(status, canWrite, isRemoved),
    canWrite && !isRemoved ? seenPart(status) : undefined,
    isRemoved ? undefined : gapsPart(status),
  ];
  const known = parts.filter((part) => part !== undefined);
  const tone = order[Math.max(...known.map((part) => order.indexOf(part.tone)))] ?? 'calm';
  return { parts: known, tone, spoken: known.map((part) => part.words.replace(/[.…]$/, '')).join(', ') };
}

/**
 * True where `next` brings good news and nothing else: work that was going on has ended well. Such a line may be shown a
 * moment later without claiming anything untrue meanwhile.
 */
export function isOnlyBetter(shown: StatusLine, next: StatusLine): boolean {
  return shown.parts.every((before) => {
    const after = next.parts.find((part) => part.key === before.key);
    if (after === undefined) return before.key === 'gaps';
    return after.words === before.words || (before.tone === 'working' && after.tone === 'calm');
  });
}
