/** How the links stand, for the tab that holds them and for its siblings (SYN-8). */
import type { Failure } from '@weft/crypto';
import type { Cancel, Timers } from '../ports/index.ts';
import type { Replica } from '../replica/types.ts';
import type { LinksReport } from '../sync/status.ts';
import type { DocumentLinks } from './document-links.ts';
import type { TabLink } from './tab-link.ts';

export interface TabReports {
  /** Of this tab's own links, or what the tab that holds them said last. */
  links(): LinksReport;
  /** Envelopes of this tab that the tab with the links has not seen yet. */
  unseenByLeader(): number;
  /** Whether the relay or another device is known to hold this envelope; where siblings cannot tell, it is not. */
  isSent(session: string, seq: number): boolean;
  /** The tab with the links said how they stand, and how far it knows its siblings' chains. */
  take(report: LinksReport, heads: Readonly<Record<string, number>>): void;
  /** Siblings are told shortly. */
  soon(): void;
  stop(): void;
}

export interface TabReportsOptions {
  readonly timers: Timers;
  readonly replica: Pick<Replica, 'ledger' | 'sessionHex'>;
  /** Until the first report. */
  readonly initial: LinksReport;
  tab(): Pick<TabLink, 'leads' | 'siblings' | 'shareReport'>;
  /** Those of this tab, while it holds them. */
  held(): Pick<DocumentLinks, 'report' | 'isSent'> | undefined;
  /** What siblings are told besides. */
  alarms(): readonly Failure<string>[];
}

const REPORT_MS = 50;

/** Nothing was said yet. */
export function createTabReports({ timers, replica, initial, tab, held, alarms }: TabReportsOptions): TabReports {
  const { sessionHex } = replica;
  let report = initial;
  let known: Readonly<Record<string, number>> = {};
  let cancel: Cancel | undefined;

  const headSeq = (session: string): number => replica.ledger.heads().get(session)?.seq ?? -1;

  function unseenByLeader(): number {
    return tab().leads() ? 0 : Math.max(0, headSeq(sessionHex) - (known[sessionHex] ?? -1));
  }

  function share(): void {
    cancel = undefined;
    const links = held();
    if (links === undefined) return;
    const heads = Object.fromEntries([...tab().siblings()].map((session) => [session, headSeq(session)]));
    tab().shareReport({ ...links.report(), alarms: alarms() }, heads);
  }

  return {
    links: () => (tab().leads() ? held()?.report() : undefined) ?? report,
    unseenByLeader,
    isSent(session, seq) {
      const links = held();
      if (links !== undefined) return links.isSent(session, seq);
      return report.isCaughtUp && report.unsent + unseenByLeader() === 0;
    },
    take(next, heads) {
      report = next;
      known = heads;
    },
    soon() {
      if (tab().siblings().size > 0 && held() !== undefined) cancel ??= timers.set(REPORT_MS, share);
    },
    stop: () => cancel?.(),
  };
}
