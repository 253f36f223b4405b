/**
 * The seed of every property test, in one place. A change's test run must tell of the change, and not of an unlucky draw: so the default run draws the same
 * runs each time. Exploring is the thorough run's (WEFT_THOROUGH=1), which draws new ones and prints seed and path of what fails; with
 * WEFT_SEED=… (and WEFT_PATH=…, in the simulations) that is run again.
 */
import fc from 'fast-check';

/** Of the default run. Any number does; another one draws other runs. */
const SEED = 20_261_121;

const { WEFT_SEED: given, WEFT_THOROUGH: thorough } = process.env;
const seed = given !== undefined ? Number(given) : thorough === '1' ? undefined : SEED;
fc.configureGlobal(seed === undefined ? {} : { seed });
