/** Portuguese as spoken in Brazil. */
import type { Catalogue } from './catalogue.ts';
import { ptBR as circles } from './circles/pt-BR.ts';
import { ptBR as server } from './server/pt-BR.ts';

export const ptBR: Catalogue = {
  ...circles,
  ...server,
  'card.untitled': 'Música',
  'card.price_one': 'Preço: {{amount}} crédito',
  'card.price_other': 'Preço: {{amount}} créditos',
  'card.left_one': 'resta {{amount}} crédito',
  'card.left_other': 'restam {{amount}} créditos',
  'card.asked': 'Pedida por',
  'card.approved': 'Aprovada por',
  'card.wrote': 'Letra de',
  'card.forgotten': 'alguém que pediu para ser esquecido',
  'card.service': 'Serviço',
  'card.style': 'Estilo',
  'card.continues': 'Continua',
  'card.continuesFrom': '{{song}}, versão {{take}}, a partir de {{second}}',
  'card.tailOnly': 'Estes arquivos têm só a continuação, sem a parte anterior.',
  'card.take': 'Versão {{take}}',
  'card.takeLength': 'Versão {{take}}: {{length}}',
  'card.takeWorking': 'Versão {{take}}: ainda sendo feita',
  'card.takeFailed': 'Versão {{take}}: o serviço não conseguiu fazê-la',
  'card.video': 'Vídeo',
  'card.aiMade': 'Feito por IA · {{service}}',
  'card.cover': 'Capa de {{title}}, versão {{take}}: uma imagem feita para esta música',
  'card.audio': '{{title}}, versão {{take}}: uma música feita por IA em MP3',
  'card.notHonoured': '{{service}} não sabe usar: {{fields}}.',
  'card.late': 'Chegou depois que os créditos voltaram: é grátis.',
  'card.someFailed_one': 'Uma versão não pôde ser feita.',
  'card.someFailed_other': '{{count}} versões não puderam ser feitas.',
  'card.partBack_one': '{{amount}} crédito voltou.',
  'card.partBack_other': '{{amount}} créditos voltaram.',
  'card.leftOut': 'A versão {{take}} não está anexada: o arquivo é maior do que se permite aqui, ou não existe mais.',
  'card.linked': '[Ouça no serviço]({{link}}), que a guarda por cerca de duas semanas.',
  'card.encoded': 'A versão {{take}} foi codificada a {{rate}} kbit/s para caber aqui.',
  'card.goesOn':
    '{{who}} cancelou. O serviço já estava trabalhando e não pode parar: a música chega por mensagem direta, e seus créditos foram gastos.',
  'card.sentPrivately':
    '{{who}} cancelou. O serviço já estava trabalhando: a música foi feita, seus créditos foram gastos, e ela saiu por mensagem direta.',
  'card.privatelyClosed':
    '{{who}} cancelou, mas a música foi feita e as mensagens diretas estão fechadas: por isso ela está aqui.',
  'card.privateIntro': 'A música cancelada foi feita mesmo assim. Aqui está ela.',
  'card.moved': 'O cartão anterior não pode mais ser alterado: {{link}}',
  'card.elsewhere': 'O cartão não pôde ser mostrado onde a música foi pedida, então está aqui.',
  'card.forgottenSong':
    'Esta música foi esquecida: a letra e os arquivos não existem mais, porque assim quis quem a pediu ou escreveu.',
  'board.moved': 'A mensagem anterior não pode mais ser alterada: {{link}}',

  'section.verse': 'Verso',
  'section.chorus': 'Refrão',
  'section.pre_chorus': 'Pré-refrão',
  'section.hook': 'Hook',
  'section.bridge': 'Ponte',
  'section.intro': 'Introdução',
  'section.interlude': 'Interlúdio',
  'section.outro': 'Final',

  'stage.queued': 'Esperando a vez',
  'stage.words': 'Escrevendo a letra e o estilo',
  'stage.music': 'Fazendo a música',
  'stage.first': 'A primeira versão chegou; o resto ainda está sendo feito',
  'stage.fetching': 'Trazendo os arquivos',
  'stage.uncertain':
    'A conexão com {{service}} caiu durante a entrega da música. Ainda pode chegar notícia dela; se não, os créditos voltam.',
  'stage.estimate': 'Deve ficar pronta {{when}}.',
  'stage.pastEstimate':
    'Está demorando mais que o normal (pedida {{when}}). Nada se perde: ela chega aqui, ou os créditos voltam.',

  'ending.cancelled': 'Cancelada antes de ser pedida ao serviço.',
  'ending.text': '{{service}} recusa estas palavras. Mude-as e envie de novo.',
  'ending.unavailable':
    'O serviço de música não está disponível no momento. Os responsáveis pelo bot já sabem; tente mais tarde.',
  'ending.track_gone': '{{service}} não tem mais a versão que esta música iria continuar.',
  'ending.invalid':
    '{{service}} não entendeu o pedido. Não é por causa das suas palavras; os responsáveis pelo bot já sabem.',
  'ending.service': '{{service}} tentou e não conseguiu fazer esta música. Enviar de novo costuma ajudar.',
  'ending.unknown_outcome':
    'A conexão com {{service}} caiu enquanto a música era entregue. Ela nunca é enviada duas vezes; você pode pedi-la de novo.',
  'ending.silent': '{{service}} não respondeu a tempo. Se a música ainda chegar, é grátis.',
  'ending.nowhere': 'A música foi feita, mas não havia mais lugar para mostrá-la.',
  'ending.creditsBack_one': '{{amount}} crédito voltou.',
  'ending.creditsBack_other': 'Os {{amount}} créditos voltaram.',
  'ending.creditsHeld': 'Os créditos ficam reservados até se saber o que foi feito dela.',

  'button.extend': 'Continuar {{take}}',
  'button.again': 'De novo',
  'button.lyrics': 'Letra',
  'button.cancel': 'Cancelar',
  'button.edit': 'Editar',
  'button.forget': 'Esqueça-me',
  'button.approve': 'Aprovar',
  'button.decline': 'Recusar',
  'button.goToSong': 'Ir para a música',
  'button.leave': 'Sair',
  'button.manage': 'Gerenciar',
  'button.goOn': 'Continuar',
  'button.addSection': 'Adicionar seção',
  'button.suggest.title': 'Sugerir título',
  'button.suggest.style': 'Sugerir estilo',
  'button.vote': 'Votar',
  'button.editMine': 'Editar o meu',
  'button.generate': 'Gerar',
  'button.goToCircle': 'Ir para o círculo',
  'button.older': 'Mais antigos',
  'button.newer': 'Mais recentes',

  'form.compose': 'Escrever uma música',
  'form.idea': 'Editar a ideia',
  'form.extend': 'Segue: {{title}}',
  'form.addSection': 'Adicionar seção',
  'form.editSection': 'Editar sua seção',
  'form.lineBefore': '**A última linha antes da sua:**',
  'form.lyricsFile': '**Letra**: o que está no arquivo {{name}}. Para outro, use `/compose` de novo com `lyrics_file`.',
  'field.idea': 'Ideia',
  'field.idea.hint': 'Uma frase; o serviço escreve a letra, o estilo e o título.',
  'field.title': 'Título',
  'field.title.hint': 'Vazio: a primeira linha da letra.',
  'field.style': 'Estilo (tags)',
  'field.style.hint': 'Gênero, clima, andamento: dream pop, hopeful, 96 bpm.',
  'field.lyrics': 'Letra',
  'field.lyrics.hint': '[Verse] [Chorus] [Bridge] [Intro] [Outro]; pode ficar vazia sem voz.',
  'field.lyrics.extendHint': 'Vazia: o serviço segue sozinho.',
  'field.kind': 'Tipo de seção',
  'field.lyrics.circleHint': 'Só a letra; a marca da seção é adicionada sozinha.',
  'field.lyrics.editHint': 'Vazio: a seção é removida.',
  'field.avoid': 'Evitar (tags)',
  'field.avoid.hint': 'O que não deve ser ouvido.',
  'field.vocals': 'Voz',
  'field.vocals.any': 'Qualquer',
  'field.vocals.female': 'Feminina',
  'field.vocals.male': 'Masculina',
  'field.vocals.none': 'Nenhuma',
  'field.vocals.none.hint': 'Instrumental',
  'field.instrumental': 'Instrumental',
  'field.instrumental.no': 'Não, com voz',
  'field.instrumental.yes': 'Sim, sem voz',
  'field.from': 'A partir do segundo',
  'field.from.hint': 'Onde começa a continuação, por exemplo 1:45. Vazio: no fim da faixa.',
  'field.from.placeholder': '{{second}} (o fim)',

  'refusal.empty': '“{{field}}” está vazio. Preencha e envie de novo.',
  'refusal.empty.lyrics': 'A letra está vazia. Escreva uma, ou escolha “Nenhuma” em Voz para uma peça instrumental.',
  'refusal.too_long':
    '“{{field}}” é longo demais: este modelo aceita {{limit}} caracteres e há {{length}}, {{over}} a mais. Encurte ou escolha outro modelo.',
  'refusal.lyrics_file.kind':
    'A letra só é lida de um arquivo de texto (.txt). Anexe um com `/compose`, ou cole as palavras no formulário dele.',
  'refusal.lyrics_file.too_large':
    'O arquivo é grande demais para uma letra: são lidos no máximo {{limit}} KiB. Anexe um mais curto com `/compose`, ou cole as palavras no formulário dele.',
  'refusal.lyrics_file.empty':
    'O arquivo da letra está vazio. Anexe outro com `/compose`, ou cole as palavras no formulário dele.',
  'refusal.lyrics_file.not_text':
    'O arquivo da letra não é texto em UTF-8. Salve em UTF-8 e anexe de novo com `/compose`, ou cole as palavras no formulário.',
  'refusal.lyrics_file.unreadable':
    'Não foi possível ler o arquivo da letra. Anexe de novo com `/compose`, ou cole as palavras no formulário.',
  'refusal.bad_second':
    '“{{typed}}” não é um momento desta faixa. Escreva segundos, ou minutos e segundos, de 0:01 a {{end}}, por exemplo 1:45.',
  'refusal.unknown_model': 'Não há modelo “{{typed}}” aqui. Escolha um da lista que se abre enquanto você digita.',
  'refusal.bot_lacks':
    'Não consigo trabalhar neste canal: falta-me {{permissions}}. Quem gerencia os canais pode permitir; nada foi cobrado.',
  'refusal.thread_closed':
    'Este tópico está arquivado ou trancado, e uma música não poderia ser mostrada aqui. Reabra-o ou peça em outro canal; nada foi cobrado.',
  'refusal.credits_one':
    'Esta música custa {{price}} crédito e o servidor tem {{available}}. Pode adicionar créditos: {{operators}}.',
  'refusal.credits_other':
    'Esta música custa {{price}} créditos e o servidor tem {{available}}. Pode adicionar créditos: {{operators}}.',
  'refusal.member_daily':
    'Seu limite aqui é de {{limit}} créditos por dia e você usou {{spent}}; esta música custa {{price}}. Volta a funcionar {{when}}. Quem pode gerenciar o servidor pode mudar o limite.',
  'refusal.member_daily.never':
    'Esta música custa {{price}} e seu limite aqui é de {{limit}} créditos por dia. Quem pode gerenciar o servidor pode mudar o limite.',
  'refusal.guild_daily':
    'Este servidor pode gastar {{limit}} créditos por dia e usou {{spent}}; esta música custa {{price}}. Volta a funcionar {{when}}.',
  'refusal.bot_daily': 'Todos os servidores juntos gastaram o que o bot pode gastar hoje. Volta a funcionar {{when}}.',
  'refusal.member_at_once_one':
    'Você tem {{count}} música em andamento, o máximo por membro. Espere ela ficar pronta ou cancele-a.',
  'refusal.member_at_once_other':
    'Você tem {{count}} músicas em andamento, o máximo por membro. Espere uma ficar pronta ou cancele uma.',
  'refusal.guild_at_once_one':
    'Este servidor tem {{count}} música em andamento, o máximo. Tente quando ela ficar pronta.',
  'refusal.guild_at_once_other':
    'Este servidor tem {{count}} músicas em andamento, o máximo. Tente quando uma ficar pronta.',
  'refusal.track_gone':
    'O serviço não tem mais esta versão, então ela não pode ser continuada. “De novo” faz uma nova.',
  'refusal.forgotten':
    'Esta música foi esquecida, com a letra e as versões, então não dá para fazer mais nada com ela.',
  'refusal.author_refuses':
    'Quem escreveu esta mensagem não quer que façam músicas das suas mensagens. Com `/compose` você escreve as suas próprias palavras.',
  'refusal.cannot_extend':
    '{{service}} não consegue continuar músicas. Uma música de outro serviço pode ser continuada.',
  'refusal.unavailable': 'Nenhum serviço de música está disponível no momento. Tente mais tarde; nada foi cobrado.',
  'refusal.refused_word': 'Em “{{field}}” há uma palavra que não é aceita aqui. Mude-a e envie de novo.',
  'refusal.refused_texts':
    'Serviços de música recusaram {{limit}} dos seus textos em uma hora, e cada recusa pode custar dinheiro. Volta a funcionar {{when}}.',
  'refusal.channel': 'Neste canal não se pedem músicas. Use {{channels}}.',
  'refusal.waiting_one': '{{count}} pedido seu espera aprovação, o máximo. Espere até que seja decidido.',
  'refusal.waiting_other': '{{count}} pedidos seus esperam aprovação, o máximo. Espere até que um seja decidido.',
  'refusal.not_approved.declined': 'Este pedido foi recusado.',
  'refusal.not_approved.expired': 'Ninguém decidiu sobre este pedido a tempo.',
  'refusal.kept': 'Suas palavras ficam guardadas por 24 horas: “Editar” as abre de novo.',
  'field.name.idea': 'Ideia',
  'field.name.title': 'Título',
  'field.name.style': 'Estilo (tags)',
  'field.name.lyrics': 'Letra',
  'field.name.avoid': 'Evitar (tags)',
  'field.name.vocals': 'Voz',
  'field.name.instrumental': 'Instrumental',
  'permission.viewChannel': 'Ver canal',
  'permission.sendMessages': 'Enviar mensagens',
  'permission.sendMessagesInThreads': 'Enviar mensagens em tópicos',
  'permission.attachFiles': 'Anexar arquivos',
  'permission.embedLinks': 'Inserir links',

  'note.first':
    'Boas-vindas ao Songcircle. Este servidor tem {{left}} antes que alguém pague. Pode adicionar mais: {{operators}}, com `/credits grant`. `/help` mostra comandos, preços e limites.',
  'note.credits_one': '{{amount}} crédito',
  'note.credits_other': '{{amount}} créditos',
  'note.operators': 'os responsáveis por este bot',
  'note.kept': 'Você ainda tem palavras que não foram enviadas: “{{words}}”',
  'note.alreadyGoing': 'Você já pediu esta música de novo, e ela ainda está sendo feita.',
  'note.unknownSong': 'Esta música não é mais conhecida aqui.',
  'note.unknownDraft': 'Estas palavras não estão mais guardadas, ou não são suas.',
  'note.notYourWords': 'Só quem escreveu estas palavras pode editá-las. “De novo” faz a música outra vez para você.',
  'note.noLyrics': 'Esta música não tem letra.',
  'note.lyricsTitle': 'Letra: {{title}}',
  'note.lyricsFile': 'A letra está no arquivo.',
  'note.lyricsFileAlt': 'A letra de {{title}} como texto',
  'note.cancelReleased': 'Cancelada. Nada foi enviado, e os créditos voltaram.',
  'note.cancelGoesOn':
    'O serviço já está trabalhando e não pode parar. A música está paga; chega por mensagem direta quando ficar pronta.',
  'note.cancelOver': 'Esta música já terminou; não há mais nada a cancelar.',
  'note.cancelNotYours': 'Só quem pediu esta música, ou quem gerencia o servidor, pode cancelá-la.',
  'note.declined': 'Recusado. As palavras voltaram para quem as escreveu.',
  'note.notNow': '{{why}}\nO pedido continua esperando; você pode aprová-lo mais tarde.',
  'note.alreadyAsked': 'Você já pediu isto, e está esperando aprovação.',
  'note.approvalOver': 'Este pedido já foi decidido.',
  'note.approvalUnknown': 'Este pedido não é mais conhecido aqui.',
  'note.approvalNoRight': 'Só decidem sobre os pedidos quem pode gastar os créditos deste servidor ou quem o gerencia.',
  'note.approvalBlocked': 'Quem pediu isto está bloqueado agora. Desbloqueie com `/settings block`, ou recuse.',
  'note.blocked':
    'Você não pode usar este bot neste servidor. Quem o gerencia pode mudar isso; `/help` continua respondendo.',
  'note.managersOnly': 'Só quem gerencia o servidor pode fazer isso.',
  'note.notReady': 'Esta versão ainda não chegou.',
  'note.messageByBot': 'Um bot escreveu esta mensagem. Músicas são feitas do que pessoas escrevem.',
  'note.messageEmpty':
    'Não há texto para cantar nesta mensagem. Escolha uma com palavras, ou escreva as suas com `/compose`.',

  'forget.title': 'Esquecer tudo o que é seu?',
  'forget.explained':
    'Isso vale para todos os servidores em que o Songcircle está e não pode ser desfeito. Nada acontece até você apertar o botão.',
  'forget.goes': 'O que some',
  'forget.goesText':
    '• As músicas que você pediu, ou escreveu sem mais ninguém: letra, faixas e capas. Os cartões só dizem que foram esquecidas, e também as cópias que outros fizeram das suas palavras com “De novo”. As que ainda estão sendo feitas seguem assim que terminarem.\n• Nas músicas escritas por vários: as suas seções e o seu nome.\n• Você sai dos seus círculos, e as suas palavras lá somem.\n• Palavras que você não enviou e arquivos de letra.\n• Ninguém mais poderá fazer uma música de uma mensagem sua, para sempre.',
  'forget.stays': 'O que fica',
  'forget.staysText':
    '• Quantos créditos as músicas custaram, sem o seu nome.\n• Músicas de outros, também as que continuam uma sua, e as gravações de músicas escritas por vários.\n• O que os serviços de música guardam das músicas que fizeram, e o que alguém baixou.',
  'forget.done':
    'Pronto, esquecemos você. Cartões e arquivos seguem em alguns minutos; músicas ainda sendo feitas, quando terminarem. Obrigado pelas músicas.',
  'forget.usedUp': 'Este botão já foi usado, ou é de antes disso. Nada aconteceu; `/songs forget` lhe dá um novo.',

  'help.title': 'Songcircle',
  'help.intro':
    'Um servidor escreve músicas em conjunto: entra uma ideia ou uma letra, saem duas versões para ouvir, e qualquer pessoa aqui pode continuá-las.',
  'help.commands': 'Comandos',
  'help.song': '`/song` entra uma frase, sai uma música',
  'help.compose': '`/compose` sua própria letra, estilo e título; `lyrics_file` aceita letras longas em um .txt',
  'help.circle':
    '`/circle start` muitos escrevem uma música: seções, votos e então Gerar · `/circle show` · `/circle close`',
  'help.message': '**Fazer uma música disto** no menu de uma mensagem (Apps): o texto dela como letra',
  'help.forget': '`/songs forget` esquece tudo o que é seu, em todos os servidores',
  'help.settings':
    '`/settings` para quem gerencia o servidor: modelo, canais, quem pode gastar, palavras recusadas, músicas ao mesmo tempo, idioma, bloqueios',
  'help.approval':
    'Quem não pode gastar aqui pode pedir mesmo assim: a música é feita quando alguém que pode pressiona “Aprovar”.',
  'help.credits': '`/credits balance` e `/credits history` o que resta a este servidor e para onde foi',
  'help.grant': '`/credits grant` adiciona créditos a este servidor',
  'help.limit': '`/credits limit` o que um membro ou cargo pode gastar por dia',
  'help.allowance': '`/credits allowance` créditos que chegam sozinhos',
  'help.buttons': 'Botões de uma música',
  'help.buttonsText':
    '**Continuar A** segue essa versão · **De novo** faz a música outra vez · **Letra** mostra as palavras · **Cancelar** enquanto é feita · **Editar** abre suas palavras de novo',
  'help.prices': 'Preços aqui',
  'help.price_one': '{{model}} · {{service}}: {{amount}} crédito',
  'help.price_other': '{{model}} · {{service}}: {{amount}} créditos',
  'help.limits': 'Limites aqui',
  'help.limitsText':
    'Músicas ao mesmo tempo: {{member}} por membro, {{guild}} para o servidor. O servidor pode gastar {{daily}} créditos por dia (UTC) e ainda tem {{available}}.',
  'help.operators': 'Quem adiciona créditos',
  'help.privacy': 'Para onde vão suas palavras',
  'help.privacyText':
    'O que você escreve para uma música é enviado ao serviço que a faz: {{services}}. Cada arquivo pronto diz que foi feito por IA.',
  'help.privacyForget':
    '`/songs forget` tira daqui o seu nome, as suas palavras e músicas, e impede que as suas mensagens virem músicas.',

  'choice.mode.open': 'Aberto: todos leem tudo',
  'choice.mode.blind': 'Às cegas: vê-se só a última linha antes da sua',
  'choice.model_one': '{{model}} · {{service}} · {{amount}} crédito',
  'choice.model_other': '{{model}} · {{service}} · {{amount}} créditos',
  'choice.daily': 'todo dia',
  'choice.weekly': 'toda semana, às segundas',
  'choice.monthly': 'todo mês, no dia 1',

  'trouble.bug':
    'Algo deu errado do nosso lado e foi anotado como {{code}}. O que você escreveu está anexado, para que nada se perca. Tente de novo, por favor.',
  'trouble.bugNoWords': 'Algo deu errado do nosso lado e foi anotado como {{code}}. Tente de novo, por favor.',
  'trouble.typed': 'O que você escreveu, como texto',
  'trouble.oldButton': 'Este botão é de outro tempo e não faz mais nada. Use o cartão mais recente, ou o comando.',
  'trouble.elsewhere': 'O Songcircle funciona em servidores. Use-o num canal de um servidor ao qual foi adicionado.',
  'trouble.busy': 'Muita coisa ao mesmo tempo. Espere alguns segundos e tente de novo.',
  'trouble.slowForm': 'Demorou demais para abrir um formulário. Tente de novo, por favor.',
  'trouble.posted': 'O cartão da música aparece neste canal em um instante.',
  'trouble.shared': 'Aparece neste canal em um instante.',
  'trouble.blocked.member': 'Quem mantém este bot excluiu você dele. `/songs forget` continua funcionando.',
  'trouble.blocked.guild': 'Quem mantém este bot excluiu este servidor dele. `/songs forget` continua funcionando.',
  'trouble.unknownCommand':
    'Não conheço este comando; talvez seja de uma versão anterior. `/help` mostra o que existe.',

  'command.song': 'Entra uma frase, sai uma música',
  'command.song.idea': 'Sobre o que é a música',
  'command.song.instrumental': 'Sem voz',
  'command.song.model': 'Qual modelo a faz, e o preço',
  'command.compose': 'Escrever uma música: sua letra, seu estilo e seu título',
  'command.compose.model': 'Qual modelo a faz, e o preço',
  'command.compose.lyrics_file': 'A letra em um .txt, quando os 4.000 caracteres de um campo não bastam',
  'command.circle': 'Muitos escrevem uma música',
  'command.circle.start': 'Começar um círculo neste canal',
  'command.circle.start.theme': 'Sobre o que é a música',
  'command.circle.start.mode': 'Se todos leem tudo enquanto é escrita',
  'command.circle.start.model': 'Qual modelo a faz, e o preço',
  'command.circle.show': 'Mostrar de novo o círculo deste canal',
  'command.circle.close': 'Encerrar o círculo deste canal; o texto fica',
  'command.help': 'Comandos, preços e limites, e para onde vão suas palavras',
  'command.songs': 'Suas músicas',
  'command.songs.forget': 'Esquecer tudo o que é meu: nomes, palavras, músicas',
  'menu.makeSong': 'Fazer uma música disto',

  'operator.unknown_outcome':
    'Songcircle: a conexão com {{service}} caiu enquanto a música {{songId}} era entregue. Ela não é enviada de novo; o serviço pode tê-la cobrado.',
  'operator.needs_you':
    'Songcircle: {{service}} não consegue trabalhar até que alguém intervenha ({{reason}}). Enquanto isso as músicas vão para outros serviços ou são devolvidas.',
  'operator.well': 'Songcircle: {{service}} voltou a funcionar.',
};
