import type { DocxPackage } from './package.ts';
import { child, descend, type Xml, valueOf } from './xml.ts';

/** What a style of a Word file says, with what it is based on. */
export interface DocxStyle {
  /** In lower case. */
  readonly name: string;
  /** The properties of text and of paragraphs, the nearest first. */
  readonly run: readonly Xml[];
  readonly paragraph: readonly Xml[];
}

/** How a list's level is drawn. */
export type ListFormat = 'bullet' | 'ordered' | 'none';

export interface DocxStyles {
  style(id: string | undefined): DocxStyle | undefined;
  /** The format of a level, 0 to 8, of the list with a number. */
  list(number: string, level: number): ListFormat;
}

const MOST_BASES = 20;

export function readStyles(file: DocxPackage): DocxStyles {
  const parts = [...file.relations(file.main).values()];
  const part = (name: string): Xml | undefined => {
    const found = parts.find(({ type, isOutside }) => !isOutside && type.endsWith(`/${name}`));
    return found && file.xml(found.target);
  };
  const byId = new Map((part('styles')?.children ?? []).map((each) => [each.attributes['styleId'] ?? '', each]));
  const known = new Map<string, DocxStyle>();
  const numbering = part('numbering')?.children ?? [];
  const abstracts = new Map(
    numbering
      .filter(({ name }) => name === 'abstractNum')
      .map((each) => [each.attributes['abstractNumId'] ?? '', each]),
  );
  const numbers = new Map(
    numbering.filter(({ name }) => name === 'num').map((each) => [each.attributes['numId'] ?? '', each]),
  );

  function style(id: string | undefined): DocxStyle | undefined {
    if (id === undefined || !byId.has(id)) return undefined;
    const before = known.get(id);
    if (before !== undefined) return before;
    const chain: Xml[] = [];
    let next = byId.get(id);
    while (next !== undefined && chain.length < MOST_BASES) {
      chain.push(next);
      next = byId.get(valueOf(child(next, 'basedOn')) ?? '');
    }
    const properties = (name: string): Xml[] => chain.flatMap((each) => child(each, name) ?? []);
    const read = {
      name: (valueOf(child(chain[0], 'name')) ?? id).toLowerCase(),
      run: properties('rPr'),
      paragraph: properties('pPr'),
    };
    known.set(id, read);
    return read;
  }

  return {
    style,
    list(number, level) {
      const given = numbers.get(number);
      const override = given?.children.find(
        (each) => each.name === 'lvlOverride' && each.attributes['ilvl'] === String(level),
      );
      const abstract = abstracts.get(valueOf(child(given, 'abstractNumId')) ?? '');
      const own = (abstract?.children ?? []).find(
        (each) => each.name === 'lvl' && each.attributes['ilvl'] === String(level),
      );
      const format = valueOf(descend(override, 'lvl', 'numFmt')) ?? valueOf(child(own, 'numFmt'));
      if (given === undefined) return 'none';
      return format === 'none' ? 'none' : format === 'bullet' ? 'bullet' : 'ordered';
    },
  };
}

/** The first of these that has a child with a name: what is nearest wins. */
export function nearest(properties: readonly (Xml | undefined)[], name: string): Xml | undefined {
  for (const each of properties) {
    const found = child(each, name);
    if (found !== undefined) return found;
  }
  return undefined;
}
