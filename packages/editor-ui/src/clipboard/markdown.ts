/** Longer text is pasted as it is: reading it would hold the page up. In UTF-16 units. */
const MOST = 100_000;

/** A line that begins or ends a block of code: two of them are enough. */
const FENCE = /^(?:```|~~~)[\w+#-]{0,30}[ \t]*$/gm;

/** What only Markdown writes: one of these is enough. */
const SURE: readonly RegExp[] = [
  // The line below a table's head.
  /^\|?(?: {0,9}:?-{3,60}:? {0,9}\|){1,50} {0,9}:?-{0,60}:? {0,9}\|?[ \t]*$/m,
  /^ {0,9}[-*+] \[[ xX]\] \S/m,
  /\[[^[\]\n]{1,300}\]\(https?:\/\/[^\s)]{1,2000}\)/,
];

/** What others write too: two of different kinds are enough. */
const SIGNS: readonly RegExp[] = [
  // A heading stands alone, where a comment in a program or a list of settings stands above what it is about.
  /(?:^|\n[ \t]{0,9}\n)#{1,6} \S[^\n]{0,300}(?:\n[ \t]{0,9}\n|\n?$)/,
  /^ {0,9}[-*+] \S[^\n]{0,500}\n(?:[ \t]{0,9}\n)? {0,9}[-*+] \S/m,
  /^\d{1,3}\. \S[^\n]{0,500}\n(?:[ \t]{0,9}\n)?\d{1,3}\. \S/m,
  /^> \S/m,
  /(?:^|[\s(])\*\*[^\s*][^*\n]{0,300}\*\*(?=[\s.,;:!?)]|$)/m,
  /(?:^|[\s(])`[^`\n]{1,300}`(?=[\s.,;:!?)]|$)/m,
];

/** Lines that a program or a file of settings ends so. */
const CODE = /[{};]$|^\s{0,20}[\w.-]{1,60}:(?: \S|$)/;

/** Whether text that was pasted is Markdown beyond doubt: what is not is left as it stands. */
export function looksLikeMarkdown(text: string): boolean {
  if (text.length > MOST || !text.includes('\n')) return false;
  if ((text.match(FENCE) ?? []).length >= 2 || SURE.some((sign) => sign.test(text))) return true;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.filter((line) => CODE.test(line)).length > lines.length / 5) return false;
  return SIGNS.filter((sign) => sign.test(text)).length >= 2;
}
