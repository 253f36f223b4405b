/** Share of what is likely that is drawn from: what is left beyond it is noise. */
const KEPT = 0.95;
/** What is so much less likely than the likeliest is not looked at. */
const LEAST = 1e-6;

/**
 * The next token.
 *
 * @param temperature 0: the likeliest.
 * @param random 0 to 1, not asked at temperature 0.
 */
export function sample(logits: Float32Array, temperature: number, random: () => number): number {
  let best = 0;
  for (let at = 1; at < logits.length; at++) if ((logits[at] ?? 0) > (logits[best] ?? 0)) best = at;
  if (temperature <= 0) return best;
  const most = logits[best] ?? 0;
  const found: { readonly token: number; readonly weight: number }[] = [];
  for (let token = 0; token < logits.length; token++) {
    const weight = Math.exp(((logits[token] ?? 0) - most) / temperature);
    if (weight > LEAST) found.push({ token, weight });
  }
  const likely = found.toSorted((a, b) => b.weight - a.weight);
  const total = likely.reduce((sum, { weight }) => sum + weight, 0);
  let kept = 0;
  const enough = likely.findIndex(({ weight }) => (kept += weight) >= KEPT * total);
  const drawn = likely.slice(0, enough + 1);
  let left = random() * drawn.reduce((sum, { weight }) => sum + weight, 0);
  for (const { token, weight } of drawn) {
    left -= weight;
    if (left <= 0) return token;
  }
  return best;
}
