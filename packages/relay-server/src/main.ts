#!/usr/bin/env node
import process from 'node:process';
import { helpText, readOptions } from './cli/options.ts';
import { createRelay } from './create-relay.ts';

const options = readOptions(process.argv.slice(2), process.env);
if (!options.ok) fail(options.failure.sentence);
else if (options.value === 'help') process.stdout.write(helpText());
else {
  const { log, host } = options.value;
  // Before anything is said: who reads that the relay listens may stop it at once.
  let stop = (): void => process.exit(0);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop());
  const relay = await createRelay({
    ...options.value,
    log: log ? (line) => process.stdout.write(`${JSON.stringify({ at: Date.now(), ...line })}\n`) : undefined,
  });
  if (!relay.ok) fail(relay.failure.sentence);
  else {
    const { port, close } = relay.value;
    stop = () => void close();
    const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
    if (!log) process.stdout.write(`weft-relay listens on http://${shown}:${port}\n`);
  }
}

function fail(sentence: string): void {
  process.stderr.write(`weft-relay: ${sentence}\n`);
  process.exitCode = 2;
}
