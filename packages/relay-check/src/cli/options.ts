import { parseArgs } from 'node:util';
import type { Result } from '@weft/crypto';
import { parseTarget, type Target } from '../target.ts';

/** What the command line asks for. */
export interface CliOptions {
  readonly target: Target;
  readonly json: boolean;
  readonly slow: boolean;
  readonly only: readonly string[];
  readonly deadlineMs: number;
  readonly admissionSecret: string | undefined;
}

export interface CliFailure {
  readonly code: 'option-invalid' | 'address-invalid';
  readonly sentence: string;
}

export const HELP = `weft-relay-check: does a relay keep the promises of Weft's protocol?

Usage: weft-relay-check ADDRESS [options]

ADDRESS is where the relay is, such as wss://relay.example.org or localhost:4400. Everything happens in new rooms with
random names. Exit code 0: all promises are kept. 1: one is broken. 2: the command was not understood.

  --json           one JSON object on the standard output instead of lines
  --quick          leave out what takes ten seconds or more
  --only NAME      one rule (RLY-3) or check (append-acknowledged); may be repeated
  --deadline-s N   seconds the relay may take to answer (default 10)
  --help           print this

A relay that asks for an admission secret: give it in the variable WEFT_ADMISSION_SECRET.
`;

/** Reads the command line. */
export function readOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Result<CliOptions | 'help', CliFailure> {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        quick: { type: 'boolean' },
        only: { type: 'string', multiple: true },
        'deadline-s': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch {
    return fail('An option is not known, or lacks its value; see weft-relay-check --help.');
  }
  const { values, positionals } = parsed;
  if (values.help === true) return { ok: true, value: 'help' };
  const [address, ...more] = positionals;
  if (address === undefined || more.length > 0) return fail('Name one address; see weft-relay-check --help.');
  const seconds = values['deadline-s'] ?? '10';
  if (!/^\d{1,3}$/.test(seconds) || Number(seconds) < 1) return fail('--deadline-s takes a number from 1 to 999.');
  const target = parseTarget(address);
  if (!target.ok) return target;
  const secret = environment['WEFT_ADMISSION_SECRET'];
  return {
    ok: true,
    value: {
      target: target.value,
      json: values.json === true,
      slow: values.quick !== true,
      only: values.only ?? [],
      deadlineMs: Number(seconds) * 1000,
      admissionSecret: secret === '' ? undefined : secret,
    },
  };
}

function fail(sentence: string): { readonly ok: false; readonly failure: CliFailure } {
  return { ok: false, failure: { code: 'option-invalid', sentence } };
}
