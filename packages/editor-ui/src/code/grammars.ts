/** Loaded when the first code block with a language is drawn, and each grammar when it is first used. */
import type { LanguageFn } from 'highlight.js';
import { createLowlight } from 'lowlight';

type Loaded = Promise<{ readonly default: LanguageFn }>;

const LOADERS: Readonly<Record<string, () => Loaded>> = {
  bash: () => import('highlight.js/lib/languages/bash'),
  c: () => import('highlight.js/lib/languages/c'),
  cpp: () => import('highlight.js/lib/languages/cpp'),
  csharp: () => import('highlight.js/lib/languages/csharp'),
  css: () => import('highlight.js/lib/languages/css'),
  diff: () => import('highlight.js/lib/languages/diff'),
  go: () => import('highlight.js/lib/languages/go'),
  html: () => import('highlight.js/lib/languages/xml'),
  java: () => import('highlight.js/lib/languages/java'),
  javascript: () => import('highlight.js/lib/languages/javascript'),
  json: () => import('highlight.js/lib/languages/json'),
  kotlin: () => import('highlight.js/lib/languages/kotlin'),
  markdown: () => import('highlight.js/lib/languages/markdown'),
  php: () => import('highlight.js/lib/languages/php'),
  python: () => import('highlight.js/lib/languages/python'),
  ruby: () => import('highlight.js/lib/languages/ruby'),
  rust: () => import('highlight.js/lib/languages/rust'),
  sql: () => import('highlight.js/lib/languages/sql'),
  swift: () => import('highlight.js/lib/languages/swift'),
  typescript: () => import('highlight.js/lib/languages/typescript'),
  yaml: () => import('highlight.js/lib/languages/yaml'),
};

const lowlight = createLowlight();

/** False for a language there is no grammar for, and where it cannot be fetched now. */
export async function loadGrammar(language: string): Promise<boolean> {
  if (lowlight.registered(language)) return true;
  try {
    const loaded = await LOADERS[language]?.();
    if (!loaded) return false;
    lowlight.register(language, loaded.default);
    return true;
  } catch {
    return false;
  }
}

/** A stretch of code that is drawn in one colour, in UTF-16 units from the code's start. */
export interface Token {
  readonly from: number;
  readonly to: number;
  readonly name: string;
}

/** The few colours there are, by the names highlight.js gives. */
const NAMES: Readonly<Record<string, string>> = {
  'hljs-keyword': 'keyword',
  'hljs-selector-tag': 'keyword',
  'hljs-section': 'keyword',
  'hljs-string': 'string',
  'hljs-regexp': 'string',
  'hljs-addition': 'string',
  'hljs-char': 'string',
  'hljs-comment': 'comment',
  'hljs-quote': 'comment',
  'hljs-doctag': 'comment',
  'hljs-number': 'number',
  'hljs-literal': 'number',
  'hljs-symbol': 'number',
  'hljs-bullet': 'number',
  'hljs-title': 'title',
  'hljs-name': 'title',
  'hljs-selector-class': 'title',
  'hljs-selector-id': 'title',
  'hljs-type': 'type',
  'hljs-built_in': 'type',
  'hljs-attr': 'type',
  'hljs-attribute': 'type',
  'hljs-property': 'type',
  'hljs-meta': 'meta',
  'hljs-deletion': 'meta',
  'hljs-template-variable': 'meta',
  'hljs-variable': 'meta',
};

/** The coloured stretches of a text whose grammar is loaded. */
export function tokenize(language: string, text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const walk = (nodes: ReturnType<typeof lowlight.highlight>['children'], name: string | undefined): void => {
    for (const node of nodes) {
      if (node.type === 'text') {
        const to = at + node.value.length;
        if (name !== undefined) tokens.push({ from: at, to, name });
        at = to;
      } else if (node.type === 'element') {
        const classes = node.properties['className'];
        const own = Array.isArray(classes) ? NAMES[String(classes[0])] : undefined;
        walk(node.children, own ?? name);
      }
    }
  };
  walk(lowlight.highlight(language, text).children, undefined);
  return tokens;
}
