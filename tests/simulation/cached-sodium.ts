import type { Sodium } from '@weft/crypto';

/**
 * The real libsodium, which verifies a signature once and remembers the answer: in a simulation a relay and several replicas
 * verify the same bytes, and verifying is most of what a run costs. Nothing is taken on trust: another message, key or signature
 * is another question.
 */
export function createCachedSodium(sodium: Sodium, capacity: number = 20_000): Sodium {
  const answers = new Map<string, boolean>();
  return {
    ...sodium,
    isSigned(signature, message, publicKey) {
      const question = `${toKey(signature)}${toKey(publicKey)}${toKey(message)}`;
      let answer = answers.get(question);
      if (answer === undefined) {
        answer = sodium.isSigned(signature, message, publicKey);
        if (answers.size >= capacity) answers.clear();
        answers.set(question, answer);
      }
      return answer;
    },
  };
}

function toKey(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
