/** Where a summary is made, in words. */
import { html, type TemplateResult } from 'lit/html.js';
import { rewritingWords } from '../words/assist.ts';
import { toSentence } from '../words/failures.ts';
import { summaryWords } from '../words/summary.ts';
import type { SummaryAt } from './steps.ts';

export const HERE: SummaryAt = { place: 'here' };

/** What is going on, and where. */
export function toAtWords(at: SummaryAt): string {
  const words = summaryWords();
  switch (at.place) {
    case 'here':
      return words.running;
    case 'there':
      return words.atHelper[at.phase](at.name);
    case 'back':
      return words.noHelp[at.why](at.name);
    case 'writing':
      return rewritingWords().running[at.at](at.name);
    case 'written':
      return words.originWritten[at.at](at.engine);
    case 'unwritten':
      return words.notWritten(at.why);
  }
}

/** Whose words they are, and who picked or wrote them. */
export function toOrigin(at: SummaryAt): string {
  const words = summaryWords();
  switch (at.place) {
    case 'here':
      return words.origin;
    case 'there':
      return words.originThere(at.name);
    case 'writing':
      return toAtWords(at);
    case 'written':
      return at.share < 1 ? `${toAtWords(at)} ${words.readPart(at.share)}` : toAtWords(at);
    case 'back':
    case 'unwritten':
      return `${toAtWords(at)} ${words.origin}`;
  }
}

/** Who was asked before and did not write it. */
export function passedView(at: SummaryAt): readonly TemplateResult[] {
  const all = at.place === 'written' ? at.passed : [];
  return all.map(
    ({ engine, failure }) =>
      html`<p class="weft-summary-origin">${rewritingWords().passed(engine, toSentence(failure))}</p>`,
  );
}
