import type { FailureWords } from '../failures.ts';
import { modelFailures } from './model-failures.ts';

const NEW_LINK = 'Bitte um einen neuen Link zum Dokument.';
const NUMBERS = 'Vergleicht eure Nummern, um herauszufinden, wer es war.';
const UPDATE = 'Lade die Seite neu oder aktualisiere Weft.';

/** Of files, links and what is kept on this device. */
const here = {
  'schema-newer':
    'Dieses Dokument wurde mit einer neueren Version von Weft geschrieben und ist hier nur lesbar. Aktualisiere Weft und öffne es dann wieder.',
  'schema-unknown':
    'In diesem Dokument steht etwas, das diese Version von Weft nicht kennt. Es ist hier nur lesbar, und nichts geht verloren. Aktualisiere Weft und öffne es dann wieder.',
  'import-unknown':
    'Diese Art Datei lässt sich nicht importieren. Speichere sie als Markdown, Text, HTML, Word (.docx) oder JSON von Weft.',
  'import-too-big':
    'Diese Datei ist größer, als sich importieren lässt (20 MB Text, 64 MB Word, fünf Millionen Buchstaben, 100.000 Absätze). Teile sie auf.',
  'import-too-big-here':
    'Das sind mehr als 2 MB Text auf einmal. Importiere die Datei in ein neues Dokument, von der Liste der Dokumente aus.',
  'import-encoding':
    'Diese Datei ist kein Text in UTF-8 oder UTF-16, ihre Buchstaben sind nicht sicher zu lesen. Speichere sie als UTF-8.',
  'import-damaged':
    'Diese Datei ist beschädigt oder nicht, was ihr Name sagt. Es wurde nichts importiert. Öffne und speichere sie in ihrem eigenen Programm.',
  'import-newer': 'Diese Datei stammt von einer neueren Version von Weft. Aktualisiere Weft und importiere sie dann.',
  'import-empty': 'In dieser Datei ist nichts, was sich importieren lässt.',
  'import-too-long': 'Diese Datei zu lesen, dauerte länger als eine Minute. Es wurde nichts importiert. Teile sie auf.',
  'import-failed':
    'Der Teil von Weft, der diese Datei liest, kam nicht an oder hatte zu wenig Speicher. Geh online oder teile die Datei.',
  'import-cancelled': 'Der Import wurde abgebrochen. Es kam nichts dazu.',
  'import-refused': 'Du liest dieses Dokument und kannst es nicht ändern. Importiere die Datei in ein neues Dokument.',
  'paste-too-big': 'Das sind mehr als 2 MB Text, deshalb wurde nichts eingefügt. Füge ihn in kleineren Stücken ein.',
  'paste-unreadable': 'In der Zwischenablage ist kein Text, der sich einfügen lässt. Kopiere ihn noch einmal als Text.',
  'link-refused': 'Links dürfen nur mit http, https oder mailto beginnen. Prüfe die Adresse.',
  'edit-refused': 'Du liest dieses Dokument und kannst es nicht ändern. Bitte um einen Link zum Bearbeiten.',
  'file-too-big':
    'Diese Datei ist größer als 25 MB und passt nicht ins Dokument. Verkleinere sie oder teile sie auf anderem Weg.',
  'too-many-files': 'Das sind mehr als 100 Dateien auf einmal, deshalb kam keine dazu. Nimm weniger auf einmal.',
  'files-not-taken': 'Dieses Dokument nimmt keine Dateien auf. Füge nur den Text ein.',
  'file-elsewhere':
    'Eine eingefügte Datei gehört zu einem anderen Dokument. Hier steht nur ihr Name. Speichere sie dort und füge sie hier ein.',
  'picture-as-file':
    'Diese Art Bild lässt sich nicht im Text zeigen und wurde als Datei eingefügt. Gezeigt werden PNG, JPEG, WebP, GIF und AVIF.',
  'pictures-linked':
    'Bilder von anderen Seiten wurden nicht geladen. An ihrer Stelle steht ein Link. Speichere sie und füge sie ein, um sie zu behalten.',
  'suggest-refused':
    'Diese Änderung lässt sich nicht vorschlagen, deshalb blieb alles, wie es war. Setze sie in eine eigene Zeile, oder wechsle zum Bearbeiten.',
  'part-missing':
    'Ein Teil des Editors ließ sich nicht holen, weil das Netz weg war. Es ist nichts verloren: Geh online und versuch es noch einmal.',
  'attachment-too-large':
    'Diese Datei ist größer als 25 MB und passt nicht ins Dokument. Verkleinere sie oder teile sie auf anderem Weg.',
  'attachment-not-allowed': 'Mit diesem Link kannst du keine Dateien hinzufügen. Bitte um einen Link zum Bearbeiten.',
  'attachment-unreadable':
    'Diese Datei lässt sich nicht lesen. Vielleicht wurde sie inzwischen verschoben oder geändert. Wähle sie noch einmal aus.',
  'attachment-cancelled': 'Angehalten. Nichts davon bleibt.',
  'attachment-absent': 'Diese Datei ist noch nicht da. Sie kommt, sobald ein Gerät online ist, das sie hat.',
  'attachment-offline':
    'Diese Datei ist noch nicht auf diesem Gerät. Sie wird geholt, sobald das Relay oder ein Gerät mit der Datei erreichbar ist.',
  'attachment-damaged':
    'Was ankam, ist nicht die Datei, die angehängt wurde. Es wurde verworfen. Bitte darum, sie noch einmal anzuhängen.',
  'attachment-keys':
    'Während die Datei hinzugefügt wurde, bekam das Dokument neue Schlüssel. Füge sie noch einmal hinzu.',
  'attachment-closed': 'Das Dokument wurde geschlossen. Öffne es wieder, um weiterzumachen.',
  'attachment-room-full':
    'Das Relay hat keinen Platz mehr für diese Datei. Sie bleibt auf diesem Gerät. Entferne andere Dateien, oder wähle ein Relay mit mehr Platz.',
  'attachment-too-fast': 'Das Relay nimmt Dateien langsamer an. Diese bleibt hier und wird nach und nach gesendet.',
  'attachment-refused':
    'Das Relay hat diese Datei nicht angenommen. Sie bleibt auf diesem Gerät. Wähle ein anderes Relay, um sie zu teilen.',
  'file-alien': 'Das ist keine Weft-Datei. Wähle eine, die mit „Kopie speichern (.weft)“ gespeichert wurde.',
  'file-version':
    'Diese Datei stammt aus einer anderen Version von Weft. Aktualisiere Weft und füge sie dann noch einmal hinzu.',
  'file-room':
    'Diese Datei ist die Kopie eines anderen Dokuments, deshalb wurde nichts daraus übernommen. Öffne jenes Dokument mit seinem eigenen Link.',
  'file-too-large': 'Diese Datei ist größer, als Weft annimmt (512 MiB). Nichts daraus wurde übernommen.',
  'file-too-long':
    'Mit seinen Dateien ist dieses Dokument größer, als eine Kopie sein darf (512 MiB). Speichere sie ohne Dateien.',
  'file-cut': 'Diese Datei endet zu früh. Alles davor wurde übernommen. Bitte um die ganze Datei.',
  'file-damaged': 'Ein Teil dieser Datei ist beschädigt. Der Rest wurde übernommen. Bitte um eine frische Kopie.',
  'library-unavailable':
    'Dieser Browser lässt Weft hier nichts speichern (privates Fenster oder gesperrter Speicher). Nimm ein normales Fenster, oder erlaube dieser Seite das Speichern.',
  'library-blocked':
    'In einem anderen Tab ist eine ältere Version von Weft offen. Schließe die anderen Tabs und lade diesen neu.',
  'library-full': 'Auf diesem Gerät ist kein Platz mehr für Weft. Mach Platz und versuch es noch einmal.',
  'library-failed': 'Die Liste der Dokumente war nicht erreichbar. Lade die Seite neu.',
  'document-open':
    'Das Dokument ist in einem anderen Tab noch offen. Schließe es dort, dann verschwindet auch seine Kopie auf diesem Gerät.',
  'record-damaged':
    'Ein Dokument der Liste ließ sich nicht lesen und wurde beiseitegelegt. Öffne es wieder mit seinem Link.',
  'storage-full':
    'Auf diesem Gerät ist kein Platz mehr, deshalb werden neue Änderungen hier nicht gespeichert. Mach Platz: Weft speichert dann alles von selbst.',
  'storage-closed':
    'Die Kopie dieses Dokuments auf diesem Gerät wurde geschlossen oder entfernt, in einem anderen Tab oder vom Browser. Lass diesen Tab offen, bis deine Änderungen gesendet sind, und lade ihn dann neu.',
  'storage-failed':
    'Dieser Browser lässt Weft das Dokument hier nicht speichern (privates Fenster oder gesperrter Speicher). Lass diesen Tab offen, bis deine Änderungen gesendet sind, oder nimm ein normales Fenster.',
  'seed-not-allowed': 'Mit diesem Link kannst du kein Dokument anfangen. Bitte um einen Link zum Bearbeiten.',
  'seed-malformed':
    'Der Anfang, mit dem dieses Dokument beginnen sollte, lässt sich nicht lesen. Fang mit einem leeren Dokument an.',
  'versions-full':
    'Für eine weitere Version ist kein Platz. Lösche eine, die niemand mehr braucht, und speichere noch einmal.',
  'version-too-large':
    'Dieses Dokument ist zu groß für eine Version darin. Speichere stattdessen eine Kopie als .weft-Datei.',
} as const;

