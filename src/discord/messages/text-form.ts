import { type APIModalInteractionResponseCallbackData, ComponentType, TextInputStyle } from 'discord.js';
import { seenText } from '#core/text.ts';
import { cut, visible } from '#i18n/escape.ts';
import { type CustomId, formatCustomId } from '../interactions/custom-id.ts';
import { noReasonText } from '../texts/pictures.ts';
import { limits } from './limits.ts';

/** A field of a form. */
export interface TextField {
  /** The field's name in what is sent back. */
  readonly name: string;
  /** At most 45 characters. */
  readonly label: string;
  /** What stands in it at first; cut at what the field takes. */
  readonly value: string;
  readonly isLong: boolean;
  readonly isRequired: boolean;
}

/** A form of at most five fields. `title` at most 45 characters. */
export function textForm(
  id: CustomId,
  title: string,
  fields: readonly TextField[],
): APIModalInteractionResponseCallbackData {
  return { custom_id: formatCustomId(id), title, components: fields.map(toLabel) };
}

function toLabel({ name, label, value, isLong, isRequired }: TextField) {
  const shown = cut(visible(value), limits.formFieldCharacters);
  const component = {
    type: ComponentType.TextInput,
    custom_id: name,
    style: isLong ? TextInputStyle.Paragraph : TextInputStyle.Short,
    required: isRequired,
    max_length: limits.formFieldCharacters,
    ...(shown === '' ? {} : { value: shown }),
  } as const;
  return { type: ComponentType.Label, label, component } as const;
}

const field = 'reason';
/** What the journal takes. */
const maxCharacters = 500;

/** A form with one field, the reason. `title` and `label` at most 45 characters. */
export function reasonForm(id: CustomId, title: string, label: string): APIModalInteractionResponseCallbackData {
  const component = {
    type: ComponentType.TextInput,
    custom_id: field,
    style: TextInputStyle.Paragraph,
    min_length: 1,
    max_length: maxCharacters,
    required: true,
  } as const;
  return { custom_id: formatCustomId(id), title, components: [{ type: ComponentType.Label, label, component }] };
}

/** The reason of a form that was sent, 1..500 characters. */
export function reasonIn(fields: ReadonlyMap<string, string>): string {
  return cut(seenText(fields.get(field) ?? null), maxCharacters) || noReasonText();
}
