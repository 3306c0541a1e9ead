import type { OptionInfo } from '../../protocol.ts';
import type { Leaf } from './leaves.ts';

/** An option that is being filled in. */
export interface Filled {
  readonly name: string;
  /** What stands in its field. */
  readonly text: string;
  /** What is sent where something was picked; null sends the text. */
  readonly picked: string | null;
  readonly file: File | null;
}

/** A command that is being typed. */
export interface Draft {
  readonly leaf: Leaf;
  readonly filled: readonly Filled[];
  /** The position of the field that has the focus; null for none. */
  readonly focus: number | null;
}

const attachmentType = 11;

const empty = (name: string): Filled => ({ name, text: '', picked: null, file: null });

/** A command with the fields that it cannot do without. */
export function startDraft(leaf: Leaf): Draft {
  const filled = leaf.options.filter(({ isRequired }) => isRequired).map(({ name }) => empty(name));
  return { leaf, filled, focus: filled.length === 0 ? null : 0 };
}

/** The definition behind a field. */
export function optionOf({ leaf }: Draft, name: string): OptionInfo | undefined {
  return leaf.options.find((option) => option.name === name);
}

/** Options that have no field yet. */
export function openOptions({ leaf, filled }: Draft): readonly OptionInfo[] {
  return leaf.options.filter(({ name }) => !filled.some((each) => each.name === name));
}

/** One more field, or the focus on the one that is there. */
export function addOption(draft: Draft, name: string): Draft {
  const at = draft.filled.findIndex((each) => each.name === name);
  if (at !== -1) return { ...draft, focus: at };
  return { ...draft, filled: [...draft.filled, empty(name)], focus: draft.filled.length };
}

/** Takes a field away; required ones are emptied. */
export function removeOption(draft: Draft, at: number): Draft {
  const name = draft.filled[at]?.name ?? '';
  const before = Math.max(0, at - 1);
  if (optionOf(draft, name)?.isRequired) return { ...draft, filled: draft.filled.with(at, empty(name)), focus: before };
  const filled = draft.filled.toSpliced(at, 1);
  return { ...draft, filled, focus: filled.length === 0 ? null : before };
}

/** What is typed into a field. ` size:` at its end goes on in the field of that option, as in one line. */
export function typeInto(draft: Draft, at: number, text: string): Draft {
  const field = draft.filled[at];
  if (field === undefined) return draft;
  const names = draft.leaf.options.map(({ name }) => name);
  const jump = new RegExp(`(?:^|\\s)(${names.join('|')}):\\s*$`, 'u').exec(text);
  const next = jump?.[1];
  if (next !== undefined) {
    const kept = text.slice(0, jump?.index ?? 0);
    const stays = setText(draft, at, kept);
    return next === field.name ? { ...stays, focus: at } : addOption(stays, next);
  }
  return setText(draft, at, text);
}

/** Puts a suggestion into a field. */
export function pickInto(
  draft: Draft,
  at: number,
  { name, value }: { readonly name: string; readonly value: string },
): Draft {
  const field = draft.filled[at];
  if (field === undefined) return draft;
  return { ...draft, filled: draft.filled.with(at, { ...field, text: name, picked: value }), focus: at };
}

/** Attaches a file to its option; it gets a field where it has none. */
export function attach(draft: Draft, name: string, file: File): Draft {
  const withField = addOption(draft, name);
  const at = withField.filled.findIndex((each) => each.name === name);
  return { ...withField, filled: withField.filled.with(at, { name, text: file.name, picked: null, file }), focus: at };
}

/** Where a dropped file goes: the field that waits for one, else the first option that takes one and has none. */
export function dropTarget(draft: Draft): string | null {
  const takes = draft.leaf.options.filter(({ type }) => type === attachmentType).map(({ name }) => name);
  const waiting = draft.filled.find(({ name, file }) => takes.includes(name) && file === null);
  return waiting?.name ?? openOptions(draft).find(({ name }) => takes.includes(name))?.name ?? null;
}

/** The first field that still has to be filled in; null where it can be sent. */
export function missingField({ leaf, filled }: Draft): string | null {
  const isEmpty = ({ text, file }: Filled) => text.trim() === '' && file === null;
  const missing = filled.find(
    (each) => isEmpty(each) && leaf.options.find(({ name }) => name === each.name)?.isRequired,
  );
  return missing?.name ?? null;
}

/** What is sent: values by option, and files beside them. Optional fields that are empty are left out. */
export function sentBy(draft: Draft): {
  readonly values: Record<string, string>;
  readonly files: Record<string, readonly File[]>;
} {
  const values: Record<string, string> = {};
  const files: Record<string, readonly File[]> = {};
  for (const { name, text, picked, file } of draft.filled) {
    if (file !== null) files[name] = [file];
    else if (optionOf(draft, name)?.type === attachmentType) continue;
    else if (text.trim() !== '') values[name] = picked ?? text.trim();
  }
  return { values, files };
}

/** Reads the rest of a line, such as `prompt:a red fox size:16:9`, into fields. */
export function fillFromLine(leaf: Leaf, rest: string): Draft {
  const names = leaf.options.map(({ name }) => name);
  let draft = startDraft(leaf);
  if (names.length === 0 || rest.trim() === '') return draft;
  const starts = [...rest.matchAll(new RegExp(`(?<=^|\\s)(${names.join('|')}):`, 'gu'))];
  starts.forEach((start, index) => {
    const [whole, name = ''] = start;
    const text = rest.slice(start.index + whole.length, starts[index + 1]?.index ?? rest.length).trim();
    draft = addOption(draft, name);
    draft = setText(draft, draft.focus ?? 0, text.replace(/^"([\s\S]*)"$/u, '$1'));
  });
  const [first] = starts;
  const isLoose = first === undefined || rest.slice(0, first.index).trim() !== '';
  // Words without a name are those of the first field.
  return isLoose && draft.filled.length > 0
    ? setText(draft, 0, rest.slice(0, first?.index ?? rest.length).trim())
    : draft;
}

function setText(draft: Draft, at: number, text: string): Draft {
  const field = draft.filled[at];
  if (field === undefined) return draft;
  return { ...draft, filled: draft.filled.with(at, { ...field, text, picked: null, file: null }) };
}