/** Of links and keys. */
const keys = {
  'text-malformed':
    'Dieser Text ist kein base64url. Beim Kopieren ging etwas verloren oder wurde geändert. Kopiere ihn noch einmal.',
  'link-absent': 'In diesem Text steht kein Link von Weft. Kopiere den ganzen Link, auch den Teil nach dem „#“.',
  'link-broken':
    'Dieser Link ist beschädigt. Beim Kopieren ging etwas verloren oder wurde geändert. Kopiere ihn noch einmal ganz.',
  'link-version':
    'Dieser Link gehört zu einer anderen Version von Weft. Lade die Seite neu oder aktualisiere Weft, und öffne ihn dann wieder.',
  'link-forged':
    'Dieser Link widerspricht sich: Seine Teile gehören zu verschiedenen Dokumenten. Bitte um einen neuen.',
  'link-passphrase': 'Dieser Link ist mit einer Passphrase gesichert. Gib sie ein.',
  'link-passphrase-wrong':
    'Diese Passphrase öffnet diesen Link nicht. Prüfe sie, und ob der Link vollständig kopiert wurde.',
  'role-above': 'Dein Link erlaubt das nicht. Bitte jemanden, der es darf, das Dokument mit dir zu teilen.',
  'certificate-malformed': `Ein Zertifikat ist beschädigt oder abgeschnitten. ${NEW_LINK}`,
  'certificate-version': `Ein Zertifikat gehört zu einer anderen Version von Weft. ${UPDATE}`,
  'certificate-room': 'Ein Zertifikat gehört zu einem anderen Dokument. Öffne das Dokument mit seinem eigenen Link.',
  'certificate-epoch': `Ein Zertifikat gehört zu anderen Schlüsseln dieses Dokuments. ${NEW_LINK}`,
  'certificate-invalid': `Ein Zertifikat wurde nicht mit den Schlüsseln dieses Dokuments unterschrieben. ${NEW_LINK}`,
  'certificate-expired':
    'Die Zeit, für die diese Erlaubnis galt, ist um. Prüfe die Uhr dieses Geräts, oder bitte um einen neuen Link.',
  'envelope-malformed':
    'Eine Änderung kam beschädigt oder abgeschnitten an und wurde ausgelassen. Verbinde dich neu, um sie noch einmal zu bekommen.',
  'envelope-version': `Eine Änderung stammt aus einer anderen Version von Weft und wurde ausgelassen. ${UPDATE}`,
  'envelope-room':
    'Eine Änderung für ein anderes Dokument kam hier an und wurde ausgelassen. Öffne jenes Dokument, um sie zu bekommen.',
  'envelope-epoch': `Eine Änderung mit anderen Schlüsseln dieses Dokuments wurde ausgelassen. ${NEW_LINK}`,
  'envelope-session':
    'Eine Änderung kam mit dem Zertifikat einer anderen Sitzung und wurde ausgelassen. Wer sie schrieb, soll sich neu verbinden.',
  'envelope-role':
    'Eine Änderung wurde ausgelassen, weil sie nicht erlaubt war. Bitte um einen Link mit dieser Erlaubnis.',
  'envelope-signature':
    'Eine Änderung mit falscher Unterschrift wurde ausgelassen. Verbinde dich neu, um sie noch einmal zu bekommen.',
  'envelope-commitment': `Eine Änderung war mit einem fremden Schlüssel versiegelt und wurde ausgelassen. ${NEW_LINK}`,
  'envelope-closed':
    'Dieser Teil des Dokuments ist für deinen Link nicht gedacht. Bitte jemanden, der kommentieren darf, das Dokument mit dir zu teilen.',
  'envelope-sealed':
    'Eine Änderung ließ sich nicht öffnen, weil sie verändert wurde. Verbinde dich neu, um sie noch einmal zu bekommen.',
  'envelope-content': `Eine Änderung ist so versiegelt, wie es diese Version von Weft nicht kennt. ${UPDATE}`,
  'card-malformed':
    'Die Karte eines Geräts ist beschädigt und wurde ausgelassen. Wem es gehört, soll das Dokument noch einmal öffnen.',
  'card-version': `Die Karte eines Geräts gehört zu einer anderen Version von Weft und wurde ausgelassen. ${UPDATE}`,
  'card-key':
    'Die Karte eines Geräts trägt einen unbrauchbaren Schlüssel und wurde ausgelassen. Wem es gehört, soll Weft neu laden.',
  'card-signature':
    'Die Karte eines Geräts ist nicht von ihm unterschrieben und wurde ausgelassen. Wem es gehört, soll das Dokument noch einmal öffnen.',
  'card-attestation':
    'Eine Sitzung kam mit der Karte eines Geräts, das nicht für sie bürgt. Die Karte wurde ausgelassen. Wer so schrieb, soll sich neu verbinden.',
  'grant-malformed': `Neue Schlüssel kamen beschädigt an und wurden ausgelassen. ${NEW_LINK}`,
  'grant-sealed': `Neue Schlüssel dieses Dokuments ließen sich auf diesem Gerät nicht öffnen. ${NEW_LINK}`,
  'grant-forged': `Es kamen Schlüssel, die nicht zu diesem Dokument gehören. Sie wurden ausgelassen. ${NEW_LINK}`,
  'history-sealed': `Frühere Kommentare dieses Dokuments lassen sich nicht öffnen: Ihre Schlüssel wurden verändert. ${NEW_LINK}`,
  'history-forged': `Schlüssel für einen früheren Teil gehören nicht zu diesem Dokument und wurden ausgelassen. ${NEW_LINK}`,
  'notice-malformed': `Eine Mitteilung über die Schlüssel dieses Dokuments ist beschädigt und wurde ausgelassen. ${NEW_LINK}`,
  'notice-unknown': `Eine Mitteilung über die Schlüssel dieses Dokuments stammt aus einer neueren Version von Weft. ${UPDATE}`,
  'proof-invalid':
    'Der Nachweis dieser Sitzung gilt nicht für dieses Relay. Prüfe die Adresse des Relays und verbinde dich neu.',
  'peer-proof-invalid':
    'Ein anderes Gerät konnte nicht beweisen, dass es dieses Dokument öffnen darf, und wurde getrennt. Wem es gehört, soll einen neuen Link öffnen.',
  'admission-invalid':
    'Dieses Relay verlangt ein Geheimnis und bekam ein anderes. Frag danach, wer das Relay betreibt.',
} as const;

