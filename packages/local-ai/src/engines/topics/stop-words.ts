/** Words that say nothing of what a text is about, folded, in English and in German. */
const ENGLISH =
  'a about above after again against all also am an and any are as at be because been before being below between both but by can cannot could did do does doing done down during each either else ever every few for from further get gets got had has have having he her here hers him his how however i if in into is it its itself just may me might more most much must my neither no nor not now of off on once one only onto or other others our out over own per rather same shall she should since so some such than that the their them then there these they this those through thus to too two under until up upon us use used uses using very was we were what when where whether which while who whom whose why will with within without would yes yet you your example first second new like many make makes made way well even still see say said says time times thing things first need needs let another';
const GERMAN =
  'ab aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bis bin bist da dabei dadurch daher damit dann das dass dazu dem den denn der des dessen deren die dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er es etwa etwas euch fur gegen gewesen hat hatte hatten hier hin ihm ihn ihr ihre ihrem ihren ihrer im in ins ist ja jede jedem jeden jeder jedes kann kein keine keinen konnen konnte man mehr mein mit muss mussen nach nicht nichts noch nun nur ob oder ohne schon sehr sein seine seinem seinen seiner selbst sich sie sind so sollen sollte sondern sowie uber um und uns unser unter vom von vor war waren was weil welche wenn wer werden wie wieder wir wird wo wurde wurden zu zum zur zwischen beispiel mal neue neuen immer';

const ALL: ReadonlySet<string> = new Set(`${ENGLISH} ${GERMAN}`.split(' '));

/** Whether a folded word says something: no word of grammar, no number, no single letter. */
export function isTelling(term: string): boolean {
  return term.length > 1 && /\p{L}/u.test(term) && !ALL.has(term) && !/'(?:s|t|re|ve|ll|d|m)$/u.test(term);
}
