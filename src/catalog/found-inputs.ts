import { z } from 'zod';
import { isBlank } from '#core/text.ts';
import type { GuildWorkflow } from './guild-workflow.ts';
import { type Input, isAsked, keyOf, mostAsked, workflowInput } from './workflow-file.ts';

/** An input of a workflow as its service describes it. */
export interface FoundInput {
  /** Everything that it can be given; a text that can be the prompt is a `text` here. */
  readonly input: Input;
  /** It is where people write what they want to see. */
  readonly isPrompt: boolean;
  /** Where it stands: the node as people know it. */
  readonly place: string;
}

/** Such an input as it is stored for a while. */
export const foundInputSchema = z.object({ input: workflowInput, isPrompt: z.boolean(), place: z.string() });

/** Which workflow or app: what it is, and the digits in the address of its page. */
export type RemoteWorkflow = Pick<GuildWorkflow, 'kind' | 'remoteId'>;

/**
 * What a service tells of a workflow or an app. `unknown`: it does not hand this one out, since there is none, or since it was never run
 * on its page. `unreadable`: what it handed out is nothing that Easel can read.
 */
export interface ReadOutcome {
  readonly kind: 'found' | 'unknown' | 'unreadable';
  /** Best first; empty where nothing was found. */
  readonly inputs: readonly FoundInput[];
}

/** Asks the service; free, starts nothing. @throws {@link BotError} `provider.*`, and the reason of `signal` */
export type ReadInputs = (workflow: RemoteWorkflow, signal: AbortSignal) => Promise<ReadOutcome>;

/** A menu at Discord has room for this many. */
export const mostFound = 25;
/** What Discord shows beside a part of a form. */
const labelCharacters = 45;

/**
 * The inputs with a label of their own each, best first, as many as a menu has room for. What does not fit the rules or the menu is left
 * out, and so is what is there twice.
 */
export function offerable(found: readonly FoundInput[]): readonly FoundInput[] {
  const taken = new Set<string>();
  const keys = new Set<string>();
  const isNew = (key: string) => {
    const before = keys.size;
    return keys.add(key).size > before;
  };
  return found
    .filter((each) => fitsMenu(each) && isNew(foundKey(each)))
    .slice(0, mostFound)
    .map((each) => {
      if (!('label' in each.input)) return each;
      const label = freeLabel(each.input.label, taken);
      taken.add(label.toLowerCase());
      return { ...each, input: { ...each.input, label } };
    });
}

/** What Discord takes as a value of a menu. */
const keyCharacters = 100;

function fitsMenu(each: FoundInput): boolean {
  const { input } = each;
  const isSeen = !('label' in input) || !isBlank(input.label);
  return isSeen && foundKey(each).length <= keyCharacters && workflowInput.safeParse(input).success;
}

function freeLabel(wanted: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const end = number === 1 ? '' : ` ${number}`;
    const label = `${shortened(wanted, labelCharacters - end.length)}${end}`;
    if (!taken.has(label.toLowerCase())) return label;
  }
}

/** Without half a character at its end. */
export function shortened(text: string, characters: number): string {
  return text
    .slice(0, characters)
    .replace(/\p{Cs}$/u, '')
    .trimEnd();
}

/** Names an input in a menu and in a form. */
export function foundKey({ input }: FoundInput): string {
  return keyOf(input);
}

/** Chosen to begin with: the prompt, and one file of each kind; where there is neither, the first. */
export function usualChoice(found: readonly FoundInput[]): readonly string[] {
  const prompt = found.find(({ isPrompt }) => isPrompt);
  const files = (['image', 'video', 'audio'] as const).map((kind) => found.find(({ input }) => input.type === kind));
  const usual = [prompt, ...files].flatMap((each) => (each === undefined ? [] : [each]));
  return (usual.length > 0 ? usual : found.slice(0, 1)).map(foundKey);
}

/** Why these cannot be asked for together. */
export type ChoiceProblem = 'none' | 'tooMany' | 'files' | 'labels';

/** What stands in the way of asking for these; null where nothing does. */
export function choiceProblem(chosen: readonly FoundInput[]): ChoiceProblem | null {
  const inputs = chosen.map(({ input }) => input);
  const files = inputs.filter((input) => !isAsked(input)).map(({ type }) => type);
  const labels = inputsOf(chosen).flatMap((input) => ('label' in input ? [input.label.toLowerCase()] : []));
  if (inputs.length === 0) return 'none';
  if (inputs.length - files.length > mostAsked) return 'tooMany';
  if (new Set(files).size < files.length) return 'files';
  return new Set(labels).size < labels.length ? 'labels' : null;
}

/** The chosen ones as a workflow has them: the first that can be the prompt is it, and is needed as files are. */
export function inputsOf(chosen: readonly FoundInput[]): readonly Input[] {
  const prompt = chosen.find(({ isPrompt }) => isPrompt);
  return chosen.map((each) => {
    const { input } = each;
    if (each === prompt && input.type === 'text') {
      const { node, field, maxCharacters } = input;
      return { type: 'prompt', node, field, required: true, maxCharacters };
    }
    return isAsked(input) ? input : { ...input, required: true };
  });
}

/** `Steps 1..40`: how an operator writes a label, and of a number its range. */
export function labelLine({ input }: FoundInput): string {
  if (!('label' in input)) return '';
  return input.type === 'number' ? `${input.label} ${input.min}..${input.max}` : input.label;
}

const range = /^(.*?)\s+(-?\d+(?:\.\d+)?)\s*\.\.\s*(-?\d+(?:\.\d+)?)$/su;

/** The input with what an operator wrote; null where that is no label, or no range of a number. A default that no longer fits is none. */
export function withLabelLine(found: FoundInput, line: string): FoundInput | null {
  const { input } = found;
  const [, name, min, max] = input.type === 'number' ? (range.exec(line.trim()) ?? []) : [];
  const label = (name ?? line).trim();
  const { default: usual, ...rest } = { default: undefined, ...input };
  const bounded = min === undefined ? {} : { min: Number(min), max: Number(max) };
  const changed = { ...rest, label, ...bounded };
  const kept = workflowInput.safeParse({ ...changed, ...(usual !== undefined && { default: usual }) });
  const read = kept.success ? kept : workflowInput.safeParse(changed);
  return read.success ? { ...found, input: read.data } : null;
}
