import {
  collapseDuplicatesTransformer,
  DataSet,
  englishDataset,
  type ParsedPattern,
  pattern,
  RegExpMatcher,
  SyntaxKind,
} from 'obscenity';
import { Prefixes } from './beginnings.ts';
import { type Form, idsOf, squeeze } from './read-forms.ts';
import { glyphsOf, type Reading, type Word } from './read-words.ts';
import { coverOf, type Span } from './span.ts';

/** Words and phrases that obscenity's English list takes for something else, on top of its own exceptions; plain text. */
const harmless = {
  names: `
    dick van dyke; van dyke; vandyke; moby dick; dick tracy; dick grayson; philip k dick; dick whittington; dickinson;
    dickson; dickie; dickey; riddick; cumberbatch; john lee hooker; pissarro; fagin; sex pistols; fu manchu; tu fu;
    cummings; cummins; octavianus; coriolanus; hadrianus; africanus; assyria; assyrian; assyrians; negroponte`,
  places: `
    fukushima; fukuoka; fukui; fukuyama; shitamachi; cuckmere; rio negro; cerro negro; negros island; offas dyke; offa
    s dyke; penistone; hooker valley; mount hooker; pornic; nusa tenggara; tenggara; kanal; oceanus`,
  animals: `
    blue tit; blue tits; great tit; great tits; coal tit; coal tits; marsh tit; marsh tits; willow tit; willow tits;
    crested tit; crested tits; bearded tit; bearded tits; long tailed tit; long tailed tits; booby; boobies; blue
    footed booby; boobook; chinkara; cock of the rock; cock robin; pussycat; pussycats; dickcissel; wild ass; wild
    asses; anal fin; anal fins; fu dog; fu dogs; fu lion; fu lions; virginianus; mexicanus; americanus; animal scat;
    bear scat; prick ears; prick eared; ox and ass; ox and an ass; ox and the ass`,
  plantsAndFood: `
    pussy willow; pussy willows; cockscomb; cockspur; rapeseed; rape field; rape fields; rape flower; rape flowers;
    oilseed rape; rape blossom; rape blossoms; faggots and peas; shiitake; shitake; shiitakes; cumin; cumquat; cumquats; spotted dick; fagus; cyanus; cock a leekie;
    mangga`,
  thingsAndArts: `
    cockpit; cockpits; cummerbund; cummerbunds; booby trap; booby traps; booby trapped; chink in the armor; chink in
    the armour; chink of light; chinks of light; fire retardant; retardant; scat singing; scat singer; bastard sword;
    wankel; analemma; analects; analgesic; annals; assort; assorted; assortment; assortments; bestial; cum laude; tit
    for tat; negro spiritual; same sex; abo blood; hentaigana; rapped; rappel; rappels; rappelled; rappelling; annus; e e cummings; annalise;
    annalisa; weather cock; cock a doodle doo; mishit; mishits; pachinko;
    cocksure; booboo; sex and the city; sex education; sex chromosome; sex chromosomes; sex cell; sex cells; opposite
    sex; single sex`,
  otherLanguages: `
    gato negro; gatos negros; perro negro; caballo negro; toro negro; oso negro; cisne negro; vestido negro; traje negro;
    sombrero negro; pelo negro; cabello negro; fondo negro; color negro; mar negro; agujero negro; café negro; té negro;
    blanco y negro; de negro; en negro; buraco negro; ouro negro; cavallo negro; en retard; du retard; de retard; un
    retard; le retard; sans retard; dicke; kikker; kikkers`,
} as const;

/** Every phrase of {@link harmless}. */
export const harmlessPhrases: readonly string[] = Object.values(harmless).flatMap((group) =>
  group.split(';').map((phrase) => phrase.trim()),
);

/**
 * How everyday words begin that obscenity takes for something else, mostly words of other languages; folded. What lies in the
 * beginning is exempt, the rest of the word is not.
 */
export const harmlessBeginnings: readonly string[] = `
  afslut; akike; akikk; analec; analep; analfab; analges; analis; analit; analiz; analog; analph; analys; analyt;
  ansluta; artisanal; assai; assass; assed; asseg; assemb; assen; asseo; assert; assess; asset; assey; assez; assi;
  asso; assu; asszem; asszi; asszony; avslut; beslut; chinkapin; cryptanal; cumart; cumba; cumin; cumle; cumpan;
  cumpar; cumper; cumpl; cumpr; cumse; cumul; cumva; dickem; dicken; dicker; dickes; dickfl; dickhau; dickic; dickko;
  dickmi; dickste; dickwand; dyker; dykke; fagel; fagiol; fagl; fagy; fanus; feckless; grupporn; gyanus; kanal;
  kannal; kikke; klipporn; lamporn; lidick; naporno; odporn; okyanus; overanal; panal; perianal; pissarr; planus;
  podporn; pornes; pornim; pornit; pussyfoot; rannal; rappel; sanal; schinken; semena; semeni; sement; skikke; sluta;
  slute; slutf; slutl; slutni; slutp; slutsa; slutte; srdick; stanal; szanal; titta; traffick; trapporn; turde;
  uporni; uporno; uteslut; zaporn`
  .split(';')
  .map((beginning) => beginning.trim());

/**
 * Tells words, squeezed, that may match one of these patterns: for every pattern, with and without what is optional, it
 * knows a run of letters that the word must hold, or must begin with.
 */
export function suspectsOf(patterns: readonly ParsedPattern[]): (squeezed: string) => boolean {
  const within = new Runs();
  const atStart = new Runs();
  for (const pattern of patterns) {
    for (const text of textsOf(pattern).map(squeeze)) {
      if (pattern.requireWordBoundaryAtStart) atStart.add(text.replace(/[? ].*/, ''));
      else within.add(longestRun(text));
    }
  }
  return (squeezed) => atStart.standAt(squeezed, 0) || within.isIn(squeezed);
}

