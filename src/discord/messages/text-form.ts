import {
  type APIComponentInLabel,
  type APIModalInteractionResponseCallbackData,
  type ChannelType,
  ComponentType,
  SelectMenuDefaultValueType,
  TextInputStyle,
} from 'discord.js';
import { seenText } from '#core/text.ts';
import { cut, visible } from '#i18n/escape.ts';
import { t } from '#i18n/t.ts';
import { type CustomId, formatCustomId } from '../interactions/custom-id.ts';
import { limits } from './limits.ts';

/** A field of a form. */
export interface TextField {
  /** Its key in {@link ModalCall.fields}. */
  readonly name: string;
  /** At most 45 characters. */
  readonly label: string;
  /** What the field holds at first, cut to its limit. */
  readonly value: string;
  /** True for the field that has to be filled in; the others are short and optional. */
  readonly isLong?: boolean;
  /** Shown while it is empty, cut to 100 characters. */
  readonly hint?: string | undefined;
}

/** A part of a form in which one of a few values is chosen. */
export interface ChoiceField {
  readonly name: string;
  readonly label: string;
  /** 1 to 25, each value at most 100 characters; labels are cut to 100. */
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  /** Chosen at first; null for none. */
  readonly chosen: string | null;
  readonly isRequired: boolean;
  /** Shown while nothing is chosen, cut to 100 characters. */
  readonly hint?: string | undefined;
}

/** A part of a form that takes a file. */
export interface FileField {
  readonly name: string;
  readonly label: string;
  readonly isFile: true;
  readonly isRequired: boolean;
}

/** A part of a form in which a channel of the server is chosen, or none. */
interface ChannelField {
  readonly name: string;
  readonly label: string;
  readonly channelTypes: readonly ChannelType[];
  /** Chosen at first; null for none. */
  readonly chosen: string | null;
  /** Shown while nothing is chosen, cut to 100 characters. */
  readonly hint?: string | undefined;
}

/** Any part of a form. */
export type FormField = TextField | ChoiceField | FileField | ChannelField;

/** A form of at most five fields. `title` at most 45 characters. */
export function textForm(
  id: CustomId,
  title: string,
  fields: readonly FormField[],
  maxCharacters: number = limits.formFieldCharacters,
): APIModalInteractionResponseCallbackData {
  const components = fields.map((field) => {
    const label = cut(visible(field.label), limits.inputLabelCharacters);
    return { type: ComponentType.Label, label, component: partOf(field, maxCharacters) } as const;
  });
  return { custom_id: formatCustomId(id), title, components };
}

function partOf(field: FormField, maxCharacters: number): APIComponentInLabel {
  if ('isFile' in field) return filePart(field);
  if ('channelTypes' in field) return channelPart(field);
  return 'choices' in field ? choicePart(field) : textPart(field, maxCharacters);
}

function textPart({ name, value, isLong = false, hint }: TextField, maxCharacters: number): APIComponentInLabel {
  const shown = cut(visible(value), maxCharacters);
  return {
    type: ComponentType.TextInput,
    custom_id: name,
    style: isLong ? TextInputStyle.Paragraph : TextInputStyle.Short,
    required: isLong,
    max_length: maxCharacters,
    ...(shown === '' ? {} : { value: shown }),
    ...(hint === undefined ? {} : { placeholder: cut(hint, hintCharacters) }),
  };
}

/** @see https://docs.discord.com/developers/components/reference#string-select read 2026-11-28 */
function choicePart({ name, choices, chosen, isRequired, hint }: ChoiceField): APIComponentInLabel {
  const options = choices.map(({ value, label }) => ({
    value,
    label: cut(visible(label), limits.choiceNameCharacters),
    default: value === chosen,
  }));
  const least = isRequired ? 1 : 0;
  return {
    type: ComponentType.StringSelect,
    custom_id: name,
    options,
    required: isRequired,
    min_values: least,
    max_values: 1,
    ...(hint === undefined ? {} : { placeholder: cut(hint, hintCharacters) }),
  };
}

/** @see https://docs.discord.com/developers/components/reference#channel-select read 2026-11-29 */
function channelPart({ name, channelTypes, chosen, hint }: ChannelField): APIComponentInLabel {
  return {
    type: ComponentType.ChannelSelect,
    custom_id: name,
    channel_types: [...channelTypes],
    required: false,
    min_values: 0,
    max_values: 1,
    ...(chosen !== null && { default_values: [{ id: chosen, type: SelectMenuDefaultValueType.Channel }] }),
    ...(hint === undefined ? {} : { placeholder: cut(hint, hintCharacters) }),
  };
}

/** @see https://docs.discord.com/developers/components/reference#file-upload read 2026-11-28 */
function filePart({ name, isRequired }: FileField): APIComponentInLabel {
  const least = isRequired ? 1 : 0;
  return { type: ComponentType.FileUpload, custom_id: name, required: isRequired, min_values: least, max_values: 1 };
}

/** @see https://docs.discord.com/developers/components/reference#text-input read 2026-11-28 */
const hintCharacters = 100;

/** The journal's limit for a reason. */
const reasonCharacters = 500;

/** A form with one field, the reason for an act. */
export function reasonForm(id: CustomId, act: 'report' | 'delete' | 'decline' | 'strike' | 'suspend') {
  const field = { name: 'reason', label: t(`form.${act}.input`), value: '', isLong: true };
  return textForm(id, t(`form.${act}.title`), [field], reasonCharacters);
}

/** The reason of a form that was sent, 1..500 characters. */
export function reasonIn(fields: ReadonlyMap<string, string>): string {
  return cut(seenText(fields.get('reason') ?? null), reasonCharacters) || t('form.noReason');
}
