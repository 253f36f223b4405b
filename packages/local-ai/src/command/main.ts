#!/usr/bin/env node
import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { helpText, readOptions } from './options.ts';
import { makeManifest, verifyFolder } from './run.ts';

const read = readOptions(process.argv.slice(2));
if (read.type === 'help') process.stdout.write(helpText());
else if (read.type === 'wrong') fail(read.sentence);
else {
  const home = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
  const result =
    read.type === 'verify'
      ? await verifyFolder(read.options.folder)
      : await makeManifest(read.options, join(home, 'weft', 'model-key'));
  if (result.ok) process.stdout.write(`${result.lines.join('\n')}\n`);
  else fail(result.sentence);
}

function fail(sentence: string): void {
  process.stderr.write(`weft-model: ${sentence}\n`);
  process.exitCode = 2;
}
