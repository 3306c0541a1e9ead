import { isBlank } from './blank-text.ts';
import type { GuildId, UserId } from './ids.ts';
import { flagsBeginAt } from './prompt-flags.ts';
import type { GenerationRequest, RequestOptions } from './request.ts';
import { parseSize } from './size.ts';

/** How many presets there may be, and how long their texts. */
export const presetBounds = {
  nameCharacters: 32,
  styleCharacters: 500,
  optionCharacters: 100,
  loraCharacters: 500,
  ofMember: 25,
  ofGuild: 100,
} as const;

/** Options of `/imagine` under a name. What was left out is null, and decides nothing. */
export interface Preset {
  /** As it was typed; upper and lower case are alike. */
  readonly name: string;
  readonly model: string | null;
  readonly options: RequestOptions;
  /** Put behind the prompt; empty for none. */
  readonly style: string;
}

/** Whose presets: a member's own, or with `userId` null those that everybody in the guild has. */
export interface PresetOwner {
  readonly guildId: GuildId;
  readonly userId: UserId | null;
}

/** What became of a preset that was to be kept. */
export type PresetSaved = 'saved' | 'replaced' | 'full';

/** The presets as they are written down. @throws {@link BotError} `store.unavailable` */
export interface Presets {
  /** By name. */
  list(owner: PresetOwner): Promise<readonly Preset[]>;
  /** In the place of the owner's preset of that name, where there is one. `full` changes nothing. */
  save(owner: PresetOwner, preset: Preset): Promise<PresetSaved>;
  /** False where the owner has none of that name. */
  remove(owner: PresetOwner, name: string): Promise<boolean>;
}

/** What stands for the member's last choice among the names; no preset is called that. */
export const lastChoiceName = 'last choice';

/** The name without the white space around it; null for one that cannot be used. */
export function readPresetName(typed: string): string | null {
  const name = typed.normalize('NFC').trim();
  const length = [...name].length;
  if (presetKey(name) === lastChoiceName) return null;
  return length >= 1 && length <= presetBounds.nameCharacters && isOneLine(name) ? name : null;
}

/** The style without the white space around it; null for one that cannot be used. */
export function readPresetStyle(typed: string): string | null {
  const style = typed.trim();
  return [...style].length <= presetBounds.styleCharacters && isOneLine(style) ? style : null;
}

/** What is wrong with the options whatever model they are for; null for nothing. */
export function presetFault({ options }: Preset): 'badOption' | 'badSize' | null {
  const { size, quality, resolution, format, lora } = options;
  const { optionCharacters, loraCharacters } = presetBounds;
  const isLong = [size, quality, resolution, format].some((value) => (value ?? '').length > optionCharacters);
  if (isLong || (lora ?? '').length > loraCharacters) return 'badOption';
  return size !== null && parseSize(size) === null ? 'badSize' : null;
}

/** The preset of that name, upper and lower case alike. */
export function presetNamed(name: string, presets: readonly Preset[]): Preset | null {
  const wanted = presetKey(name);
  return presets.find((preset) => presetKey(preset.name) === wanted) ?? null;
}

/** Names with the same key are the same name. */
export function presetKey(name: string): string {
  return name.normalize('NFC').trim().toLowerCase();
}

/** True for a preset that would change nothing. */
export function isEmptyPreset({ model, options, style }: Omit<Preset, 'name'>): boolean {
  return model === null && style === '' && Object.values(options).every((value) => value === null);
}

/** The request as the preset makes it. */
export function withPreset(request: GenerationRequest, { model, options, style }: Preset): GenerationRequest {
  const { prompt } = request;
  const words = isBlank(prompt) || style === '' ? prompt : withStyle(prompt, style);
  return { ...request, model, options, prompt: words };
}

/** Before the flags at the prompt's end, whose last one would take it for its own. */
function withStyle(prompt: string, style: string): string {
  const at = flagsBeginAt(prompt);
  const rest = prompt.slice(at);
  return rest === '' ? `${prompt}, ${style}` : `${prompt.slice(0, at).trimEnd()}, ${style} ${rest}`;
}

function isOneLine(text: string): boolean {
  return !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text);
}
