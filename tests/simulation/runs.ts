/** How many lives are lived, and which: seeds are set in ../seeds.ts. */
const { WEFT_PATH: path, WEFT_RUNS: runs } = process.env;

const isThorough: boolean = process.env['WEFT_THOROUGH'] === '1';

/** One life of a run that failed is lived again: what holds of many lives cannot be asked of it. */
export const isReplay: boolean = path !== undefined;

/** Of a property that lives lives, in ms. */
export const LIVES_TIMEOUT_MS: number = isThorough ? 24 * 3_600_000 : 900_000;

/**
 * @param usual - in the default run
 * @param thorough - in the thorough one
 */
export function lifeCount(usual: number, thorough: number): number {
  return Number(runs ?? (isThorough ? thorough : usual));
}

/** What a property that lives lives is asserted with. */
export function toRuns(numRuns: number): { readonly numRuns: number; readonly path?: string } {
  return path === undefined ? { numRuns } : { numRuns, path };
}
