import type { LastChoice } from '../../domain/last-choice.ts';
import { lastChoiceName, type Preset, type PresetSaved, presetBounds } from '../../domain/preset.ts';
import type { RequestOptions } from '../../domain/request.ts';
import { limits } from '../limits.ts';
import { inPages, type PagePlace } from '../pages.ts';
import { cut, escapeText, inlineCode } from './escape.ts';

/** Room for the lines of a page, beside its last one. */
const linesCharacters = limits.contentCharacters - 300;
/** A preset's line is never longer, whatever its texts. */
const lineCharacters = 600;

/** What each option is called in a list. */
const optionNames = {
  size: 'size',
  quality: 'quality',
  resolution: 'resolution',
  steps: 'steps',
  lora: 'LoRA',
  loraStrength: 'at',
  format: 'as',
  count: 'pictures',
} as const satisfies Record<keyof RequestOptions, string>;

const { ofMember, ofGuild, nameCharacters, styleCharacters } = presetBounds;

/** The answers of `/preset` that are no list. */
export const presetTexts = {
  name: `A preset’s ${inlineCode('name')} is one line of 1–${nameCharacters} characters, and not ${inlineCode(lastChoiceName)}. Nothing was kept.`,
  style: `${inlineCode('style')} is one line of at most ${styleCharacters} characters. Nothing was kept.`,
  empty: `There is nothing to keep yet: give at least one option, such as ${inlineCode('model')} or ${inlineCode('style')}, or name a model or a size in ${inlineCode('/imagine')} first.`,
  notModerator: 'Only those with Manage Server or Moderate Members change this server’s presets. Nothing changed.',
  unknown: (name: string) =>
    `There is no preset ${inlineCode(name)} here. ${inlineCode('/preset list')} shows what there is. You were not charged.`,
  nothingToRemove: (name: string) =>
    `There is no preset ${inlineCode(name)} to take away. ${inlineCode('/preset list')} shows what there is.`,
  ofGuildOnly: (name: string) =>
    `${inlineCode(name)} is this server’s preset: only those with Manage Server or Moderate Members take it away. Nothing changed.`,
  forgotten: `Your last choice is forgotten: without ${inlineCode('model')} and ${inlineCode('size')} you get what is usual here again.`,
  nothingToForget: 'There is no last choice of yours to forget.',
  removed: (name: string, isGuilds: boolean) =>
    `The preset ${inlineCode(name)} is taken away${isGuilds ? ' from this server' : ''}.`,
} as const;

/** What became of `/preset save`. */
export function presetSavedText(saved: PresetSaved, preset: Preset, isGuilds: boolean): string {
  if (saved === 'full') return fullText(isGuilds);
  const whose = isGuilds ? 'this server’s preset' : 'your preset';
  const how = saved === 'saved' ? `Kept as ${whose}` : `Kept in the place of ${whose}`;
  return `${how} ${inlineCode(preset.name)}: ${factsOf(preset)}.\nUse it with ${inlineCode(`/preset use name:${preset.name}`)}.`;
}

function fullText(isGuilds: boolean): string {
  const whose = isGuilds ? `This server has ${ofGuild} presets` : `You have ${ofMember} presets here`;
  return `${whose} already, which is the most. Take one away with ${inlineCode('/preset remove')} first. Nothing was kept.`;
}

/** What can be used where the list is asked for. */
export interface PresetLists {
  readonly choice: LastChoice;
  readonly own: readonly Preset[];
  readonly guilds: readonly Preset[];
}

/** Everything in pages that fit a message each. */
export function pagesOfPresets({ choice, own, guilds }: PresetLists): readonly (readonly string[])[] {
  const last = choiceFacts(choice).map(({ name, value }) => `${name} ${inlineCode(value, 60)}`);
  const forget = inlineCode(`/preset remove name:${lastChoiceName}`);
  const lines = [
    ...(last.length === 0
      ? []
      : [`Last choice: ${last.join(', ')}. It stands in where you name none; ${forget} forgets it.`]),
    ...(own.length === 0 ? [] : [`**Your presets** (${own.length} of ${ofMember})`, ...own.map(lineOf)]),
    ...(guilds.length === 0
      ? []
      : [`**This server’s presets** (${guilds.length} of ${ofGuild})`, ...guilds.map(lineOf)]),
  ];
  return inPages(lines, linesCharacters);
}

/** One of {@link pagesOfPresets} as the answer to `/preset list`. */
export function presetsPageText(lines: readonly string[], { page, pages }: PagePlace): string {
  const how = `${inlineCode('/preset save')} keeps the options of ${inlineCode('/imagine')} under a name, ${inlineCode('/preset use')} makes a picture with them.`;
  const place = pages > 1 ? `Page ${page + 1} of ${pages}. ` : '';
  const none = lines.length === 0 ? ['There are no presets here yet.'] : [];
  return [...none, ...lines, `-# ${place}${how}`].join('\n');
}

function lineOf(preset: Preset): string {
  return cut(`- ${inlineCode(preset.name)} · ${factsOf(preset)}`, lineCharacters);
}

/** A preset among suggestions: plain text, no markdown there. */
export function presetLabel({ name, model }: Preset, isGuilds: boolean): string {
  return [name, ...(model === null ? [] : [model]), isGuilds ? 'this server’s' : 'yours'].join(' · ');
}

/** The last choice among suggestions. */
export function lastChoiceLabel(choice: LastChoice): string {
  const facts = choiceFacts(choice).map(({ value }) => value);
  return `Last choice: ${facts.join(' · ')}`;
}

function choiceFacts({ model, size }: LastChoice): { readonly name: string; readonly value: string }[] {
  return [
    ...(model === null ? [] : [{ name: 'model', value: model }]),
    ...(size === null ? [] : [{ name: 'size', value: size }]),
  ];
}

/** What the journal has about a change of the server's presets. */
export const presetReasons = {
  saved: (name: string) => `preset ${name} kept for the server`,
  removed: (name: string) => `preset ${name} of the server taken away`,
} as const;

function factsOf({ model, options, style }: Preset): string {
  return [
    ...(model === null ? [] : [inlineCode(model, 60)]),
    ...optionFacts(options),
    ...(style === '' ? [] : [`adds “${escapeText(style, 160)}”`]),
  ].join(' · ');
}

function optionFacts(options: RequestOptions): string[] {
  return Object.entries(optionNames).flatMap(([key, name]) => {
    const value = new Map<string, string | number | null>(Object.entries(options)).get(key) ?? null;
    return value === null ? [] : [`${name} ${escapeText(String(value), 80)}`];
  });
}
