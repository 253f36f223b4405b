import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { writeWelcome } from './welcome.ts';

test('the sample is written once, with a title and an empty line to go on from', () => {
  const doc = new Y.Doc();
  writeWelcome(doc);
  const content = doc.getXmlFragment('content');
  const count = content.length;
  expect(doc.getText('title').toString()).toBe('Try things out');
  expect((content.get(count - 1) as Y.XmlElement).toString()).toBe('<block id="first" kind="paragraph"></block>');
  expect(content.toString()).toContain('<bold>Share</bold>');
  expect(content.toString()).toContain('change it: <math>a^2 + b^2 = c^2</math>');
  writeWelcome(doc);
  expect(content.length).toBe(count);
});
