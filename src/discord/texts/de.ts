/** German. */
import type { Catalogue } from './catalogue.ts';
import { de as circles } from './circles/de.ts';
import { de as server } from './server/de.ts';

export const de: Catalogue = {
  ...circles,
  ...server,
  'card.untitled': 'Lied',
  'card.price_one': 'Preis: {{amount}} Credit',
  'card.price_other': 'Preis: {{amount}} Credits',
  'card.left_one': 'noch {{amount}} Credit übrig',
  'card.left_other': 'noch {{amount}} Credits übrig',
  'card.asked': 'Gewünscht von',
  'card.approved': 'Genehmigt von',
  'card.wrote': 'Worte von',
  'card.forgotten': 'jemandem, der vergessen wurde',
  'card.service': 'Dienst',
  'card.style': 'Stil',
  'card.continues': 'Setzt fort',
  'card.continuesFrom': '{{song}}, Fassung {{take}}, ab {{second}}',
  'card.tailOnly': 'Diese Dateien enthalten nur die Fortsetzung, nicht den Teil davor.',
  'card.take': 'Fassung {{take}}',
  'card.takeLength': 'Fassung {{take}}: {{length}}',
  'card.takeWorking': 'Fassung {{take}}: noch in Arbeit',
  'card.takeFailed': 'Fassung {{take}}: dem Dienst nicht gelungen',
  'card.video': 'Video',
  'card.aiMade': 'Von einer KI gemacht · {{service}}',
  'card.cover': 'Titelbild von {{title}}, Fassung {{take}}: ein für dieses Lied gemachtes Bild',
  'card.audio': '{{title}}, Fassung {{take}}: ein von einer KI gemachtes Lied als MP3',
  'card.notHonoured': '{{service}} kann damit nichts anfangen: {{fields}}.',
  'card.late': 'Es kam erst, als die Credits schon zurückgegeben waren: Es kostet nichts.',
  'card.someFailed_one': 'Eine Fassung ist nicht gelungen.',
  'card.someFailed_other': '{{count}} Fassungen sind nicht gelungen.',
  'card.partBack_one': '{{amount}} Credit kam zurück.',
  'card.partBack_other': '{{amount}} Credits kamen zurück.',
  'card.leftOut':
    'Fassung {{take}} ist nicht angehängt: Die Datei ist größer, als hier erlaubt ist, oder nicht mehr vorhanden.',
  'card.linked': '[Beim Dienst anhören]({{link}}); er bewahrt sie etwa zwei Wochen auf.',
  'card.encoded': 'Fassung {{take}} wurde mit {{rate}} kbit/s kodiert, damit sie hierher passt.',
  'card.goesOn':
    '{{who}} hat abgebrochen. Der Dienst war schon an der Arbeit und kann nicht aufhören: Das Lied kommt als Direktnachricht, die Credits sind ausgegeben.',
  'card.sentPrivately':
    '{{who}} hat abgebrochen. Der Dienst war schon an der Arbeit: Das Lied wurde gemacht, die Credits sind ausgegeben, und es ging als Direktnachricht hinaus.',
  'card.privatelyClosed':
    '{{who}} hat abgebrochen, aber das Lied wurde gemacht, und Direktnachrichten sind nicht möglich: Darum steht es hier.',
  'card.privateIntro': 'Das abgebrochene Lied wurde trotzdem gemacht. Hier ist es.',
  'card.moved': 'Die frühere Karte lässt sich nicht mehr ändern: {{link}}',
  'card.elsewhere': 'Dort, wo das Lied gewünscht wurde, ließ sich die Karte nicht zeigen. Darum ist sie hier.',
  'card.forgottenSong':
    'Dieses Lied wurde vergessen: Worte und Dateien sind fort, weil es so wollte, wer es gewünscht oder geschrieben hat.',
  'board.moved': 'Die frühere Nachricht lässt sich nicht mehr ändern: {{link}}',

  'section.verse': 'Strophe',
  'section.chorus': 'Refrain',
  'section.pre_chorus': 'Pre-Chorus',
  'section.hook': 'Hook',
  'section.bridge': 'Bridge',
  'section.intro': 'Intro',
  'section.interlude': 'Zwischenspiel',
  'section.outro': 'Outro',

  'stage.queued': 'Wartet, bis es an der Reihe ist',
  'stage.words': 'Text und Stil entstehen',
  'stage.music': 'Die Musik entsteht',
  'stage.first': 'Die erste Fassung ist da, der Rest ist noch in Arbeit',
  'stage.fetching': 'Die Dateien werden geholt',
  'stage.uncertain':
    'Die Verbindung zu {{service}} riss ab, während der Song übergeben wurde. Vielleicht meldet sich der Dienst noch; wenn nicht, kommen die Credits zurück.',
  'stage.estimate': 'Fertig voraussichtlich {{when}}.',
  'stage.pastEstimate':
    'Es dauert länger als sonst (gewünscht {{when}}). Nichts geht verloren: Es kommt hier an, oder die Credits kommen zurück.',

  'ending.cancelled': 'Abgebrochen, bevor der Dienst gefragt wurde.',
  'ending.text': '{{service}} lehnt diese Worte ab. Ändere sie und schicke sie noch einmal.',
  'ending.unavailable':
    'Der Musikdienst ist gerade nicht verfügbar. Wer den Bot betreibt, weiß Bescheid; versuche es später noch einmal.',
  'ending.track_gone': '{{service}} hat die Fassung nicht mehr, die dieses Lied fortsetzen sollte.',
  'ending.invalid':
    '{{service}} hat die Anfrage nicht verstanden. An deinen Worten liegt es nicht; wer den Bot betreibt, weiß Bescheid.',
  'ending.service':
    '{{service}} hat es versucht, aber dieses Lied ist nicht gelungen. Oft hilft es, es noch einmal zu schicken.',
  'ending.unknown_outcome':
    'Die Verbindung zu {{service}} brach ab, während das Lied übergeben wurde. Es wird nie zweimal geschickt; du kannst es noch einmal wünschen.',
  'ending.silent': '{{service}} hat nicht rechtzeitig geantwortet. Kommt das Lied doch noch, kostet es nichts.',
  'ending.nowhere': 'Das Lied wurde gemacht, aber es gab keinen Ort mehr, um es zu zeigen.',
  'ending.creditsBack_one': 'Der eine Credit kam zurück.',
  'ending.creditsBack_other': 'Die {{amount}} Credits kamen zurück.',
  'ending.creditsHeld': 'Die Credits bleiben zurückgelegt, bis feststeht, was daraus wurde.',

  'button.extend': '{{take}} fortsetzen',
  'button.again': 'Noch einmal',
  'button.lyrics': 'Text',
  'button.cancel': 'Abbrechen',
  'button.edit': 'Bearbeiten',
  'button.forget': 'Vergiss mich',
  'button.approve': 'Genehmigen',
  'button.decline': 'Ablehnen',
  'button.goToSong': 'Zum Lied',
  'button.leave': 'Verlassen',
  'button.manage': 'Verwalten',
  'button.goOn': 'Fortsetzen',
  'button.addSection': 'Abschnitt hinzufügen',
  'button.suggest.title': 'Titel vorschlagen',
  'button.suggest.style': 'Stil vorschlagen',
  'button.vote': 'Abstimmen',
  'button.editMine': 'Meines bearbeiten',
  'button.generate': 'Erzeugen',
  'button.goToCircle': 'Zum Kreis',
  'button.older': 'Älter',
  'button.newer': 'Neuer',

  'form.compose': 'Ein Lied schreiben',
  'form.idea': 'Die Idee bearbeiten',
  'form.extend': 'Weiter: {{title}}',
  'form.addSection': 'Abschnitt hinzufügen',
  'form.editSection': 'Deinen Abschnitt bearbeiten',
  'form.lineBefore': '**Die letzte Zeile vor deinen:**',
  'form.lyricsFile':
    '**Liedtext**: was in der Datei {{name}} steht. Eine andere nimmt `/compose` wieder mit `lyrics_file`.',
  'field.idea': 'Idee',
  'field.idea.hint': 'Ein Satz; Text, Stil und Titel schreibt der Dienst.',
  'field.title': 'Titel',
  'field.title.hint': 'Leer: die erste Zeile des Liedtexts.',
  'field.style': 'Stil (Stichworte)',
  'field.style.hint': 'Richtung, Stimmung, Tempo: dream pop, hopeful, 96 bpm.',
  'field.lyrics': 'Liedtext',
  'field.lyrics.hint': '[Verse] [Chorus] [Bridge] [Intro] [Outro]; darf ohne Gesang leer sein.',
  'field.lyrics.extendHint': 'Leer: Der Dienst macht von sich aus weiter.',
  'field.kind': 'Art des Abschnitts',
  'field.lyrics.circleHint': 'Nur der Text; die Marke des Abschnitts kommt von selbst dazu.',
  'field.lyrics.editHint': 'Leer: Der Abschnitt wird entfernt.',
  'field.avoid': 'Vermeiden (Stichworte)',
  'field.avoid.hint': 'Was nicht zu hören sein soll.',
  'field.vocals': 'Gesang',
  'field.vocals.any': 'Beliebig',
  'field.vocals.female': 'Weiblich',
  'field.vocals.male': 'Männlich',
  'field.vocals.none': 'Keiner',
  'field.vocals.none.hint': 'Nur Instrumente',
  'field.instrumental': 'Nur Instrumente',
  'field.instrumental.no': 'Nein, mit Gesang',
  'field.instrumental.yes': 'Ja, ohne Gesang',
  'field.from': 'Ab Sekunde',
  'field.from.hint': 'Wo die Fortsetzung beginnt, z. B. 1:45. Leer: am Ende der Aufnahme.',
  'field.from.placeholder': '{{second}} (das Ende)',

  'refusal.empty': '„{{field}}“ ist leer. Fülle es aus und schicke es noch einmal.',
  'refusal.empty.lyrics':
    'Der Liedtext ist leer. Schreibe einen, oder wähle bei Gesang „Keiner“ für ein Lied ohne Stimme.',
  'refusal.too_long':
    '„{{field}}“ ist zu lang: Dieses Modell nimmt {{limit}} Zeichen, es sind {{length}}, also {{over}} zu viel. Kürze es oder wähle ein anderes Modell.',
  'refusal.lyrics_file.kind':
    'Ein Liedtext wird nur aus einer Textdatei (.txt) gelesen. Hänge eine mit `/compose` an, oder füge die Worte in dessen Formular ein.',
  'refusal.lyrics_file.too_large':
    'Die Datei ist zu groß für einen Liedtext: Höchstens {{limit}} KiB werden gelesen. Hänge mit `/compose` eine kürzere an, oder füge die Worte in dessen Formular ein.',
  'refusal.lyrics_file.empty':
    'In der Datei mit dem Liedtext steht nichts. Hänge mit `/compose` eine andere an, oder füge die Worte in dessen Formular ein.',
  'refusal.lyrics_file.not_text':
    'Die Datei mit dem Liedtext ist kein Text in UTF-8. Speichere sie als UTF-8 und hänge sie mit `/compose` noch einmal an, oder füge die Worte in das Formular ein.',
  'refusal.lyrics_file.unreadable':
    'Die Datei mit dem Liedtext war nicht zu lesen. Hänge sie mit `/compose` noch einmal an, oder füge die Worte in das Formular ein.',
  'refusal.bad_second':
    '„{{typed}}“ ist keine Stelle dieser Aufnahme. Schreibe Sekunden oder Minuten und Sekunden, von 0:01 bis {{end}}, z. B. 1:45.',
  'refusal.unknown_model':
    'Ein Modell „{{typed}}“ gibt es hier nicht. Wähle eines aus der Liste, die sich beim Tippen öffnet.',
  'refusal.bot_lacks':
    'In diesem Kanal kann ich nicht arbeiten: Mir fehlt {{permissions}}. Wer Kanäle verwalten darf, kann es erlauben; berechnet wurde nichts.',
  'refusal.thread_closed':
    'Dieser Thread ist archiviert oder gesperrt, ein Lied ließe sich hier nicht zeigen. Öffne ihn wieder oder frage in einem anderen Kanal; berechnet wurde nichts.',
  'refusal.credits_one':
    'Dieses Lied kostet {{price}} Credit, der Server hat {{available}}. Credits geben kann: {{operators}}.',
  'refusal.credits_other':
    'Dieses Lied kostet {{price}} Credits, der Server hat {{available}}. Credits geben kann: {{operators}}.',
  'refusal.member_daily':
    'Dein Limit hier sind {{limit}} Credits am Tag, und du hast {{spent}} verbraucht; dieses Lied kostet {{price}}. Es geht wieder {{when}}. Wer den Server verwalten darf, kann das Limit ändern.',
  'refusal.member_daily.never':
    'Dieses Lied kostet {{price}}, und dein Limit hier sind {{limit}} Credits am Tag. Wer den Server verwalten darf, kann das Limit ändern.',
  'refusal.guild_daily':
    'Dieser Server darf am Tag {{limit}} Credits ausgeben und hat {{spent}} verbraucht; dieses Lied kostet {{price}}. Weiter geht es {{when}}.',
  'refusal.bot_daily':
    'Alle Server zusammen haben ausgegeben, was der Bot heute ausgeben darf. Weiter geht es {{when}}.',
  'refusal.member_at_once_one':
    'Du hast {{count}} Lied in Arbeit, mehr geht für ein Mitglied nicht. Warte, bis es fertig ist, oder brich es ab.',
  'refusal.member_at_once_other':
    'Du hast {{count}} Lieder in Arbeit, mehr geht für ein Mitglied nicht. Warte, bis eines fertig ist, oder brich eines ab.',
  'refusal.guild_at_once_one':
    'Dieser Server hat {{count}} Lied in Arbeit, mehr geht nicht. Versuche es wieder, wenn es fertig ist.',
  'refusal.guild_at_once_other':
    'Dieser Server hat {{count}} Lieder in Arbeit, mehr geht nicht. Versuche es wieder, wenn eines fertig ist.',
  'refusal.track_gone':
    'Der Dienst hat diese Fassung nicht mehr, darum lässt sie sich nicht fortsetzen. „Noch einmal“ macht eine neue.',
  'refusal.forgotten':
    'Dieses Lied wurde vergessen, mit seinen Worten und Fassungen. Daraus lässt sich nichts mehr machen.',
  'refusal.author_refuses':
    'Wer diese Nachricht geschrieben hat, möchte nicht, dass aus eigenen Nachrichten Lieder werden. Mit `/compose` schreibst du eigene Worte.',
  'refusal.cannot_extend':
    '{{service}} kann Lieder nicht fortsetzen. Ein Lied eines anderen Dienstes lässt sich fortsetzen.',
  'refusal.unavailable':
    'Gerade ist kein Musikdienst verfügbar. Versuche es später noch einmal; berechnet wurde nichts.',
  'refusal.refused_word':
    'In „{{field}}“ steht ein Wort, das hier nicht angenommen wird. Ändere es und sende es noch einmal.',
  'refusal.refused_texts':
    'Musikdienste haben innerhalb einer Stunde {{limit}} deiner Texte abgelehnt, und jede Ablehnung kann Geld kosten. Es geht wieder {{when}}.',
  'refusal.channel': 'In diesem Kanal werden keine Lieder gewünscht. Nimm {{channels}}.',
  'refusal.waiting_one':
    '{{count}} Wunsch von dir wartet auf Genehmigung, mehr geht nicht. Warte, bis darüber entschieden ist.',
  'refusal.waiting_other':
    '{{count}} Wünsche von dir warten auf Genehmigung, mehr geht nicht. Warte, bis über einen entschieden ist.',
  'refusal.not_approved.declined': 'Dieser Wunsch wurde abgelehnt.',
  'refusal.not_approved.expired': 'Über diesen Wunsch hat niemand rechtzeitig entschieden.',
  'refusal.kept': 'Deine Worte bleiben 24 Stunden erhalten: „Bearbeiten“ öffnet sie wieder.',
  'field.name.idea': 'Idee',
  'field.name.title': 'Titel',
  'field.name.style': 'Stil (Stichworte)',
  'field.name.lyrics': 'Liedtext',
  'field.name.avoid': 'Vermeiden (Stichworte)',
  'field.name.vocals': 'Gesang',
  'field.name.instrumental': 'Nur Instrumente',
  'permission.viewChannel': 'Kanal ansehen',
  'permission.sendMessages': 'Nachrichten senden',
  'permission.sendMessagesInThreads': 'Nachrichten in Threads senden',
  'permission.attachFiles': 'Dateien anhängen',
  'permission.embedLinks': 'Links einbetten',

  'note.first':
    'Willkommen bei Songcircle. Dieser Server hat {{left}}, bevor jemand zahlen muss. Mehr geben kann: {{operators}}, mit `/credits grant`. `/help` zeigt Befehle, Preise und Grenzen.',
  'note.credits_one': '{{amount}} Credit',
  'note.credits_other': '{{amount}} Credits',
  'note.operators': 'wer diesen Bot betreibt',
  'note.kept': 'Du hast noch Worte, die nicht abgeschickt wurden: „{{words}}“',
  'note.alreadyGoing': 'Du hast dieses Lied schon noch einmal gewünscht; es ist noch in Arbeit.',
  'note.unknownSong': 'Dieses Lied ist hier nicht mehr bekannt.',
  'note.unknownDraft': 'Diese Worte sind nicht mehr da, oder sie sind nicht deine.',
  'note.notYourWords':
    'Nur wer diese Worte geschrieben hat, kann sie bearbeiten. „Noch einmal“ macht das Lied für dich neu.',
  'note.noLyrics': 'Dieses Lied hat keinen Text.',
  'note.lyricsTitle': 'Liedtext: {{title}}',
  'note.lyricsFile': 'Der Text steht in der Datei.',
  'note.lyricsFileAlt': 'Der Liedtext von {{title}} als Textdatei',
  'note.cancelReleased': 'Abgebrochen. Nichts wurde abgeschickt, die Credits sind zurück.',
  'note.cancelGoesOn':
    'Der Dienst ist schon an der Arbeit und kann nicht aufhören. Das Lied ist bezahlt und kommt als Direktnachricht, wenn es fertig ist.',
  'note.cancelOver': 'Dieses Lied ist schon zu Ende; es gibt nichts mehr abzubrechen.',
  'note.cancelNotYours': 'Abbrechen kann nur, wer das Lied gewünscht hat oder den Server verwalten darf.',
  'note.declined': 'Abgelehnt. Die Worte sind wieder bei dem Menschen, der sie schrieb.',
  'note.notNow': '{{why}}\nDer Wunsch wartet weiter; du kannst ihn später genehmigen.',
  'note.alreadyAsked': 'Das hast du dir schon gewünscht; es wartet auf Genehmigung.',
  'note.approvalOver': 'Über diesen Wunsch ist schon entschieden.',
  'note.approvalUnknown': 'Diesen Wunsch kennt hier niemand mehr.',
  'note.approvalNoRight':
    'Über Wünsche entscheidet nur, wer die Credits dieses Servers ausgeben oder den Server verwalten darf.',
  'note.approvalBlocked':
    'Wer sich das gewünscht hat, ist inzwischen gesperrt. Hebe die Sperre mit `/settings block` auf, oder lehne ab.',
  'note.blocked':
    'Du kannst diesen Bot auf diesem Server nicht benutzen. Wer den Server verwaltet, kann das ändern; `/help` antwortet weiterhin.',
  'note.managersOnly': 'Das darf nur, wer den Server verwalten darf.',
  'note.notReady': 'Diese Fassung ist noch nicht da.',
  'note.messageByBot': 'Diese Nachricht hat ein Bot geschrieben. Lieder entstehen aus dem, was Menschen schreiben.',
  'note.messageEmpty':
    'In dieser Nachricht ist kein Text zum Singen. Wähle eine mit Worten, oder schreibe mit `/compose` eigene.',

  'forget.title': 'Alles von dir vergessen?',
  'forget.explained':
    'Das gilt auf jedem Server, auf dem Songcircle ist, und lässt sich nicht zurücknehmen. Es geschieht nichts, bevor du den Knopf drückst.',
  'forget.goes': 'Was verschwindet',
  'forget.goesText':
    '• Lieder, die du gewünscht oder allein geschrieben hast: Worte, Aufnahmen und Cover. Ihre Karten sagen nur noch, dass sie vergessen wurden; ebenso Kopien, die andere mit „Noch einmal“ aus deinen Worten gemacht haben. Lieder, die noch entstehen, folgen, sobald sie zu Ende sind.\n• In Liedern, die mehrere geschrieben haben: deine Abschnitte und dein Name.\n• Du verlässt deine Kreise, und deine Worte dort verschwinden.\n• Worte, die du nicht abgeschickt hast, und Textdateien.\n• Niemand kann je wieder aus einer Nachricht von dir ein Lied machen.',
  'forget.stays': 'Was bleibt',
  'forget.staysText':
    '• Wie viele Credits Lieder gekostet haben, ohne deinen Namen.\n• Lieder anderer, auch wenn sie eines von dir fortsetzen, und die Aufnahmen von Liedern, die mehrere geschrieben haben.\n• Was Musikdienste von ihren Liedern aufbewahren, und was jemand heruntergeladen hat.',
  'forget.done':
    'Du bist vergessen. Karten und Dateien folgen in wenigen Minuten, Lieder, die noch entstehen, an ihrem Ende. Danke für die Lieder.',
  'forget.usedUp':
    'Dieser Knopf wurde schon benutzt, oder er ist aus der Zeit, bevor du vergessen wurdest. Es ist nichts geschehen; `/songs forget` gibt dir einen neuen.',

  'help.title': 'Songcircle',
  'help.intro':
    'Ein Server schreibt zusammen Lieder: Eine Idee oder ein Text geht hinein, zwei spielbare Fassungen kommen heraus, und alle hier können sie fortsetzen.',
  'help.commands': 'Befehle',
  'help.song': '`/song` ein Satz hinein, ein Lied heraus',
  'help.compose': '`/compose` dein eigener Text, Stil und Titel; `lyrics_file` nimmt lange Texte als .txt',
  'help.circle':
    '`/circle start` viele schreiben ein Lied: Abschnitte, Abstimmung, dann Erzeugen · `/circle show` · `/circle close`',
  'help.message': '**Ein Lied daraus machen** im Menü einer Nachricht (Apps): ihr Text als Liedtext',
  'help.forget': '`/songs forget` vergisst alles von dir, auf jedem Server',
  'help.settings':
    '`/settings` für alle, die den Server verwalten: Modell, Kanäle, wer ausgeben darf, abgelehnte Wörter, Lieder zugleich, Sprache, Sperren',
  'help.approval':
    'Wer hier nicht ausgeben darf, kann trotzdem wünschen: Das Lied entsteht, sobald jemand, der darf, „Genehmigen“ drückt.',
  'help.credits': '`/credits balance` und `/credits history` was dieser Server noch hat und wohin es ging',
  'help.grant': '`/credits grant` schreibt diesem Server Credits gut',
  'help.limit': '`/credits limit` was ein Mitglied oder eine Rolle am Tag ausgeben darf',
  'help.allowance': '`/credits allowance` Credits, die von selbst kommen',
  'help.buttons': 'Knöpfe an einem Lied',
  'help.buttonsText':
    '**A fortsetzen** macht dort weiter · **Noch einmal** macht das Lied neu · **Text** zeigt die Worte · **Abbrechen**, solange es entsteht · **Bearbeiten** öffnet deine Worte wieder',
  'help.prices': 'Preise hier',
  'help.price_one': '{{model}} · {{service}}: {{amount}} Credit',
  'help.price_other': '{{model}} · {{service}}: {{amount}} Credits',
  'help.limits': 'Grenzen hier',
  'help.limitsText':
    'Lieder gleichzeitig: {{member}} für ein Mitglied, {{guild}} für den Server. Der Server darf am Tag (UTC) {{daily}} Credits ausgeben und hat noch {{available}}.',
  'help.operators': 'Wer Credits gibt',
  'help.privacy': 'Wohin deine Worte gehen',
  'help.privacyText':
    'Was du für ein Lied schreibst, geht an den Dienst, der es macht: {{services}}. Jede fertige Datei sagt, dass eine KI sie gemacht hat.',
  'help.privacyForget':
    '`/songs forget` nimmt deinen Namen, deine Worte und Lieder hier heraus, und aus deinen Nachrichten werden keine Lieder mehr.',

  'choice.mode.open': 'Offen: alle lesen alles',
  'choice.mode.blind': 'Blind: man sieht nur die letzte Zeile vor der eigenen',
  'choice.model_one': '{{model}} · {{service}} · {{amount}} Credit',
  'choice.model_other': '{{model}} · {{service}} · {{amount}} Credits',
  'choice.daily': 'täglich',
  'choice.weekly': 'wöchentlich, montags',
  'choice.monthly': 'monatlich, am Ersten',

  'trouble.bug':
    'Da ist bei uns etwas schiefgegangen, notiert als {{code}}. Was du geschrieben hast, hängt an, damit nichts verloren geht. Bitte versuche es noch einmal.',
  'trouble.bugNoWords': 'Da ist bei uns etwas schiefgegangen, notiert als {{code}}. Bitte versuche es noch einmal.',
  'trouble.typed': 'Was du geschrieben hast, als Text',
  'trouble.oldButton':
    'Dieser Knopf ist aus einer anderen Zeit und tut nichts mehr. Nimm die neueste Karte oder den Befehl.',
  'trouble.elsewhere': 'Songcircle arbeitet auf Servern. Benutze es in einem Kanal eines Servers, zu dem es gehört.',
  'trouble.busy': 'Zu viel auf einmal. Warte ein paar Sekunden und versuche es noch einmal.',
  'trouble.slowForm': 'Das dauerte zu lange, um ein Formular zu öffnen. Bitte versuche es noch einmal.',
  'trouble.posted': 'Die Karte des Liedes erscheint gleich in diesem Kanal.',
  'trouble.shared': 'Es erscheint gleich in diesem Kanal.',
  'trouble.blocked.member': 'Wer diesen Bot betreibt, hat dich davon ausgeschlossen. `/songs forget` geht weiterhin.',
  'trouble.blocked.guild':
    'Wer diesen Bot betreibt, hat diesen Server davon ausgeschlossen. `/songs forget` geht weiterhin.',
  'trouble.unknownCommand':
    'Diesen Befehl kenne ich nicht, vielleicht ist er aus einer älteren Fassung. `/help` zeigt, was es gibt.',

  'command.song': 'Ein Satz hinein, ein Lied heraus',
  'command.song.idea': 'Worum es in dem Lied geht',
  'command.song.instrumental': 'Ohne Gesang',
  'command.song.model': 'Welches Modell es macht, mit Preis',
  'command.compose': 'Ein Lied schreiben: dein Text, dein Stil, dein Titel',
  'command.compose.model': 'Welches Modell es macht, mit Preis',
  'command.compose.lyrics_file': 'Liedtext als .txt, wenn die 4.000 Zeichen eines Feldes nicht reichen',
  'command.circle': 'Viele schreiben ein Lied',
  'command.circle.start': 'In diesem Kanal einen Kreis beginnen',
  'command.circle.start.theme': 'Worum es in dem Lied geht',
  'command.circle.start.mode': 'Ob alle beim Schreiben alles lesen',
  'command.circle.start.model': 'Welches Modell es macht, und der Preis',
  'command.circle.show': 'Den Kreis dieses Kanals noch einmal zeigen',
  'command.circle.close': 'Den Kreis dieses Kanals beenden; der Text bleibt',
  'command.help': 'Befehle, Preise und Grenzen, und wohin deine Worte gehen',
  'command.songs': 'Deine Lieder',
  'command.songs.forget': 'Alles von mir vergessen: Namen, Worte, Lieder',
  'menu.makeSong': 'Ein Lied daraus machen',

  'operator.unknown_outcome':
    'Songcircle: Die Verbindung zu {{service}} brach ab, während das Lied {{songId}} übergeben wurde. Es wird nicht noch einmal geschickt; der Dienst hat es vielleicht berechnet.',
  'operator.needs_you':
    'Songcircle: {{service}} kann nicht arbeiten, bis jemand eingreift ({{reason}}). Lieder gehen solange an andere Dienste oder werden zurückgegeben.',
  'operator.well': 'Songcircle: {{service}} arbeitet wieder.',
};
