/**
 * The words of the status line, as a pure function of what is known (SYN-5). Each part says one fact that the disk, the
 * relay or a receipt has confirmed, or plainly says that it has not.
 */
import type { DocumentStatus, StuckFiles } from '@weft/crdt-core';
import { toSentence } from '../words/failures.ts';
import { statusWords } from '../words/status.ts';

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

/** What is not sent: changes, and files. */
function unsentOf({
  unsent,
  unsentFiles,
}: Pick<DocumentStatus, 'unsent' | 'unsentFiles'>): readonly [changes: number, files: number] {
  return [unsent - unsentFiles, unsentFiles];
}

/** Files that the relay does not take; what is on its way beside them is said too. */
function stuckPart(status: DocumentStatus, { count, failure }: StuckFiles): StatusPart {
  const say = statusWords();
  const unsent = status.unsent - count;
  const rest = unsent > 0 ? [say.sendingMuch(...unsentOf({ unsent, unsentFiles: status.unsentFiles - count }))] : [];
  const isFull = failure.code === 'attachment-room-full';
  const words = isFull ? say.filesWaitForRoom(count) : say.notTaken(0, count);
  const short = isFull ? say.filesWait(count) : say.filesNotTaken(count);
  return { key: 'sent', words: [...rest, words].join(' · '), short, tone: 'trouble', detail: toSentence(failure) };
}

function savedPart(status: DocumentStatus): StatusPart {
  const say = statusWords();
  const { unsaved, failure } = status.saved;
  if (failure !== undefined) {
    const words = unsaved === 0 ? say.notSavedHere : say.changesNotSaved(unsaved);
    return { key: 'saved', words, short: say.notSaved, tone: 'trouble', detail: toSentence(failure) };
  }
  if (unsaved > 0) {
    const detail = say.waitForStorage(unsaved);
    return { key: 'saved', words: say.saving, short: say.saving, tone: 'working', detail };
  }
  return { key: 'saved', words: say.savedHere, short: say.saved, tone: 'calm', detail: say.allConfirmed };
}

function waitingPart(status: DocumentStatus, why: string, tone: Tone, detail: string): StatusPart {
  if (status.unsent === 0) return { key: 'sent', words: why, short: why, tone, detail };
  return {
    key: 'sent',
    words: statusWords().notSentYet(why, ...unsentOf(status)),
    short: statusWords().countNotSent(status.unsent),
    tone,
    detail,
  };
}

/** No relay to speak of, and yet not alone. */
function directPart(status: DocumentStatus, canWrite: boolean): StatusPart {
  const say = statusWords();
  const { relay, unsentFiles, peers } = status;
  // A file is on another device once someone looks at it there: nothing of it is being sent.
  const unsent = status.unsent - unsentFiles;
  const away = relay.state === 'off' ? say.noRelay : say.relayAway;
  if (unsent > 0) {
    const words = unsent > 3 ? say.sendingChangesDirectly(unsent) : say.sendingDirectly;
    const detail = `${away} ${say.notConfirmedByDevices(unsent, peers)}`;
    return { key: 'sent', words, short: say.sending, tone: 'working', detail };
  }
  const detail = [
    away,
    say.straight(peers),
    ...(canWrite ? [say.eachElsewhere] : []),
    ...(unsentFiles === 0 ? [] : [say.filesNotAtRelay(unsentFiles)]),
  ];
  return {
    key: 'sent',
    words: say.connectedDirectly(peers),
    short: say.direct(peers),
    tone: 'calm',
    detail: detail.join(' '),
  };
}

function sentPart(status: DocumentStatus, canWrite: boolean, isRemoved: boolean): StatusPart {
  const say = statusWords();
  if (isRemoved) {
    const words = say.notShared;
    return { key: 'sent', words, short: words, tone: 'offline', detail: say.ended };
  }
  const { state, failure } = status.relay;
  if (state === 'refused') {
    const detail = failure === undefined ? say.relayRefused : toSentence(failure);
    return waitingPart(status, say.relayRefuses, 'trouble', detail);
  }
  if (status.peers > 0 && state !== 'connected' && state !== 'syncing') return directPart(status, canWrite);
  if (state === 'off') {
    return waitingPart(status, say.onlyHere, 'offline', say.nothingSent);
  }
  // A link whose device went offline may be called connected for a moment more.
  if (state === 'waiting' || (status.unsent > 0 && failure?.code === 'relay-offline')) {
    const detail = failure === undefined ? say.keepWriting : toSentence(failure);
    return waitingPart(status, say.offline, 'offline', detail);
  }
  if (state === 'connecting') return waitingPart(status, say.connecting, 'working', say.reaching);
  if (state === 'syncing') return waitingPart(status, say.syncing, 'working', say.fetching);
  if (status.unsent > 0 && failure !== undefined) {
    // Connected, and yet it does not take what is written: a full room, say.
    const words = say.notTaken(...unsentOf(status));
    const short = say.countNotTaken(status.unsent);
    return { key: 'sent', words, short, tone: 'trouble', detail: toSentence(failure) };
  }
  if (status.stuckFiles !== undefined) return stuckPart(status, status.stuckFiles);
  if (status.unsent > 0) {
    // A keystroke or two on their way are no news; a backlog is.
    const isMuch = status.unsent > 3 || status.unsentFiles > 0;
    const words = isMuch ? say.sendingMuch(...unsentOf(status)) : say.sending;
    const detail = say.notConfirmed(...unsentOf(status), status.peers > 0);
    return { key: 'sent', words, short: say.sending, tone: 'working', detail };
  }
  if (!canWrite) {
    return {
      key: 'sent',
      words: say.upToDate,
      short: say.upToDate,
      tone: 'calm',
      detail: status.peers > 0 ? say.seeAll : say.seeRelay,
    };
  }
  const detail = status.peers === 0 ? say.relayConfirmed : say.relayOrDevice(status.peers);
  return { key: 'sent', words: say.sent, short: say.sent, tone: 'calm', detail };
}

function seenPart(status: DocumentStatus): StatusPart | undefined {
  // A receipt covers the newest envelope; while some are unsent it cannot be the newest change.
  if (status.seenBy === 0 || status.unsent > status.unsentFiles) return undefined;
  const words = statusWords().seenBy(status.seenBy);
  return { key: 'seen', words, short: words, tone: 'calm', detail: statusWords().seenDetail(status.seenBy) };
}

function gapsPart(status: DocumentStatus): StatusPart | undefined {
  if (status.gaps === 0 && !status.pending) return undefined;
  const { notArrived: words, missing: short, notArrivedDetail: detail } = statusWords();
  return { key: 'gaps', words, short, tone: 'working', detail };
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
  return { parts: known, tone, spoken: known.map((part) => part.words.replace(/\s?[.…]$/, '')).join(', ') };
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
