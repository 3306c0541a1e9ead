import { type APIModalInteractionResponseCallbackData, ComponentType, TextInputStyle } from 'discord.js';
import { seenText } from '../domain/blank-text.ts';
import { type CustomId, formatCustomId } from './custom-id.ts';
import { cut } from './wording/escape.ts';
import { noReasonText } from './wording/pictures.ts';

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
