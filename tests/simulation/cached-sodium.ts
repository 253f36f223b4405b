import type { SigningPair, Sodium } from '@weft/crypto';

const SECRET_SEED_BYTES = 32;

/**
 * The real libsodium, which answers each question once: in a simulation a relay and several replicas make the same pairs and verify
 * the same bytes, and that is most of what a run costs. What was signed here with a pair made here is known to be signed; all else,
 * and so whatever was altered or forged, is verified. Nothing is taken on trust: another message, key or signature is another question.
 */
export function createCachedSodium(sodium: Sodium, capacity: number = 20_000): Sodium {
  const answers = new Map<string, boolean>();
  const pairs = new Map<string, SigningPair>();

  function remember<V>(memory: Map<string, V>, question: string, answer: V): V {
    if (memory.size >= capacity) memory.clear();
    memory.set(question, answer);
    return answer;
  }

  return {
    ...sodium,
    seedToPair(seed) {
      const question = toKey(seed);
      const { publicKey, secretKey } = pairs.get(question) ?? remember(pairs, question, sodium.seedToPair(seed));
      // Whoever asks may overwrite theirs.
      return { publicKey: publicKey.slice() as typeof publicKey, secretKey: secretKey.slice() as typeof secretKey };
    },
    sign(message, secretKey) {
      const signature = sodium.sign(message, secretKey);
      const pair = pairs.get(toKey(secretKey.subarray(0, SECRET_SEED_BYTES)));
      if (pair !== undefined && sodium.isEqual(pair.secretKey, secretKey))
        remember(answers, toQuestion(signature, message, pair.publicKey), true);
      return signature;
    },
    isSigned(signature, message, publicKey) {
      const question = toQuestion(signature, message, publicKey);
      return answers.get(question) ?? remember(answers, question, sodium.isSigned(signature, message, publicKey));
    },
  };
}

function toQuestion(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): string {
  return `${toKey(signature)}${toKey(publicKey)}${toKey(message)}`;
}

function toKey(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
