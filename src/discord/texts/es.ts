/** Spanish. */
import type { Catalogue } from './catalogue.ts';
import { es as circles } from './circles/es.ts';
import { es as server } from './server/es.ts';

export const es: Catalogue = {
  ...circles,
  ...server,
  'card.untitled': 'Canción',
  'card.price_one': 'Precio: {{amount}} crédito',
  'card.price_other': 'Precio: {{amount}} créditos',
  'card.left_one': 'queda {{amount}} crédito',
  'card.left_other': 'quedan {{amount}} créditos',
  'card.asked': 'Pedida por',
  'card.approved': 'Aprobada por',
  'card.wrote': 'Letra de',
  'card.forgotten': 'alguien que pidió ser olvidado',
  'card.service': 'Servicio',
  'card.style': 'Estilo',
  'card.continues': 'Continúa',
  'card.continuesFrom': '{{song}}, toma {{take}}, desde {{second}}',
  'card.tailOnly': 'Estos archivos contienen solo la continuación, sin la parte anterior.',
  'card.take': 'Toma {{take}}',
  'card.takeLength': 'Toma {{take}}: {{length}}',
  'card.takeWorking': 'Toma {{take}}: todavía en preparación',
  'card.takeFailed': 'Toma {{take}}: el servicio no pudo hacerla',
  'card.video': 'Vídeo',
  'card.aiMade': 'Hecho por IA · {{service}}',
  'card.cover': 'Portada de {{title}}, toma {{take}}: una imagen hecha para esta canción',
  'card.audio': '{{title}}, toma {{take}}: una canción hecha por IA en MP3',
  'card.notHonoured': '{{service}} no sabe usar: {{fields}}.',
  'card.late': 'Llegó después de devolver los créditos: es gratis.',
  'card.someFailed_one': 'Una toma no se pudo hacer.',
  'card.someFailed_other': '{{count}} tomas no se pudieron hacer.',
  'card.partBack_one': 'Se devolvió {{amount}} crédito.',
  'card.partBack_other': 'Se devolvieron {{amount}} créditos.',
  'card.leftOut': 'La toma {{take}} no está adjunta: su archivo es mayor de lo que se permite aquí, o ya no existe.',
  'card.linked': '[Escúchala en el servicio]({{link}}), que la guarda unas dos semanas.',
  'card.encoded': 'La toma {{take}} se codificó a {{rate}} kbit/s para que quepa aquí.',
  'card.goesOn':
    '{{who}} canceló. El servicio ya estaba trabajando y no puede parar: la canción llegará por mensaje directo y sus créditos están gastados.',
  'card.sentPrivately':
    '{{who}} canceló. El servicio ya estaba trabajando: la canción se hizo, sus créditos están gastados y salió por mensaje directo.',
  'card.privatelyClosed':
    '{{who}} canceló, pero la canción se hizo y los mensajes directos están cerrados: por eso está aquí.',
  'card.privateIntro': 'La canción cancelada se hizo de todos modos. Aquí está.',
  'card.moved': 'La tarjeta anterior ya no se puede cambiar: {{link}}',
  'card.elsewhere': 'La tarjeta no se pudo mostrar donde se pidió la canción, así que está aquí.',
  'card.forgottenSong':
    'Esta canción se olvidó: su letra y sus archivos ya no están, porque así lo quiso quien la pidió o la escribió.',
  'board.moved': 'El mensaje anterior ya no se puede cambiar: {{link}}',

  'section.verse': 'Estrofa',
  'section.chorus': 'Estribillo',
  'section.pre_chorus': 'Preestribillo',
  'section.hook': 'Gancho',
  'section.bridge': 'Puente',
  'section.intro': 'Intro',
  'section.interlude': 'Interludio',
  'section.outro': 'Outro',

  'stage.queued': 'Espera su turno',
  'stage.words': 'Se escriben la letra y el estilo',
  'stage.music': 'Se hace la música',
  'stage.first': 'La primera toma ya está aquí; el resto sigue en preparación',
  'stage.fetching': 'Se traen los archivos',
  'stage.uncertain':
    'La conexión con {{service}} se cortó al entregar la canción. Puede que aún llegue noticia de ella; si no, se devuelven los créditos.',
  'stage.estimate': 'Debería estar lista {{when}}.',
  'stage.pastEstimate':
    'Tarda más de lo habitual (pedida {{when}}). No se pierde nada: llegará aquí o se devolverán los créditos.',

  'ending.cancelled': 'Cancelada antes de pedirla al servicio.',
  'ending.text': '{{service}} rechaza estas palabras. Cámbialas y envíalas de nuevo.',
  'ending.unavailable':
    'El servicio de música no está disponible en este momento. Los responsables del bot ya lo saben; inténtalo más tarde.',
  'ending.track_gone': '{{service}} ya no tiene la toma que esta canción iba a continuar.',
  'ending.invalid':
    '{{service}} no entendió la petición. No es por tus palabras; los responsables del bot ya lo saben.',
  'ending.service': '{{service}} lo intentó y no pudo hacer esta canción. Enviarla otra vez suele ayudar.',
  'ending.unknown_outcome':
    'La conexión con {{service}} se cortó mientras se entregaba la canción. Nunca se envía dos veces; puedes pedirla de nuevo.',
  'ending.silent': '{{service}} no respondió a tiempo. Si la canción llega de todos modos, es gratis.',
  'ending.nowhere': 'La canción se hizo, pero no quedaba ningún sitio donde mostrarla.',
  'ending.creditsBack_one': 'Se devolvió {{amount}} crédito.',
  'ending.creditsBack_other': 'Se devolvieron los {{amount}} créditos.',
  'ending.creditsHeld': 'Los créditos quedan apartados hasta saber qué fue de ella.',

  'button.extend': 'Continuar {{take}}',
  'button.again': 'Otra vez',
  'button.lyrics': 'Letra',
  'button.cancel': 'Cancelar',
  'button.edit': 'Editar',
  'button.forget': 'Olvídame',
  'button.approve': 'Aprobar',
  'button.decline': 'Rechazar',
  'button.goToSong': 'Ir a la canción',
  'button.leave': 'Salir',
  'button.manage': 'Gestionar',
  'button.goOn': 'Continuar',
  'button.addSection': 'Añadir sección',
  'button.suggest.title': 'Proponer título',
  'button.suggest.style': 'Proponer estilo',
  'button.vote': 'Votar',
  'button.editMine': 'Editar lo mío',
  'button.generate': 'Generar',
  'button.goToCircle': 'Ir al círculo',
  'button.older': 'Anteriores',
  'button.newer': 'Más recientes',

  'form.compose': 'Escribir una canción',
  'form.idea': 'Editar la idea',
  'form.extend': 'Sigue: {{title}}',
  'form.addSection': 'Añadir sección',
  'form.editSection': 'Editar tu sección',
  'form.lineBefore': '**La última línea antes de la tuya:**',
  'form.lyricsFile':
    '**Letra**: lo que hay en el archivo {{name}}. Para otro, usa `/compose` de nuevo con `lyrics_file`.',
  'field.idea': 'Idea',
  'field.idea.hint': 'Una frase; el servicio escribe la letra, el estilo y el título.',
  'field.title': 'Título',
  'field.title.hint': 'Vacío: la primera línea de la letra.',
  'field.style': 'Estilo (etiquetas)',
  'field.style.hint': 'Género, ánimo, tempo: dream pop, hopeful, 96 bpm.',
  'field.lyrics': 'Letra',
  'field.lyrics.hint': '[Verse] [Chorus] [Bridge] [Intro] [Outro]; puede quedar vacía sin voz.',
  'field.lyrics.extendHint': 'Vacía: el servicio sigue por su cuenta.',
  'field.kind': 'Tipo de sección',
  'field.lyrics.circleHint': 'Solo la letra; la etiqueta de la sección se añade sola.',
  'field.lyrics.editHint': 'Vacío: la sección se elimina.',
  'field.avoid': 'Evitar (etiquetas)',
  'field.avoid.hint': 'Lo que no debe oírse.',
  'field.vocals': 'Voz',
  'field.vocals.any': 'Cualquiera',
  'field.vocals.female': 'Femenina',
  'field.vocals.male': 'Masculina',
  'field.vocals.none': 'Ninguna',
  'field.vocals.none.hint': 'Instrumental',
  'field.instrumental': 'Instrumental',
  'field.instrumental.no': 'No, con voz',
  'field.instrumental.yes': 'Sí, sin voz',
  'field.from': 'Desde el segundo',
  'field.from.hint': 'Dónde empieza la continuación, p. ej. 1:45. Vacío: al final de la pista.',
  'field.from.placeholder': '{{second}} (el final)',

  'refusal.empty': '«{{field}}» está vacío. Rellénalo y envíalo de nuevo.',
  'refusal.empty.lyrics': 'La letra está vacía. Escribe una, o elige «Ninguna» en Voz para una pieza instrumental.',
  'refusal.too_long':
    '«{{field}}» es demasiado largo: este modelo admite {{limit}} caracteres y hay {{length}}, {{over}} de más. Acórtalo o elige otro modelo.',
  'refusal.lyrics_file.kind':
    'La letra solo se lee de un archivo de texto (.txt). Adjunta uno con `/compose`, o pega las palabras en su formulario.',
  'refusal.lyrics_file.too_large':
    'El archivo es demasiado grande para una letra: se leen {{limit}} KiB como máximo. Adjunta uno más corto con `/compose`, o pega las palabras en su formulario.',
  'refusal.lyrics_file.empty':
    'El archivo de la letra está vacío. Adjunta otro con `/compose`, o pega las palabras en su formulario.',
  'refusal.lyrics_file.not_text':
    'El archivo de la letra no es texto en UTF-8. Guárdalo como UTF-8 y adjúntalo otra vez con `/compose`, o pega las palabras en el formulario.',
  'refusal.lyrics_file.unreadable':
    'No se pudo leer el archivo de la letra. Adjúntalo otra vez con `/compose`, o pega las palabras en el formulario.',
  'refusal.bad_second':
    '«{{typed}}» no es un momento de esta pista. Escribe segundos, o minutos y segundos, de 0:01 a {{end}}, p. ej. 1:45.',
  'refusal.unknown_model': 'Aquí no hay ningún modelo «{{typed}}». Elige uno de la lista que se abre al escribir.',
  'refusal.bot_lacks':
    'No puedo trabajar en este canal: me falta {{permissions}}. Quien gestiona los canales puede permitirlo; no se cobró nada.',
  'refusal.thread_closed':
    'Este hilo está archivado o bloqueado, y aquí no se podría mostrar una canción. Ábrelo de nuevo o pídela en otro canal; no se cobró nada.',
  'refusal.credits_one':
    'Esta canción cuesta {{price}} crédito y el servidor tiene {{available}}. Puede añadir créditos: {{operators}}.',
  'refusal.credits_other':
    'Esta canción cuesta {{price}} créditos y el servidor tiene {{available}}. Puede añadir créditos: {{operators}}.',
  'refusal.member_daily':
    'Tu límite aquí es de {{limit}} créditos al día y has usado {{spent}}; esta canción cuesta {{price}}. Vuelve a funcionar {{when}}. Quien puede gestionar el servidor puede cambiar el límite.',
  'refusal.member_daily.never':
    'Esta canción cuesta {{price}} y tu límite aquí es de {{limit}} créditos al día. Quien puede gestionar el servidor puede cambiar el límite.',
  'refusal.guild_daily':
    'Este servidor puede gastar {{limit}} créditos al día y ha usado {{spent}}; esta canción cuesta {{price}}. Vuelve a funcionar {{when}}.',
  'refusal.bot_daily':
    'Entre todos los servidores se ha gastado lo que el bot puede gastar hoy. Vuelve a funcionar {{when}}.',
  'refusal.member_at_once_one':
    'Tienes {{count}} canción en marcha, el máximo por miembro. Espera a que esté lista o cancélala.',
  'refusal.member_at_once_other':
    'Tienes {{count}} canciones en marcha, el máximo por miembro. Espera a que una esté lista o cancela una.',
  'refusal.guild_at_once_one':
    'Este servidor tiene {{count}} canción en marcha, el máximo. Inténtalo cuando esté lista.',
  'refusal.guild_at_once_other':
    'Este servidor tiene {{count}} canciones en marcha, el máximo. Inténtalo cuando una esté lista.',
  'refusal.track_gone': 'El servicio ya no tiene esta toma, así que no se puede continuar. «Otra vez» hace una nueva.',
  'refusal.forgotten': 'Esta canción se olvidó, con su letra y sus tomas, así que ya no se puede hacer nada con ella.',
  'refusal.author_refuses':
    'Quien escribió este mensaje no quiere que se hagan canciones con los suyos. Con `/compose` escribes tus propias palabras.',
  'refusal.cannot_extend':
    '{{service}} no puede continuar canciones. Una canción de otro servicio sí se puede continuar.',
  'refusal.unavailable':
    'No hay ningún servicio de música disponible en este momento. Inténtalo más tarde; no se cobró nada.',
  'refusal.refused_word': 'En «{{field}}» hay una palabra que aquí no se acepta. Cámbiala y envíalo otra vez.',
  'refusal.refused_texts':
    'Los servicios de música rechazaron {{limit}} de tus textos en una hora, y cada rechazo puede costar dinero. Vuelve a funcionar {{when}}.',
  'refusal.channel': 'En este canal no se piden canciones. Usa {{channels}}.',
  'refusal.waiting_one': '{{count}} petición tuya espera aprobación, el máximo. Espera a que se decida.',
  'refusal.waiting_other': '{{count}} peticiones tuyas esperan aprobación, el máximo. Espera a que se decida una.',
  'refusal.not_approved.declined': 'Esta petición fue rechazada.',
  'refusal.not_approved.expired': 'Nadie decidió a tiempo sobre esta petición.',
  'refusal.kept': 'Tus palabras se guardan 24 horas: «Editar» las vuelve a abrir.',
  'field.name.idea': 'Idea',
  'field.name.title': 'Título',
  'field.name.style': 'Estilo (etiquetas)',
  'field.name.lyrics': 'Letra',
  'field.name.avoid': 'Evitar (etiquetas)',
  'field.name.vocals': 'Voz',
  'field.name.instrumental': 'Instrumental',
  'permission.viewChannel': 'Ver canal',
  'permission.sendMessages': 'Enviar mensajes',
  'permission.sendMessagesInThreads': 'Enviar mensajes en hilos',
  'permission.attachFiles': 'Adjuntar archivos',
  'permission.embedLinks': 'Insertar enlaces',

  'note.first':
    'Te damos la bienvenida a Songcircle. Este servidor tiene {{left}} antes de que nadie pague. Puede añadir más: {{operators}}, con `/credits grant`. `/help` muestra comandos, precios y límites.',
  'note.credits_one': '{{amount}} crédito',
  'note.credits_other': '{{amount}} créditos',
  'note.operators': 'los responsables de este bot',
  'note.kept': 'Todavía tienes palabras que no se enviaron: «{{words}}»',
  'note.alreadyGoing': 'Ya pediste esta canción otra vez, y todavía se está haciendo.',
  'note.unknownSong': 'Esta canción ya no se conoce aquí.',
  'note.unknownDraft': 'Estas palabras ya no se guardan, o no son tuyas.',
  'note.notYourWords':
    'Solo quien escribió estas palabras puede editarlas. «Otra vez» hace la canción de nuevo para ti.',
  'note.noLyrics': 'Esta canción no tiene letra.',
  'note.lyricsTitle': 'Letra: {{title}}',
  'note.lyricsFile': 'La letra está en el archivo.',
  'note.lyricsFileAlt': 'La letra de {{title}} como texto',
  'note.cancelReleased': 'Cancelada. No se envió nada y los créditos han vuelto.',
  'note.cancelGoesOn':
    'El servicio ya está trabajando y no puede parar. La canción está pagada; llegará por mensaje directo cuando esté lista.',
  'note.cancelOver': 'Esta canción ya terminó; no queda nada que cancelar.',
  'note.cancelNotYours': 'Solo quien pidió esta canción, o quien gestiona el servidor, puede cancelarla.',
  'note.declined': 'Rechazada. Las palabras volvieron a quien las escribió.',
  'note.notNow': '{{why}}\nLa petición sigue esperando; puedes aprobarla más tarde.',
  'note.alreadyAsked': 'Ya lo pediste, y espera aprobación.',
  'note.approvalOver': 'Sobre esta petición ya se decidió.',
  'note.approvalUnknown': 'Esta petición ya no se conoce aquí.',
  'note.approvalNoRight':
    'Solo deciden sobre las peticiones quienes pueden gastar los créditos de este servidor o lo gestionan.',
  'note.approvalBlocked':
    'Quien pidió esto está bloqueado ahora. Desbloquéalo con `/settings block`, o rechaza la petición.',
  'note.blocked':
    'No puedes usar este bot en este servidor. Quienes lo gestionan pueden cambiarlo; `/help` sigue respondiendo.',
  'note.managersOnly': 'Solo puede hacerlo quien gestiona el servidor.',
  'note.notReady': 'Esta toma todavía no está.',
  'note.messageByBot': 'Este mensaje lo escribió un bot. Las canciones se hacen con lo que escriben las personas.',
  'note.messageEmpty':
    'En este mensaje no hay texto que cantar. Elige uno con palabras, o escribe las tuyas con `/compose`.',

  'forget.title': '¿Olvidar todo lo tuyo?',
  'forget.explained':
    'Vale para todos los servidores en los que está Songcircle y no se puede deshacer. No pasa nada hasta que pulses el botón.',
  'forget.goes': 'Lo que desaparece',
  'forget.goesText':
    '• Las canciones que pediste, o que escribiste sin nadie más: letra, pistas y portadas. Sus tarjetas solo dicen que se olvidaron, y también las copias que otros hicieron de tus palabras con «Otra vez». Las que aún se están haciendo siguen en cuanto terminen.\n• En las canciones escritas entre varios: tus secciones y tu nombre.\n• Sales de tus círculos, y tus palabras allí desaparecen.\n• Las palabras que no enviaste y los archivos de letras.\n• Nadie podrá volver a hacer una canción con un mensaje tuyo, nunca.',
  'forget.stays': 'Lo que queda',
  'forget.staysText':
    '• Cuántos créditos costaron las canciones, sin tu nombre.\n• Las canciones de otros, también las que continúan una tuya, y las grabaciones de canciones escritas entre varios.\n• Lo que los servicios de música guardan de las canciones que hicieron, y lo que alguien haya descargado.',
  'forget.done':
    'Listo, te hemos olvidado. Las tarjetas y los archivos siguen en unos minutos; las canciones que aún se hacen, cuando terminen. Gracias por las canciones.',
  'forget.usedUp':
    'Este botón ya se usó, o es de antes de que te olvidáramos. No ha pasado nada; `/songs forget` te da uno nuevo.',

  'help.title': 'Songcircle',
  'help.intro':
    'Un servidor escribe canciones en común: entra una idea o una letra, salen dos tomas que se pueden escuchar, y cualquiera aquí puede continuarlas.',
  'help.commands': 'Comandos',
  'help.song': '`/song` entra una frase, sale una canción',
  'help.compose': '`/compose` tu propia letra, estilo y título; `lyrics_file` admite letras largas en un .txt',
  'help.circle':
    '`/circle start` muchos escriben una canción: secciones, votos y luego Generar · `/circle show` · `/circle close`',
  'help.message': '**Hacer una canción de esto** en el menú de un mensaje (Aplicaciones): su texto como letra',
  'help.forget': '`/songs forget` olvida todo lo tuyo, en todos los servidores',
  'help.settings':
    '`/settings` para quienes gestionan el servidor: modelo, canales, quién puede gastar, palabras rechazadas, canciones a la vez, idioma, bloqueos',
  'help.approval':
    'Quien no puede gastar aquí puede pedir de todos modos: la canción se hace cuando alguien que puede pulsa «Aprobar».',
  'help.credits': '`/credits balance` y `/credits history` lo que le queda a este servidor y adónde fue',
  'help.grant': '`/credits grant` añade créditos a este servidor',
  'help.limit': '`/credits limit` lo que un miembro o rol puede gastar al día',
  'help.allowance': '`/credits allowance` créditos que llegan solos',
  'help.buttons': 'Botones de una canción',
  'help.buttonsText':
    '**Continuar A** sigue esa toma · **Otra vez** hace la canción de nuevo · **Letra** muestra las palabras · **Cancelar** mientras se hace · **Editar** vuelve a abrir tus palabras',
  'help.prices': 'Precios aquí',
  'help.price_one': '{{model}} · {{service}}: {{amount}} crédito',
  'help.price_other': '{{model}} · {{service}}: {{amount}} créditos',
  'help.limits': 'Límites aquí',
  'help.limitsText':
    'Canciones a la vez: {{member}} por miembro, {{guild}} para el servidor. El servidor puede gastar {{daily}} créditos al día (UTC) y le quedan {{available}}.',
  'help.operators': 'Quién añade créditos',
  'help.privacy': 'Adónde van tus palabras',
  'help.privacyText':
    'Lo que escribes para una canción se envía al servicio que la hace: {{services}}. Cada archivo terminado dice que lo hizo una IA.',
  'help.privacyForget':
    '`/songs forget` quita de aquí tu nombre, tus palabras y tus canciones, y evita que tus mensajes se vuelvan canciones.',

  'choice.mode.open': 'Abierto: todos leen todo',
  'choice.mode.blind': 'A ciegas: se ve solo la última línea antes de la propia',
  'choice.model_one': '{{model}} · {{service}} · {{amount}} crédito',
  'choice.model_other': '{{model}} · {{service}} · {{amount}} créditos',
  'choice.daily': 'cada día',
  'choice.weekly': 'cada semana, los lunes',
  'choice.monthly': 'cada mes, el día 1',

  'trouble.bug':
    'Algo falló por nuestra parte y quedó anotado como {{code}}. Lo que escribiste va adjunto, para que no se pierda nada. Inténtalo de nuevo, por favor.',
  'trouble.bugNoWords': 'Algo falló por nuestra parte y quedó anotado como {{code}}. Inténtalo de nuevo, por favor.',
  'trouble.typed': 'Lo que escribiste, como texto',
  'trouble.oldButton': 'Este botón es de otro tiempo y ya no hace nada. Usa la tarjeta más reciente, o el comando.',
  'trouble.elsewhere': 'Songcircle funciona en servidores. Úsalo en un canal de un servidor al que se haya añadido.',
  'trouble.busy': 'Demasiado a la vez. Espera unos segundos e inténtalo de nuevo.',
  'trouble.slowForm': 'Tardó demasiado para abrir un formulario. Inténtalo de nuevo, por favor.',
  'trouble.posted': 'La tarjeta de la canción aparecerá en este canal en un momento.',
  'trouble.shared': 'Aparecerá en este canal en un momento.',
  'trouble.blocked.member': 'Quien administra este bot te ha excluido de él. `/songs forget` sigue funcionando.',
  'trouble.blocked.guild':
    'Quien administra este bot ha excluido de él a este servidor. `/songs forget` sigue funcionando.',
  'trouble.unknownCommand': 'No conozco este comando; quizá sea de una versión anterior. `/help` muestra lo que hay.',

  'command.song': 'Entra una frase, sale una canción',
  'command.song.idea': 'De qué trata la canción',
  'command.song.instrumental': 'Sin voz',
  'command.song.model': 'Qué modelo la hace, y su precio',
  'command.compose': 'Escribir una canción: tu letra, tu estilo y tu título',
  'command.compose.model': 'Qué modelo la hace, y su precio',
  'command.compose.lyrics_file': 'La letra en un .txt, cuando no bastan los 4.000 caracteres de un campo',
  'command.circle': 'Muchos escriben una canción',
  'command.circle.start': 'Empezar un círculo en este canal',
  'command.circle.start.theme': 'De qué trata la canción',
  'command.circle.start.mode': 'Si todos leen todo mientras se escribe',
  'command.circle.start.model': 'Qué modelo la hace, y su precio',
  'command.circle.show': 'Mostrar otra vez el círculo de este canal',
  'command.circle.close': 'Terminar el círculo de este canal; su texto se queda',
  'command.help': 'Comandos, precios y límites, y adónde van tus palabras',
  'command.songs': 'Tus canciones',
  'command.songs.forget': 'Olvidar todo lo mío: nombres, palabras, canciones',
  'menu.makeSong': 'Hacer una canción de esto',

  'operator.unknown_outcome':
    'Songcircle: la conexión con {{service}} se cortó mientras se entregaba la canción {{songId}}. No se envía otra vez; quizá el servicio la haya cobrado.',
  'operator.needs_you':
    'Songcircle: {{service}} no puede trabajar hasta que alguien intervenga ({{reason}}). Mientras tanto las canciones van a otros servicios o se devuelven.',
  'operator.well': 'Songcircle: {{service}} vuelve a funcionar.',
};
