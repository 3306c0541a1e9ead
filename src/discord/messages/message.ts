import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  ButtonStyle,
  ComponentType,
  MessageFlags,
} from 'discord.js';
import { type FileData, FormBody } from '#http/form-body.ts';
import { cut, visible } from '#i18n/escape.ts';
import { type CustomId, formatCustomId } from '../interactions/custom-id.ts';
import { type CardSection, toCard } from './card.ts';
import { limits } from './limits.ts';

/** A button under a message. */
export interface Button {
  readonly id: CustomId;
  readonly label: string;
  readonly look: 'plain' | 'main' | 'danger';
}

/** A menu above the buttons. */
interface Menu {
  readonly id: CustomId;
  /** Shown while nothing is chosen. */
  readonly hint: string;
  /** 1 to 25; `label` and `detail` are cut to 100 characters. */
  readonly choices: readonly MenuChoice[];
  /** How many are chosen at most; one at least. */
  readonly most: number;
}

/** @see Menu */
export interface MenuChoice {
  readonly value: string;
  readonly label: string;
  readonly detail: string;
  readonly isChosen: boolean;
}

/** A file on a message. */
export interface Attachment {
  readonly name: string;
  readonly mediaType: string;
  readonly data: FileData;
  /** Alt text. */
  readonly description: string;
  /** Covered until it is clicked. */
  readonly isSpoiler?: boolean;
}

/** A message of ours. No text in it mentions anybody: that is set for every message in one place, here. */
export interface OutgoingMessage {
  /** Already escaped where it holds words of a member. */
  readonly content: string;
  /**
   * Shown below the content, which makes the message a card (Components V2). A card stays one: whatever replaces it has sections too,
   * or none in a list. At most ten.
   */
  readonly sections?: readonly CardSection[];
  readonly menu?: Menu;
  /** At most 25, or 20 with a menu; none when left out. */
  readonly buttons?: readonly Button[];
  /** At most 10; left out, files that are there already stay. A card shows those that its sections name. */
  readonly files?: readonly Attachment[];
}

const styles = { plain: ButtonStyle.Secondary, main: ButtonStyle.Primary, danger: ButtonStyle.Danger } as const;

/** Our message in Discord's words: the JSON that every route takes. Only a card has flags, and no content. */
export function toBody(message: OutgoingMessage) {
  const attachments = message.files?.map(({ name, description, isSpoiler }, id) => ({
    id,
    filename: visible(name),
    description: cut(visible(description).trim(), limits.altTextCharacters),
    ...(isSpoiler === true && ({ is_spoiler: true } as const)),
  }));
  return {
    ...toShown(message),
    allowed_mentions: { parse: [] },
    ...(attachments === undefined ? {} : { attachments }),
  };
}

function toShown({ content, sections, menu, buttons = [] }: OutgoingMessage) {
  const rows = [...(menu ? [toMenu(menu)] : []), ...toRows(buttons)];
  if (sections === undefined) {
    return { content: cut(visible(content), limits.contentCharacters), components: rows };
  }
  return { flags: MessageFlags.IsComponentsV2, components: [toCard(content, sections, rows)] };
}

/** The body of a change to a message that may have been no card so far: null takes away what it said. */
export function toEdit(message: OutgoingMessage) {
  const body = toBody(message);
  return message.sections === undefined ? body : { ...body, content: null };
}

/** The body of a message that one member sees. */
export function toPrivateBody(message: OutgoingMessage) {
  const body = toBody(message);
  return { ...body, flags: (body.flags ?? 0) | MessageFlags.Ephemeral };
}

/**
 * What goes out: the JSON alone, or a form of it and the message's files. discord.js would hold every file in memory as often as it
 * is sent.
 *
 * @see https://docs.discord.com/developers/reference#uploading-files, read 2026-11
 */
export function toSent(
  body: object,
  { files = [] }: Pick<OutgoingMessage, 'files'>,
): { readonly body: object; readonly passThroughBody?: true } {
  if (files.length === 0) return { body };
  const json = { field: 'payload_json', text: JSON.stringify(body), mediaType: 'application/json' };
  const parts = files.map(({ name, mediaType, data }, id) => ({
    field: `files[${id}]`,
    name: visible(name),
    mediaType,
    data,
  }));
  return { body: new FormBody([json], parts), passThroughBody: true };
}

function toMenu({ id, hint, choices, most }: Menu): APIActionRowComponent<APIComponentInMessageActionRow> {
  const shown = (text: string) => cut(visible(text), limits.choiceNameCharacters);
  const menu = {
    type: ComponentType.StringSelect,
    custom_id: formatCustomId(id),
    placeholder: shown(hint),
    max_values: Math.min(most, choices.length),
    options: choices.map(({ value, label, detail, isChosen }) => ({
      value,
      label: shown(label),
      ...(detail !== '' && { description: shown(detail) }),
      default: isChosen,
    })),
  } as const;
  return { type: ComponentType.ActionRow, components: [{ ...menu, options: [...menu.options] }] };
}

function toRows(buttons: readonly Button[]): APIActionRowComponent<APIButtonComponentWithCustomId>[] {
  const rows: APIActionRowComponent<APIButtonComponentWithCustomId>[] = [];
  for (let start = 0; start < buttons.length; start += limits.buttonsPerRow) {
    const components = buttons.slice(start, start + limits.buttonsPerRow).map(toButton);
    rows.push({ type: ComponentType.ActionRow, components });
  }
  return rows.slice(0, limits.rows);
}

function toButton({ id, label, look }: Button): APIButtonComponentWithCustomId {
  const shown = cut(visible(label), limits.buttonLabelCharacters);
  return { type: ComponentType.Button, style: styles[look], label: shown, custom_id: formatCustomId(id) };
}
