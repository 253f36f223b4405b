/** Two or more devices in a room whose messages may get lost, late and twice, on virtual time. */
import type { Companion, PeerChannel, PeerPorts } from '../ports/channel.ts';
import { createTold } from '../peer/told.ts';

/** What becomes of a message: how late each of its copies comes, in ms; none: it is lost. */
export type Fate = () => readonly number[];

export interface PeerWorld {
  readonly ports: PeerPorts;
  /** Somebody enters. `isFast`: the timers of a page that nobody looks at fire once a minute. */
  enter(companion: Companion, isHidden?: boolean): { readonly channel: PeerChannel; readonly ports: PeerPorts };
  leave(session: string): void;
  /** Nothing that this session says or hears crosses any more, and nobody is told. */
  cut(session: string): void;
  /** Lets time pass, and what was promised happen. */
  advance(ms: number): Promise<void>;
  /** Every message that was sent. */
  readonly sent: readonly { readonly from: string; readonly to: string; readonly bytes: Uint8Array }[];
}

interface Timer {
  at: number;
  readonly task: () => void;
}

const SLOW_MS = 60_000;

export function createPeerWorld(fate: Fate = () => [1]): PeerWorld {
  let now = 0;
  let drawn = 0;
  const timers = new Set<Timer>();
  const sent: { from: string; to: string; bytes: Uint8Array }[] = [];
  const members = new Map<string, { companion: Companion; hear: Set<(from: Companion, bytes: Uint8Array) => void> }>();
  const cut = new Set<string>();
  const rooms = new Map<string, ReturnType<typeof createTold<readonly Companion[]>>>();

  const later = (ms: number, task: () => void): (() => void) => {
    const timer: Timer = { at: now + ms, task };
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  const random = (length: number): Uint8Array => {
    drawn++;
    return Uint8Array.from({ length }, (_, at) => (drawn * 31 + at * 7) & 0xff);
  };
  const ports: PeerPorts = { now: () => now, later, random };

  function tell(): void {
    for (const [session, told] of rooms) {
      told.set([...members.values()].map(({ companion }) => companion).filter((one) => one.session !== session));
    }
  }

  return {
    ports,
    sent,
    enter(companion, isHidden = false) {
      const hear = new Set<(from: Companion, bytes: Uint8Array) => void>();
      const company = createTold<readonly Companion[]>([]);
      members.set(companion.session, { companion, hear });
      rooms.set(companion.session, company);
      tell();
      const channel: PeerChannel = {
        company,
        send(session, bytes) {
          if (!members.has(session) || !members.has(companion.session)) return false;
          sent.push({ from: companion.session, to: session, bytes });
          for (const ms of fate()) {
            later(ms, () => {
              if (cut.has(session) || cut.has(companion.session)) return;
              for (const listener of members.get(session)?.hear ?? []) listener(companion, bytes);
            });
          }
          return true;
        },
        listen(listener) {
          hear.add(listener);
          return () => void hear.delete(listener);
        },
      };
      const slow = (ms: number, task: () => void): (() => void) =>
        later(Math.ceil((now + ms) / SLOW_MS) * SLOW_MS - now, task);
      return { channel, ports: isHidden ? { ...ports, later: slow } : ports };
    },
    leave(session) {
      members.delete(session);
      rooms.delete(session);
      tell();
    },
    cut: (session) => void cut.add(session),
    async advance(ms) {
      const until = now + ms;
      for (;;) {
        for (let i = 0; i < 8; i++) await Promise.resolve();
        const next = [...timers].reduce<Timer | undefined>(
          (first, timer) => (first === undefined || timer.at < first.at ? timer : first),
          undefined,
        );
        if (next === undefined || next.at > until) break;
        timers.delete(next);
        now = Math.max(now, next.at);
        next.task();
      }
      now = until;
    },
  };
}
