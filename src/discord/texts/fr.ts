/** French. */
import type { Catalogue } from './catalogue.ts';
import { fr as circles } from './circles/fr.ts';
import { fr as server } from './server/fr.ts';

export const fr: Catalogue = {
  ...circles,
  ...server,
  'card.untitled': 'Chanson',
  'card.price_one': 'Prix : {{amount}} crédit',
  'card.price_other': 'Prix : {{amount}} crédits',
  'card.left_one': 'reste {{amount}} crédit',
  'card.left_other': 'reste {{amount}} crédits',
  'card.asked': 'Demandée par',
  'card.approved': 'Approuvée par',
  'card.wrote': 'Paroles de',
  'card.forgotten': 'une personne oubliée à sa demande',
  'card.service': 'Service',
  'card.style': 'Style',
  'card.continues': 'Suite de',
  'card.continuesFrom': '{{song}}, version {{take}}, à partir de {{second}}',
  'card.tailOnly': 'Ces fichiers ne contiennent que la suite, sans la partie qui précède.',
  'card.take': 'Version {{take}}',
  'card.takeLength': 'Version {{take}} : {{length}}',
  'card.takeWorking': 'Version {{take}} : encore en préparation',
  'card.takeFailed': 'Version {{take}} : le service n’a pas pu la faire',
  'card.video': 'Vidéo',
  'card.aiMade': 'Créé par une IA · {{service}}',
  'card.cover': 'Pochette de {{title}}, version {{take}} : une image faite pour cette chanson',
  'card.audio': '{{title}}, version {{take}} : une chanson créée par une IA, en MP3',
  'card.notHonoured': '{{service}} ne sait pas se servir de : {{fields}}.',
  'card.late': 'Elle est arrivée après le retour des crédits : elle est gratuite.',
  'card.someFailed_one': 'Une version n’a pas pu être faite.',
  'card.someFailed_other': '{{count}} versions n’ont pas pu être faites.',
  'card.partBack_one': '{{amount}} crédit a été rendu.',
  'card.partBack_other': '{{amount}} crédits ont été rendus.',
  'card.leftOut': 'La version {{take}} n’est pas jointe : son fichier dépasse la taille permise ici, ou n’existe plus.',
  'card.linked': '[L’écouter chez le service]({{link}}), qui la garde environ deux semaines.',
  'card.encoded': 'La version {{take}} a été encodée à {{rate}} kbit/s pour tenir ici.',
  'card.goesOn':
    '{{who}} a annulé. Le service travaillait déjà et ne peut pas s’arrêter : la chanson arrivera en message privé, et ses crédits sont dépensés.',
  'card.sentPrivately':
    '{{who}} a annulé. Le service travaillait déjà : la chanson a été faite, ses crédits sont dépensés, et elle est partie en message privé.',
  'card.privatelyClosed':
    '{{who}} a annulé, mais la chanson a été faite et les messages privés sont fermés : la voici donc.',
  'card.privateIntro': 'La chanson annulée a été faite malgré tout. La voici.',
  'card.moved': 'La carte précédente ne peut plus être modifiée : {{link}}',
  'card.elsewhere': 'La carte n’a pas pu être montrée là où la chanson a été demandée ; la voici.',
  'card.forgottenSong':
    'Cette chanson a été oubliée : ses paroles et ses fichiers ont disparu, à la demande de qui l’a demandée ou écrite.',
  'board.moved': 'Le message précédent ne peut plus être modifié : {{link}}',

  'section.verse': 'Couplet',
  'section.chorus': 'Refrain',
  'section.pre_chorus': 'Pré-refrain',
  'section.hook': 'Hook',
  'section.bridge': 'Pont',
  'section.intro': 'Intro',
  'section.interlude': 'Interlude',
  'section.outro': 'Outro',

  'stage.queued': 'Attend son tour',
  'stage.words': 'Écriture des paroles et du style',
  'stage.music': 'Création de la musique',
  'stage.first': 'La première version est là, le reste est en préparation',
  'stage.fetching': 'Récupération des fichiers',
  'stage.uncertain':
    'La liaison avec {{service}} s’est rompue pendant la remise de la chanson. Des nouvelles peuvent encore arriver ; sinon, les crédits sont rendus.',
  'stage.estimate': 'Elle devrait être prête {{when}}.',
  'stage.pastEstimate':
    'C’est plus long que d’habitude (demandée {{when}}). Rien n’est perdu : elle arrivera ici, ou les crédits seront rendus.',

  'ending.cancelled': 'Annulée avant que le service soit sollicité.',
  'ending.text': '{{service}} refuse ces mots. Modifiez-les et renvoyez-les.',
  'ending.unavailable':
    'Le service de musique n’est pas disponible en ce moment. Les responsables du bot sont prévenus ; réessayez plus tard.',
  'ending.track_gone': '{{service}} n’a plus la version que cette chanson devait prolonger.',
  'ending.invalid':
    '{{service}} n’a pas compris la demande. Vos mots n’y sont pour rien ; les responsables du bot sont prévenus.',
  'ending.service': '{{service}} a essayé sans réussir à faire cette chanson. La renvoyer suffit souvent.',
  'ending.unknown_outcome':
    'La liaison avec {{service}} a été coupée pendant l’envoi de la chanson. Elle n’est jamais envoyée deux fois ; vous pouvez la redemander.',
  'ending.silent': '{{service}} n’a pas répondu à temps. Si la chanson arrive quand même, elle est gratuite.',
  'ending.nowhere': 'La chanson a été faite, mais il ne restait aucun endroit où la montrer.',
  'ending.creditsBack_one': '{{amount}} crédit a été rendu.',
  'ending.creditsBack_other': 'Les {{amount}} crédits ont été rendus.',
  'ending.creditsHeld': 'Les crédits restent réservés jusqu’à ce que l’on sache ce qu’elle est devenue.',

  'button.extend': 'Prolonger {{take}}',
  'button.again': 'Encore',
  'button.lyrics': 'Paroles',
  'button.cancel': 'Annuler',
  'button.edit': 'Modifier',
  'button.forget': 'M’oublier',
  'button.approve': 'Approuver',
  'button.decline': 'Refuser',
  'button.goToSong': 'Voir la chanson',
  'button.leave': 'Quitter',
  'button.manage': 'Gérer',
  'button.goOn': 'Prolonger',
  'button.addSection': 'Ajouter une partie',
  'button.suggest.title': 'Proposer un titre',
  'button.suggest.style': 'Proposer un style',
  'button.vote': 'Voter',
  'button.editMine': 'Modifier ma partie',
  'button.generate': 'Générer',
  'button.goToCircle': 'Aller au cercle',
  'button.older': 'Plus anciens',
  'button.newer': 'Plus récents',

  'form.compose': 'Écrire une chanson',
  'form.idea': 'Modifier l’idée',
  'form.extend': 'Suite : {{title}}',
  'form.addSection': 'Ajouter une partie',
  'form.editSection': 'Modifier votre partie',
  'form.lineBefore': '**La dernière ligne avant la vôtre :**',
  'form.lyricsFile':
    '**Paroles** : le contenu du fichier {{name}}. Pour un autre, utilisez de nouveau `/compose` avec `lyrics_file`.',
  'field.idea': 'Idée',
  'field.idea.hint': 'Une phrase ; le service écrit les paroles, le style et le titre.',
  'field.title': 'Titre',
  'field.title.hint': 'Vide : la première ligne des paroles.',
  'field.style': 'Style (mots-clés)',
  'field.style.hint': 'Genre, ambiance, tempo : dream pop, hopeful, 96 bpm.',
  'field.lyrics': 'Paroles',
  'field.lyrics.hint': '[Verse] [Chorus] [Bridge] [Intro] [Outro] ; peut rester vide sans voix.',
  'field.lyrics.extendHint': 'Vide : le service continue de lui-même.',
  'field.kind': 'Type de partie',
  'field.lyrics.circleHint': 'Seulement les paroles ; la balise de la partie s’ajoute toute seule.',
  'field.lyrics.editHint': 'Vide : la partie est supprimée.',
  'field.avoid': 'À éviter (mots-clés)',
  'field.avoid.hint': 'Ce que l’on ne doit pas entendre.',
  'field.vocals': 'Voix',
  'field.vocals.any': 'Au choix',
  'field.vocals.female': 'Féminine',
  'field.vocals.male': 'Masculine',
  'field.vocals.none': 'Aucune',
  'field.vocals.none.hint': 'Instrumental',
  'field.instrumental': 'Instrumental',
  'field.instrumental.no': 'Non, avec voix',
  'field.instrumental.yes': 'Oui, sans voix',
  'field.from': 'À partir de la seconde',
  'field.from.hint': 'Où commence la suite, par exemple 1:45. Vide : à la fin du morceau.',
  'field.from.placeholder': '{{second}} (la fin)',

  'refusal.empty': 'Le champ « {{field}} » est vide. Remplissez-le et renvoyez.',
  'refusal.empty.lyrics':
    'Les paroles sont vides. Écrivez-en, ou choisissez « Aucune » sous Voix pour un morceau instrumental.',
  'refusal.too_long':
    'Le champ « {{field}} » est trop long : ce modèle accepte {{limit}} caractères, il y en a {{length}}, soit {{over}} de trop. Raccourcissez ou choisissez un autre modèle.',
  'refusal.lyrics_file.kind':
    'Les paroles ne se lisent que dans un fichier texte (.txt). Joignez-en un avec `/compose`, ou collez les mots dans son formulaire.',
  'refusal.lyrics_file.too_large':
    'Le fichier est trop grand pour des paroles : {{limit}} Kio sont lus au plus. Joignez-en un plus court avec `/compose`, ou collez les mots dans son formulaire.',
  'refusal.lyrics_file.empty':
    'Le fichier des paroles est vide. Joignez-en un autre avec `/compose`, ou collez les mots dans son formulaire.',
  'refusal.lyrics_file.not_text':
    'Le fichier des paroles n’est pas du texte en UTF-8. Enregistrez-le en UTF-8 et joignez-le de nouveau avec `/compose`, ou collez les mots dans le formulaire.',
  'refusal.lyrics_file.unreadable':
    'Le fichier des paroles n’a pas pu être lu. Joignez-le de nouveau avec `/compose`, ou collez les mots dans le formulaire.',
  'refusal.bad_second':
    '« {{typed}} » n’est pas un moment de ce morceau. Écrivez des secondes, ou des minutes et des secondes, de 0:01 à {{end}}, par exemple 1:45.',
  'refusal.unknown_model':
    'Il n’y a pas de modèle « {{typed}} » ici. Choisissez-en un dans la liste qui s’ouvre pendant la saisie.',
  'refusal.bot_lacks':
    'Je ne peux pas travailler dans ce salon : il me manque {{permissions}}. Une personne qui gère les salons peut l’accorder ; rien n’a été débité.',
  'refusal.thread_closed':
    'Ce fil est archivé ou verrouillé, une chanson ne pourrait pas y être montrée. Rouvrez-le ou demandez dans un autre salon ; rien n’a été débité.',
  'refusal.credits_one':
    'Cette chanson coûte {{price}} crédit et le serveur en a {{available}}. Peut ajouter des crédits : {{operators}}.',
  'refusal.credits_other':
    'Cette chanson coûte {{price}} crédits et le serveur en a {{available}}. Peut ajouter des crédits : {{operators}}.',
  'refusal.member_daily':
    'Votre limite ici est de {{limit}} crédits par jour et vous en avez utilisé {{spent}} ; cette chanson coûte {{price}}. Cela marchera à nouveau {{when}}. Qui peut gérer le serveur peut changer la limite.',
  'refusal.member_daily.never':
    'Cette chanson coûte {{price}} et votre limite ici est de {{limit}} crédits par jour. Qui peut gérer le serveur peut changer la limite.',
  'refusal.guild_daily':
    'Ce serveur peut dépenser {{limit}} crédits par jour et en a utilisé {{spent}} ; cette chanson en coûte {{price}}. Cela reprend {{when}}.',
  'refusal.bot_daily':
    'Tous les serveurs réunis ont dépensé ce que le bot peut dépenser aujourd’hui. Cela reprend {{when}}.',
  'refusal.member_at_once_one':
    'Vous avez {{count}} chanson en cours, le maximum par membre. Attendez qu’elle soit prête, ou annulez-la.',
  'refusal.member_at_once_other':
    'Vous avez {{count}} chansons en cours, le maximum par membre. Attendez que l’une soit prête, ou annulez-en une.',
  'refusal.guild_at_once_one': 'Ce serveur a {{count}} chanson en cours, le maximum. Réessayez quand elle sera prête.',
  'refusal.guild_at_once_other':
    'Ce serveur a {{count}} chansons en cours, le maximum. Réessayez quand l’une sera prête.',
  'refusal.track_gone':
    'Le service n’a plus cette version, elle ne peut donc pas être prolongée. « Encore » en fait une nouvelle.',
  'refusal.forgotten': 'Cette chanson a été oubliée, avec ses paroles et ses versions ; on ne peut plus rien en faire.',
  'refusal.author_refuses':
    'La personne qui a écrit ce message ne veut pas qu’on fasse des chansons des siens. Avec `/compose`, écrivez vos propres mots.',
  'refusal.cannot_extend':
    '{{service}} ne sait pas prolonger une chanson. Celle d’un autre service peut être prolongée.',
  'refusal.unavailable':
    'Aucun service de musique n’est disponible en ce moment. Réessayez plus tard ; rien n’a été débité.',
  'refusal.refused_word':
    'Le champ « {{field}} » contient un mot qui n’est pas accepté ici. Changez-le et envoyez à nouveau.',
  'refusal.refused_texts':
    'Des services de musique ont refusé {{limit}} de vos textes en une heure, et chaque refus peut coûter de l’argent. Cela remarchera {{when}}.',
  'refusal.channel': 'On ne demande pas de chansons dans ce salon. Utilisez {{channels}}.',
  'refusal.waiting_one':
    '{{count}} demande de votre part attend une approbation, c’est le maximum. Attendez qu’elle soit tranchée.',
  'refusal.waiting_other':
    '{{count}} demandes de votre part attendent une approbation, c’est le maximum. Attendez que l’une soit tranchée.',
  'refusal.not_approved.declined': 'Cette demande a été refusée.',
  'refusal.not_approved.expired': 'Personne n’a tranché cette demande à temps.',
  'refusal.kept': 'Vos mots sont gardés 24 heures : « Modifier » les rouvre.',
  'field.name.idea': 'Idée',
  'field.name.title': 'Titre',
  'field.name.style': 'Style (mots-clés)',
  'field.name.lyrics': 'Paroles',
  'field.name.avoid': 'À éviter (mots-clés)',
  'field.name.vocals': 'Voix',
  'field.name.instrumental': 'Instrumental',
  'permission.viewChannel': 'Voir le salon',
  'permission.sendMessages': 'Envoyer des messages',
  'permission.sendMessagesInThreads': 'Envoyer des messages dans les fils',
  'permission.attachFiles': 'Joindre des fichiers',
  'permission.embedLinks': 'Intégrer des liens',

  'note.first':
    'Bienvenue dans Songcircle. Ce serveur dispose de {{left}} avant que quiconque ne paie. Peut en ajouter : {{operators}}, avec `/credits grant`. `/help` montre les commandes, les prix et les limites.',
  'note.credits_one': '{{amount}} crédit',
  'note.credits_other': '{{amount}} crédits',
  'note.operators': 'les responsables de ce bot',
  'note.kept': 'Vous avez encore des mots qui ne sont pas partis : « {{words}} »',
  'note.alreadyGoing': 'Vous avez déjà redemandé cette chanson ; elle est encore en préparation.',
  'note.unknownSong': 'Cette chanson n’est plus connue ici.',
  'note.unknownDraft': 'Ces mots ne sont plus gardés, ou ne sont pas les vôtres.',
  'note.notYourWords':
    'Seule la personne qui a écrit ces mots peut les modifier. « Encore » refait la chanson pour vous.',
  'note.noLyrics': 'Cette chanson n’a pas de paroles.',
  'note.lyricsTitle': 'Paroles : {{title}}',
  'note.lyricsFile': 'Les paroles sont dans le fichier.',
  'note.lyricsFileAlt': 'Les paroles de {{title}} en texte',
  'note.cancelReleased': 'Annulée. Rien n’a été envoyé, et les crédits sont rendus.',
  'note.cancelGoesOn':
    'Le service travaille déjà et ne peut pas s’arrêter. La chanson est payée ; elle arrivera en message privé quand elle sera prête.',
  'note.cancelOver': 'Cette chanson est déjà terminée ; il n’y a plus rien à annuler.',
  'note.cancelNotYours':
    'Seule la personne qui a demandé cette chanson, ou une personne qui gère le serveur, peut l’annuler.',
  'note.declined': 'Refusée. Les mots sont revenus à la personne qui les a écrits.',
  'note.notNow': '{{why}}\nLa demande attend toujours ; vous pourrez l’approuver plus tard.',
  'note.alreadyAsked': 'Vous l’avez déjà demandé ; cela attend une approbation.',
  'note.approvalOver': 'Cette demande est déjà tranchée.',
  'note.approvalUnknown': 'Cette demande n’est plus connue ici.',
  'note.approvalNoRight':
    'Seules tranchent les demandes les personnes qui peuvent dépenser les crédits de ce serveur ou qui le gèrent.',
  'note.approvalBlocked':
    'La personne qui a demandé cela est bloquée depuis. Débloquez-la avec `/settings block`, ou refusez.',
  'note.blocked':
    'Vous ne pouvez pas utiliser ce bot sur ce serveur. Les personnes qui le gèrent peuvent changer cela ; `/help` répond toujours.',
  'note.managersOnly': 'Seules les personnes qui gèrent le serveur peuvent le faire.',
  'note.notReady': 'Cette version n’est pas encore là.',
  'note.messageByBot': 'Ce message vient d’un bot. Les chansons se font avec ce que des personnes écrivent.',
  'note.messageEmpty':
    'Il n’y a pas de texte à chanter dans ce message. Choisissez-en un avec des mots, ou écrivez les vôtres avec `/compose`.',

  'forget.title': 'Oublier tout ce qui est à vous ?',
  'forget.explained':
    'Cela vaut pour tous les serveurs où se trouve Songcircle et ne peut pas être annulé. Rien ne se passe avant que vous n’appuyiez sur le bouton.',
  'forget.goes': 'Ce qui disparaît',
  'forget.goesText':
    '• Les chansons que vous avez demandées, ou écrites sans personne d’autre : paroles, pistes et pochettes. Leurs cartes disent seulement qu’elles ont été oubliées, de même que les copies faites de vos mots par d’autres avec « Encore ». Celles qui sont encore en cours suivent dès qu’elles se terminent.\n• Dans les chansons écrites à plusieurs : vos sections et votre nom.\n• Vous quittez vos cercles, et vos mots y disparaissent.\n• Les mots que vous n’avez pas envoyés et les fichiers de paroles.\n• Plus personne ne pourra faire une chanson d’un de vos messages, définitivement.',
  'forget.stays': 'Ce qui reste',
  'forget.staysText':
    '• Le nombre de crédits que les chansons ont coûté, sans votre nom.\n• Les chansons des autres, même si elles prolongent une des vôtres, et les enregistrements des chansons écrites à plusieurs.\n• Ce que les services de musique gardent des chansons qu’ils ont faites, et ce qui a été téléchargé.',
  'forget.done':
    'C’est fait, tout est oublié. Cartes et fichiers suivent en quelques minutes, les chansons encore en cours quand elles se terminent. Merci pour les chansons.',
  'forget.usedUp':
    'Ce bouton a déjà servi, ou date d’avant. Il ne s’est rien passé ; `/songs forget` vous en donne un nouveau.',

  'help.title': 'Songcircle',
  'help.intro':
    'Un serveur écrit des chansons ensemble : une idée ou des paroles entrent, deux versions à écouter sortent, et tout le monde ici peut les prolonger.',
  'help.commands': 'Commandes',
  'help.song': '`/song` une phrase entre, une chanson sort',
  'help.compose': '`/compose` vos paroles, votre style, votre titre ; `lyrics_file` accepte de longues paroles en .txt',
  'help.circle':
    '`/circle start` à plusieurs, une chanson : parties, votes, puis Générer · `/circle show` · `/circle close`',
  'help.message': '**En faire une chanson** dans le menu d’un message (Applications) : son texte comme paroles',
  'help.forget': '`/songs forget` oublie tout ce qui est à vous, sur tous les serveurs',
  'help.settings':
    '`/settings` pour qui gère le serveur : modèle, salons, qui peut dépenser, mots refusés, chansons à la fois, langue, blocages',
  'help.approval':
    'Qui ne peut pas dépenser ici peut demander quand même : la chanson se fait dès qu’une personne qui le peut appuie sur « Approuver ».',
  'help.credits': '`/credits balance` et `/credits history` ce qu’il reste à ce serveur et où c’est allé',
  'help.grant': '`/credits grant` ajoute des crédits à ce serveur',
  'help.limit': '`/credits limit` ce qu’un membre ou un rôle peut dépenser par jour',
  'help.allowance': '`/credits allowance` des crédits qui viennent tout seuls',
  'help.buttons': 'Boutons d’une chanson',
  'help.buttonsText':
    '**Prolonger A** continue cette version · **Encore** refait la chanson · **Paroles** montre les mots · **Annuler** tant qu’elle se prépare · **Modifier** rouvre vos mots',
  'help.prices': 'Prix ici',
  'help.price_one': '{{model}} · {{service}} : {{amount}} crédit',
  'help.price_other': '{{model}} · {{service}} : {{amount}} crédits',
  'help.limits': 'Limites ici',
  'help.limitsText':
    'Chansons à la fois : {{member}} par membre, {{guild}} pour le serveur. Le serveur peut dépenser {{daily}} crédits par jour (UTC) et en a encore {{available}}.',
  'help.operators': 'Qui ajoute des crédits',
  'help.privacy': 'Où vont vos mots',
  'help.privacyText':
    'Ce que vous écrivez pour une chanson est envoyé au service qui la fait : {{services}}. Chaque fichier terminé indique qu’il a été créé par une IA.',
  'help.privacyForget':
    '`/songs forget` retire d’ici votre nom, vos mots et vos chansons, et empêche que vos messages deviennent des chansons.',

  'choice.mode.open': 'Ouvert : tout le monde lit tout',
  'choice.mode.blind': 'À l’aveugle : on ne voit que la dernière ligne avant la sienne',
  'choice.model_one': '{{model}} · {{service}} · {{amount}} crédit',
  'choice.model_other': '{{model}} · {{service}} · {{amount}} crédits',
  'choice.daily': 'chaque jour',
  'choice.weekly': 'chaque semaine, le lundi',
  'choice.monthly': 'chaque mois, le premier',

  'trouble.bug':
    'Une erreur s’est produite de notre côté, notée sous {{code}}. Ce que vous avez écrit est joint, pour que rien ne se perde. Réessayez, s’il vous plaît.',
  'trouble.bugNoWords': 'Une erreur s’est produite de notre côté, notée sous {{code}}. Réessayez, s’il vous plaît.',
  'trouble.typed': 'Ce que vous avez écrit, en texte',
  'trouble.oldButton':
    'Ce bouton date d’un autre temps et ne fait plus rien. Utilisez la carte la plus récente, ou la commande.',
  'trouble.elsewhere':
    'Songcircle fonctionne dans les serveurs. Utilisez-le dans un salon d’un serveur où il a été ajouté.',
  'trouble.busy': 'Trop de choses à la fois. Attendez quelques secondes et réessayez.',
  'trouble.slowForm': 'C’était trop long pour ouvrir un formulaire. Réessayez, s’il vous plaît.',
  'trouble.posted': 'La carte de la chanson apparaît dans ce salon dans un instant.',
  'trouble.shared': 'Cela apparaît dans ce salon dans un instant.',
  'trouble.blocked.member': 'La personne qui gère ce bot vous en a exclu. `/songs forget` fonctionne toujours.',
  'trouble.blocked.guild': 'La personne qui gère ce bot en a exclu ce serveur. `/songs forget` fonctionne toujours.',
  'trouble.unknownCommand':
    'Je ne connais pas cette commande ; elle vient peut-être d’une ancienne version. `/help` montre ce qui existe.',

  'command.song': 'Une phrase entre, une chanson sort',
  'command.song.idea': 'De quoi parle la chanson',
  'command.song.instrumental': 'Sans voix',
  'command.song.model': 'Quel modèle la fait, et son prix',
  'command.compose': 'Écrire une chanson : vos paroles, votre style, votre titre',
  'command.compose.model': 'Quel modèle la fait, et son prix',
  'command.compose.lyrics_file': 'Les paroles en .txt, quand les 4 000 caractères d’un champ ne suffisent pas',
  'command.circle': 'À plusieurs, une chanson',
  'command.circle.start': 'Commencer un cercle dans ce salon',
  'command.circle.start.theme': 'Le thème de la chanson',
  'command.circle.start.mode': 'Si tout le monde lit tout pendant l’écriture',
  'command.circle.start.model': 'Quel modèle la fait, et son prix',
  'command.circle.show': 'Montrer de nouveau le cercle de ce salon',
  'command.circle.close': 'Terminer le cercle de ce salon ; son texte reste',
  'command.help': 'Commandes, prix et limites, et où vont vos mots',
  'command.songs': 'Vos chansons',
  'command.songs.forget': 'Oublier tout ce qui est à moi : noms, mots, chansons',
  'menu.makeSong': 'En faire une chanson',

  'operator.unknown_outcome':
    'Songcircle : la liaison avec {{service}} a été coupée pendant l’envoi de la chanson {{songId}}. Elle n’est pas renvoyée ; le service l’a peut-être facturée.',
  'operator.needs_you':
    'Songcircle : {{service}} ne peut pas travailler sans intervention ({{reason}}). Les chansons passent à d’autres services ou sont rendues.',
  'operator.well': 'Songcircle : {{service}} fonctionne de nouveau.',
};
