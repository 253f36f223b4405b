const toSet = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/u));

/** What people are asked to do, in the form that commands have. Verbs that are more often something else are not here. */
export const VERBS_ENGLISH: ReadonlySet<string> = toSet(`
add agree announce answer apply approve arrange ask assign attach back book bring build buy call cancel check choose circulate clarify clean close
collect compare compile complete confirm contact convert copy correct create decide define delete deliver describe design discuss distribute document
draft email edit ensure estimate evaluate explain explore export extend file fill finalise finalize find finish fix follow forward gather get give hand
hire host identify implement import improve inform install interview introduce invite invoice investigate launch look mail make measure meet merge migrate
move notify obtain order organise organize pack paint pay phone pick plan post prepare present print proofread propose provide publish purchase push
put read rebook recruit register release remind remove rename renew repair replace reply report request reschedule research reserve resolve respond
restart return review revise ring run schedule select sell send set share ship show sign sort speak start store submit summarise summarize take talk tell test
tidy translate transfer try turn update upload verify visit wash water work write
`);

export const VERBS_GERMAN: ReadonlySet<string> = toSet(`
abgeben abholen ablegen abschicken abschließen absprechen abstimmen aktualisieren anfragen anlegen anmelden anpassen anrufen antworten aufräumen aufschreiben
ausdrucken ausfüllen aussuchen auswählen beantragen beantworten beauftragen bereitstellen berichten beschaffen besorgen besprechen bestätigen bestellen bezahlen
bringen buchen drucken durchlesen einholen einkaufen einladen einreichen einrichten eintragen einsammeln entscheiden entwerfen ergänzen erledigen erinnern
erklären erstellen fertigstellen festlegen finden formulieren fragen freigeben gegenlesen geben gießen hochladen holen informieren installieren kaufen klären kontaktieren
kontrollieren kopieren korrigieren kümmern kündigen laden leeren lesen liefern löschen machen melden mieten mitbringen mitnehmen mitteilen nachfragen nachsehen
organisieren planen posten prüfen putzen recherchieren reparieren reservieren schicken schreiben senden sammeln sichern sortieren starten stornieren streichen suchen
teilen telefonieren testen treffen übernehmen überarbeiten überprüfen übersetzen überweisen umbuchen unterschreiben verfassen vereinbaren verlängern veröffentlichen verschicken versenden
verschieben verteilen vorbereiten vorschlagen vorstellen waschen weiterleiten wiederholen zahlen zeigen zurückgeben zurückrufen zusagen zusammenfassen zusammenstellen
`);

/** The third person of those that are told of somebody: `schickt`, `ruft … an`. */
export const DOES_GERMAN: ReadonlySet<string> = toSet(`
aktualisiert beantragt beantwortet bereitet bespricht besorgt bestellt bezahlt bringt bucht druckt entwirft ergänzt erledigt erstellt fragt füllt gibt holt informiert
kauft klärt kontaktiert korrigiert kümmert legt leitet lädt liest macht mietet meldet nimmt organisiert plant prüft putzt räumt recherchiert reicht repariert reserviert
ruft schickt schließt schreibt sendet sammelt sichert spricht sorgt stellt sucht testet trägt überarbeitet übernimmt überprüft übersetzt überweist unterschreibt vereinbart
verfasst veröffentlicht verschickt verteilt zeigt
`);

/** Words that begin sentences with a capital and are nobody's name. */
export const NO_NAMES: ReadonlySet<string> = toSet(`
the this that these those it he she they we you i there here what who which when where why how if but and or so then now today tomorrow everyone everybody anyone
nobody someone somebody something nothing everything each all both some many most few one two three first second next last another other such his her
its their our your my no not yes please maybe perhaps also still once after before since while until because although as at by for from in of on to with without
der die das dies dieser diese dieses es er sie wir ihr ich du man wer was wann wo warum wie wenn aber und oder dann jetzt heute morgen alle jeder jede jemand niemand
etwas nichts alles beide einige viele ein eine kein keine mein meine unser unsere nein ja bitte vielleicht auch noch nach vor seit während bis weil obwohl als
monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag january february march april may june july august
september october november december januar februar märz mai juni juli oktober dezember todo note notes notiz action
`);
