/**
 * True where a service's reason says that its content filter refused. What the member typed is taken out first: a reason may
 * repeat the prompt, whole or in part, in other letters or escaped, and a prompt of "a safety poster" is no offence. Talk of
 * a filter that could not do its work is a fault of the service.
 */
export function speaksOfModeration(reason: string, typed: readonly string[]): boolean {
  const text = withoutTyped(reason, typed);
  const isRefusal = moderationWords.test(text) || moderationSigns.test(text);
  return isRefusal && !technicalWords.test(text) && !technicalSigns.test(text);
}

/** Reasons are short; what is longer holds a traceback. */
const mostCharacters = 10_000;
/** A shorter piece of a typed word says nothing. */
const leastPiece = 3;

/** A reason of a filter says what it found or what it did; a word such as `safety` or `explicit` alone says neither. */
const moderationWords = wordsLike(
  /moderation/u,
  /moderated/u,
  /nsfw\b/u,
  /violat(?:es|ed|ing|e|ions?)\b/u,
  /inappropriate/u,
  /flagged/u,
  /nudity/u,
  /sexual/u,
  /real person/u,
  /explicit (?:content|image|material)/u,
  /(?:prohibited|forbidden|sensitive|unsafe|harmful|illegal) (?:content|words?|prompts?|images?|terms?)/u,
  /content (?:is |was )?(?:polic|filter|verification|restrict|review|prohibited|not allowed|unsafe)/u,
  /safety (?:system|filter|check|polic|guideline|setting|reason|concern)/u,
  /(?:refused|rejected|blocked) (?:\S+ )?prompt/u,
  /prompt (?:\S+ ){0,2}(?:refused|rejected|blocked)/u,
);

/** Written without gaps, so that nothing tells where a word begins. */
const moderationSigns = /审核|审查|违规|违禁|敏感|不合规|涉黄|色情/u;

/** The filter, or the way to it, was broken. */
const technicalWords = wordsLike(
  /unavailable/u,
  /time(?:d )?out/u,
  /not (?:found|loaded|reachable|installed|available)/u,
  /no module/u,
  /(?:could not|cannot|can t|failed to|unable to|error) (?:be )?(?:load|reach|connect|import|open|read|initiali[sz]e)/u,
  /connection/u,
  /out of memory/u,
  /overloaded/u,
  /internal (?:server )?error/u,
  /try again later/u,
  /service error/u,
  /bad gateway/u,
  /(?:access|constraint|schema|type|memory|sharing) violation/u,
);
const technicalSigns = /超时|不可用|加载失败/u;

function wordsLike(...patterns: readonly RegExp[]): RegExp {
  return new RegExp(`\\b(?:${patterns.map(({ source }) => source).join('|')})`, 'u');
}

/** A reason in lower case, its words apart by one space; of what the member typed only marks are left. */
export function withoutTyped(reason: string, typed: readonly string[]): string {
  const typedWords = new Set(typed.flatMap((each) => wordsOf(plain(each))));
  const glued = [...typedWords].join(' ');
  const kept = wordsOf(plain(reason.slice(0, mostCharacters))).map((word) => {
    if (typedWords.has(word) || (word.length >= leastPiece && glued.includes(word))) return '·';
    return hasHan(word) ? withoutRuns(word, glued) : word;
  });
  return kept.join(' ');
}

function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

function hasHan(word: string): boolean {
  return /\p{Script=Han}/u.test(word);
}

/** Chinese is written without gaps, so that pieces of two characters are what a word is elsewhere. */
function withoutRuns(word: string, typed: string): string {
  const characters = [...word];
  const isTyped = characters.map((each, at) => {
    const pairs = [each + (characters[at + 1] ?? '·'), (characters[at - 1] ?? '·') + each];
    return pairs.some((pair) => typed.includes(pair));
  });
  return characters.map((each, at) => (isTyped[at] ? '·' : each)).join('');
}

/** JSON in JSON, an address or a page, each inside another at most. */
const mostLayers = 3;

/** The text without its escapes, in lower case. */
function plain(text: string): string {
  let unescaped = text;
  for (let layer = 0; layer < mostLayers; layer += 1) unescaped = unescapeOnce(unescaped);
  return unescaped
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{Cf}\p{Cc}]/gu, ' ');
}

function unescapeOnce(text: string): string {
  return text
    .replace(/\\+u([0-9a-f]{4})/giu, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\+[nrtbf]/gu, ' ')
    .replace(/\\+(?=["'/\\])/gu, '')
    .replace(/(?:%[0-9a-f]{2})+/giu, decodePercents)
    .replace(/&#x([0-9a-f]{1,5});/giu, (_all, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&#(\d{1,6});/gu, (_all, digits: string) => String.fromCodePoint(Number(digits)))
    .replace(/&(?:quot|apos|amp|lt|gt|nbsp);/giu, ' ');
}

function decodePercents(run: string): string {
  return Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8');
}
