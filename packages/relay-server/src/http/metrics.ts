import type { Counts } from '../hub/counts.ts';
import type { SignalCounts } from '../signalling/counts.ts';

/**
 * Counts as Prometheus text (exposition format 0.0.4). RLY-7: counts and codes, nothing that names a room or a person.
 * @param process memory in bytes and processor time in seconds of this process
 * @param signals where the relay has signalling
 */
export function countsToText(
  counts: Counts,
  store: { readonly rooms: number; readonly bytes: number },
  process: { readonly residentBytes: number; readonly cpuSeconds: number },
  signals?: SignalCounts,
): string {
  const lines: string[] = [];
  const put = (
    name: string,
    kind: 'gauge' | 'counter',
    help: string,
    value: number | ReadonlyMap<number, number>,
  ): void => {
    lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`);
    if (typeof value === 'number') lines.push(`${name} ${value}`);
    else for (const [code, count] of value) lines.push(`${name}{code="${code}"} ${count}`);
  };
  put('weft_connections', 'gauge', 'Open connections.', counts.connections);
  put('weft_connections_total', 'counter', 'Connections since the start.', counts.connectionsTotal);
  put('weft_rooms_active', 'gauge', 'Rooms with a connection.', counts.rooms);
  put('weft_rooms_stored', 'gauge', 'Rooms in the store.', store.rooms);
  put('weft_store_bytes', 'gauge', 'Bytes in the store.', store.bytes);
  put('weft_messages_received_total', 'counter', 'Messages from clients.', counts.messagesIn);
  put('weft_received_bytes_total', 'counter', 'Bytes of messages from clients.', counts.bytesIn);
  put('weft_frames_sent_total', 'counter', 'Frames to clients.', counts.framesOut);
  put('weft_sent_bytes_total', 'counter', 'Bytes of frames to clients.', counts.bytesOut);
  put('weft_appended_total', 'counter', 'Envelopes stored.', counts.appended);
  put('weft_compacted_total', 'counter', 'Compactions.', counts.compacted);
  put('weft_chunks_total', 'counter', 'Parts of attachments taken.', counts.chunks);
  put('weft_ephemerals_total', 'counter', 'Ephemeral envelopes passed on.', counts.ephemerals);
  put('weft_refused_total', 'counter', 'Envelopes refused, by code.', counts.refused);
  put('weft_closed_total', 'counter', 'Connections closed by the relay, by code.', counts.closed);
  if (signals !== undefined) {
    put('weft_signal_connections', 'gauge', 'Open signalling connections.', signals.connections);
    put('weft_signal_topics', 'gauge', 'Signalling topics that someone hears.', signals.topics);
    put('weft_signals_received_total', 'counter', 'Signalling messages from clients.', signals.received);
    put('weft_signals_sent_total', 'counter', 'Signalling messages to clients.', signals.sent);
    put('weft_signals_dropped_total', 'counter', 'Subscriptions beyond a limit.', signals.dropped);
    put('weft_signal_closed_total', 'counter', 'Signalling closed by the relay, by code.', signals.closed);
  }
  put('weft_resident_bytes', 'gauge', 'Resident memory of the process.', process.residentBytes);
  put('weft_cpu_seconds_total', 'counter', 'Processor time of the process.', process.cpuSeconds);
  return `${lines.join('\n')}\n`;
}