/** Of what others did, and what a replica did about it. */
const replica = {
  'kind-not-stored':
    'Eine Nachricht, die nicht gespeichert werden darf, kam als gespeicherte. Sie wurde nicht beachtet.',
  'kind-not-ephemeral': 'Eine Nachricht, die gespeichert werden muss, kam als flüchtige. Sie wurde nicht beachtet.',
  'kind-unsupported':
    'Ein Teil dieses Dokuments wurde mit einer neueren Version von Weft geschrieben. Aktualisiere Weft, um ihn zu sehen.',
  equivocation: `Jemand hat zwei verschiedene Änderungen als ein und dieselbe unterschrieben. Was von beiden ankam, bleibt erhalten. ${NUMBERS}`,
  'chain-broken': `Eine Änderung folgt nicht auf die vorige derselben Person und wurde ausgelassen. ${NUMBERS}`,
  'update-malformed':
    'Eine Änderung war richtig versiegelt, lässt sich aber nicht lesen. Wer sie schrieb, soll Weft aktualisieren.',
  'update-not-owned': `Jemand schrieb eine Änderung im Namen einer anderen Person. Sie wurde ausgelassen. ${NUMBERS}`,
  'snapshot-malformed':
    'Eine Zusammenfassung des Dokuments lässt sich nicht lesen. Wer sie schrieb, soll Weft aktualisieren.',
  'snapshot-too-large':
    'Eine Zusammenfassung des Dokuments ist größer, als Weft annimmt (256 MiB), und wurde nicht beachtet.',
  'snapshot-overreaches':
    'Eine Zusammenfassung des Dokuments behauptet Änderungen, die es nie gab. Was sie davon sagt, wurde ausgelassen; deine Kopie blieb, wie sie war. Frag nach, wer das Dokument noch bearbeiten kann.',
  'snapshot-disagrees':
    'Eine Zusammenfassung des Dokuments weicht von den Änderungen ab, für die sie steht. Deine Kopie blieb, wie sie war. Frag nach, wer sie gemacht hat.',
  'snapshot-taken-back':
    'Eine Zusammenfassung des Dokuments auf diesem Gerät lässt sich nicht mehr lesen. Die Änderungen selbst waren noch da und gelten jetzt; es fehlt nichts.',
  'parcel-malformed':
    'Änderungen, die zusammen geschickt wurden, können nicht gelesen werden und wurden nicht beachtet. Wer sie schrieb, sollte Weft aktualisieren.',
  'waiting-full': 'Zu viele Änderungen warten auf eine frühere. Sie werden noch einmal angefordert.',
  'ephemeral-replayed': 'Eine alte Nachricht kam noch einmal und wurde nicht beachtet.',
  removed:
    'Dieses Gerät hat keinen Zugang mehr zu dem, was ab jetzt geschrieben wird. Was hier ist, bleibt lesbar. Bitte um einen neuen Link, um weiterzumachen.',
  'set-aside':
    'Jemand, der entfernt wurde, schrieb danach weiter. Das wurde beiseitegelegt. Wer bearbeiten darf, kann es ansehen und übernehmen.',
  'aside-full': 'Jemand, der entfernt wurde, schreibt immer weiter. Mehr davon wird nicht aufgehoben.',
  'late-held':
    'Kurz vor der Nachricht, dass jemand entfernt wurde, kamen noch Änderungen von dort an. Lade neu, um das Dokument so zu sehen wie die anderen.',
  'spoken-over':
    'In einer Zusammenfassung des Dokuments standen Worte, die nie von dem kamen, dessen Namen sie tragen. Dieses Gerät glaubte ihr, bis die echten kamen. Lade neu, um sie zu sehen.',
  'control-malformed':
    'Eine Mitteilung über neue Schlüssel stimmt nicht und wurde nicht beachtet. Frag nach, wem dieses Dokument gehört.',
  'rekey-not-allowed':
    'Nur ein Gerät mit dem Schlüssel der Person, der das Dokument gehört, kann andere entfernen. Es blieb alles, wie es war.',
  'rekey-self':
    'Ein Gerät kann sich nicht selbst entfernen. Es blieb alles, wie es war. Nimm dafür ein anderes deiner Geräte.',
  'ledger-damaged':
    'Eine Änderung auf diesem Gerät war beschädigt. Sie wurde ausgelassen und wird bei den anderen noch einmal angefordert; der Rest ist unversehrt.',
  'local-change-refused':
    'Dieser Link erlaubt keine Änderungen. Was hier gerade geändert wurde, bleibt nicht erhalten.',
  'pin-lacking':
    'Änderungen, die der Link nennt, sind nicht angekommen. Das hier kann ein alter Stand sein. Bitte die Person, von der du den Link hast, sich zu verbinden, oder wähle ein anderes Relay.',
  'pin-forked':
    'Der Link nennt eine andere Fassung einer Änderung als die, die ankam: Jemand mit Schreibrecht hat zwei herausgegeben. Vergleiche das Dokument mit der Person, von der du den Link hast.',
} as const;

