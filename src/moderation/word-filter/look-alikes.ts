import { resolveConfusablesTransformer } from 'obscenity';

/** Letters of one alphabet that are drawn like Latin ones in every common face, as they stand after NFKD; position by position. */
type LookAlikes = readonly [drawn: string, latin: string];

/** Where both cases look the same. */
const pairsInBothCases: readonly LookAlikes[] = [
  ['ıłøđħŧɑɡɩƒɛʃʋɔəǝɐ', 'ilodhtagifesvceea'],
  ['ɓƀƈȼɗɖɇɠǥɦɨɉƙɭƚɫɱɲƞŋɵƥɋɍɽʂƭʈⱦʉⱳƴɏƶʐ', 'bbccddegghijklllmnnnopqrrstttuwyyzz'],
  ['ᎠᎡᎢᎥᎩᎪᎫᎬᎳᎷᎻᎽᏀᏂᏃᏎᏏᏒᏔᏕᏙᏚᏞᏟᏢᏦᏧᏴ', 'drtiyajewmhyghzsbrwsvslcpkdb'],
  ['ᏗᏰᏣᎴᏋᎦᏠᏝᏁᎧᎮᎤᏖᏬᏇᎾᏆᏢᏲ', 'abcdefjlnopqtuwoiph'],
];
const pairs: readonly LookAlikes[] = [
  ['АаВвЕеКкМмНнОоРрСсТтУуХхІіЈјЅѕԀԁԚԛԜԝҺһӀӏԌԍҮү', 'aabbeekkmmhhooppccttyyxxiijjssddqqwwhhllggyy'],
  ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ', 'abezhikmnoptyxc'],
  ['αβγδεηικμνοπρςστυχωϲϳ', 'abydenikuvonpsotuxwcj'],
  ['ՕօՍսոՈհԼՏցզյաք', 'oouunnhlsgqjwp'],
  ['ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜ', 'abcdefghijklmnoprstuvwxyz'],
  ['ᗩᗷᑕᗪᗴᖴᘜᕼᓰᒍᒪᗰᑎᗝᑭᖇᔕᑌᐯᗯᘔᔆ', 'abcdefghijlmnoprsuvwzs'],
  ['ⲀⲁⲂⲃⲈⲉⲎⲏⲒⲓⲔⲕⲘⲙⲚⲛⲞⲟⲢⲣⲤⲥⲦⲧⲨⲩⲬⲭ', 'aabbeehhiikkmmnnooppccttyyxx'],
  ['ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ', 'abcdefghijklmnoprstuvwyz'],
];

const latinOf: ReadonlyMap<string, string> = new Map(
  [...pairs, ...pairsInBothCases.flatMap(inBothCases)].flatMap(([drawn, latin]) =>
    Array.from(drawn, (letter, at) => [letter, latin.charAt(at)] as const),
  ),
);

/** One letter that stands for two. */
const ligatures: ReadonlyMap<string, string> = new Map([
  ['ß', 'ss'],
  ['ẞ', 'ss'],
  ['æ', 'ae'],
  ['Æ', 'ae'],
  ['œ', 'oe'],
  ['Œ', 'oe'],
]);

/** A script other than Latin in which words are listed, and what looks like its letters. */
export interface NativeScript {
  readonly letter: RegExp;
  readonly lookAlikes: ReadonlyMap<string, string>;
}

/** Scripts that share most letters with Latin. Case matters: `N` is a nu, `n` an eta. */
export const nativeScripts: readonly NativeScript[] = [
  nativeScript(
    /\p{Script=Cyrillic}/u,
    'AaBbCcEeHhiKkMmnOoPpruTtXxYy03468@ΓγΛλΠπΦφʙʜDdFfGgIjLlNRSsVvWwZzієј',
    'аавьссеенниккммпоорргиттххууозчбваггллппффвнддффггийллияссввшшззией',
  ),
  nativeScript(
    /\p{Script=Greek}/u,
    'AaBEeHhIiKkMNnOoPpTtuvwXxYyZ034@ГгЛлПпФф',
    'ααβεεηηιικκμνηοορρττυνωχχυγζοεααγγλλππφφ',
  ),
];

