import { type ParsedPattern, SyntaxKind } from 'obscenity';
import { Beginnings } from './beginnings.ts';
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

/** Runs of letters, by their first letter. An empty run is never found. */
class Runs {
  readonly #beginnings = new Beginnings();
  readonly #byFirst = new Map<string, string[]>();

  add(run: string): void {
    const first = run.charAt(0);
    this.#beginnings.add(run);
    this.#byFirst.set(first, [...(this.#byFirst.get(first) ?? []), run]);
  }

  standAt(text: string, at: number): boolean {
    if (!this.#beginnings.mayStartAt(text, at)) return false;
    return this.#byFirst.get(text.charAt(at))?.some((run) => text.startsWith(run, at)) === true;
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
