import type { Random } from '../random.ts';
import { createRandom } from '../random.ts';
import { capital, clean, joining, titleFor, topicOf } from './title.ts';

/** The topic in pieces short enough to be sung in one breath. */
function phrases(topic: string): string[] {
  const parts = topic.split(
    /[,.;:!?()"“”„。、！？\n]+|\s[-–—]\s|\s(?=(?:who|that|which|when|while|because|and|but|where|until|und|aber|wenn|weil|y|pero|cuando|que|et|mais|quand|qui|e|mas|quando)\s)/iu,
  );
  const pieces: string[] = [];
  for (const part of parts.map(clean).filter((text) => text !== '')) {
    const unspaced = !part.includes(' ') && /[\u3040-\u9fff]/u.test(part);
    const words = unspaced ? [...part] : part.split(' ');
    const size = unspaced ? 12 : 7;
    for (let start = 0; start < words.length; start += size)
      pieces.push(words.slice(start, start + size).join(unspaced ? '' : ' '));
  }
  return pieces.length > 0 ? pieces.slice(0, 8) : [topic];
}

interface Bank {
  verse: readonly string[];
  chorus: readonly string[];
}

const glad: Bank = {
  verse: [
    'Open the window and let in the day',
    'Every small thing has a tune of its own',
    'Somebody laughs at the end of the street',
    'We have the morning and nowhere to be',
    'Pockets of sunlight, crumbs on the floor',
    'Nobody hurries, the kettle can wait',
    'Look how the colours come out of the grey',
  ],
  chorus: [
    'Sing it again till the neighbours join in',
    'Hold on to this and never let go',
    'This is the good part, turn it up loud',
    'Everything round us is learning to dance',
    'Here it begins, and here we belong',
  ],
};
const sad: Bank = {
  verse: [
    'The lamp in the hallway is burning too low',
    'I fold up the evening and put it away',
    'The cup on the table has long since gone cold',
    'A coat on the hook still remembers the rain',
    'The last tram is passing with nobody in',
    'I wrote you a letter and kept it unsent',
    'The clock in the kitchen is counting for two',
  ],
  chorus: [
    'Stay for a while, until morning is near',
    'All that I had is a tune in the dark',
    'Nothing is lost that is kept in a song',
    'Softly, so softly, it slips through my hands',
    'Leave me the light by the side of the door',
  ],
};
const calm: Bank = {
  verse: [
    'The river is telling the stones where it goes',
    'A slow kind of silver is filling the sky',
    'The leaves have a language that nobody minds',
    'I breathe with the tide and the tide breathes with me',
    'The hours are leaning against the warm wall',
    'A window, a candle, a page left undone',
    'The hills put their blankets on, one after one',
  ],
  chorus: [
    'Drift with me, drift, there is nothing to do',
    'Slow is the road that is taking us home',
    'Hush now, the night has a place for us all',
    'Float on the quiet and let it be wide',
    'Under the stars we are light as a leaf',
  ],
};
const wild: Bank = {
  verse: [
    'Wheels on the gravel and sparks in the dark',
    'The floor starts to tremble, the ceiling is gone',
    'We wrote our own names on the side of the storm',
    'There is thunder in boxes and fire in our shoes',
    'Nobody told us how loud we could be',
    'The city is blinking, it knows who we are',
    'One hand on the wheel and one hand in the wind',
  ],
  chorus: [
    'Run with me, run till the road is on fire',
    'Louder than engines and higher than rain',
    'We will not stop when the morning comes round',
    'Nothing can hold us, tonight we are free',
    'Hands in the air, let the whole building shake',
  ],
};

const bankFor = (brightness: number, energy: number): Bank =>
  energy > 0.45 ? wild : brightness < -0.15 ? sad : energy < -0.15 ? calm : glad;

const draw = <T>(random: Random, from: readonly T[], many: number): T[] => {
  const left = [...from];
  return Array.from({ length: Math.min(many, left.length) }, () => left.splice(random.below(left.length), 1)[0] as T);
};

const english = /\b(?:the|a|an|and|of|about|with|my|for|in|on|who|is|to|song|that|at|by)\b/iu;
const foreign =
  /\b(?:der|die|das|und|ein|eine|el|los|las|una|del|le|les|des|une|sur|os|uma|sobre|para|que|com|von|über|auf)\b|[^\p{ASCII}’“”–—]/iu;

/** Words with a verse and a chorus around the member's own; English gets lines of ours, other languages echo theirs. */
export function writeLyrics(idea: string, mood: { brightness: number; energy: number }): string {
  const random = createRandom(`lyrics ${idea}`);
  const topic = topicOf(idea);
  const pieces = phrases(topic).map(capital);
  const hook = titleFor(idea).replace(/[.,!?]+$/u, '');
  const piece = (index: number): string => pieces[index % pieces.length] ?? hook;
  if (foreign.test(topic) || !english.test(idea)) {
    const breath = /[\u3040-\u9fff]/u.test(topic) ? 'ラララ' : 'La la la';
    const verse = [
      piece(0),
      piece(1),
      pieces.length > 2 ? piece(2) : `${breath}, ${breath}`,
      pieces.length > 3 ? piece(3) : piece(0),
    ];
    return `[Verse]\n${verse.join('\n')}\n\n[Chorus]\n${hook}, ${breath}\n${hook}\n${breath}, ${breath}\n${hook}`;
  }
  const bank = bankFor(mood.brightness, mood.energy);
  const [first = '', second = '', third = ''] = draw(random, bank.verse, 3);
  const [closing = '', other = ''] = draw(random, bank.chorus, 2);
  const verse = pieces.length > 1 ? [piece(0), first, piece(1), second] : [piece(0), first, second, third];
  return `[Verse]\n${verse.join('\n')}\n\n[Chorus]\n${hook}, oh ${hook.toLowerCase() === hook ? hook : softened(hook)}\n${closing}\n${hook}, ${softened(hook)}\n${other}`;
}

const softened = (hook: string): string =>
  joining.has(hook.split(' ')[0]?.toLowerCase() ?? '') ? hook.slice(0, 1).toLowerCase() + hook.slice(1) : hook;
