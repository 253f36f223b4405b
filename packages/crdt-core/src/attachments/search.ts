import type { Carrier } from './carrier.ts';
import type { PeerCarrier } from './peer-carrier.ts';

/** Where this tab looks for attachments (ATT-7): the relay first; peers where it cannot be asked, or has no more. */
export interface Search {
  begin(session: string, chunks: number, next: number): void;
  /** Whether someone is being asked, or may be. */
  isOn(session: string): boolean;
  /** The relay has no more of one, or is away: peers are asked for it, or for all that is wanted. */
  goOn(session?: string): void;
  /** It is here now: whoever else was asked for it need not bring it too. */
  end(session: string): void;
}

/** @param links - those there are now */
export function createSearch(links: { carrier(): Carrier | undefined; peers(): PeerCarrier | undefined }): Search {
  /** The relay said that it has no more of it. */
  const isLacking = (session: string): boolean => (links.carrier()?.state().downloads.get(session)?.tries ?? 0) > 0;
  const mayAskRelay = (session: string): boolean => links.carrier()?.isLive() === true && !isLacking(session);
  return {
    begin(session, chunks, next) {
      links.carrier()?.download(session, chunks, next);
      if (!mayAskRelay(session)) links.peers()?.want(session, chunks, next);
    },
    isOn: (session) => mayAskRelay(session) || links.peers()?.isTrying(session) === true,
    goOn(session) {
      for (const [wanted, { chunks, next }] of links.carrier()?.state().downloads ?? []) {
        if (session === undefined || wanted === session) links.peers()?.want(wanted, chunks, next);
      }
    },
    end(session) {
      links.peers()?.forget(session);
      const carrier = links.carrier();
      if (carrier?.state().downloads.has(session) === true) carrier.forget(session);
    },
  };
}
