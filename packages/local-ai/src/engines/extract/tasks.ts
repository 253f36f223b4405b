import { type FoundDate } from './dates.ts';
import { DOES_GERMAN, NO_NAMES, VERBS_ENGLISH, VERBS_GERMAN } from './verbs.ts';

/** Something to do that a sentence names: offsets in the sentence of the words that say what. */
export interface FoundTask {
  readonly start: number;
  readonly end: number;
  /** The name that stands there; undefined where nobody is named. */
  readonly who: string | undefined;
}

/** Whether a sentence stands under a heading such as “Next steps”, and as a point of a list. */
export interface Standing {
  readonly isUnderActions: boolean;
  readonly isPoint: boolean;
}

const NAME = String.raw`(?:@\p{L}|\p{Lu})[\p{L}\p{M}'’-]*(?: \p{Lu}[\p{L}\p{M}'’-]*)?`;
const MARKER = new RegExp(
  String.raw`^(?:TO-?DO|FIX-?ME|Action(?: items?| point)?|Task|Next steps?|Follow-?up|To do|Aufgabe|Nächster Schritt|Zu erledigen|Offen)(?: ?\((?<who>${NAME})\)| for (?<for>${NAME})| für (?<fuer>${NAME}))?(?: ?[:–] ?| - )(?=\S)`,
  'u',
);
/** A mark in the midst of a sentence, as programmers set it. */
const LATE_MARKER = /(?<![\p{L}\p{N}])TO-?DO(?:\((?<who>[^)]{1,40})\))?:? (?=\S)/u;
const NAMED = new RegExp(String.raw`^(?<who>${NAME})(?: and ${NAME}| und ${NAME})?(?:: |,? (?:to|–|->|→) )(?=\S)`, 'u');
const WILL = new RegExp(
  String.raw`^(?<who>${NAME}|I|We|we)(?: and (?<other>${NAME}))?(?: will|['’]ll| shall| has to| have to| need to| needs to| must| is going to| are going to| is to| agreed to| promised to| offered to| volunteered to)(?: also| then| please)? (?=\p{L})`,
  'u',
);
const ASKED =
  /^(?:(?:and |also )?please |(?:can|could|would) (?:you|someone|somebody)(?: please)? |let['’]s |(?:someone|somebody) (?:needs|has) to |remember to |don['’]t forget to |make sure to )(?=\p{L})/iu;
const ASKED_GERMAN = /^(?:bitte |kannst du(?: bitte)? |könntest du(?: bitte)? |nicht vergessen: )(?=\p{L})/iu;
const MODAL_GERMAN = new RegExp(
  String.raw`^(?<who>${NAME}|Ich|Wir|Jemand)(?: und (?<other>${NAME}))? (?:soll|sollen|muss|müssen|wird|werden|werde|will|wollen)(?: noch| bitte| auch)* (?=\p{L})`,
  'u',
);
const DOES = new RegExp(String.raw`^(?<who>${NAME})(?: und (?<other>${NAME}))? (?<verb>\p{Ll}+) (?=\S)`, 'u');
const DUE =
  /\b(?:is|are) due\b|\b(?:must|has to|have to|needs? to|should) be (?:\p{L}+ )?(?:done|finished|ready|sent|submitted|paid|signed|delivered|complete[d]?|in|returned|approved|published|booked)\b|(?:^|\s)(?:ist|sind) (?:[\p{L}\d. ]{0,30})?fällig|\bmuss (?:[\p{L}\d. ]{0,60})?(?:fertig|abgegeben|bezahlt|eingereicht|unterschrieben)(?: sein| werden)/iu;
const NEGATED = /\b(?:not|never|won['’]t|cannot|can['’]t|nicht mehr|kein|keine|nicht)\b/iu;
const IF = /^(?:if|when|unless|whenever|suppose|wenn|falls|sobald)\b/iu;
const PAST = /\b(?:yesterday|was|were|had|did|gestern|war|waren|hatte|hatten|wurde|wurden)\b/iu;

