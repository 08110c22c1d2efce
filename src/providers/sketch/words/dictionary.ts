import type { GenreName } from '../compose/genres.ts';
import type { Mode } from '../compose/theory.ts';

/**
 * What the words of a style, an idea or a lyric mean to the sketch. Words are lower case without accents (see `plain` in
 * traits.ts), in English, German, Spanish, French, Portuguese and Japanese; the first entry that matches wins for a genre.
 */
export const genreWords: readonly (readonly [GenreName, string])[] = [
  ['lofi', 'lo fi|lofi|chillhop|study beats|ローファイ'],
  ['synthwave', 'synthwave|retrowave|vaporwave|outrun|80s|eighties|80er|シンセウェイヴ'],
  ['dnb', 'drum and bass|drum n bass|drum bass|dnb|jungle|breakbeat|ドラムンベース'],
  ['citypop', 'city pop|citypop|シティポップ|シティ・ポップ'],
  ['jpop', 'j pop|jpop|anime|k pop|kpop|idol|アニメ|アニソン'],
  ['reggaeton', 'reggaeton|dembow|perreo|レゲトン'],
  ['flamenco', 'flamenco|フラメンコ'],
  ['bossa', 'bossa nova|bossa|ボサノバ|ボサノヴァ'],
  ['samba', 'samba|pagode|forro|サンバ'],
  ['afrobeat', 'afrobeat|afrobeats|afro|highlife|amapiano'],
  ['reggae', 'reggae|dub|ska|レゲエ'],
  ['trance', 'trance|psytrance|トランス'],
  ['techno', 'techno|テクノ|rave|hardcore'],
  ['house', 'house|deep house|edm|dance|club|dancefloor|ハウス|ダンス|tanzen|disko|balada eletronica'],
  ['trap', 'trap|drill|phonk|トラップ'],
  ['hiphop', 'hip hop|hiphop|rap|boom bap|ヒップホップ|ラップ'],
  ['disco', 'disco|nu disco|ディスコ'],
  ['funk', 'funk|funky|ファンク'],
  ['gospel', 'gospel|hymn|choral|ゴスペル'],
  ['soul', 'soul|r b|rnb|r and b|neo soul|motown|ソウル'],
  ['metal', 'metal|heavy metal|death metal|metalcore|doom|メタル'],
  ['punk', 'punk|pop punk|hardcore punk|パンク'],
  ['blues', 'blues|ブルース'],
  ['swing', 'big band|electro swing|swing|スウィング'],
  ['jazz', 'jazz|jazzy|bebop|ジャズ'],
  ['shanty', 'sea shanty|shanty|pirate|pirates|seemannslied|pirata|海賊'],
  ['celtic', 'celtic|irish|scottish|keltisch|celtique|celta|medieval|mittelalter|ケルト'],
  ['country', 'country|western|cowboy|bluegrass|カントリー'],
  ['polka', 'polka|volksmusik|oktoberfest|bierzelt|ポルカ|tango'],
  ['march', 'march|marching|marsch|marche|marcha|anthem|hymne|himno|hino|military|parade|行進曲|マーチ'],
  ['waltz', 'waltz|walzer|vals|valse|valsa|ワルツ|3 4'],
  ['lullaby', 'lullaby|wiegenlied|schlaflied|berceuse|cancion de cuna|nana|cancao de ninar|music box|子守唄|子守歌'],
  ['children', 'children|kids|nursery|kinderlied|kinder|infantil|enfants|enfantine|子供|こども|童謡'],
  ['christmas', 'christmas|xmas|weihnachten|weihnachtslied|navidad|noel|natal|クリスマス'],
  [
    'chiptune',
    'chiptune|chip tune|8 bit|8bit|16 bit|video game|videogame|videospiel|videojuego|jeu video|game boy|チップチューン|ゲーム',
  ],
  [
    'cinematic',
    'cinematic|epic|soundtrack|film|movie|orchestral|orchestra|orchester|filmmusik|trailer|epico|epique|epica|壮大|オーケストラ|映画',
  ],
  [
    'classical',
    'classical|classic|klassik|klassisch|clasica|classique|classica|baroque|barock|chamber|string quartet|クラシック',
  ],
  ['ambient', 'ambient|drone|meditation|new age|atmospheric|spa|アンビエント|瞑想'],
  ['latin', 'latin|salsa|cumbia|merengue|mambo|latino|mariachi|ラテン'],
  [
    'electro',
    'electro|electronic|electronica|elektronisch|electronico|electronique|eletronica|synthpop|synth pop|dubstep|エレクトロ',
  ],
  ['ballad', 'ballad|ballade|balada|power ballad|バラード'],
  [
    'folk',
    'folk|acoustic|singer songwriter|americana|indie folk|akustisch|acustico|acoustique|campfire|lagerfeuer|フォーク|アコースティック',
  ],
  ['rock', 'rock|indie rock|grunge|alternative|garage|ロック'],
  ['pop', 'pop|indie pop|indie|dream pop|ポップ|schlager'],
  ['piano', 'solo piano|piano solo|ピアノソロ'],
];

