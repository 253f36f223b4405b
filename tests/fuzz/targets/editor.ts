/** What reaches the editor and what is made of it: addresses, pasted HTML, other people's blocks, words for the local AI. */
import * as Y from 'yjs';
import { elementToNode } from '../../../packages/editor-ui/src/binding/read.ts';
import { isKnownBlock, scanDocument } from '../../../packages/editor-ui/src/binding/scan.ts';
import { htmlToBlocks } from '../../../packages/editor-ui/src/convert/from-html.ts';
import { textToBlocks } from '../../../packages/editor-ui/src/convert/from-text.ts';
import { parseHtml } from '../../../packages/editor-ui/src/convert/inert-html.ts';
import { nodeToRows } from '../../../packages/editor-ui/src/convert/rows.ts';
import { rowsToHtml } from '../../../packages/editor-ui/src/convert/to-html.ts';
import { rowsToMarkdown } from '../../../packages/editor-ui/src/convert/to-markdown.ts';
import { attrsToBlock } from '../../../packages/editor-ui/src/schema/block.ts';
import { shortenSentence } from '../../../packages/local-ai/src/engines/extractive/shorten.ts';
import { toSentences } from '../../../packages/local-ai/src/text/sentences.ts';
import { toTokens } from '../../../packages/local-ai/src/text/tokens.ts';
import { toSafeHref, typedToHref } from '../../../packages/editor-ui/src/schema/href.ts';
import type { schema } from '../../../packages/editor-ui/src/schema/schema.ts';
import { checkUpdate } from '../../../packages/crdt-core/src/replica/check-update.ts';
import { cpuMs, demand, type Target, text, toText } from '../engine/target.ts';
import { sampleUpdates } from './fixture.ts';
import { bytesToElement, TAGS } from './element.ts';

const CLIENT = 7;

/** An address that a click may follow. */
function checkHref(href: string): void {
  demand(/^(https?:\/\/|mailto:)/.test(href), `an address that is not safe: ${href}`);
  demand(toSafeHref(href) === href || href.length > 2048, `an address that changes: ${href}`);
}

function checkNodes(nodes: readonly ReturnType<typeof schema.text>[]): void {
  for (const node of nodes) {
    node.check();
    node.descendants((child) => {
      for (const mark of child.marks) if (mark.type.name === 'link') checkHref(String(mark.attrs['href']));
    });
  }
}