/** Of relays and of devices connected directly. */
const links = {
  'relay-address':
    'Das ist nicht die Adresse eines Relays. Sie beginnt mit wss:// (im eigenen Netz mit ws://), zum Beispiel wss://relay.example.org.',
  'relay-unreachable':
    'Das Relay ist nicht erreichbar. Deine Änderungen bleiben auf diesem Gerät und werden gesendet, sobald es antwortet. Bleibt das so, prüfe seine Adresse.',
  'relay-silent': 'Das Relay antwortet nicht mehr. Die Verbindung wird neu aufgebaut.',
  'relay-offline': 'Dieses Gerät ist offline. Deine Änderungen bleiben hier und werden später gesendet.',
  'relay-refused': 'Das Relay hat diese Verbindung abgelehnt. Wähle ein anderes Relay, oder bitte um einen neuen Link.',
  'relay-not-admitted': 'Dieses Relay lässt dich nicht zu. Frag, wer es betreibt, oder wähle ein anderes Relay.',
  'relay-busy': 'Das Relay bittet darum, es später zu versuchen. Bis dahin bleiben deine Änderungen auf diesem Gerät.',
  'relay-confused':
    'Das Relay schickte etwas, das es nicht schicken darf, und wurde getrennt. Prüfe die Adresse des Relays.',
  'relay-rolled-back':
    'Das Relay hat Änderungen verloren, die es schon bestätigt hatte. Sie werden von diesem Gerät noch einmal gesendet; hier fehlt nichts.',
  'relay-withholds':
    'Das Relay hält Änderungen zurück, die es nach eigener Auskunft hat. Sie werden noch einmal angefordert. Bleibt das so, frag, wer es betreibt, oder wähle ein anderes Relay.',
  'relay-hides':
    'Ein anderes Gerät sagt, es habe Änderungen, die das Relay diesem Gerät nicht gibt. Sie werden noch einmal angefordert. Bleibt das so, wähle ein anderes Relay.',
  'relay-lost':
    'Einem anderen Gerät fehlen Änderungen, die das Relay schon bestätigt hatte. Sie werden von diesem Gerät noch einmal gesendet; hier fehlt nichts.',
  'relay-forks':
    'Ein anderes Gerät hat eine andere Fassung einer Änderung als dieses: Jemand, der schreiben darf, hat zwei herausgegeben, oder jenes Gerät irrt. Vergleiche das Dokument mit den anderen.',
  'relay-entry':
    'Das Relay schickte eine Änderung, die nicht stimmt. Sie wurde ausgelassen. Dein Dokument ist unversehrt.',
  'relay-room-full':
    'Das Relay hat keinen Platz mehr für dieses Dokument. Deine Änderungen bleiben auf diesem Gerät. Wähle ein Relay mit mehr Platz.',
  'relay-too-fast':
    'Die Änderungen kommen schneller, als das Relay sie annimmt. Sie bleiben hier und werden noch einmal gesendet.',
  'relay-too-large':
    'Eine Änderung ist zu groß für dieses Relay und bleibt nur auf diesem Gerät. Wähle ein Relay mit höheren Grenzen.',
  'relay-envelope':
    'Das Relay hat eine Änderung nicht angenommen. Sie bleibt auf diesem Gerät. Wähle ein anderes Relay, um sie zu teilen.',
  'peer-confused':
    'Ein direkt verbundenes Gerät schickte etwas, das es nicht schicken darf, und wurde getrennt. Dein Dokument ist unversehrt. Frag nach, wer den Link noch hat.',
  'peer-unproven':
    'Ein Gerät hat sich direkt verbunden und konnte nicht beweisen, dass es dieses Dokument öffnen darf. Es wurde getrennt und bekam nichts.',
  'peer-forged':
    'Ein direkt verbundenes Gerät schickte Änderungen, die ihm nicht erlaubt sind. Sie wurden ausgelassen, und es wurde getrennt. Frag nach, wer den Link noch hat.',
  'peer-silent': 'Ein direkt verbundenes Gerät antwortet nicht mehr. Es wird wieder gesucht.',
  'peer-self': 'Dieses Gerät ist sich selbst begegnet. Alles in Ordnung.',
  'peer-keys':
    'Ein direkt verbundenes Gerät benutzt andere Schlüssel dieses Dokuments. Öffne das Dokument mit seinem neuesten Link.',
  'peer-resting': 'Ein getrenntes Gerät kam zu früh zurück. Später darf es wiederkommen.',
  'peer-full':
    'Dieses Gerät ist mit so vielen anderen direkt verbunden, wie es sein kann. Den Rest erreicht es über sie oder das Relay.',
  'peer-double': 'Zwei direkte Verbindungen führten zum selben Gerät. Eine davon wurde geschlossen.',
  'pairing-unsupported':
    'Dieser Browser kann sich nicht direkt mit einem anderen Gerät verbinden. Öffne das Dokument in einem anderen Browser.',
  'pairing-elsewhere':
    'Dieses Dokument ist in einem anderen Tab offen, der die Verbindungen hält. Verbinde dich dort, oder schließe ihn und versuch es noch einmal.',
  'pairing-offline':
    'Dieses Gerät ist in keinem Netz erreichbar. Geh in dasselbe WLAN oder denselben Hotspot wie das andere und versuch es noch einmal.',
  'pairing-text': 'Das ist kein Text aus „Direkt verbinden“, oder ein Teil fehlt. Kopiere noch einmal den ganzen Text.',
  'pairing-sealed':
    'Dieser Text gehört zu einem anderen Dokument oder zu einem älteren Link. Öffne auf beiden Geräten dasselbe Dokument.',
  'pairing-first': 'Das ist ein erster Text. Wähle „Ich habe einen Text vom anderen Gerät“ und füge ihn dort ein.',
  'pairing-second': 'Das ist die Antwort auf einen ersten Text. Gib sie dem Gerät, das ihn gezeigt hat.',
  'pairing-own': 'Das ist der eigene Text dieses Geräts. Füge ihn auf dem anderen ein.',
  'pairing-stale': 'Das antwortet auf einen früheren Versuch. Fangt auf beiden Geräten neu an.',
  'pairing-late': 'Die Geräte haben sich nicht rechtzeitig gefunden. Fangt neu an, beide im selben Netz.',
  'pairing-failed': 'Die Verbindung kam nicht zustande. Fangt auf beiden Geräten neu an.',
} as const;

