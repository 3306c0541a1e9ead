import { type APIModalInteractionResponseCallbackData, ComponentType, TextInputStyle } from 'discord.js';
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

/** A form of at most five fields. `title` at most 45 characters. */
export function textForm(
  id: CustomId,
  title: string,
  fields: readonly TextField[],
  maxCharacters: number = limits.formFieldCharacters,
): APIModalInteractionResponseCallbackData {
  const components = fields.map(({ name, label, value, isLong = false, hint }) => {
    const shown = cut(visible(value), maxCharacters);
    const component = {
      type: ComponentType.TextInput,
      custom_id: name,
      style: isLong ? TextInputStyle.Paragraph : TextInputStyle.Short,
      required: isLong,
      max_length: maxCharacters,
      ...(shown === '' ? {} : { value: shown }),
      ...(hint === undefined ? {} : { placeholder: cut(hint, hintCharacters) }),
    } as const;
    return { type: ComponentType.Label, label, component } as const;
  });
  return { custom_id: formatCustomId(id), title, components };
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
