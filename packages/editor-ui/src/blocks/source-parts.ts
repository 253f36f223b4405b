/** What stands beside the text of code and of formulas: fetched with the first of them. */
export { createCodeBar } from './code-bar.ts';
export { createMathBox } from './math-box.ts';
