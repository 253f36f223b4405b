// The one door to the scripts: plain JavaScript, so that a Node too old to read TypeScript still gets a sentence.
// On Linux `node` is the pinned 24 from node_modules/.bin; elsewhere it is the person's own.

const command = process.argv[2];
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `Weft's scripts need Node 22.18 or newer and found ${process.versions.node}: install Node 24 from https://nodejs.org and run the same command again.\n`,
  );
  process.exit(1);
}

const scripts = { prove: './prove.ts', start: './start.ts', test: './test.ts', verify: './verify.ts' };
if (!(command in scripts)) {
  process.stderr.write(`Say one of: ${Object.keys(scripts).join(', ')}.\n`);
  process.exit(2);
}

const { main } = await import(scripts[command]);
process.exitCode = await main(process.argv.slice(3));
