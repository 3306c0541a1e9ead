import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import { type FileData, FormBody } from '#http/form-body.ts';
import { cut, visible } from '#i18n/escape.ts';
import { type CustomId, formatCustomId } from '../interactions/custom-id.ts';
import { limits } from './limits.ts';

/** A button under a message. */
export interface Button {
  readonly id: CustomId;
  readonly label: string;
  readonly look: 'plain' | 'main' | 'danger';
}

/** A file on a message. */
export interface Attachment {
  readonly name: string;
  readonly mediaType: string;
  readonly data: FileData;
  /** Alt text. */
  readonly description: string;
}

/** A message of ours. No text in it mentions anybody: that is set for every message in one place, here. */
export interface OutgoingMessage {
  /** Already escaped where it holds words of a member. */
  readonly content: string;
  /** At most 25; none when left out. */
  readonly buttons?: readonly Button[];
  /** At most 10; left out, files that are there already stay. */
  readonly files?: readonly Attachment[];
}

/** A message's JSON, as every route of Discord takes it. */
export interface MessageBody {
  readonly content: string;
  readonly allowed_mentions: { readonly parse: readonly [] };
  readonly components: readonly APIActionRowComponent<APIButtonComponentWithCustomId>[];
  readonly attachments?: readonly { readonly id: number; readonly filename: string; readonly description: string }[];
}

const styles = { plain: ButtonStyle.Secondary, main: ButtonStyle.Primary, danger: ButtonStyle.Danger } as const;

/** Our message in Discord's words. */
export function toBody(message: OutgoingMessage): MessageBody {
  const attachments = message.files?.map(({ name, description }, id) => ({
    id,
    filename: visible(name),
    description: cut(visible(description).trim(), limits.altTextCharacters),
  }));
  return {
    content: cut(visible(message.content), limits.contentCharacters),
    allowed_mentions: { parse: [] },
    components: toRows(message.buttons ?? []),
    ...(attachments === undefined ? {} : { attachments }),
  };
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
