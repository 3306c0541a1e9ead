/** JSON as it goes over the wire, read before anything is known of it. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Bits of a message's `flags` that the sandbox acts on. */
export const messageFlags = { suppressEmbeds: 4, ephemeral: 64, loading: 128, componentsV2: 32_768 } as const;

/** Numbers of the components that people meet. @see https://docs.discord.com/developers/components/reference read 2026-11-28 */
export const componentTypes = {
  actionRow: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  userSelect: 5,
  roleSelect: 6,
  mentionableSelect: 7,
  channelSelect: 8,
  section: 9,
  textDisplay: 10,
  thumbnail: 11,
  mediaGallery: 12,
  file: 13,
  separator: 14,
  container: 17,
  label: 18,
  fileUpload: 19,
} as const;

/** A user object with all the fields that Discord requires of one. */
export interface User {
  readonly id: string;
  readonly username: string;
  readonly global_name: string | null;
  readonly discriminator: string;
  readonly avatar: null;
  readonly bot: boolean;
  readonly public_flags: number;
  readonly flags: number;
  readonly primary_guild: null;
}

/** A component of a message or modal, all kinds in one shape; which fields are there depends on `type`. */
export interface Component {
  readonly type: number;
  readonly id?: number | null | undefined;
  readonly custom_id?: string | null | undefined;
  readonly label?: string | null | undefined;
  readonly style?: number | null | undefined;
  readonly url?: string | null | undefined;
  readonly disabled?: boolean | null | undefined;
  readonly placeholder?: string | null | undefined;
  readonly options?: readonly SelectOption[] | null | undefined;
  readonly min_values?: number | null | undefined;
  readonly max_values?: number | null | undefined;
  readonly content?: string | null | undefined;
  readonly value?: string | null | undefined;
  readonly required?: boolean | null | undefined;
  readonly min_length?: number | null | undefined;
  readonly max_length?: number | null | undefined;
  readonly items?: readonly GalleryItem[] | null | undefined;
  readonly media?: Media | null | undefined;
  readonly file?: Media | null | undefined;
  readonly components?: readonly Component[] | null | undefined;
  readonly component?: Component | null | undefined;
  readonly accessory?: Component | null | undefined;
  /** Of a label, and of a picture of a gallery. */
  readonly description?: string | null | undefined;
  readonly spoiler?: boolean | null | undefined;
  /** Of a container; RGB. */
  readonly accent_color?: number | null | undefined;
  /** Of a separator. */
  readonly divider?: boolean | null | undefined;
  readonly spacing?: number | null | undefined;
  /** What a menu of people, roles or channels has chosen at first. */
  readonly default_values?: readonly { readonly id: string; readonly type: string }[] | null | undefined;
  /** Of a menu of channels: the only kinds that it offers. */
  readonly channel_types?: readonly number[] | null | undefined;
  readonly emoji?: { readonly name?: string | null | undefined } | null | undefined;
}

/** One line of a string select. */
export interface SelectOption {
  readonly label: string;
  readonly value: string;
  readonly description?: string | null | undefined;
  readonly default?: boolean | null | undefined;
}

/** `url` is a web address, or `attachment://name` in a request. */
export interface Media {
  readonly url: string;
  /** Where Discord itself shows it, with what it knows of it. */
  readonly proxy_url?: string;
  readonly content_type?: string;
  readonly width?: number;
  readonly height?: number;
}

/** One picture of a media gallery. */
export interface GalleryItem {
  readonly media: Media;
  readonly description?: string | null | undefined;
  readonly spoiler?: boolean | null | undefined;
}

/** An embed as bots send it; Discord adds `type: 'rich'`. */
export interface Embed {
  readonly type?: string | undefined;
  readonly title?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly url?: string | null | undefined;
  readonly color?: number | null | undefined;
  readonly fields?: readonly EmbedField[] | null | undefined;
  readonly author?: { readonly name: string } | null | undefined;
  readonly footer?: { readonly text: string } | null | undefined;
  readonly image?: Media | null | undefined;
  readonly thumbnail?: Media | null | undefined;
}

/** @see Embed */
export interface EmbedField {
  readonly name: string;
  readonly value: string;
  readonly inline?: boolean | null | undefined;
}

/** A file of a message. `url` is signed and expires. */
export interface Attachment {
  readonly id: string;
  readonly filename: string;
  readonly size: number;
  readonly url: string;
  readonly proxy_url: string;
  readonly content_type: string;
  readonly description?: string;
  readonly width?: number;
  readonly height?: number;
  readonly ephemeral?: boolean;
}

/** A message as Discord's REST answers it; a snapshot, never changed afterwards. */
export interface Message {
  readonly id: string;
  readonly channel_id: string;
  readonly author: User;
  readonly content: string;
  readonly timestamp: string;
  readonly edited_timestamp: string | null;
  readonly tts: boolean;
  /** True only where `allowed_mentions` let @everyone ring. */
  readonly mention_everyone: boolean;
  /** Those whom the message rings, after `allowed_mentions`. */
  readonly mentions: readonly User[];
  readonly mention_roles: readonly string[];
  readonly attachments: readonly Attachment[];
  readonly embeds: readonly Embed[];
  readonly components: readonly Component[];
  readonly pinned: boolean;
  readonly type: number;
  readonly flags: number;
  readonly nonce?: string | number;
  readonly application_id?: string;
  readonly webhook_id?: string;
  readonly interaction_metadata?: JsonObject;
  readonly message_reference?: JsonObject;
}

/** A choice of an option, or a suggestion of autocompletion. */
export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

/** True for a message that only one person sees. */
export function isEphemeral(message: Pick<Message, 'flags'>): boolean {
  return (message.flags & messageFlags.ephemeral) !== 0;
}

/** True while a message is only "thinking…". */
export function isLoading(message: Pick<Message, 'flags'>): boolean {
  return (message.flags & messageFlags.loading) !== 0;
}

/** All components, nested ones included, in the order in which a reader meets them. */
export function allComponents(components: readonly Component[]): readonly Component[] {
  return components.flatMap((component) => {
    const inner = [...(component.components ?? []), component.component, component.accessory];
    return [component, ...allComponents(inner.filter((child) => child !== null && child !== undefined))];
  });
}

/** All words of a message that are no labels: its content, and the texts of a card. */
export function textOf({ content, components }: Pick<Message, 'content' | 'components'>): string {
  const texts = allComponents(components).filter(({ type }) => type === componentTypes.textDisplay);
  return [content, ...texts.map((text) => text.content ?? '')].filter((text) => text !== '').join('\n');
}

/** A user with nothing special about them. */
export function makeUser(id: string, name: string, bot = false): User {
  return {
    id,
    username: name.toLowerCase(),
    global_name: bot ? null : name,
    discriminator: '0',
    avatar: null,
    bot,
    public_flags: 0,
    flags: 0,
    primary_guild: null,
  };
}
