import type { RequestOptions } from '#catalog/request.ts';
import { limits } from '#discord/messages/limits.ts';
import { inPages, type PagePlace } from '#discord/messages/pages.ts';
import { cut, escapeText, inlineCode } from '#i18n/escape.ts';
import { t } from '#i18n/t.ts';
import type { LastChoice } from '#members/last-choices.ts';
import { type Preset, type PresetSaved, presetBounds } from '#members/presets.ts';

/** Room for the lines of a page, beside its last one. */
const linesCharacters = limits.contentCharacters - 300;
/** A preset's line is never longer, whatever its texts. */
const lineCharacters = 600;

const { ofMember, ofGuild } = presetBounds;

/** `/preset save`. */
export function presetSavedText(saved: PresetSaved, preset: Preset, isGuilds: boolean): string {
  if (saved === 'full') {
    return isGuilds ? t('preset.fullServers', { most: ofGuild }) : t('preset.fullOwn', { most: ofMember });
  }
  const kept = t(isGuilds ? `preset.${saved}Servers` : `preset.${saved}Own`, {
    name: inlineCode(preset.name),
    facts: factsOf(preset),
  });
  return `${kept}\n${t('preset.useIt')}`;
}

/** All presets that the member can use here, in pages that fit a message each. */
export function pagesOfPresets({
  choice,
  own,
  guilds,
}: {
  readonly choice: LastChoice;
  readonly own: readonly Preset[];
  readonly guilds: readonly Preset[];
}): readonly (readonly string[])[] {
  const ownHeading = t('preset.own', { number: own.length, most: ofMember });
  const guildsHeading = t('preset.servers', { number: guilds.length, most: ofGuild });
  const lines = [
    ...lastChoiceLines(choice),
    ...(own.length === 0 ? [] : [ownHeading, ...own.map(lineOf)]),
    ...(guilds.length === 0 ? [] : [guildsHeading, ...guilds.map(lineOf)]),
  ];
  return inPages(lines, linesCharacters);
}

/** One of {@link pagesOfPresets} as the answer to `/preset list`. */
export function presetsPageText(lines: readonly string[], { page, pages }: PagePlace): string {
  const place = pages > 1 ? [t('preset.page', { page: page + 1, pages })] : [];
  const none = lines.length === 0 ? [t('preset.none')] : [];
  const how = [...place, t('preset.how')].join(' ');
  return [...none, ...lines, `-# ${how}`].join('\n');
}

function lineOf(preset: Preset): string {
  return cut(t('preset.line', { name: inlineCode(preset.name), facts: factsOf(preset) }), lineCharacters);
}

/** A preset among suggestions: plain text, no markdown there. */
export function presetLabel({ name, model }: Preset, isGuilds: boolean): string {
  const whose = t(isGuilds ? 'preset.labelServers' : 'preset.labelOwn');
  return [name, ...(model === null ? [] : [model]), whose].join(' · ');
}

/** The last choice among suggestions. */
export function lastChoiceLabel({ model, size }: LastChoice): string {
  return t('lastChoice.offered', { facts: [model, size].filter((fact) => fact !== null).join(' · ') });
}

function lastChoiceLines({ model, size }: LastChoice): string[] {
  const facts = [
    ...(model === null ? [] : [t('lastChoice.model', { model: inlineCode(model, 60) })]),
    ...(size === null ? [] : [t('lastChoice.size', { size: inlineCode(size, 60) })]),
  ].join(', ');
  return facts === '' ? [] : [t('lastChoice.shown', { facts })];
}

function factsOf({ model, options, style }: Preset): string {
  return [
    ...(model === null ? [] : [inlineCode(model, 60)]),
    ...optionFacts(options),
    ...(style === '' ? [] : [t('preset.adds', { style: escapeText(style, 160) })]),
  ].join(' · ');
}

/** In the order in which they are shown. */
const shownOptions = [
  'size',
  'quality',
  'resolution',
  'steps',
  'lora',
  'loraStrength',
  'format',
  'count',
] as const satisfies readonly (keyof RequestOptions)[];

function optionFacts(options: RequestOptions): string[] {
  return shownOptions.flatMap((option) => {
    const value = options[option];
    return value === null ? [] : [t(`preset.option.${option}`, { value: escapeText(String(value), 80) })];
  });
}
