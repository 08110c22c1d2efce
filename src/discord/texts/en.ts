/**
 * Every sentence people read, in English: the catalogue that the other languages follow. `{{name}}` is filled in; values
 * that members or services wrote are made harmless before they come here. `_one` and `_other` are plural forms.
 */
import { en as circles } from './circles/en.ts';
import { en as server } from './server/en.ts';

export const en = {
  ...circles,
  ...server,
  // The card
  'card.untitled': 'Song',
  'card.price_one': 'Price: {{amount}} credit',
  'card.price_other': 'Price: {{amount}} credits',
  'card.left_one': '{{amount}} credit left',
  'card.left_other': '{{amount}} credits left',
  'card.asked': 'Asked for by',
  'card.approved': 'Approved by',
  'card.wrote': 'Words by',
  'card.forgotten': 'somebody who was forgotten',
  'card.service': 'Service',
  'card.style': 'Style',
  'card.continues': 'Continues',
  'card.continuesFrom': '{{song}}, take {{take}}, from {{second}}',
  'card.tailOnly': 'These files hold only the continuation, without the part it continues.',
  'card.take': 'Take {{take}}',
  'card.takeLength': 'Take {{take}}: {{length}}',
  'card.takeWorking': 'Take {{take}}: still being made',
  'card.takeFailed': 'Take {{take}}: the service could not make it',
  'card.video': 'Video',
  'card.aiMade': 'AI-made · {{service}}',
  'card.cover': 'Cover of {{title}}, take {{take}}: a picture made for this song',
  'card.audio': '{{title}}, take {{take}}: an AI-made song as MP3',
  'card.notHonoured': '{{service}} has no use for: {{fields}}.',
  'card.late': 'It came late, after the credits went back: it is free.',
  'card.someFailed_one': 'One take could not be made.',
  'card.someFailed_other': '{{count}} takes could not be made.',
  'card.partBack_one': '{{amount}} credit came back.',
  'card.partBack_other': '{{amount}} credits came back.',
  'card.leftOut': 'Take {{take}} is not attached: its file is larger than this place allows, or no longer here.',
  'card.linked': '[Listen at the service]({{link}}), which keeps it for about two weeks.',
  'card.encoded': 'Take {{take}} was encoded at {{rate}} kbit/s to fit here.',
  'card.goesOn':
    '{{who}} cancelled. The service was already at work and cannot stop: the song comes as a direct message, and its credits are spent.',
  'card.sentPrivately':
    '{{who}} cancelled. The service was already at work: the song was made, its credits are spent, and it went out as a direct message.',
  'card.privatelyClosed': '{{who}} cancelled, but the song was made and direct messages are closed: so it is here.',
  'card.privateIntro': 'The song that was cancelled was made all the same. Here it is.',
  'card.moved': 'The earlier card can no longer be changed: {{link}}',
  'card.elsewhere': 'The card could not be shown where it was asked for, so here it is.',
  'card.forgottenSong':
    'This song was forgotten: its words and files are gone, because whoever asked for it or wrote it wished so.',
  'board.moved': 'The earlier message can no longer be changed: {{link}}',

  'section.verse': 'Verse',
  'section.chorus': 'Chorus',
  'section.pre_chorus': 'Pre-chorus',
  'section.hook': 'Hook',
  'section.bridge': 'Bridge',
  'section.intro': 'Intro',
  'section.interlude': 'Interlude',
  'section.outro': 'Outro',

  'stage.queued': 'Waiting for its turn',
  'stage.words': 'Writing words and style',
  'stage.music': 'Making the music',
  'stage.first': 'The first take is here; the rest is still being made',
  'stage.fetching': 'Bringing the files here',
  'stage.uncertain':
    'The line to {{service}} broke while the song was being handed over. It may still be heard of; if not, the credits go back.',
  'stage.estimate': 'It should be done {{when}}.',
  'stage.pastEstimate':
    'It takes longer than usual (asked {{when}}). Nothing is lost: it arrives here, or the credits go back.',

  'ending.cancelled': 'Cancelled before the service was asked.',
  'ending.text': '{{service}} refuses these words. Change them and send them again.',
  'ending.unavailable':
    'The music service is not available at the moment. The people who run the bot have been told; try again later.',
  'ending.track_gone': '{{service}} no longer has the take that this song was to continue.',
  'ending.invalid':
    '{{service}} did not understand the request. That is not about your words; the people who run the bot have been told.',
  'ending.service': '{{service}} tried and could not make this song. Sending it again often helps.',
  'ending.unknown_outcome':
    'The line to {{service}} broke while the song was being handed over. It is never sent twice; you may ask for it again.',
  'ending.silent': '{{service}} did not answer in time. Should the song still arrive, it is free.',
  'ending.nowhere': 'The song was made, but there was no place left to show it.',
  'ending.creditsBack_one': 'The {{amount}} credit went back.',
  'ending.creditsBack_other': 'The {{amount}} credits went back.',
  'ending.creditsHeld': 'The credits stay set aside until it is known what became of it.',

  // Buttons
  'button.extend': 'Extend {{take}}',
  'button.again': 'Again',
  'button.lyrics': 'Lyrics',
  'button.cancel': 'Cancel',
  'button.edit': 'Edit',
  'button.forget': 'Forget me',
  'button.approve': 'Approve',
  'button.decline': 'Decline',
  'button.goToSong': 'Go to the song',
  'button.leave': 'Leave',
  'button.manage': 'Manage',
  'button.goOn': 'Extend',
  'button.addSection': 'Add section',
  'button.suggest.title': 'Suggest title',
  'button.suggest.style': 'Suggest style',
  'button.vote': 'Vote',
  'button.editMine': 'Edit mine',
  'button.generate': 'Generate',
  'button.goToCircle': 'Go to the circle',
  'button.older': 'Older',
  'button.newer': 'Newer',

  // Forms
  'form.compose': 'Write a song',
  'form.idea': 'Edit the idea',
  'form.extend': 'Extend: {{title}}',
  'form.addSection': 'Add section',
  'form.editSection': 'Edit your section',
  'form.lineBefore': '**The last line before yours:**',
  'form.lyricsFile':
    '**Lyrics**: what is in the file {{name}}. For another one, use `/compose` again with `lyrics_file`.',
  'field.idea': 'Idea',
  'field.idea.hint': 'One sentence; the service writes lyrics, style and title.',
  'field.title': 'Title',
  'field.title.hint': 'Empty: the first line of the lyrics.',
  'field.style': 'Style (tags)',
  'field.style.hint': 'Genre, mood, tempo: dream pop, hopeful, 96 bpm.',
  'field.lyrics': 'Lyrics',
  'field.lyrics.hint': '[Verse] [Chorus] [Bridge] [Intro] [Outro]; may be empty when Vocals is None.',
  'field.lyrics.extendHint': 'Empty: the service goes on by itself.',
  'field.kind': 'Kind of section',
  'field.lyrics.circleHint': 'Only the words; the tag of the section is added by itself.',
  'field.lyrics.editHint': 'Empty: the section is removed.',
  'field.avoid': 'Avoid (tags)',
  'field.avoid.hint': 'What should not be heard.',
  'field.vocals': 'Vocals',
  'field.vocals.any': 'Any',
  'field.vocals.female': 'Female',
  'field.vocals.male': 'Male',
  'field.vocals.none': 'None',
  'field.vocals.none.hint': 'Instrumental',
  'field.instrumental': 'Instrumental',
  'field.instrumental.no': 'No, with vocals',
  'field.instrumental.yes': 'Yes, without vocals',
  'field.from': 'From second',
  'field.from.hint': 'Where the continuation begins, e.g. 1:45. Empty: the end of the track.',
  'field.from.placeholder': '{{second}} (the end)',

  // Refusals: why, and what helps
  'refusal.empty': '{{field}} is empty. Fill it in and send it again.',
  'refusal.empty.lyrics': 'Lyrics is empty. Write some, or choose None under Vocals for an instrumental song.',
  'refusal.too_long':
    '{{field}} is too long: this model takes {{limit}} characters, yours has {{length}}, {{over}} too many. Shorten it or choose another model.',
  'refusal.lyrics_file.kind':
    'Lyrics are read from a text file (.txt) only. Attach one with `/compose`, or paste the words into its form.',
  'refusal.lyrics_file.too_large':
    'The file is too large for lyrics: at most {{limit}} KiB are read. Attach a shorter one with `/compose`, or paste the words into its form.',
  'refusal.lyrics_file.empty':
    'There is nothing in the lyrics file. Attach another one with `/compose`, or paste the words into its form.',
  'refusal.lyrics_file.not_text':
    'The lyrics file is not text in UTF-8. Save it as UTF-8 and attach it again with `/compose`, or paste the words into the form.',
  'refusal.lyrics_file.unreadable':
    'The lyrics file could not be read. Attach it again with `/compose`, or paste the words into the form.',
  'refusal.bad_second':
    '“{{typed}}” is no moment of this track. Write seconds or minutes and seconds, from 0:01 to {{end}}, e.g. 1:45.',
  'refusal.unknown_model': 'There is no model “{{typed}}” here. Choose one from the list that opens while you type.',
  'refusal.bot_lacks':
    'I cannot work in this channel: I lack {{permissions}}. Somebody with Manage Channels can allow it; nothing was charged.',
  'refusal.thread_closed':
    'This thread is archived or locked, so a song could not be shown here. Open it again, or ask in another channel; nothing was charged.',
  'refusal.credits_one':
    'This song costs {{price}} credit and the server has {{available}}. {{operators}} can add credits.',
  'refusal.credits_other':
    'This song costs {{price}} credits and the server has {{available}}. {{operators}} can add credits.',
  'refusal.member_daily':
    'Your limit here is {{limit}} a day, in credits, and you have used {{spent}}; this song costs {{price}}. It works again {{when}}. Somebody with Manage Server can change the limit.',
  'refusal.member_daily.never':
    'This song costs {{price}}, and your limit here is {{limit}} a day, in credits. Somebody with Manage Server can change the limit.',
  'refusal.guild_daily':
    'This server may spend {{limit}} credits a day and has used {{spent}}; this song costs {{price}}. It works again {{when}}.',
  'refusal.bot_daily': 'All servers together have spent what the bot may spend today. It works again {{when}}.',
  'refusal.member_at_once_one':
    'You have {{count}} song going, as many as one member may. Wait until it is done, or cancel it.',
  'refusal.member_at_once_other':
    'You have {{count}} songs going, as many as one member may. Wait until one is done, or cancel one.',
  'refusal.guild_at_once_one': 'This server has {{count}} song going, as many as it may. Try again when it is done.',
  'refusal.guild_at_once_other':
    'This server has {{count}} songs going, as many as it may. Try again when one is done.',
  'refusal.track_gone': 'The service no longer has this take, so it cannot be continued. Again makes a new one.',
  'refusal.forgotten': 'This song was forgotten, its words and takes with it, so nothing more can be made of it.',
  'refusal.author_refuses':
    'Whoever wrote this message wants no songs made of their messages. Write words of your own with `/compose`.',
  'refusal.cannot_extend': '{{service}} cannot continue songs. A song of another service can be extended.',
  'refusal.unavailable': 'No music service is available at the moment. Try again later; nothing was charged.',
  'refusal.refused_word': '{{field}} has a word in it that is not taken here. Change it and send it again.',
  'refusal.refused_texts':
    'Music services refused {{limit}} of your texts within an hour, and each refusal may cost money. It works again {{when}}.',
  'refusal.channel': 'Songs are not asked for in this channel. Use {{channels}}.',
  'refusal.waiting_one': '{{count}} request of yours waits for approval, as many as may. Wait until it is decided.',
  'refusal.waiting_other': '{{count}} requests of yours wait for approval, as many as may. Wait until one is decided.',
  'refusal.not_approved.declined': 'This request was declined.',
  'refusal.not_approved.expired': 'Nobody decided about this request in time.',
  'refusal.kept': 'Your words are kept for 24 hours: Edit opens them again.',
  'field.name.idea': 'Idea',
  'field.name.title': 'Title',
  'field.name.style': 'Style (tags)',
  'field.name.lyrics': 'Lyrics',
  'field.name.avoid': 'Avoid (tags)',
  'field.name.vocals': 'Vocals',
  'field.name.instrumental': 'Instrumental',
  'permission.viewChannel': 'View Channel',
  'permission.sendMessages': 'Send Messages',
  'permission.sendMessagesInThreads': 'Send Messages in Threads',
  'permission.attachFiles': 'Attach Files',
  'permission.embedLinks': 'Embed Links',

  // Notes
  'note.first':
    'Welcome to Songcircle. This server has {{left}} to spend before anybody pays. {{operators}} can add more with `/credits grant`. `/help` shows commands, prices and limits.',
  'note.credits_one': '{{amount}} credit',
  'note.credits_other': '{{amount}} credits',
  'note.operators': 'The people who run this bot',
  'note.kept': 'You still have words that were not sent: “{{words}}”',
  'note.alreadyGoing': 'You asked for this song again already, and it is still being made.',
  'note.unknownSong': 'This song is no longer known here.',
  'note.unknownDraft': 'These words are no longer kept, or they are not yours.',
  'note.notYourWords': 'Only the member who wrote these words can edit them. Again makes the song once more for you.',
  'note.noLyrics': 'This song has no words.',
  'note.lyricsTitle': 'Lyrics: {{title}}',
  'note.lyricsFile': 'The words are in the file.',
  'note.lyricsFileAlt': 'The lyrics of {{title}} as text',
  'note.cancelReleased': 'Cancelled. Nothing was sent, and the credits are back.',
  'note.cancelGoesOn':
    'The service is already at work and cannot stop. The song is paid for; it comes as a direct message when it is done.',
  'note.cancelOver': 'This song is over already; there is nothing left to cancel.',
  'note.cancelNotYours': 'Only the member who asked for this song, or somebody with Manage Server, can cancel it.',
  'note.declined': 'Declined. The words went back to whoever wrote them.',
  'note.notNow': '{{why}}\nThe request waits on, so you can approve it later.',
  'note.alreadyAsked': 'You asked for this already, and it waits for approval.',
  'note.approvalOver': 'This request is decided already.',
  'note.approvalUnknown': 'This request is no longer known here.',
  'note.approvalNoRight':
    'Only members who may spend the credits of this server, or who have Manage Server, decide about requests.',
  'note.approvalBlocked':
    'Whoever asked for this is blocked by now. Unblock them with `/settings block`, or decline it.',
  'note.blocked': 'You cannot use this bot in this server. Its managers can change that; `/help` still answers.',
  'note.managersOnly': 'Only members with Manage Server may do that.',
  'note.notReady': 'This take is not there yet.',
  'note.messageByBot': 'A bot wrote this message. Songs are made of what people write.',
  'note.messageEmpty':
    'There is no text in this message to sing. Choose one with words, or write your own with `/compose`.',

  // Forgetting
  'forget.title': 'Forget everything of yours?',
  'forget.explained':
    'This holds for every server that Songcircle is in, and cannot be undone. Nothing happens until you press the button.',
  'forget.goes': 'What goes',
  'forget.goesText':
    '• Songs that you asked for, or wrote alone: words, tracks and covers. Their cards only say that they were forgotten, and so do copies that others made of your words with Again. Songs still being made follow as soon as they end.\n• In songs that several wrote: your sections and your name.\n• You leave your circles, and your words there go.\n• Words that you have not sent, and files of lyrics.\n• Nobody can make a song of a message of yours again, for good.',
  'forget.stays': 'What stays',
  'forget.staysText':
    '• How many credits songs cost, without your name.\n• Songs that others made, also those that continue one of yours, and the recordings of songs that several wrote.\n• What music services keep of the songs they made, and what people downloaded.',
  'forget.done':
    'You are forgotten. Cards and files follow within minutes, songs still being made when they end. Thank you for the songs.',
  'forget.usedUp':
    'This button was used already, or is from before you were forgotten. Nothing happened; `/songs forget` gives you a new one.',

  // Help
  'help.title': 'Songcircle',
  'help.intro':
    'A server writes songs together: an idea or lyrics go in, two playable takes come out, and anybody here can carry them on.',
  'help.commands': 'Commands',
  'help.song': '`/song` one sentence in, a song out',
  'help.compose': '`/compose` your own lyrics, style and title; `lyrics_file` takes long lyrics as a .txt',
  'help.circle':
    '`/circle start` many write one song: sections, votes, then Generate · `/circle show` · `/circle close`',
  'help.message': '**Make a song of this** in the menu of a message (Apps): its text as lyrics',
  'help.forget': '`/songs forget` everything of yours, in every server',
  'help.settings':
    '`/settings` for managers: model, channels, who may spend, refused words, songs at once, language, blocks',
  'help.approval':
    'Who may not spend here may ask all the same: the song is made once somebody who may presses **Approve**.',
  'help.credits': '`/credits balance` and `/credits history` what this server has left, and where it went',
  'help.grant': '`/credits grant` adds credits to this server',
  'help.limit': '`/credits limit` what a member or role may spend a day',
  'help.allowance': '`/credits allowance` credits that come by themselves',
  'help.buttons': 'Buttons on a song',
  'help.buttonsText':
    '**Extend A** continues that take · **Again** makes the song once more · **Lyrics** shows the words · **Cancel** while it is being made · **Edit** opens your words again',
  'help.prices': 'Prices here',
  'help.price_one': '{{model}} · {{service}}: {{amount}} credit',
  'help.price_other': '{{model}} · {{service}}: {{amount}} credits',
  'help.limits': 'Limits here',
  'help.limitsText':
    'Songs at once: {{member}} for a member, {{guild}} for the server. The server may spend {{daily}} credits a day (UTC) and has {{available}} left.',
  'help.operators': 'Who adds credits',
  'help.privacy': 'Where your words go',
  'help.privacyText':
    'What you write for a song is sent to the service that makes it: {{services}}. Every finished file says that it is AI-made.',
  'help.privacyForget':
    '`/songs forget` takes your name, words and songs out of here, and keeps your messages from becoming songs.',

  // Choices
  'choice.mode.open': 'Open: everybody reads everything',
  'choice.mode.blind': 'Blind: one sees only the last line before one’s own',
  'choice.model_one': '{{model}} · {{service}} · {{amount}} credit',
  'choice.model_other': '{{model}} · {{service}} · {{amount}} credits',
  'choice.daily': 'daily',
  'choice.weekly': 'weekly, on Mondays',
  'choice.monthly': 'monthly, on the first',

  // When something is not as it should be
  'trouble.bug':
    'That went wrong on our side, and it was written down as {{code}}. What you typed is attached, so that nothing is lost. Please try again.',
  'trouble.bugNoWords': 'That went wrong on our side, and it was written down as {{code}}. Please try again.',
  'trouble.typed': 'What you typed, as text',
  'trouble.oldButton':
    'This button is from another time and no longer does anything. Use the newest card, or the command.',
  'trouble.elsewhere': 'Songcircle works in servers. Use it in a channel of a server it was added to.',
  'trouble.busy': 'Too much at once. Wait a few seconds and try again.',
  'trouble.slowForm': 'That took too long for Discord to open a form. Please try again.',
  'trouble.posted': 'The song’s card appears in this channel in a moment.',
  'trouble.shared': 'It appears in this channel in a moment.',
  'trouble.blocked.member': 'Whoever runs this bot has shut you out of it. `/songs forget` still works.',
  'trouble.blocked.guild': 'Whoever runs this bot has shut this server out of it. `/songs forget` still works.',
  'trouble.unknownCommand': 'I do not know this command; it may be from an older version. `/help` shows what there is.',

  // Shown in Discord's command picker
  'command.song': 'One sentence in, a song out',
  'command.song.idea': 'What the song is about',
  'command.song.instrumental': 'Without vocals',
  'command.song.model': 'Which model makes it, and its price',
  'command.compose': 'Write a song: your lyrics, style and title',
  'command.compose.model': 'Which model makes it, and its price',
  'command.compose.lyrics_file': 'Lyrics as a .txt, when the 4,000 characters of a field are too few',
  'command.circle': 'Many write one song',
  'command.circle.start': 'Begin a circle in this channel',
  'command.circle.start.theme': 'What the song is about',
  'command.circle.start.mode': 'Whether everybody reads everything while it is written',
  'command.circle.start.model': 'Which model makes it, and its price',
  'command.circle.show': 'Show this channel’s circle again',
  'command.circle.close': 'End this channel’s circle; its text stays',
  'command.help': 'Commands, prices and limits, and where your words go',
  'command.songs': 'Your songs',
  'command.songs.forget': 'Forget everything of mine: names, words, songs',
  'menu.makeSong': 'Make a song of this',

  // To the operators
  'operator.unknown_outcome':
    'Songcircle: the line to {{service}} broke while song {{songId}} was being handed over. It is not sent again; the service may have charged for it.',
  'operator.needs_you':
    'Songcircle: {{service}} cannot work until somebody acts ({{reason}}). Songs go to other services meanwhile, or are given back.',
  'operator.well': 'Songcircle: {{service}} works again.',
} as const;
