import type { SourceFile } from './repository.ts';

/** A text in the code, with `…` for each interpolation of a template. */
interface Literal {
  readonly text: string;
  /** The code before it. */
  readonly before: string;
  /** The code behind it. */
  readonly after: string;
}

/** What only operators and developers read: lines of the log, and the words that errors have for it. */
const unspoken =
  /(?:\b(?:new \w*(?:Error|Configuration|Refused)|log(?:\.\w+|\[[^\]]*\])|warn|quietly)\((?:[^;]|\n)*|\b(?:from|import|case) ?)$/u;
/** Two words, or one beside something that is filled in. */
const words = /\p{L}{2,}[,.:;]? \p{L}{2,}|\p{L}{2,}[,.:;]? …|… \p{L}{2,}/u;
/** Where a single word is already read by people. */
const readHere = /\b(?:content|description|label|title|refusal|placeholder): $/u;
/** A choice; everything else that is called so is a name in a protocol. */
const choice = { before: /\{ name: $/u, after: /^, value: '/u };

/** Texts that people would read, one line each: `path: text`. They belong into the message catalogue. */
export function sentencesIn({ path, text }: SourceFile): string[] {
  const found = literalsIn(withoutComments(text)).filter(
    (literal) => !unspoken.test(literal.before) && (words.test(literal.text) || isLabel(literal)),
  );
  return found.map((literal) => `${path}: ${literal.text}`);
}

function isLabel({ text, before, after }: Literal): boolean {
  const isRead = readHere.test(before) || (choice.before.test(before) && choice.after.test(after));
  return isRead && /\p{Ll}/u.test(text);
}

function literalsIn(code: string): Literal[] {
  const pattern =
    /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\$]|\\.|\$(?!\{)|\$\{(?:[^{}`]|`[^`]*`|\{[^}]*\})*\})*`/gu;
  return [...code.matchAll(pattern)].map((match) => ({
    text: match[0].slice(1, -1).replace(/\$\{(?:[^{}`]|`[^`]*`|\{[^}]*\})*\}/gu, '…'),
    before: statementBefore(code, match.index),
    after: code.slice(match.index + match[0].length, match.index + match[0].length + 20),
  }));
}

/** As far back as the statement goes, roughly. */
function statementBefore(code: string, end: number): string {
  return (
    code
      .slice(Math.max(0, end - 300), end)
      .split(/;\n|\{\n\s*(?:return|throw)|\n\n/u)
      .at(-1) ?? ''
  );
}

function withoutComments(text: string): string {
  return text.replace(/\/\*\*?[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}
