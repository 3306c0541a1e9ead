import { type Palette, palettes } from './picture-palettes.ts';
import { subjects } from './picture-subjects.ts';
import type { Random } from './random.ts';
import type { Subject } from './subjects/subject.ts';

/** The land of a picture. */
export type Terrain = 'hills' | 'sea' | 'dunes' | 'meadow' | 'city' | 'room' | 'space';

/** What a prompt says as far as a stand-in understands it: words, no more. */
export interface PromptReading {
  readonly terrain: Terrain;
  readonly palette: Palette;
  /** The main one first, each as often as it is to be seen. */
  readonly cast: readonly { readonly subject: Subject; readonly colour: string; readonly count: number }[];
  readonly weather: 'snow' | 'rain' | 'clear';
}

const mostSubjects = 3;

/** Reads a prompt; what it leaves open is drawn by lot. */
export function readPrompt(prompt: string, random: Random): PromptReading {
  const words: readonly string[] = prompt.toLowerCase().match(/[\p{L}]+/gu) ?? [];
  const cast = castOf(words);
  const named = terrains.find((each) => each.named.some((word) => words.includes(word)));
  const terrain = pick(named?.any ?? landsOf(cast), random);
  const isInside = terrain === 'room';
  const weather = weathers.find(({ named }) => named.some((word) => words.includes(word)))?.is ?? 'clear';
  return { terrain, cast, weather: isInside ? 'clear' : weather, palette: paletteOf(words, terrain, random) };
}

const terrains: readonly { readonly named: readonly string[]; readonly any: readonly Terrain[] }[] = [
  {
    named: [
      'sea',
      'ocean',
      'beach',
      'wave',
      'waves',
      'harbour',
      'harbor',
      'island',
      'lake',
      'lighthouse',
      'boat',
      'ship',
      'sailboat',
      'fish',
      'whale',
      'shark',
      'meer',
      'leuchtturm',
      'schiff',
    ],
    any: ['sea'],
  },
  { named: ['desert', 'dune', 'dunes', 'sahara', 'wüste', 'mars'], any: ['dunes'] },
  { named: ['space', 'planet', 'galaxy', 'astronaut', 'nebula', 'orbit', 'weltall', 'spaceship'], any: ['space'] },
  {
    named: ['city', 'street', 'skyline', 'tokyo', 'york', 'cyberpunk', 'neon', 'tram', 'taxi', 'stadt'],
    any: ['city'],
  },
  {
    named: ['room', 'table', 'kitchen', 'interior', 'cellar', 'library', 'desk', 'cloth', 'still', 'zimmer'],
    any: ['room'],
  },
  { named: ['meadow', 'garden', 'field', 'flowers', 'grass', 'farm', 'wiese', 'garten'], any: ['meadow'] },
  {
    named: ['mountain', 'mountains', 'hill', 'hills', 'valley', 'alps', 'berge', 'snow', 'winter', 'schnee'],
    any: ['hills'],
  },
];

const indoors: ReadonlySet<string> = new Set(['teapot', 'cup', 'trophy', 'bowl', 'book', 'poster']);

/** Small things stand on a table, all others out of doors. */
function landsOf([main]: PromptReading['cast']): readonly Terrain[] {
  return main !== undefined && indoors.has(main.subject.words[0] ?? '')
    ? ['room', 'room', 'meadow']
    : ['hills', 'hills', 'meadow', 'dunes', 'sea'];
}

const weathers: readonly { readonly named: readonly string[]; readonly is: 'snow' | 'rain' }[] = [
  { named: ['snow', 'snowy', 'blizzard', 'winter', 'schnee', 'christmas'], is: 'snow' },
  { named: ['rain', 'rainy', 'storm', 'regen'], is: 'rain' },
];

/** Words of the time of day and year, with the numbers of their palettes. */
const times: readonly { readonly named: readonly string[]; readonly any: readonly number[] }[] = [
  { named: ['night', 'midnight', 'moon', 'moonlight', 'stars', 'starry', 'neon', 'nacht', 'dark'], any: [2, 6] },
  { named: ['dawn', 'sunrise', 'morning', 'morgen'], any: [0, 5] },
  { named: ['sunset', 'evening', 'dusk', 'abend'], any: [4, 5, 0] },
  { named: ['snow', 'snowy', 'winter', 'ice', 'schnee'], any: [7, 7, 5] },
  { named: ['autumn', 'fall', 'october', 'herbst'], any: [8] },
  { named: ['spring', 'summer', 'noon', 'day', 'sunny', 'sommer'], any: [1, 9] },
];

function paletteOf(words: readonly string[], terrain: Terrain, random: Random): Palette {
  const byTerrain: Readonly<Record<string, readonly number[]>> = {
    space: [2, 6],
    dunes: [4, 8, 0],
    city: [2, 5, 3, 0],
    meadow: [9, 1, 8],
  };
  const all = palettes.map((_, index) => index);
  const named = times.find((time) => time.named.some((word) => words.includes(word)))?.any;
  const palette = palettes[pick(named ?? byTerrain[terrain] ?? all, random)] ?? palettes[0];
  if (palette === undefined) throw new Error('There are no palettes.');
  return palette;
}

const colours: Readonly<Record<string, string>> = {
  red: '#c8392f',
  rot: '#c8392f',
  orange: '#e07b2a',
  yellow: '#e6c02f',
  golden: '#dcae3a',
  gold: '#dcae3a',
  green: '#4c9a54',
  grün: '#4c9a54',
  teal: '#2f8f8c',
  blue: '#3f74c4',
  blau: '#3f74c4',
  purple: '#7d4fae',
  violet: '#7d4fae',
  pink: '#e07ba8',
  white: '#f0eee8',
  black: '#3a3944',
  grey: '#8c8f99',
  gray: '#8c8f99',
  silver: '#b9c0ca',
  brown: '#85583a',
  glass: '#a9d6dc',
};

const counts: Readonly<Record<string, number>> = {
  two: 2,
  three: 3,
  four: 4,
  zwei: 2,
  drei: 3,
  several: 3,
  many: 4,
  pair: 2,
};

function castOf(words: readonly string[]): PromptReading['cast'] {
  const found = words.flatMap((word, at) => {
    const subject = subjects.find((each) => each.words.includes(word));
    if (subject === undefined) return [];
    const before = words.slice(Math.max(0, at - 3), at);
    const colour = before.map((each) => colours[each]).find((each) => each !== undefined) ?? subject.colour;
    const count = before.map((each) => counts[each]).find((each) => each !== undefined) ?? 1;
    return [{ subject, colour, count }];
  });
  return found
    .filter(({ subject }, at) => found.findIndex((each) => each.subject === subject) === at)
    .slice(0, mostSubjects);
}

function pick<Value>(values: readonly Value[], random: Random): Value {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error('There is nothing to pick from.');
  return value;
}