/** Instruments by name: what plays it, and which seats it may take. The seat of its first role is given first. */
export const instrumentWords: readonly (readonly [
  string,
  readonly ('chords' | 'lead' | 'pad' | 'bass' | 'sparkle')[],
  string,
])[] = [
  ['epiano', ['chords'], 'rhodes|electric piano|e piano|epiano|wurlitzer|エレピ'],
  ['piano', ['chords', 'lead'], 'piano|klavier|grand piano|ピアノ|teclado|keys'],
  ['organ', ['pad', 'chords'], 'organ|orgel|orgue|organo|hammond|オルガン'],
  ['nylon', ['chords'], 'nylon|classical guitar|spanish guitar|guitarra espanola|violao|クラシックギター'],
  [
    'drive',
    ['chords'],
    'electric guitar|distorted guitar|distortion|e gitarre|heavy guitar|guitarra electrica|guitare electrique|guitarra eletrica|エレキギター|エレキ',
  ],
  ['steel', ['chords'], 'guitar|guitars|acoustic guitar|gitarre|guitarra|guitare|ギター|banjo|mandolin'],
  ['ukulele', ['chords'], 'ukulele|ウクレレ'],
  ['harp', ['sparkle', 'chords'], 'harp|harfe|arpa|harpe|harpa|ハープ|kora'],
  ['koto', ['lead', 'sparkle'], 'koto|shamisen|sitar|琴|三味線'],
  ['strings', ['pad'], 'strings|streicher|cuerdas|cordes|cordas|ストリングス|弦'],
  ['fiddle', ['lead'], 'violin|fiddle|geige|violine|violon|violino|cello|viola|バイオリン|チェロ'],
  ['flute', ['lead'], 'flute|flote|floete|flauta|pan flute|フルート|笛|shakuhachi|尺八'],
  ['whistle', ['lead'], 'whistle|whistling|pfeifen|silbido|sifflet|assobio|ocarina|口笛'],
  ['clarinet', ['lead'], 'clarinet|klarinette|clarinete|clarinette|oboe|クラリネット'],
  ['sax', ['lead'], 'sax|saxophone|saxophon|saxofon|saxofone|サックス'],
  ['trumpet', ['lead'], 'trumpet|trompete|trompeta|trompette|トランペット'],
  ['brass', ['sparkle', 'pad'], 'brass|horns|blaser|metales|cuivres|metais|trombone|horn|ブラス'],
  ['harmonica', ['lead'], 'harmonica|mundharmonika|armonica|gaita|ハーモニカ'],
  ['accordion', ['chords'], 'accordion|akkordeon|acordeon|accordeon|acordeao|sanfona|アコーディオン|bandoneon'],
  ['bell', ['sparkle'], 'bells|bell|glocken|glockenspiel|campanas|cloches|sinos|celesta|ベル|chimes'],
  ['musicbox', ['lead', 'sparkle'], 'music box|spieluhr|caja de musica|boite a musique|caixinha de musica|オルゴール'],
  ['vibes', ['lead', 'sparkle'], 'vibraphone|vibraphon|vibes|vibrafono|ビブラフォン'],
  ['marimba', ['lead', 'sparkle'], 'marimba|xylophone|xylophon|xilofono|マリンバ|木琴|steel drum|steelpan'],
  ['kalimba', ['sparkle', 'lead'], 'kalimba|mbira|カリンバ'],
  ['saws', ['chords'], 'supersaw|super saw'],
  ['synth', ['lead'], 'synth|synthesizer|synths|synthesiser|sintetizador|synthe|シンセ'],
  ['warm', ['pad'], 'pad|pads|パッド'],
  ['glass', ['pad'], 'glass|theremin'],
  ['chiplead', ['lead'], '8 bit lead'],
  ['clav', ['chords'], 'clavinet|clav|harpsichord|cembalo|clavecin|cravo'],
  ['sub', ['bass'], '808|sub bass|deep bass'],
  ['upright', ['bass'], 'upright bass|double bass|kontrabass|contrabajo|contrebasse|contrabaixo'],
  ['acid', ['bass'], 'acid bass|acid|303'],
  ['plump', ['bass'], 'synth bass'],
  ['pick', ['bass'], 'bass guitar'],
  ['tuba', ['bass'], 'tuba'],
];