/** What a digit or a sign is read as inside a word. */
const leet: readonly LookAlikes[] = [
  ['0123456789', 'oizeasgtbg'],
  ['@$€£¢¥!|+¡§', 'aselcyiitis'],
  ['₳₿₵₲₭₦₱₴₮₩', 'abcgknpstw'],
];
/** Those of them that are read as an l as often. */
const alsoL = '1!|';

/** First code points of the three sets of boxed letters that NFKD leaves alone: circled, squared, regional. */
const boxedAlphabets: readonly number[] = [0x249c, 0x1f110, 0x1f150, 0x1f170, 0x1f1e6];
const leetPairs: ReadonlyMap<string, readonly [string, string]> = new Map(
  leet.flatMap(([signs, letters]) =>
    Array.from(signs, (sign, at) => {
      const letter = letters.charAt(at);
      return [sign, [letter, alsoL.includes(sign) ? 'l' : letter]] as const;
    }),
  ),
);
/** {@link leetPairs} for ASCII, by code. */
const asciiLeet = Array.from({ length: 128 }, (_, code) => leetPairs.get(String.fromCharCode(code)) ?? null);
const confusables = resolveConfusablesTransformer();

/** The Latin letter, in lower case, that this one is drawn like; itself where there is none. Case matters: `Η` is an H, `η` an n. */
export function latinLookAlike(letter: string): string {
  return (latinOf.get(letter) ?? letter).toLowerCase();
}

/**
 * As {@link latinLookAlike}, and far more willing: obscenity's table also reads `И` as n. For words that mix scripts only,
 * since it would make English of ordinary Russian.
 */
export function boldLookAlike(letter: string): string {
  return latinOf.get(letter) ?? String.fromCodePoint(Number(confusables.transform(codePointOf(letter)))).toLowerCase();
}

/** The letters of `ß`, `æ` and the like; of anything else itself. */
export function splitLigature(letter: string): string {
  return ligatures.get(letter) ?? letter;
}

/** The two readings of a digit or a sign within a word (mostly the same one), or null. */
export function leetReadings(character: string): readonly [string, string] | null {
  const ascii = character.length === 1 ? asciiLeet[character.charCodeAt(0)] : undefined;
  return ascii === undefined ? (leetPairs.get(character) ?? null) : ascii;
}

/** The letter of a script that this character is drawn like, directly or by way of Latin; itself where there is none. */
export function nativeLookAlike(
  { letter, lookAlikes }: NativeScript,
  { plain, drawn }: { readonly plain: string; readonly drawn: string },
): string {
  return lookAlikes.get(drawn) ?? (letter.test(plain) ? plain : (lookAlikes.get(latinLookAlike(drawn)) ?? plain));
}

/** As {@link nativeLookAlike}, but a digit or a sign is first read as the Latin letter that it stands for (a `4` as an a), and b by its sound. */
export function nativeLeet(script: NativeScript, glyph: { readonly plain: string; readonly drawn: string }): string {
  const latin = glyph.drawn === 'b' ? 'B' : leetReadings(glyph.drawn)?.[0];
  return latin === undefined ? nativeLookAlike(script, glyph) : nativeLookAlike(script, { plain: latin, drawn: latin });
}

function inBothCases([drawn, latin]: LookAlikes): LookAlikes[] {
  return [
    [drawn.toLowerCase(), latin],
    [drawn.toUpperCase(), latin],
  ];
}

function nativeScript(letter: RegExp, drawn: string, native: string): NativeScript {
  return { letter, lookAlikes: new Map(Array.from(drawn, (character, at) => [character, native.charAt(at)] as const)) };
}

/** Of a string that is not empty. */
export function codePointOf(letter: string): number {
  return Number(letter.codePointAt(0));
}

/** The letter inside 🅝, 🅽 or 🇳, or null. */
export function boxedLetter(codePoint: number): string | null {
  const first = boxedAlphabets.find((start) => codePoint >= start && codePoint < start + 26);
  return first === undefined ? null : String.fromCharCode(97 + codePoint - first);
}
