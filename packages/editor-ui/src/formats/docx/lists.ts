import { AlignmentType, type INumberingOptions, type IParagraphOptions, LevelFormat } from 'docx';
import { MAX_INDENT } from '../../schema/block.ts';
import type { WeftJsonBlock } from '../json/types.ts';
import { STEP } from './read-blocks.ts';

type List = NonNullable<IParagraphOptions['numbering']>;

const FORMATS = [LevelFormat.DECIMAL, LevelFormat.LOWER_LETTER, LevelFormat.LOWER_ROMAN];
const BULLETS = ['•', '◦', '▪'];

/** Gives items their lists: one of bullets, and one for each run of numbers, so that each begins at 1. */
export function createLists(): { take(block: WeftJsonBlock): List | undefined; config(): INumberingOptions['config'] } {
  let count = 0;
  /** The numbered list that is open on each level. */
  const open: (string | undefined)[] = [];
  return {
    take(block) {
      const level = block.type === 'text' ? (block.indent ?? 0) : 0;
      const isOrdered = block.type === 'text' && block.kind === 'ordered';
      open.length = Math.min(open.length, isOrdered ? level + 1 : level);
      if (block.type !== 'text') return undefined;
      if (block.kind === 'bullet') return { reference: 'bullets', level };
      if (!isOrdered) return undefined;
      if (open[level] === undefined) {
        count += 1;
        open[level] = `numbers-${count}`;
      }
      return { reference: open[level], level };
    },
    config() {
      const bullets = {
        reference: 'bullets',
        levels: levels((level) => ({ format: LevelFormat.BULLET, text: BULLETS[level % 3] ?? '•' })),
      };
      const numbers = Array.from({ length: count }, (_, at) => ({
        reference: `numbers-${at + 1}`,
        levels: levels((level) => ({ format: FORMATS[level % 3] ?? LevelFormat.DECIMAL, text: `%${level + 1}.` })),
      }));
      return [bullets, ...numbers];
    },
  };
}

type Level = INumberingOptions['config'][number]['levels'][number];

function levels(look: (level: number) => Pick<Level, 'format' | 'text'>): Level[] {
  return Array.from({ length: MAX_INDENT + 1 }, (_, level) => ({
    level,
    alignment: AlignmentType.START,
    ...look(level),
    style: { paragraph: { indent: { start: (level + 1) * STEP, hanging: STEP / 2 } } },
  }));
}
