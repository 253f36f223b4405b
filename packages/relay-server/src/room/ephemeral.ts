import { RefusalCode } from '@weft/crdt-core/wire';
import { type CryptoFailure, isStored, readU32, verifyEnvelopeCertificate } from '@weft/crypto/verify';
import { takeToken } from '../policy/bucket.ts';
import { certificatesOf } from './append.ts';
import { bytesToName, type Out, refuse, sendToAll } from './answers.ts';
import { type Connection, isAdmitted, type RoomState } from './state.ts';

/** EPHEMERAL: passed on and never kept. Its certificate is checked (and cached), its signature left to its readers (RLY-3). */
export function relayEphemeral(
  state: RoomState,
  out: Out,
  connection: Connection,
  frame: { readonly to: number; readonly envelope: Uint8Array },
  now: number,
): void {
  const { limits, sodium } = state.config;
  const { to, envelope } = frame;
  if (!takeToken(connection.ephemerals, limits.ephemeralsPerSecond, limits.ephemeralBurst, now)) {
    refuse(state, out, connection, bytesToName(envelope), RefusalCode.tooFast, now);
    return;
  }
  const certificates = certificatesOf(state, envelope.length < 81 ? 0 : readU32(envelope, 37));
  if (certificates.length === 0) {
    refuse(state, out, connection, bytesToName(envelope), RefusalCode.epochUnknown, now);
    return;
  }
  let failure: CryptoFailure | undefined;
  for (const certificate of certificates) {
    const checked = verifyEnvelopeCertificate(sodium, envelope, { certificate, cache: state.cache });
    if (checked.ok && isStored(checked.value.kind)) {
      refuse(state, out, connection, checked.value, RefusalCode.invalid, now);
      return;
    }
    failure = checked.ok ? undefined : checked.failure;
    if (checked.ok) break;
  }
  if (failure !== undefined) {
    const code = failure.code === 'envelope-role' ? RefusalCode.role : RefusalCode.invalid;
    refuse(state, out, connection, bytesToName(envelope), code, now, failure.sentence);
    return;
  }
  const receiver = to === 0 ? undefined : state.connections.get(to);
  if (to !== 0 && (receiver === undefined || !isAdmitted(receiver))) return;
  const audience = to === 0 ? state.admitted : [to];
  sendToAll(out, audience, to === 0 ? connection.id : 0, { type: 'ephemeral', from: connection.id, envelope });
}