const wildcard = '?';

/** Runs of letters, by their first letter. An empty run is never found. */
class Runs {
  readonly #beginnings = new Prefixes();
  readonly #byFirst = new Map<string, string[]>();

  add(run: string): void {
    const first = run.charAt(0);
    this.#beginnings.add(run);
    this.#byFirst.set(first, [...(this.#byFirst.get(first) ?? []), run]);
  }

  standAt(text: string, at: number): boolean {
    return this.#beginnings.mayStartAt(text, at) && this.#startsOneAt(text, at);
  }

  isIn(text: string): boolean {
    for (let at = 0; at < text.length; at += 1) if (this.standAt(text, at)) return true;
    return false;
  }

  #startsOneAt(text: string, at: number): boolean {
    for (const run of this.#byFirst.get(text.charAt(at)) ?? []) if (text.startsWith(run, at)) return true;
    return false;
  }
}

function textsOf({ nodes }: ParsedPattern): string[] {
  return nodes.reduce<string[]>(
    (texts, node) => {
      if (node.kind === SyntaxKind.Optional) {
        const child = textOf(node.childNode);
        return texts.flatMap((text) => [text, text + child]);
      }
      const next = textOf(node);
      return texts.map((text) => text + next);
    },
    [''],
  );
}

function textOf(node: { readonly kind: SyntaxKind; readonly chars?: readonly number[] }): string {
  return node.chars ? String.fromCharCode(...node.chars) : wildcard;
}

/** Without the space of a phrase: words are asked one by one. */
function longestRun(text: string): string {
  const runs = text.split(/[? ]/);
  const most = Math.max(...runs.map((run) => run.length));
  return runs
    .filter((run) => run.length === most)
    .join('')
    .slice(0, most);
}

/** Letters that obscenity's patterns hold twice. */
const doubledInPatterns = ['b', 'e', 'g', 'l', 'o', 's'];

/** Two of obscenity's patterns hold a letter twice that is only ever kept once, so they never match as they are. */
const dataset = new DataSet<{ originalWord: string }>()
  .addAll(englishDataset)
  .addPhrase((phrase) => phrase.setMetadata({ originalWord: 'buttplug' }).addPattern(pattern`butplug`))
  .addPhrase((phrase) => phrase.setMetadata({ originalWord: 'jizz' }).addPattern(pattern`|jiz|`));

const built = dataset.build();
/** A word that is no suspect cannot match. A suspect's neighbours count too: an exception may span two words. */
const isSuspect = suspectsOf(built.blacklistedTerms.map((term) => term.pattern));

const isSuspectForm = (form: Form) => isSuspect(form.squeezed);

/** Our reading has done the rest of what obscenity's recommended transformers do. */
const matcher = new RegExpMatcher({
  ...built,
  blacklistMatcherTransformers: [
    collapseDuplicatesTransformer({ customThresholds: new Map(doubledInPatterns.map((letter) => [letter, 2])) }),
  ],
});

const beginnings: ReadonlySet<string> = new Set(harmlessBeginnings);
const longestBeginning = Math.max(...harmlessBeginnings.map((beginning) => beginning.length));

/** A text for obscenity, one UTF-16 unit per glyph and one space after each word. */
interface Transcript {
  text: string;
  readonly words: Word[];
}

/** Every place that obscenity's English list finds, in no order. */
export function findProfanity(reading: Reading): Span[] {
  const transcript: Transcript = { text: '', words: [] };
  const words = [...reading.words, ...reading.spelled];
  const near = idsOf(reading.forms, ({ latin }) => isSuspect(latin.squeezed));
  const isNear = (word: Word | undefined) => word !== undefined && near[word.forms.id] === 1;
  words.forEach((word, at) => {
    if (isNear(words[at - 1]) || isNear(word) || isNear(words[at + 1])) addForm(transcript, word, word.forms.latin);
  });
  const disguised = reading.forms.map(({ leet }) => (leet.length > 0 ? leet.filter(isSuspectForm) : leet));
  for (const word of words) {
    disguised[word.forms.id]?.forEach((form) => {
      addForm(transcript, word, form);
    });
  }
  const matches = matcher
    .getAllMatches(transcript.text)
    .filter((match) => !isInHarmlessBeginning(transcript.text, match));
  if (matches.length === 0) return [];
  const places = placesOf(transcript);
  return matches.map(({ startIndex, endIndex }) => spanOf(transcript.text, places, startIndex, endIndex));
}

/** What is no letter becomes `_`, which is part of a word for obscenity and matches nothing. */
function addForm(transcript: Transcript, word: Word, form: Form): void {
  const letters = form.parts?.map((letter) => (letter.length === 1 ? letter : '_')).join('') ?? form.text;
  transcript.text += `${letters.replace(/[^a-z]/g, '_')} `;
  transcript.words.push(word);
}

/** Where each unit of a transcript stands in the original. */
function placesOf({ words }: Transcript): Span[] {
  return words.flatMap((word) => [...glyphsOf(word), { start: word.end, end: word.end }]);
}

/** Asked only of what matched. */
function isInHarmlessBeginning(
  text: string,
  match: { readonly startIndex: number; readonly endIndex: number },
): boolean {
  const start = text.lastIndexOf(' ', match.startIndex) + 1;
  for (let end = match.endIndex + 1; end <= start + longestBeginning; end += 1) {
    if (beginnings.has(text.slice(start, end))) return true;
  }
  return false;
}

/** From the first letter to the last, with its repetitions. */
function spanOf(text: string, places: readonly Span[], first: number, last: number): Span {
  let end = last + 1;
  while (text[end] === text[last]) end += 1;
  return coverOf(places, first, end);
}
