/** French. */
import type { Catalogue } from './catalogue.ts';

export const fr: Catalogue = {
  'card.untitled': 'Chanson',
  'card.price_one': 'Prix : {{amount}} crédit',
  'card.price_other': 'Prix : {{amount}} crédits',
  'card.left_one': 'reste {{amount}} crédit',
  'card.left_other': 'reste {{amount}} crédits',
  'card.asked': 'Demandée par',
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
  'board.moved': 'Le message précédent ne peut plus être modifié : {{link}}',

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
  'button.goToSong': 'Voir la chanson',
  'button.older': 'Plus anciens',
  'button.newer': 'Plus récents',

  'form.compose': 'Écrire une chanson',
  'form.idea': 'Modifier l’idée',
  'form.extend': 'Suite : {{title}}',
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
  'refusal.cannot_extend':
    '{{service}} ne sait pas prolonger une chanson. Celle d’un autre service peut être prolongée.',
  'refusal.unavailable':
    'Aucun service de musique n’est disponible en ce moment. Réessayez plus tard ; rien n’a été débité.',
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
  'note.notReady': 'Cette version n’est pas encore là.',

  'credits.title': 'Crédits de ce serveur',
  'credits.available': 'Disponibles',
  'credits.held': 'Réservés aux chansons en cours',
  'credits.today': 'Utilisés aujourd’hui (UTC)',
  'credits.ofCap': '{{spent}} sur {{cap}}',
  'credits.granted_one': '{{amount}} crédit ajouté. Le serveur en a maintenant {{available}}.',
  'credits.granted_other': '{{amount}} crédits ajoutés. Le serveur en a maintenant {{available}}.',
  'credits.notOperator': 'Seuls peuvent ajouter des crédits : {{operators}}.',
  'credits.badAmount':
    'Le montant doit être un nombre entier à partir de 1, et le solde ne peut pas dépasser {{most}}. Rien n’a été ajouté.',
  'credits.altered': 'Cet ajout a déjà été inscrit avec un autre montant. Rien n’a été ajouté.',
  'credits.yours': 'Utilisés par vous aujourd’hui, sur votre limite',
  'credits.notManager': 'Les limites reviennent à qui peut gérer le serveur.',
  'credits.allowance': 'Recharge régulière',
  'credits.allowance.daily': 'Rechargé à {{amount}} chaque jour (UTC), prochaine fois {{when}}.',
  'credits.allowance.weekly': 'Rechargé à {{amount}} chaque lundi (UTC), prochaine fois {{when}}.',
  'credits.allowance.monthly': 'Rechargé à {{amount}} le premier de chaque mois (UTC), prochaine fois {{when}}.',
  'credits.allowance.added': 'Ajouté maintenant : {{amount}}. Le serveur a {{available}}.',
  'credits.allowance.ended': 'Il n’y a plus de recharge régulière : rien ne s’ajoute tout seul.',
  'credits.allowance.badAmount':
    'Le montant doit être un nombre entier de 0, qui met fin à la recharge, à {{most}}. Rien n’a été changé.',
  'credits.limit.title': 'Limites par jour',
  'credits.limit.everybody': 'Tout le monde',
  'credits.limit.role': 'Rôle',
  'credits.limit.member': 'Membre',
  'credits.limit.set': '{{who}} : au plus {{amount}} crédits par jour (UTC).',
  'credits.limit.removed': '{{who}} : plus de limite par jour.',
  'credits.limit.none': '{{who}} : il n’y avait pas de limite à retirer.',
  'credits.limit.both': 'Indiquez un membre ou un rôle, pas les deux. Rien n’a été changé.',
  'credits.limit.unknown': 'Ce membre ou ce rôle n’existe pas. Rien n’a été changé.',
  'credits.limit.badAmount': 'La limite doit être un nombre entier de 0 à {{most}}. Rien n’a été changé.',
  'credits.limit.empty': 'Il n’y en a pas encore : seules valent les limites de tout le serveur.',
  'credits.limit.rule':
    'La limite propre à un membre passe d’abord. Des limites par rôle, la plus généreuse compte. Celle de tout le monde vaut pour les autres.',
  'credits.limit.remove': 'Retirer une limite',
  'credits.limit.more': 'Il y en a d’autres. Pour en retirer une, indiquez son membre ou son rôle sans `per_day`.',
  'credits.history.title': 'Historique des crédits',
  'credits.history.empty': 'Il ne s’est encore rien passé ici.',
  'credits.entry.starter': 'Crédits de départ',
  'credits.entry.allowance': 'Recharge régulière',
  'credits.entry.grant': 'Ajoutés par {{who}} : {{reason}}',
  'credits.entry.grantNobody': 'Ajoutés : {{reason}}',
  'credits.entry.hold': 'Réservés à {{song}} par {{who}}',
  'credits.entry.capture': '{{amount}} dépensés pour {{song}} par {{who}}',
  'credits.entry.release': 'Rendus : {{song}} par {{who}}, {{why}}',
  'credits.why.cancelled': 'annulée à temps',
  'credits.why.text': 'le service a refusé le texte',
  'credits.why.unavailable': 'aucun service n’était disponible',
  'credits.why.track_gone': 'la prise à prolonger n’était plus là',
  'credits.why.invalid': 'le service n’a pas compris',
  'credits.why.service': 'le service n’a pas pu la faire',
  'credits.why.unknown_outcome': 'la liaison s’est rompue en route',
  'credits.why.silent': 'pas de réponse à temps',
  'credits.why.nowhere': 'plus de place où la montrer',
  'credits.why.other': 'rendus',
  'credits.picture.title': 'Dépensés ces 30 derniers jours : {{amount}}',
  'credits.picture.none': 'Rien encore.',
  'credits.picture.others': 'tous les autres',
  'credits.picture.alt':
    'Barres : crédits dépensés par jour du {{from}} au {{to}}. {{amount}} en tout, le plus le {{day}} : {{most}}. Par numéro de membre : {{members}}.',
  'credits.csv.whole': 'L’historique est dans le fichier. Lignes : {{entries}}.',
  'credits.csv.part':
    'Les lignes les plus récentes sont dans le fichier ; les plus anciennes n’y tenaient pas. Lignes : {{entries}}.',
  'credits.csv.notManager': 'Le fichier est réservé à qui peut gérer le serveur.',
  'credits.csv.alt': 'L’historique des crédits en tableau (CSV)',

  'help.title': 'Songcircle',
  'help.intro':
    'Un serveur écrit des chansons ensemble : une idée ou des paroles entrent, deux versions à écouter sortent, et tout le monde ici peut les prolonger.',
  'help.commands': 'Commandes',
  'help.song': '`/song` une phrase entre, une chanson sort',
  'help.compose': '`/compose` vos paroles, votre style, votre titre ; `lyrics_file` accepte de longues paroles en .txt',
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
  'trouble.unknownCommand':
    'Je ne connais pas cette commande ; elle vient peut-être d’une ancienne version. `/help` montre ce qui existe.',

  'command.song': 'Une phrase entre, une chanson sort',
  'command.song.idea': 'De quoi parle la chanson',
  'command.song.instrumental': 'Sans voix',
  'command.song.model': 'Quel modèle la fait, et son prix',
  'command.compose': 'Écrire une chanson : vos paroles, votre style, votre titre',
  'command.compose.model': 'Quel modèle la fait, et son prix',
  'command.compose.lyrics_file': 'Les paroles en .txt, quand les 4 000 caractères d’un champ ne suffisent pas',
  'command.credits': 'Les crédits de ce serveur',
  'command.credits.balance': 'Ce qu’il reste à ce serveur',
  'command.credits.grant': 'Ajouter des crédits à ce serveur (responsables)',
  'command.credits.grant.amount': 'Combien de crédits',
  'command.credits.grant.reason': 'Pourquoi ; figure dans l’historique',
  'command.credits.history': 'Où sont allés les crédits, avec une image des 30 derniers jours',
  'command.credits.limit': 'Ce qu’un membre ou un rôle peut dépenser par jour (gestion)',
  'command.credits.limit.per_day': 'Crédits par jour ; sans : retire la limite ou les montre toutes',
  'command.credits.limit.member': 'De qui est la limite ; sans membre ni rôle : celle de tout le monde',
  'command.credits.limit.role': 'De qui est la limite ; sans membre ni rôle : celle de tout le monde',
  'command.credits.allowance': 'Recharger les crédits de ce serveur encore et encore (responsables)',
  'command.credits.allowance.amount': 'Le niveau de la recharge ; 0 y met fin',
  'command.credits.allowance.every': 'À quel rythme (UTC)',
  'command.help': 'Commandes, prix et limites, et où vont vos mots',

  'operator.unknown_outcome':
    'Songcircle : la liaison avec {{service}} a été coupée pendant l’envoi de la chanson {{songId}}. Elle n’est pas renvoyée ; le service l’a peut-être facturée.',
  'operator.needs_you':
    'Songcircle : {{service}} ne peut pas travailler sans intervention ({{reason}}). Les chansons passent à d’autres services ou sont rendues.',
  'operator.well': 'Songcircle : {{service}} fonctionne de nouveau.',
};
