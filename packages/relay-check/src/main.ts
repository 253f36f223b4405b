#!/usr/bin/env node
import process from 'node:process';
import { HELP, readOptions } from './cli/options.ts';
import { resultsToSummary, resultToLine } from './cli/report.ts';
import { runChecks } from './run-checks.ts';

const options = readOptions(process.argv.slice(2), process.env);
if (!options.ok) fail(options.failure.sentence);
else if (options.value === 'help') process.stdout.write(HELP);
else {
  const { json, target } = options.value;
  const results = await runChecks({
    ...options.value,
    onResult: json ? undefined : (result) => void process.stdout.write(`${resultToLine(result)}\n`),
  });
  const isKept = results.every(({ outcome }) => outcome !== 'broken');
  if (results.length === 0) fail('No check has such a name; see docs/guides/self-host.md.');
  else {
    const text = json ? JSON.stringify({ relay: target.socketUrl, isKept, results }) : resultsToSummary(results);
    process.stdout.write(`${text}\n`);
    process.exitCode = isKept ? 0 : 1;
  }
}

function fail(sentence: string): void {
  process.stderr.write(`weft-relay-check: ${sentence}\n`);
  process.exitCode = 2;
}
