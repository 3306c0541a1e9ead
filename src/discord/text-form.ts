import { type APIModalInteractionResponseCallbackData, ComponentType, TextInputStyle } from 'discord.js';
import { type CustomId, formatCustomId } from './custom-id.ts';
import { limits } from './limits.ts';
import { cut, visible } from './wording/escape.ts';

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
