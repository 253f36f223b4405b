/** The longest close reason WebSocket allows, in bytes of UTF-8 (RFC 6455, 5.5). */
const MOST_REASON_BYTES = 123;

/**
 * A message as one unmasked binary WebSocket frame (RFC 6455, 5.2), in one buffer: made once, written to every socket.
 * @param message the whole message, or its beginning
 * @param restBytes how much of the message follows, for the caller to write
 */
export function messageToFrame(message: Uint8Array, restBytes: number = 0): Buffer {
  const length = message.length + restBytes;
  const headerBytes = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerBytes + message.length);
  frame[0] = 0x82; // FIN, binary
  if (headerBytes === 2) {
    frame[1] = length;
  } else if (headerBytes === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeUInt32BE(Math.floor(length / 2 ** 32), 2);
    frame.writeUInt32BE(length % 2 ** 32, 6);
  }
  frame.set(message, headerBytes);
  return frame;
}

/** A sentence cut to what a close frame may carry, between characters. */
export function sentenceToReason(sentence: string): string {
  const into = new Uint8Array(MOST_REASON_BYTES);
  const { read } = new TextEncoder().encodeInto(sentence, into);
  return sentence.slice(0, read);
}