/** Of what works on this device with a person's words. */
const tasks = {
  unavailable: 'Das geht auf diesem Gerät gerade nicht.',
  cancelled: 'Das wurde abgebrochen. Frag noch einmal, wenn du es willst.',
  'too-long': 'Das ist zu lang dafür. Nimm weniger auf einmal.',
  'out-of-memory': 'Dafür ist gerade zu wenig Speicher da. Schließe andere Tabs und versuch es noch einmal.',
  language:
    'Das Modell zum Diktieren kennt diese Sprache nicht. Wähl eine andere, oder füge ein Modell hinzu, das sie kennt.',
  'engine-failed': 'Auf diesem Gerät ging dabei etwas schief. Lade neu und versuch es noch einmal.',
  'not-allowed': 'Dieses Dokument darf das Gerät nicht verlassen, und hier kann das nichts.',
  'poor-answer':
    'Was das Modell geantwortet hat, ist nicht, worum es gebeten war. Versuch etwas anderes oder weniger Text.',
  declined: 'Es wurde nichts gesendet.',
  'helper-none': 'Das andere Gerät gab keine Antwort. Frag dort nach, oder lass es auf diesem Gerät tun.',
  'endpoint-unreached':
    'Die Adresse, die du genannt hast, ist nicht zu erreichen. Sieh nach, ob der Server läuft, diese Seite fragen lässt und ob, wer Weft bereitstellt, die Adresse erlaubt.',
  'endpoint-key': 'Die Adresse, die du genannt hast, verlangt einen anderen Schlüssel. Sieh in den Einstellungen nach.',
  'endpoint-model': 'Unter der Adresse, die du genannt hast, gibt es kein solches Modell. Sieh nach seinem Namen.',
  'endpoint-refused': 'Die Adresse, die du genannt hast, hat das abgelehnt. Versuch es später noch einmal.',
  'endpoint-cut': 'Die Adresse, die du genannt hast, hörte mitten in der Antwort auf. Versuch es noch einmal.',
} as const;