/** Behind “look”, “get” and the like stands what is to be done; but “work is …”, “plan A …” are no commands. */
const STATES =
  /^(?:is|are|was|were|has|have|had|can|could|will|would|may|might|of|and|or|s|['’]s|ist|sind|war|hat|wird)$/iu;

function isCommand(words: string): boolean {
  const [, first = '', second = ''] = /^(\p{L}+)(?:[ ,-]+(\p{L}+|['’]s))?/u.exec(words) ?? [];
  return VERBS_ENGLISH.has(first.toLowerCase()) && second !== '' && !STATES.test(second);
}

/** “Bericht schicken”, “den Raum bis Freitag buchen”: the verb at the end, or before “und”. */
function isGermanInfinitive(words: string): boolean {
  const ends = words.replace(/[.!?\s]+$/u, '').split(/\s+(?:und|sowie)\s+|,\s+/u);
  return ends.some((part) => {
    const last = /\p{L}+$/u.exec(part.replace(/\s*\([^)]*\)$/u, ''))?.[0] ?? '';
    return (
      VERBS_GERMAN.has(last) ||
      (/^(?:ab|an|auf|aus|ein|mit|vor|weiter|zurück|zu|nach)zu/u.test(last) && VERBS_GERMAN.has(last.replace('zu', '')))
    );
  });
}

function toWho(name: string | undefined, other?: string): string | undefined {
  if (name === undefined || /^(?:we|wir|jemand)$/iu.test(name)) return undefined;
  return [name, other].flatMap((one) => (one === undefined ? [] : [one.replace(/^@/u, '')])).join(' & ');
}

function isName(name: string | undefined): boolean {
  if (name === undefined) return false;
  const words = name.replace(/^@/u, '').split(' ');
  // In capitals it is rather what something is called.
  return (
    name.startsWith('@') ||
    words.every((word) => !NO_NAMES.has(word.toLowerCase()) && (word.length === 1 || word !== word.toUpperCase()))
  );
}

/**
 * What a sentence gives somebody to do, by rule; undefined where there is doubt. `dates`: the days that it names, with offsets in
 * the sentence.
 */
export function findTask(
  sentence: string,
  dates: readonly FoundDate[],
  { isUnderActions, isPoint }: Standing,
): FoundTask | undefined {
  const undated = dates.reduceRight(
    (text, { start, end }) => text.slice(0, start).trimEnd() + text.slice(end),
    sentence,
  );
  const end = sentence.replace(/[.!?\s]+$/u, '').length;
  const task = (start: number, who?: string): FoundTask | undefined =>
    end - start < 4 ? undefined : { start, end, who };

  const marker = MARKER.exec(sentence);
  if (marker !== null) {
    const { who, for: one, fuer } = marker.groups ?? {};
    const rest = sentence.slice(marker[0].length);
    const named = NAMED.exec(rest) ?? WILL.exec(rest);
    if (isName(named?.groups?.['who']))
      return task(marker[0].length + (named?.[0].length ?? 0), toWho(named?.groups?.['who']));
    return task(marker[0].length, toWho(who ?? one ?? fuer));
  }
  const late = LATE_MARKER.exec(sentence);
  if (late !== null) return task(late.index + late[0].length, toWho(late.groups?.['who']));

  if (IF.test(sentence)) return undefined;
  const asked = ASKED.exec(sentence);
  if (asked !== null && isCommand(sentence.slice(asked[0].length))) return task(asked[0].length);
  const begged = ASKED_GERMAN.exec(sentence);
  if (begged !== null && isGermanInfinitive(undated.slice(begged[0].length))) return task(begged[0].length);
  if (sentence.endsWith('?') || NEGATED.test(sentence)) return undefined;

  const named = NAMED.exec(sentence);
  if (named !== null && isName(named.groups?.['who'])) {
    const rest = sentence.slice(named[0].length);
    if (isCommand(rest) || isGermanInfinitive(undated.slice(named[0].length)))
      return task(named[0].length, toWho(named.groups?.['who']));
  }
  const will = WILL.exec(sentence);
  if (will !== null && isDoer(will.groups?.['who']) && isCommand(sentence.slice(will[0].length))) {
    return task(will[0].length, toWho(will.groups?.['who'], will.groups?.['other']));
  }
  const modal = MODAL_GERMAN.exec(sentence);
  if (modal !== null && isDoer(modal.groups?.['who']) && isGermanInfinitive(undated.slice(modal[0].length))) {
    return task(modal[0].length, toWho(modal.groups?.['who'], modal.groups?.['other']));
  }
  const hasDeadline = dates.some(({ isDeadline }) => isDeadline);
  const does = DOES.exec(sentence);
  if (
    does !== null &&
    isName(does.groups?.['who']) &&
    DOES_GERMAN.has(does.groups?.['verb'] ?? '') &&
    (dates.length > 0 || isUnderActions)
  ) {
    return task(
      does[0].length - (does.groups?.['verb']?.length ?? 0) - 1,
      toWho(does.groups?.['who'], does.groups?.['other']),
    );
  }
  if (dates.length > 0 && DUE.test(sentence) && !PAST.test(sentence)) return task(0);
  const isOrder = isCommand(sentence) || (isPoint && isGermanInfinitive(undated));
  return isOrder && (isUnderActions || hasDeadline) ? task(0) : undefined;
}

function isDoer(name: string | undefined): boolean {
  return name !== undefined && (/^(?:I|[Ww]e|Ich|Wir|Jemand)$/u.test(name) || isName(name));
}

/** A heading under which each point is something to do. */
export function isActionHeading(text: string): boolean {
  return /^(?:(?:open |offene )?(?:action|action items?|actions|action points?|to-?dos?|to do|tasks|next steps?|follow-?ups?|open points|aufgaben|nächste schritte|zu erledigen|offene punkte|todos?))[\s:]*$/iu.test(
    text.trim(),
  );
}