/** Seats of the band that a tag may empty: `no drums` in Style, or `drums` in Avoid. */
export const seatWords: readonly (readonly ['drums' | 'bass' | 'pad' | 'voice', string])[] = [
  [
    'drums',
    'drums|drum|drumming|percussion|beat|beats|schlagzeug|trommeln|bateria|percusion|batterie|percussao|ドラム|打楽器',
  ],
  ['bass', 'bass|baixo|bajo|basse|ベース'],
  ['pad', 'pad|pads|strings|streicher|cuerdas|cordes|cordas'],
  ['voice', 'vocals|vocal|voice|voices|singing|choir|gesang|stimme|voz|voces|voix|vozes|歌|声|ボーカル'],
];

/** How a word moves the mood: brightness (sad to glad) and energy (calm to wild), each in -1 to 1. */
export const moodWords: readonly (readonly [number, number, string])[] = [
  [
    -0.9,
    -0.4,
    'sad|sadness|melancholy|melancholic|lonely|alone|heartbreak|heartbroken|tears|cry|crying|grief|sorrow|goodbye|funeral|traurig|einsam|tranen|abschied|triste|tristeza|solo|lagrimas|adios|soledad|melancolique|seul|larmes|adieu|sozinho|saudade|adeus|悲しい|悲しみ|寂しい|切ない|涙|別れ|孤独|泣',
  ],
  [
    -0.7,
    0.3,
    'dark|darkness|evil|horror|scary|spooky|ghost|ghosts|haunted|vampire|zombie|halloween|dunkel|finster|gruselig|oscuro|oscuridad|sombre|noir|sombrio|escuro|暗い|闇|怖い|幽霊',
  ],
  [
    -0.6,
    0.8,
    'angry|anger|rage|fury|furious|hate|revenge|war|battle|wutend|wut|zorn|furioso|rabia|colere|raiva|怒り|戦い|aggressive',
  ],
  [
    -0.3,
    -0.4,
    'rain|rainy|storm|fog|winter|autumn|november|grey|gray|regen|nebel|herbst|lluvia|otono|invierno|pluie|automne|hiver|chuva|outono|inverno|雨|冬|秋|霧',
  ],
  [
    -0.25,
    -0.3,
    'nostalgic|nostalgia|memory|memories|yesterday|old|wistful|longing|miss you|nostalgisch|erinnerung|sehnsucht|recuerdo|souvenir|lembranca|懐かしい|思い出',
  ],
  [
    -0.1,
    -0.5,
    'night|midnight|moon|moonlight|dark blue|nacht|mond|mitternacht|noche|luna|medianoche|nuit|lune|minuit|noite|lua|meia noite|夜|月|真夜中',
  ],
  [
    0.2,
    -0.8,
    'calm|gentle|soft|quiet|peaceful|relax|relaxing|relaxed|chill|sleep|sleepy|tender|slow|mellow|soothing|ruhig|sanft|leise|entspannt|zart|langsam|tranquilo|suave|calma|lento|calme|doux|douce|lent|calmo|穏やか|静か|優しい|ゆったり|眠',
  ],
  [
    0.1,
    -0.3,
    'dreamy|dream|dreams|ethereal|floating|stars|space|cosmic|ocean|sea|traum|traume|sterne|weltraum|meer|sueno|suenos|estrellas|espacio|mar|reve|reves|etoiles|mer|sonho|estrelas|夢|星|宇宙|海|空',
  ],
  [
    0.5,
    -0.2,
    'love|lovely|romantic|heart|kiss|warm|sweet|wedding|liebe|herz|romantisch|kuss|amor|corazon|beso|amour|coeur|tendre|coracao|beijo|愛|恋|恋愛|心',
  ],
  [
    0.9,
    0.4,
    'happy|happiness|joy|joyful|cheerful|cheery|glad|fun|funny|silly|smile|laugh|sunny|sun|sunshine|summer|birthday|celebrate|celebration|frohlich|glucklich|freude|lustig|sonne|sommer|geburtstag|feliz|alegre|alegria|sol|verano|cumpleanos|divertido|heureux|joyeux|joie|soleil|ete|anniversaire|drole|verao|aniversario|engracado|楽しい|嬉しい|幸せ|明るい|夏|太陽|誕生日|笑',
  ],
  [
    0.5,
    -0.1,
    'spring|morning|dawn|sunrise|flower|flowers|garden|hope|hopeful|fruhling|morgen|hoffnung|blume|blumen|primavera|manana|esperanza|flores|printemps|matin|espoir|fleur|manha|esperanca|春|朝|希望|花|桜',
  ],
  [
    0.6,
    0.2,
    'cat|cats|kitten|dog|dogs|puppy|bunny|bear|frog|duck|katze|hund|gato|perro|chat|chien|cachorro|猫|犬|ねこ|いぬ|cake|pizza|coffee|cookie|tea',
  ],
  [
    0.3,
    0.9,
    'energetic|energy|fast|party|upbeat|hype|wild|dance|run|running|power|powerful|driving|intense|crazy|schnell|energisch|feier|treibend|rapido|fiesta|energico|baile|rapide|fete|energique|festa|danca|激しい|速い|パーティー|元気|踊',
  ],
  [
    0.4,
    0.5,
    'hero|heroic|victory|triumph|triumphant|glory|brave|freedom|free|champion|uplifting|held|sieg|freiheit|mut|victoria|libertad|valiente|victoire|liberte|courage|vitoria|liberdade|勝利|自由|勇気|英雄',
  ],
  [
    0.2,
    0.3,
    'adventure|journey|travel|road|train|quest|city|street|abenteuer|reise|strasse|zug|stadt|aventura|viaje|camino|tren|ciudad|aventure|voyage|route|ville|viagem|estrada|trem|cidade|冒険|旅|道|列車|街',
  ],
];

export const modeWords: readonly (readonly [Mode, string])[] = [
  ['dorian', 'dorian|dorisch|dorico|dorien|ドリアン'],
  ['mixolydian', 'mixolydian|mixolydisch|mixolidio|mixolydien'],
  ['lydian', 'lydian|lydisch|lidio|lydien|リディアン'],
  ['phrygian', 'phrygian|phrygisch|frigio|phrygien'],
  ['minor', 'minor|minor key|moll|menor|mineur|短調|マイナー|in minor|aeolian'],
  ['major', 'major|major key|dur|mayor|maior|majeur|長調|メジャー|ionian'],
];

export const tempoWords: readonly (readonly [number, string])[] = [
  [0.72, 'very slow|sehr langsam|muy lento|tres lent|muito lento|largo|adagio'],
  [0.85, 'slow|langsam|lento|lent|downtempo|laid back|andante|slowly|遅い|ゆっくり'],
  [1.3, 'very fast|sehr schnell|muy rapido|tres rapide|muito rapido|presto'],
  [1.15, 'fast|schnell|rapido|rapide|uptempo|up tempo|upbeat|allegro|速い|アップテンポ'],
];
