import { type ParsedPattern, SyntaxKind } from 'obscenity';
import { Beginnings, beginningLetters } from './beginnings.ts';
import { squeeze } from './read-forms.ts';

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
const keyLengths = Array.from({ length: beginningLetters }, (_, at) => at + 1);

/** Runs of letters, by their beginnings. An empty run is never found. */
class Runs {
  readonly #beginnings = new Beginnings();
  readonly #byBeginning = new Map<string, Set<string>>();

  add(run: string): void {
    const key = run.slice(0, beginningLetters);
    this.#beginnings.add(run);
    this.#byBeginning.set(key, (this.#byBeginning.get(key) ?? new Set()).add(run));
  }

  standAt(text: string, at: number): boolean {
    if (!this.#beginnings.mayStartAt(text, at)) return false;
    return keyLengths.some((length) => {
      const runs = this.#byBeginning.get(text.slice(at, at + length)) ?? [];
      for (const run of runs) if (text.startsWith(run, at)) return true;
      return false;
    });
  }

  isIn(text: string): boolean {
    for (let at = 0; at < text.length; at += 1) if (this.standAt(text, at)) return true;
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
