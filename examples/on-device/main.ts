/** Completions, a summary and search on this device, in a page that has no editor of ours. Nothing is sent anywhere. */
import { createLocalAi, type Snapshot, toFileParts } from '@weft/local-ai';
import { PARAGRAPHS } from './texts.ts';

interface Rules {
  createScriptURL(text: string): string;
}

const find = <T extends Element>(selector: string): T => {
  const element = document.querySelector<T>(selector);
  if (!element) throw new Error(`no ${selector} in the page`);
  return element;
};

/** A page with Trusted Types says itself which script a worker may be. */
function startWorker(): Worker {
  const path = '/worker.js';
  const { trustedTypes } = globalThis as unknown as {
    readonly trustedTypes?: { createPolicy(name: string, rules: Rules): Rules };
  };
  const policy = trustedTypes?.createPolicy('example', { createScriptURL: () => path });
  return new Worker(policy?.createScriptURL(path) ?? path, { type: 'module' });
}

// Nothing is started before something is asked.
const ai = createLocalAi(startWorker);
const controller = new AbortController();
const { signal } = controller;

const text = find<HTMLTextAreaElement>('#text');
const next = find<HTMLOutputElement>('#next');
const completion = ai.createCompletion({ boldness: 'balanced', signal });
text.addEventListener('input', () => {
  const before = text.value.slice(0, text.selectionStart);
  // The latest request wins: an older one ends as cancelled.
  const run = completion.complete({ before, after: text.value.slice(text.selectionStart), deadline: 300 });
  void run.end.then((end) => {
    if (end.ok) next.value = end.value.value.text;
    else if (end.failure.code === 'unavailable') next.value = '';
  });
});

const snapshot: Snapshot = {
  title: 'The ferry',
  blocks: PARAGRAPHS.map((words, at) => ({ id: String(at), kind: 'paragraph', level: 0, text: words })),
  heads: {},
};
async function summarize(): Promise<void> {
  const summarizer = ai.createSummarizer({ signal });
  if ((await summarizer.availability()) !== 'available') return;
  const list = find('#summary');
  list.replaceChildren();
  const run = summarizer.summarize({ snapshot, type: 'key-points', length: 'short' });
  for await (const sentence of run.parts) {
    const item = list.appendChild(document.createElement('li'));
    // Each sentence says where it comes from.
    item.dataset['block'] = sentence.blockId;
    item.textContent = sentence.text;
  }
}
find('#summarize').addEventListener('click', () => void summarize());

const found = find<HTMLOutputElement>('#found');
const query = find<HTMLInputElement>('#query');
async function search(): Promise<void> {
  const hits = await ai.searching.search(query.value, { limit: 1 });
  found.value = hits.ok ? (hits.value[0]?.snippet.text ?? '') : hits.failure.sentence;
}
query.addEventListener('input', () => void search());

const loaded = find<HTMLOutputElement>('#loaded');
async function load(): Promise<void> {
  const monitor = (share: number): void => {
    loaded.value = `${Math.round(100 * share)} %`;
  };
  const model = await ai.loadModel(toFileParts(fetch('/weft-lm.bin', { signal }), { monitor }));
  const vectors = await ai.loadVectors(toFileParts(fetch('/weft-vectors.bin', { signal }), { monitor }));
  await ai.searching.put(PARAGRAPHS.map((words, at) => ({ documentId: 'ferry', blockId: String(at), text: words })));
  const failed = [model, vectors].find(({ ok }) => !ok);
  loaded.value = failed === undefined || failed.ok ? 'Ready' : failed.failure.sentence;
}
find('#load').addEventListener('click', () => void load());

find('#end').addEventListener('click', () => {
  // Both end what is under way; the second ends the worker too, and what it learned is gone.
  controller.abort();
  ai.destroy();
  loaded.value = 'Ended';
});
