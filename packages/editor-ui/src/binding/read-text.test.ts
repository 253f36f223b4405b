import * as fc from 'fast-check';
import { Fragment, type Node } from 'prosemirror-model';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { textToNodes } from './read-text.ts';
import { keyToMarkType, sortMarks } from './mark-keys.ts';
import { type SeenText, withoutHidden } from './seen-text.ts';
import { schema } from '../schema/schema.ts';
import { isSuggestionMark, isSuggestionValue } from '../schema/suggestion.ts';

const NAMES = ['bold', 'code', 'link', 'insertion--AAAAAAAA', 'deletion--BBBBBBBB', 'deletion--CCCCCCCC', 'sparkle'];
const value = fc.oneof(
  fc.constantFrom(null, true, 7, {}, { id: '1.1.1' }, { id: '<img src=x>' }, { href: 'https://example.org' }),
  fc.anything({ values: [fc.string(), fc.boolean()] }),
);
const change = fc.oneof(
  fc.record({ at: fc.nat(), insert: fc.string({ minLength: 1, maxLength: 4 }) }),
  fc.record({ at: fc.nat(), length: fc.nat(9) }),
  fc.record({ at: fc.nat(), length: fc.nat(9), name: fc.constantFrom(...NAMES), value }),
  fc.record({ at: fc.nat(), embed: fc.constant({ image: 'x' }) }),
);

/** As Yjs itself puts a text together. */
function runsToNodes(text: SeenText): Node[] {
  const runs = text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[];
  return runs.flatMap(({ insert, attributes = {} }) => {
    if (typeof insert !== 'string') return [];
    const marks = Object.entries(attributes).flatMap(([key, given]) => {
      const type = keyToMarkType(key);
      const attrs = typeof given === 'object' ? (given as Record<string, unknown>) : {};
      if (type === undefined || (isSuggestionMark(type.name) && !isSuggestionValue(type.name, attrs))) return [];
      return [type.create(attrs)];
    });
    return [schema.text(insert, sortMarks(marks))];
  });
}

test('a text reads the same item by item as run by run, whatever was done to it', () => {
  fc.assert(
    fc.property(
      fc.array(change, { maxLength: 30 }),
      fc.uniqueArray(fc.nat(9), { selector: (at) => at >> 2 }),
      (changes, stretches) => {
        const text = newText();
        for (const each of changes) {
          const at = each.at % (text.length + 1);
          if ('insert' in each) text.insert(at, each.insert);
          else if ('embed' in each) text.insertEmbed(at, each.embed);
          else if ('name' in each)
            text.format(at, Math.min(each.length, text.length - at), { [each.name]: each.value });
          else text.delete(at, Math.min(each.length, text.length - at));
        }
        const hidden = stretches.map((at) => ({ from: at, to: at + 2 })).filter(({ to }) => to <= text.length);
        for (const seen of [text, withoutHidden(text, hidden)]) {
          const [quick, slow] = [Fragment.fromArray(textToNodes(seen)), Fragment.fromArray(runsToNodes(seen))];
          expect(quick.toJSON()).toEqual(slow.toJSON());
        }
      },
    ),
  );
});

function newText(): Y.XmlText {
  const text = new Y.XmlText();
  new Y.Doc().getXmlFragment('content').insert(0, [text]);
  return text;
}