export function editorTargets(): Target[] {
  return [
    {
      name: 'href',
      isText: true,
      seeds: () =>
        ['https://weft.example/a?b#c', 'mailto:a@b.org', 'example.org/x', 'a@b.org', 'javascript:alert(1)', '/x'].map(
          text,
        ),
      files: [/^packages\/editor-ui\/src\/schema\/href/],
      dictionary: ['javascript:', 'data:', 'https://', 'mailto:', '@', ':', '\t', '\n', '\u0000', '//', '\\'].map(text),
      steps: { base: 1000, perByte: 10 },
      run(input) {
        const words = toText(input);
        for (const href of [toSafeHref(words), typedToHref(words)]) if (href !== undefined) checkHref(href);
      },
    },
    {
      name: 'html-text',
      isText: true,
      maxBytes: 60_000,
      share: 20,
      seeds: () => [
        text('<p style="color:red" onclick="x()">a</p><style>b{}</style><b style = "x">c</b>'),
        text('<style'.repeat(2000)),
        text('<a '.repeat(2000)),
        text(`<p${' '.repeat(4000)}on`),
        text(`<a href=${'/'.repeat(3000)} ${'style '.repeat(900)}>`),
      ],
      files: [/^packages\/editor-ui\/src\/convert\/(inert-html|from-text)/],
      dictionary: ['<style', '</style', '>', '<', ' style=', ' onclick=', '\n'].map(text),
      steps: { base: 1000, perByte: 10 },
      run(input) {
        const words = toText(input);
        let quiet = '';
        (globalThis as { DOMParser?: unknown }).DOMParser = class {
          parseFromString(html: string): { readonly body: string } {
            quiet = html;
            return { body: html };
          }
        };
        const begun = cpuMs();
        parseHtml(words, { defaultView: null } as unknown as Document);
        demand(cpuMs() - begun < 400, 'took too long');
        demand(!/<style[\s>][^]*<\/style\s*>/i.test(quiet.slice(0, 2000)), 'a style that stayed');
        checkNodes(textToBlocks(words));
      },
    },
    {
      name: 'html-tree',
      seeds: () => [
        Uint8Array.of(1, TAGS.indexOf('P'), 0, 3, 97, 98, 99, 2),
        Uint8Array.of(1, TAGS.indexOf('UL'), 1, TAGS.indexOf('LI'), 0, 1, 97, 2, 2),
        Uint8Array.of(1, TAGS.indexOf('A'), 3, 0, 9, ...text('https://a'), 0, 1, 98, 2),
        Uint8Array.of(1, TAGS.indexOf('TABLE'), 1, TAGS.indexOf('TR'), 1, TAGS.indexOf('TD'), 0, 1, 97, 2, 2, 2),
        Uint8Array.of(1, TAGS.indexOf('PRE'), 0, 3, 10, 97, 10, 2, 1, TAGS.indexOf('HR'), 2),
      ],
      files: [
        /^packages\/editor-ui\/src\/(convert\/(from-html|from-text|rows|to-html|to-markdown)|schema\/(block|href))/,
      ],
      dictionary: [
        text('https://a'),
        text('javascript:a'),
        text('font-weight:bold'),
        text('true'),
        text('\u00a0'),
        text('center'),
      ],
      steps: { base: 20_000, perByte: 4000 },
      run(input) {
        const { nodes } = htmlToBlocks(bytesToElement(input));
        checkNodes(nodes);
        const rows = nodeToRows({ forEach: (visit) => nodes.forEach((node) => visit(node)) });
        const html = rowsToHtml(rows);
        demand(!/<script|javascript:|\son\w+=/i.test(html.replace(/>[^<]*</g, '><')), `unsafe HTML: ${html}`);
        demand(typeof rowsToMarkdown(rows) === 'string', 'no Markdown');
      },
    },
    {
      // What the local AI cuts to pieces.
      name: 'words',
      isText: true,
      maxBytes: 60_000,
      share: 20,
      seeds: () =>
        [
          'He said "Why?" and left. See e.g. No. 5. 是。好！',
          '….'.repeat(6000),
          '."'.repeat(3000),
          '。'.repeat(3000),
          ' .'.repeat(5000),
        ].map(text),
      files: [/^packages\/local-ai\/src\/(text\/|engines\/extractive\/shorten)/],
      dictionary: ['...', '…', '"', ' ', '\n', '。', 'e.g.', 'No. 5', "'", '-'].map(text),
      steps: { base: 20_000, perByte: 200 },
      run(input) {
        const words = toText(input);
        const begun = cpuMs();
        let at = 0;
        for (const { start, end } of toSentences(words)) {
          demand(start >= at && end > start && end <= words.length, 'sentences that overlap');
          at = end;
          if (at < 400)
            demand(shortenSentence(words.slice(start, end), 8).text.length <= end - start + 1, 'longer than it was');
        }
        for (const { term } of toTokens(words)) demand(term.length > 0, 'an empty word');
        demand(cpuMs() - begun < 1_500, 'took too long');
      },
    },
    {
      // An insider's document: any Yjs content at all, on its way to the editor and to other formats.
      name: 'blocks',
      share: 50,
      seeds: () => sampleUpdates(CLIENT),
      files: [
        /^packages\/editor-ui\/src\/(binding\/(read|scan)|schema\/(block|schema|href)|convert\/(rows|to-html|to-markdown))/,
      ],
      dictionary: ['block', 'divider', 'kind', 'level', 'content', 'link', 'href', 'bold', 'heading', 'w.schema'].map(
        text,
      ),
      steps: { base: 200_000, perByte: 60_000 },
      run(input) {
        if (typeof checkUpdate(input, CLIENT) === 'string') return;
        const doc = new Y.Doc();
        doc.clientID = 1;
        Y.applyUpdate(doc, input);
        let content: Y.XmlFragment;
        try {
          content = doc.getXmlFragment('content');
        } catch {
          return; // Yjs: the name is of another type already, as nobody's who shares a version with us
        }
        const failure = scanDocument(doc, content);
        if (failure !== undefined) demand(failure.sentence.length > 20, 'refused without a reason');
        const nodes = content
          .toArray()
          .filter((block): block is Y.XmlElement => block instanceof Y.XmlElement && isKnownBlock(block))
          .map((block) => elementToNode(block, new Map() as never));
        for (const node of nodes) {
          const block = attrsToBlock(node.attrs);
          demand(
            block.indent >= 0 && block.indent <= 8 && block.level >= 1 && block.level <= 3,
            'a block out of bounds',
          );
        }
        const rows = nodeToRows({ forEach: (visit) => nodes.forEach((node) => visit(node)) });
        const html = rowsToHtml(rows);
        demand(!/<script|href="(?!https?:|mailto:)/i.test(html), `unsafe HTML: ${html}`);
        demand(typeof rowsToMarkdown(rows) === 'string', 'no Markdown');
      },
    },
  ];
}
