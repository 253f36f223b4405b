// What comes without types of its own.

declare module 'markdown-it-footnote' {
  import type { MarkdownIt } from 'markdown-it';
  const plugin: (parser: MarkdownIt) => void;
  export default plugin;
}

declare module 'commonmark-spec' {
  const specification: {
    readonly tests: readonly { readonly section: string; readonly markdown: string; readonly html: string }[];
  };
  export default specification;
}
