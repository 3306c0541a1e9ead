import type { CommandInfo, OptionInfo } from '../../protocol.ts';

/** Something that can be typed: a command, or a sub-command with its path. */
export interface Leaf {
  /** `['mod', 'grant']` for `/mod grant`. */
  readonly path: readonly string[];
  readonly description: string;
  readonly options: readonly OptionInfo[];
}

/** Discord's numbers for options that hold others. */
const folders: ReadonlySet<number> = new Set([1, 2]);

/** Everything that can be typed, in the order of the commands' registration. */
export function leavesOf(commands: readonly CommandInfo[]): readonly Leaf[] {
  return commands
    .filter(({ type }) => type === 1)
    .flatMap(({ name, description, options }) => below([name], description, options));
}

function below(path: readonly string[], description: string, options: readonly OptionInfo[]): readonly Leaf[] {
  const inner = options.filter(({ type }) => folders.has(type));
  if (inner.length === 0) return [{ path, description, options }];
  return inner.flatMap((option) => below([...path, option.name], option.description, option.options));
}

/** Leaves that fit what is typed after the slash: those that begin so first, then those that hold it. */
export function suggestLeaves(leaves: readonly Leaf[], typed: string): readonly Leaf[] {
  const wanted = typed.toLowerCase().trim();
  const nameOf = ({ path }: Leaf) => path.join(' ');
  const beginning = leaves.filter((leaf) => nameOf(leaf).startsWith(wanted));
  const holding = leaves.filter((leaf) => !nameOf(leaf).startsWith(wanted) && nameOf(leaf).includes(wanted));
  return [...beginning, ...holding];
}

/** The leaf that a line begins with, and what follows it; null where it begins with none, or may still become a longer one. */
export function leafOfLine(
  leaves: readonly Leaf[],
  line: string,
): { readonly leaf: Leaf; readonly rest: string } | null {
  const found = leaves
    .filter(({ path }) => new RegExp(`^/${path.join('\\s+')}(?:\\s|$)`, 'u').test(line))
    .sort((left, right) => right.path.length - left.path.length)[0];
  if (found === undefined) return null;
  const rest = line.replace(new RegExp(`^/${found.path.join('\\s+')}\\s*`, 'u'), '');
  return { leaf: found, rest };
}
