import { type ParsedPattern, SyntaxKind } from 'obscenity';
import { Beginnings } from './beginnings.ts';
import { squeeze } from './read-forms.ts';

/** For every pattern a run of letters that a squeezed text must hold to match it, with and without what is optional. */
export function suspectsOf(patterns: readonly ParsedPattern[]): Beginnings {
  const suspects = new Beginnings();
  for (const pattern of patterns) for (const text of textsOf(pattern)) suspects.add(longestRun(squeeze(text)));
  return suspects;
}

const wildcard = '?';

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
