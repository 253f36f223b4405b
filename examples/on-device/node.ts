/** A summary, search and a completion in Node, by the engines themselves: `node examples/on-device/node.ts`. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  createEmbedder,
  createFinder,
  createWeftLm,
  readModelFile,
  readVectorsFile,
  runToEnd,
  summarizeByExtracts,
  unpackFile,
} from '@weft/local-ai/engines';
import { PARAGRAPHS } from './texts.ts';

/** The unpacked bytes of a file that comes with the package. */
async function read(name: 'weft-lm.bin' | 'weft-vectors.bin'): Promise<Uint8Array> {
  const packed = await readFile(fileURLToPath(import.meta.resolve(`@weft/local-ai/${name}`)));
  return (await unpackFile(new Uint8Array(packed))) ?? new Uint8Array();
}

const blocks = PARAGRAPHS.map((text, at) => ({ id: String(at), kind: 'paragraph', level: 0, text }) as const);
const snapshot = { title: 'The ferry', blocks, heads: {} };
const summary = runToEnd(summarizeByExtracts({ snapshot, type: 'key-points', length: 'short' }));
process.stdout.write(`Summary:\n${summary.ok ? summary.value.text : summary.failure.sentence}\n`);

const finder = createFinder();
for (const { id, text } of blocks) finder.put({ documentId: 'ferry', blockId: id, text });
const vectors = readVectorsFile(await read('weft-vectors.bin'));
if (vectors.ok) runToEnd(finder.setEmbedder(createEmbedder(vectors.value)));
process.stdout.write(`Found: ${finder.search('doctor ')[0]?.snippet.text ?? 'nothing'}\n`);

const model = readModelFile(await read('weft-lm.bin'));
if (model.ok) {
  const lm = createWeftLm(model.value);
  for (const text of PARAGRAPHS) lm.learn(text);
  const [best] = runToEnd(lm.options('The engineers of the landing st')).toSorted(
    (a, b) => b.probability - a.probability,
  );
  process.stdout.write(`Next: ${best?.text ?? 'nothing'}\n`);
}
