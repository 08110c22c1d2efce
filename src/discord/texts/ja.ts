/** Japanese. It has one plural form. */
import type { Catalogue } from './catalogue.ts';
import { ja as circles } from './circles/ja.ts';
import { ja as server } from './server/ja.ts';

export const ja: Catalogue = {
  ...circles,
  ...server,
  'card.untitled': '曲',
  'card.price_other': '料金: {{amount}} クレジット',
  'card.left_other': '残り {{amount}} クレジット',
  'card.asked': 'リクエスト',
  'card.approved': '承認',
  'card.wrote': '歌詞',
  'card.forgotten': '情報を削除したメンバー',
  'card.service': 'サービス',
  'card.style': 'スタイル',
  'card.continues': '元の曲',
  'card.continuesFrom': '{{song}}、テイク{{take}}、{{second}} から',
  'card.tailOnly': 'ファイルに入っているのは続きの部分だけで、元の部分は含まれません。',
  'card.take': 'テイク{{take}}',
  'card.takeLength': 'テイク{{take}}: {{length}}',
  'card.takeWorking': 'テイク{{take}}: 制作中です',
  'card.takeFailed': 'テイク{{take}}: サービスが作れませんでした',
  'card.video': '動画',
  'card.aiMade': 'AI による制作 · {{service}}',
  'card.cover': '「{{title}}」テイク{{take}}のカバー。この曲のために作られた画像です',
  'card.audio': '「{{title}}」テイク{{take}}。AI が作った曲の MP3 です',
  'card.notHonoured': '{{service}} では次の指定を使えません: {{fields}}。',
  'card.late': 'クレジットの返却後に届いたため、無料です。',
  'card.someFailed_other': '{{count}} 個のテイクを作れませんでした。',
  'card.partBack_other': '{{amount}} クレジットが戻りました。',
  'card.leftOut':
    'テイク{{take}}は添付されていません。ファイルがここで許される大きさを超えているか、もう残っていません。',
  'card.linked': '[サービスで聴く]({{link}})ことができます。サービスでの保存期間は約2週間です。',
  'card.encoded': 'テイク{{take}}は、ここに収まるように {{rate}} kbit/s でエンコードしました。',
  'card.goesOn':
    '{{who}} がキャンセルしました。サービスはすでに制作中で止められません。曲はダイレクトメッセージで届き、クレジットは消費されます。',
  'card.sentPrivately':
    '{{who}} がキャンセルしました。サービスはすでに制作中だったため曲は完成し、クレジットは消費され、ダイレクトメッセージで送られました。',
  'card.privatelyClosed':
    '{{who}} がキャンセルしましたが、曲は完成し、ダイレクトメッセージを送れないため、ここに表示します。',
  'card.privateIntro': 'キャンセルされた曲が完成しました。こちらです。',
  'card.moved': '前のカードはもう変更できません: {{link}}',
  'card.elsewhere': 'リクエストされた場所にカードを表示できなかったため、こちらにお送りします。',
  'card.forgottenSong':
    'この曲は削除されました。リクエストした人、または書いた人の希望により、言葉もファイルも残っていません。',
  'board.moved': '前のメッセージはもう変更できません: {{link}}',

  'section.verse': 'ヴァース',
  'section.chorus': 'サビ',
  'section.pre_chorus': 'Bメロ',
  'section.hook': 'フック',
  'section.bridge': 'ブリッジ',
  'section.intro': 'イントロ',
  'section.interlude': '間奏',
  'section.outro': 'アウトロ',

  'stage.queued': '順番を待っています',
  'stage.words': '歌詞とスタイルを書いています',
  'stage.music': '音楽を作っています',
  'stage.first': '最初のテイクができました。残りは制作中です',
  'stage.fetching': 'ファイルを取り寄せています',
  'stage.uncertain':
    '曲を渡している途中で {{service}} との接続が切れました。まだ連絡が来るかもしれません。来なければクレジットは戻ります。',
  'stage.estimate': '完成の見込み: {{when}}',
  'stage.pastEstimate':
    'いつもより時間がかかっています（リクエスト: {{when}}）。失われるものはありません。ここに届くか、クレジットが戻ります。',

  'ending.cancelled': 'サービスに頼む前にキャンセルされました。',
  'ending.text': '{{service}} がこの言葉を受け付けませんでした。書き直して、もう一度送ってください。',
  'ending.unavailable':
    '音楽サービスは現在利用できません。ボットの運営者に知らせました。あとでもう一度お試しください。',
  'ending.track_gone': '{{service}} には、続きを作るはずだったテイクがもうありません。',
  'ending.invalid':
    '{{service}} がリクエストを理解できませんでした。あなたの言葉のせいではありません。ボットの運営者に知らせました。',
  'ending.service': '{{service}} はこの曲を作れませんでした。もう一度送るとうまくいくことがよくあります。',
  'ending.unknown_outcome':
    '曲を渡している途中で {{service}} との接続が切れました。二度送られることはありません。もう一度リクエストできます。',
  'ending.silent': '{{service}} から時間内に返事がありませんでした。あとから曲が届いた場合は無料です。',
  'ending.nowhere': '曲は完成しましたが、表示できる場所が残っていませんでした。',
  'ending.creditsBack_other': '{{amount}} クレジットが戻りました。',
  'ending.creditsHeld': '結果がわかるまで、クレジットは取り置かれます。',

  'button.extend': '{{take}} の続き',
  'button.again': 'もう一度',
  'button.lyrics': '歌詞',
  'button.cancel': 'キャンセル',
  'button.edit': '編集',
  'button.forget': '私の情報を削除',
  'button.approve': '承認',
  'button.decline': '却下',
  'button.goToSong': '曲へ移動',
  'button.leave': '退出',
  'button.manage': '管理',
  'button.goOn': '続ける',
  'button.addSection': 'セクションを追加',
  'button.suggest.title': 'タイトルを提案',
  'button.suggest.style': 'スタイルを提案',
  'button.vote': '投票',
  'button.editMine': '自分の分を編集',
  'button.generate': '生成',
  'button.goToCircle': 'サークルへ',
  'button.older': '前へ',
  'button.newer': '新しい方へ',

  'form.compose': '曲を書く',
  'form.idea': 'アイデアを編集',
  'form.extend': '続き: {{title}}',
  'form.addSection': 'セクションを追加',
  'form.editSection': '自分のセクションを編集',
  'form.lineBefore': '**直前の最後の一行：**',
  'form.lyricsFile':
    '**歌詞**: ファイル {{name}} の内容です。別のファイルにするには、もう一度 `/compose` で `lyrics_file` を選んでください。',
  'field.idea': 'アイデア',
  'field.idea.hint': '一文で。歌詞、スタイル、タイトルはサービスが書きます。',
  'field.title': 'タイトル',
  'field.title.hint': '空欄なら歌詞の一行目になります。',
  'field.style': 'スタイル（タグ）',
  'field.style.hint': 'ジャンル、雰囲気、テンポ: dream pop, hopeful, 96 bpm',
  'field.lyrics': '歌詞',
  'field.lyrics.hint': '[Verse] [Chorus] [Bridge] [Intro] [Outro]。ボーカルなしなら空欄でも構いません。',
  'field.lyrics.extendHint': '空欄ならサービスが自分で続けます。',
  'field.kind': 'セクションの種類',
  'field.lyrics.circleHint': '歌詞だけを書いてください。セクションのタグは自動で付きます。',
  'field.lyrics.editHint': '空にするとセクションは削除されます。',
  'field.avoid': '避けるもの（タグ）',
  'field.avoid.hint': '聞こえてほしくないもの。',
  'field.vocals': 'ボーカル',
  'field.vocals.any': 'おまかせ',
  'field.vocals.female': '女性',
  'field.vocals.male': '男性',
  'field.vocals.none': 'なし',
  'field.vocals.none.hint': 'インストゥルメンタル',
  'field.instrumental': 'インストゥルメンタル',
  'field.instrumental.no': 'いいえ、ボーカルあり',
  'field.instrumental.yes': 'はい、ボーカルなし',
  'field.from': '開始位置（秒）',
  'field.from.hint': '続きが始まる位置。例: 1:45。空欄なら曲の終わりから。',
  'field.from.placeholder': '{{second}}（終わり）',

  'refusal.empty': '「{{field}}」が空欄です。入力して、もう一度送ってください。',
  'refusal.empty.lyrics': '歌詞が空欄です。歌詞を書くか、ボーカルで「なし」を選ぶとインストゥルメンタルになります。',
  'refusal.too_long':
    '「{{field}}」が長すぎます。このモデルは {{limit}} 文字までですが、{{length}} 文字あり、{{over}} 文字多いです。短くするか、別のモデルを選んでください。',
  'refusal.lyrics_file.kind':
    '歌詞はテキストファイル（.txt）からのみ読み込めます。`/compose` で添付するか、そのフォームに貼り付けてください。',
  'refusal.lyrics_file.too_large':
    '歌詞のファイルが大きすぎます。読み込めるのは {{limit}} KiB までです。`/compose` で短いものを添付するか、そのフォームに貼り付けてください。',
  'refusal.lyrics_file.empty':
    '歌詞のファイルに何も書かれていません。`/compose` で別のものを添付するか、そのフォームに貼り付けてください。',
  'refusal.lyrics_file.not_text':
    '歌詞のファイルが UTF-8 のテキストではありません。UTF-8 で保存し直して `/compose` でもう一度添付するか、フォームに貼り付けてください。',
  'refusal.lyrics_file.unreadable':
    '歌詞のファイルを読み込めませんでした。`/compose` でもう一度添付するか、フォームに貼り付けてください。',
  'refusal.bad_second':
    '「{{typed}}」はこの曲の中の時間ではありません。秒、または分と秒で、0:01 から {{end}} までを書いてください。例: 1:45',
  'refusal.unknown_model': '「{{typed}}」というモデルはありません。入力中に開く一覧から選んでください。',
  'refusal.bot_lacks':
    'このチャンネルでは動作できません。次の権限がありません: {{permissions}}。チャンネルを管理できる人が許可できます。料金はかかっていません。',
  'refusal.thread_closed':
    'このスレッドはアーカイブまたはロックされているため、曲を表示できません。開き直すか、別のチャンネルでお試しください。料金はかかっていません。',
  'refusal.credits_other':
    'この曲は {{price}} クレジットですが、サーバーの残高は {{available}} です。クレジットを追加できる人: {{operators}}',
  'refusal.member_daily':
    'ここでのあなたの上限は 1 日 {{limit}} クレジットで、今日は {{spent}} を使いました。この曲は {{price}} です。{{when}}にまた使えます。上限はサーバー管理権限を持つ人が変更できます。',
  'refusal.member_daily.never':
    'この曲は {{price}} クレジットですが、ここでのあなたの上限は 1 日 {{limit}} です。上限はサーバー管理権限を持つ人が変更できます。',
  'refusal.guild_daily':
    'このサーバーは一日に {{limit}} クレジットまで使えます。すでに {{spent}} を使い、この曲は {{price}} です。再開: {{when}}',
  'refusal.bot_daily': 'すべてのサーバーを合わせて、ボットが今日使える分に達しました。再開: {{when}}',
  'refusal.member_at_once_other':
    '制作中の曲が {{count}} 曲あり、メンバー一人の上限です。完成を待つか、どれかをキャンセルしてください。',
  'refusal.guild_at_once_other':
    'このサーバーでは {{count}} 曲が制作中で、上限です。どれかが完成したら、もう一度お試しください。',
  'refusal.track_gone': 'サービスにこのテイクがもうないため、続きを作れません。「もう一度」で新しく作れます。',
  'refusal.forgotten': 'この曲は言葉もテイクも削除されたため、もう何も作れません。',
  'refusal.author_refuses':
    'このメッセージを書いた人は、自分のメッセージを曲にされることを望んでいません。`/compose` で自分の言葉を書けます。',
  'refusal.cannot_extend': '{{service}} は曲の続きを作れません。ほかのサービスの曲なら続けられます。',
  'refusal.unavailable':
    '現在利用できる音楽サービスがありません。あとでもう一度お試しください。料金はかかっていません。',
  'refusal.refused_word': '「{{field}}」に、ここでは使えない言葉があります。書き直して、もう一度送ってください。',
  'refusal.refused_texts':
    '音楽サービスが1時間のうちにあなたの文章を{{limit}}件断りました。断られるたびに料金がかかることがあります。{{when}}にまた使えます。',
  'refusal.channel': 'このチャンネルでは曲をリクエストできません。{{channels}} を使ってください。',
  'refusal.waiting_other':
    'あなたのリクエストが {{count}} 件、承認を待っています。これが上限です。どれかが決まるまでお待ちください。',
  'refusal.not_approved.declined': 'このリクエストは却下されました。',
  'refusal.not_approved.expired': 'このリクエストは期限までに誰も決めませんでした。',
  'refusal.kept': '書いた言葉は 24 時間保存されます。「編集」でもう一度開けます。',
  'field.name.idea': 'アイデア',
  'field.name.title': 'タイトル',
  'field.name.style': 'スタイル（タグ）',
  'field.name.lyrics': '歌詞',
  'field.name.avoid': '避けるもの（タグ）',
  'field.name.vocals': 'ボーカル',
  'field.name.instrumental': 'インストゥルメンタル',
  'permission.viewChannel': 'チャンネルを見る',
  'permission.sendMessages': 'メッセージを送信',
  'permission.sendMessagesInThreads': 'スレッドでメッセージを送信',
  'permission.attachFiles': 'ファイルを添付',
  'permission.embedLinks': '埋め込みリンク',

  'note.first':
    'Songcircle へようこそ。このサーバーは {{left}} を無料で使えます。`/credits grant` で追加できる人: {{operators}}。`/help` でコマンド、料金、上限を確認できます。',
  'note.credits_other': '{{amount}} クレジット',
  'note.operators': 'このボットの運営者',
  'note.kept': 'まだ送られていない言葉があります: 「{{words}}」',
  'note.alreadyGoing': 'この曲はすでにもう一度リクエストされていて、制作中です。',
  'note.unknownSong': 'この曲はもう登録されていません。',
  'note.unknownDraft': 'この言葉はもう保存されていないか、あなたのものではありません。',
  'note.notYourWords': '編集できるのは書いた本人だけです。「もう一度」で、あなたのために作り直せます。',
  'note.noLyrics': 'この曲には歌詞がありません。',
  'note.lyricsTitle': '歌詞: {{title}}',
  'note.lyricsFile': '歌詞はファイルに入っています。',
  'note.lyricsFileAlt': '「{{title}}」の歌詞のテキスト',
  'note.cancelReleased': 'キャンセルしました。何も送られておらず、クレジットは戻りました。',
  'note.cancelGoesOn':
    'サービスはすでに制作中で止められません。曲の料金は支払われ、完成したらダイレクトメッセージで届きます。',
  'note.cancelOver': 'この曲はすでに終わっていて、キャンセルするものがありません。',
  'note.cancelNotYours': 'キャンセルできるのは、リクエストした本人か、サーバーを管理できる人だけです。',
  'note.declined': '却下しました。言葉は書いた本人に戻りました。',
  'note.notNow': '{{why}}\nリクエストは待ち続けます。あとで承認できます。',
  'note.alreadyAsked': 'これはすでにリクエスト済みで、承認を待っています。',
  'note.approvalOver': 'このリクエストはもう決まっています。',
  'note.approvalUnknown': 'このリクエストはここにはもうありません。',
  'note.approvalNoRight':
    'リクエストを決められるのは、このサーバーのクレジットを使える人か、サーバーを管理できる人だけです。',
  'note.approvalBlocked':
    'リクエストした人は今ブロックされています。`/settings block` で解除するか、却下してください。',
  'note.blocked': 'このサーバーではこのボットを使えません。サーバーを管理する人が変更できます。`/help` は使えます。',
  'note.managersOnly': 'これはサーバーを管理できる人だけができます。',
  'note.notReady': 'このテイクはまだできていません。',
  'note.messageByBot': 'これはボットのメッセージです。曲は人が書いた言葉から作ります。',
  'note.messageEmpty':
    'このメッセージには歌える文章がありません。言葉のあるメッセージを選ぶか、`/compose` で自分の言葉を書いてください。',

  'forget.title': 'あなたのものをすべて削除しますか？',
  'forget.explained': 'Songcircle がいるすべてのサーバーが対象で、取り消せません。ボタンを押すまでは何も起こりません。',
  'forget.goes': 'なくなるもの',
  'forget.goesText':
    '• あなたがリクエストした曲、ひとりで書いた曲の言葉、音源、カバー。カードには削除されたことだけが残ります。ほかの人が「もう一度」であなたの言葉から作った曲も同じです。制作中の曲は、終わりしだい削除されます。\n• 何人かで書いた曲の、あなたの部分と名前。\n• サークルから抜け、そこで書いた言葉もなくなります。\n• 送っていない言葉と、歌詞のファイル。\n• 今後ずっと、あなたのメッセージから曲を作ることは誰にもできません。',
  'forget.stays': '残るもの',
  'forget.staysText':
    '• 曲に使われたクレジットの数（あなたの名前はなし）。\n• ほかの人が作った曲（あなたの曲の続きも含む）と、何人かで書いた曲の録音。\n• 音楽サービスが自分で保管しているものと、誰かがダウンロードしたもの。',
  'forget.done':
    '削除しました。カードとファイルは数分のうちに、制作中の曲は終わりしだい消えます。たくさんの曲をありがとうございました。',
  'forget.usedUp':
    'このボタンはもう使われたか、削除前のものです。何も起こっていません。`/songs forget` で新しいボタンが出ます。',

  'help.title': 'Songcircle',
  'help.intro':
    'サーバーのみんなで曲を書きます。アイデアや歌詞を入れると、再生できるテイクが二つでき、誰でもその続きを作れます。',
  'help.commands': 'コマンド',
  'help.song': '`/song` 一文から曲を作る',
  'help.compose': '`/compose` 自分の歌詞、スタイル、タイトルで作る（長い歌詞は `lyrics_file` に .txt で）',
  'help.circle': '`/circle start` みんなで一曲を書く：セクション、投票、そして生成 · `/circle show` · `/circle close`',
  'help.message': 'メッセージのメニュー（アプリ）の **これを曲にする** その文章を歌詞にして作る',
  'help.forget': '`/songs forget` すべてのサーバーから、あなたのものを削除する',
  'help.settings':
    '`/settings` サーバー管理者向け: モデル、チャンネル、使える人、使えない言葉、同時の曲数、言語、ブロック',
  'help.approval': 'ここでクレジットを使えない人もリクエストできます。使える人が「承認」を押すと曲が作られます。',
  'help.credits': '`/credits balance` と `/credits history` このサーバーの残高と使い道',
  'help.grant': '`/credits grant` このサーバーにクレジットを追加する',
  'help.limit': '`/credits limit` メンバーやロールが 1 日に使える量',
  'help.allowance': '`/credits allowance` 自動で増えるクレジット',
  'help.buttons': '曲のボタン',
  'help.buttonsText':
    '**A の続き** そのテイクを続ける · **もう一度** 曲を作り直す · **歌詞** 言葉を見る · **キャンセル** 制作中のみ · **編集** 書いた言葉をもう一度開く',
  'help.prices': 'ここでの料金',
  'help.price_other': '{{model}} · {{service}}: {{amount}} クレジット',
  'help.limits': 'ここでの上限',
  'help.limitsText':
    '同時に作れる曲: メンバー一人 {{member}} 曲、サーバー全体 {{guild}} 曲。サーバーは一日（UTC）に {{daily}} クレジットまで使え、残高は {{available}} です。',
  'help.operators': 'クレジットを追加する人',
  'help.privacy': '言葉の送り先',
  'help.privacyText':
    '曲のために書いた言葉は、その曲を作るサービスに送られます: {{services}}。完成したファイルにはすべて、AI による制作と記されています。',
  'help.privacyForget':
    '`/songs forget` で、あなたの名前と言葉と曲を削除し、あなたのメッセージが曲にされないようにできます。',

  'choice.mode.open': 'オープン：全員が全文を読める',
  'choice.mode.blind': 'ブラインド：直前の最後の一行だけ見える',
  'choice.model_other': '{{model}} · {{service}} · {{amount}} クレジット',
  'choice.daily': '毎日',
  'choice.weekly': '毎週（月曜日）',
  'choice.monthly': '毎月（1 日）',

  'trouble.bug':
    'こちら側で問題が起き、{{code}} として記録しました。何も失われないよう、書いた言葉を添付します。もう一度お試しください。',
  'trouble.bugNoWords': 'こちら側で問題が起き、{{code}} として記録しました。もう一度お試しください。',
  'trouble.typed': '書いた言葉のテキスト',
  'trouble.oldButton': 'このボタンは古く、もう何もしません。最新のカードかコマンドを使ってください。',
  'trouble.elsewhere': 'Songcircle はサーバーで動きます。追加されたサーバーのチャンネルで使ってください。',
  'trouble.busy': '一度に多すぎます。数秒待ってから、もう一度お試しください。',
  'trouble.slowForm': 'フォームを開くのに時間がかかりすぎました。もう一度お試しください。',
  'trouble.posted': '曲のカードはまもなくこのチャンネルに表示されます。',
  'trouble.shared': 'まもなくこのチャンネルに表示されます。',
  'trouble.blocked.member': 'このボットの運営者が、あなたの利用を止めています。`/songs forget` は今も使えます。',
  'trouble.blocked.guild': 'このボットの運営者が、このサーバーでの利用を止めています。`/songs forget` は今も使えます。',
  'trouble.unknownCommand':
    'このコマンドはわかりません。古いバージョンのものかもしれません。`/help` で使えるものを確認できます。',

  'command.song': '一文から曲を作る',
  'command.song.idea': '何についての曲か',
  'command.song.instrumental': 'ボーカルなし',
  'command.song.model': 'どのモデルで作るか（料金つき）',
  'command.compose': '自分の歌詞、スタイル、タイトルで曲を書く',
  'command.compose.model': 'どのモデルで作るか（料金つき）',
  'command.compose.lyrics_file': '入力欄の 4,000 文字に収まらない歌詞を .txt で',
  'command.circle': 'みんなで一曲を書く',
  'command.circle.start': 'このチャンネルでサークルを始める',
  'command.circle.start.theme': '曲のテーマ',
  'command.circle.start.mode': '執筆中に全員が全文を読めるか',
  'command.circle.start.model': '使うモデルとその価格',
  'command.circle.show': 'このチャンネルのサークルを再表示する',
  'command.circle.close': 'このチャンネルのサークルを終了する（文章は残る）',
  'command.help': 'コマンド、料金、上限、言葉の送り先',
  'command.songs': 'あなたの曲',
  'command.songs.forget': '自分のものをすべて削除：名前、言葉、曲',
  'menu.makeSong': 'これを曲にする',

  'operator.unknown_outcome':
    'Songcircle: 曲 {{songId}} を渡している途中で {{service}} との接続が切れました。再送はしません。サービスが課金した可能性があります。',
  'operator.needs_you':
    'Songcircle: {{service}} は誰かが対応するまで動けません（{{reason}}）。その間、曲はほかのサービスに回るか、返却されます。',
  'operator.well': 'Songcircle：{{service}} は復旧しました。',
};