export const failures: FailureWords = {
  codes: { ...here, ...keys, ...replica, ...links, ...tasks, ...modelFailures },
  closed: {
    4400: 'Das Relay konnte nicht lesen, was diese App schickte. Lade die Seite neu, um die neueste Version zu bekommen.',
    4401: `Das Relay hat diesen Link nicht als Nachweis angenommen. ${NEW_LINK}`,
    4403: links['relay-not-admitted'],
    4409: 'Das Relay und diese App sprechen verschiedene Versionen. Lade die Seite neu, oder aktualisiere das Relay.',
    4410: 'Dieser Link ist abgelaufen, oder die Uhr dieses Geräts geht falsch. Prüfe die Uhr, oder bitte um einen neuen Link.',
    4413: 'Eine Änderung war zu groß für dieses Relay. Füge Großes in kleineren Teilen ein, oder wähle ein Relay mit höheren Grenzen.',
    4500: 'Das Relay startet gerade neu. Deine Änderungen bleiben hier und werden danach gesendet.',
    4503: 'Das Relay ist gerade voll. Deine Änderungen bleiben hier und werden gesendet, sobald Platz ist.',
    4508: 'Diese Verbindung war zu langsam für das Dokument. Sie wird neu aufgebaut.',
    4529: 'Dieses Gerät hat mehr auf einmal gesendet, als das Relay erlaubt. Es sendet noch einmal, langsamer.',
  },
  refused: {
    1: 'Das Relay konnte eine Änderung nicht prüfen und hat sie nicht behalten. Lade die Seite neu. Bleibt das so, bitte um einen neuen Link.',
    2: 'Dieser Link erlaubt diese Art Änderung nicht. Bitte um einen, der es tut.',
    3: 'Das Relay hat unter demselben Namen schon eine andere Änderung. Lade die Seite neu, um unter einem neuen weiterzumachen.',
    4: links['relay-room-full'],
    5: links['relay-too-fast'],
    6: 'Jemand anders hat das Dokument zuerst zusammengefasst. Es geht nichts verloren.',
    7: `Eine Änderung trägt Schlüssel, die dieses Relay nicht kennt. ${NEW_LINK}`,
    8: 'Ein Teil einer Datei kam vor dem Teil, auf den er folgt. Er wird noch einmal gesendet.',
  },
  atByte: (sentence, byte) => `${sentence} (Ab Byte ${byte}.)`,
};
