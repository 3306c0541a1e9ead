import { checkAvailable, commandsIn, isAvailable } from './available-commands.ts';
import { optionTypes } from './command-body.ts';
import { parseCommandLine, requireOptions, type TypedCommand } from './command-line.ts';
import { createExchange, type Exchange } from './exchange.ts';
import { mediaTypeOf, type PersonFile } from './files.ts';
import { integrationOwners, type Scene, scenePayload } from './interaction-payload.ts';
import { startInteraction } from './interactions.ts';
import { postMessage } from './messages.ts';
import { readOptionValues } from './option-values.ts';
import { memberPermissions } from './payloads.ts';
import { everyonePermissions, hasPermission } from './permissions.ts';
import { buttonPayload, selectPayload } from './person-components.ts';
import { memberCommandPayload, messageCommandPayload } from './person-menu-command.ts';
import { type ModalValues, modalPayload } from './person-modal.ts';
import type { ChannelRecord, InteractionType, Modal, RegisteredCommand, StoredMessage } from './records.ts';
import { renderMessage } from './render-message.ts';
import type { Choice, Embed, JsonObject, Message } from './wire.ts';

/** A person at their Discord client, in one channel. Everything throws at once where that client would refuse. */
export interface Person {
  readonly userId: string;
  readonly name: string;
  /** `<@id>` */
  readonly mention: string;
  readonly channelId: string;
  /** The same person in another channel. */
  in(channel: { readonly id: string }): Person;
  /** The same person in their direct messages with the bot. */
  inDirectMessages(): Person;
  /** Sends a slash command; files go with it by the name of their option, which the text leaves out or follows with a path or `sample`. */
  slash(text: string, attachments?: Readonly<Record<string, PersonFile>>): Exchange;
  /** Chooses an application's command from the menu of a message. */
  useOn(message: { readonly id: string }, command: string): Exchange;
  /** Chooses an application's command from the menu of a member. */
  useOnMember(userId: string, command: string): Exchange;
  /** The application's commands of every kind that are offered to this person here. */
  commands(): readonly RegisteredCommand[];
  /** What is offered for the option while it is being typed. */
  autocomplete(text: string, option: string): Promise<readonly Choice[]>;
  press(message: { readonly id: string }, labelOrCustomId: string): Exchange;
  /** Chooses values of a menu: a string select's values or labels, otherwise `@names`, `#names` or ids. */
  select(message: { readonly id: string }, customId: string, values: readonly string[]): Exchange;
  /** Fills in a form by the custom ids of its fields; a file is given as one, or as a path or `sample`. */
  submitModal(modal: Modal, values: ModalValues): Exchange;
  /** Writes an ordinary message; with embeds it is as if Discord had unfolded its links. */
  say(text: string, more?: Said): Promise<Message>;
  /** What this person sees in the channel, oldest first; with a page only the last so many, or those before a message. */
  messages(page?: MessagePage): readonly Message[];
  /** True where the channel is in this person's list. */
  sees(channelId: string): boolean;
}

/** A part of what is in a channel. */
export interface MessagePage {
  readonly limit: number;
  /** The id of a message; the newest ones when left out. */
  readonly before?: string;
}

/** What goes with a message besides its text. */
export interface Said {
  readonly files?: readonly PersonFile[];
  readonly embeds?: readonly Embed[];
}

/** Puts a person into a scene. */
export function createPerson(scene: Scene): Person {
  const { world, user, channel } = scene;
  const start = (type: InteractionType, payload: JsonObject, sourceMessageId: string | null = null) =>
    createExchange(world, begin(scene, { type, payload, sourceMessageId, channel }));
  return {
    userId: user.id,
    name: user.global_name ?? user.username,
    mention: `<@${user.id}>`,
    channelId: channel.id,
    in: ({ id }) => createPerson(moveTo(scene, id)),
    inDirectMessages: () => createPerson({ ...scene, guild: null, channel: directMessages(scene) }),
    slash: (text, attachments = {}) => {
      const typed = attachedTo(typedIn(scene, text), attachments);
      requireOptions(typed);
      return start(2, { data: commandData(scene, typed, { attachments, focused: null }) });
    },
    useOn: ({ id }, command) => start(2, messageCommandPayload(scene, id, command)),
    useOnMember: (userId, command) => start(2, memberCommandPayload(scene, userId, command)),
    commands: () => commandsIn(scene).filter((command) => isAvailable(scene, command)),
    autocomplete: async (text, option) => {
      const typed = typedIn(scene, text);
      const definition = typed.definitions.find((each) => each.name === option);
      if (definition?.autocomplete !== true) throw new Error(`"${option}" is not autocompleted.`);
      const values = new Map(typed.values).set(option, typed.values.get(option) ?? '');
      const data = commandData(scene, { ...typed, values }, { attachments: {}, focused: option });
      const answer = await start(4, { data }).firstAnswer();
      return answer.kind === 'choices' ? answer.choices : [];
    },
    press: ({ id }, labelOrCustomId) => start(3, buttonPayload(scene, id, labelOrCustomId), id),
    select: ({ id }, customId, values) => start(3, selectPayload(scene, id, { customId, values }), id),
    submitModal: (modal, values) => start(5, modalPayload(scene, modal, values), modal.sourceMessageId),
    say: (text, more = {}) => say(scene, text, more),
    messages: (page) => visibleMessages(scene, page).map((each) => renderMessage(world, each)),
    sees: (channelId) => canSee(scene, world.channels.get(channelId)),
  };
}

async function say({ world, channel, user }: Scene, content: string, { files = [], embeds = [] }: Said) {
  const id = world.ids.next();
  const place = { id, channelId: channel.id, authorId: user.id, viewerId: null, interactionId: null, flags: 0 };
  const uploads = files.map((file, index) => ({
    field: `files[${index}]`,
    filename: file.name,
    contentType: mediaTypeOf(file),
    bytes: file.bytes,
  }));
  const posted = { ...(await postMessage(world, place, { content }, uploads)), embeds };
  world.messages.set(id, posted);
  return renderMessage(world, posted);
}

interface Beginning {
  readonly type: InteractionType;
  readonly payload: JsonObject;
  readonly sourceMessageId: string | null;
  readonly channel: ChannelRecord;
}

function begin(scene: Scene, { type, payload, sourceMessageId, channel }: Beginning) {
  const place = sceneOf(scene, sourceMessageId) ?? { ...scene, channel };
  const about = {
    type,
    userId: scene.user.id,
    channelId: place.channel.id,
    owners: integrationOwners(place),
    sourceMessageId,
    isUserInstallOnly: place.guild?.botIsMember === false,
  };
  return startInteraction(scene.world, about, { ...scenePayload(place), ...payload });
}

/** A button is pressed where its message is, wherever the person was before. */
function sceneOf(scene: Scene, messageId: string | null): Scene | null {
  const message = scene.world.messages.get(messageId ?? '');
  return message === undefined || message.channelId === scene.channel.id ? null : moveTo(scene, message.channelId);
}

function visibleMessages({ world, channel, user }: Scene, page: MessagePage | undefined): readonly StoredMessage[] {
  const here = [...world.messages.values()].filter(
    (each) => each.channelId === channel.id && (each.viewerId ?? user.id) === user.id,
  );
  if (page === undefined) return here;
  const { before, limit } = page;
  const earlier = before === undefined ? here : here.filter(({ id }) => BigInt(id) < BigInt(before));
  return earlier.slice(-limit);
}

function canSee({ world, user }: Scene, channel: ChannelRecord | undefined): boolean {
  if (channel === undefined) return false;
  const guild = world.guilds.get(channel.guildId ?? '');
  if (guild === undefined) return channel.recipientId === user.id;
  const member = guild.members.get(user.id);
  return member !== undefined && hasPermission(memberPermissions(guild, member), channel.viewPermissions);
}

function moveTo(scene: Scene, channelId: string): Scene {
  const channel = scene.world.channels.get(channelId);
  if (channel === undefined) throw new Error(`There is no channel ${channelId}.`);
  if (!canSee(scene, channel)) throw new Error(`${scene.user.username} does not see #${channel.name}.`);
  return { ...scene, channel, guild: scene.world.guilds.get(channel.guildId ?? '') ?? null };
}

function directMessages({ world, user }: Scene): ChannelRecord {
  const known = [...world.channels.values()].find((each) => each.recipientId === user.id);
  if (known !== undefined) return known;
  const made: ChannelRecord = {
    id: world.ids.next(),
    guildId: null,
    name: '',
    type: 1,
    isNsfw: false,
    parentId: null,
    recipientId: user.id,
    viewPermissions: 0n,
    botPermissions: everyonePermissions,
  };
  world.channels.set(made.id, made);
  return made;
}

function typedIn(scene: Scene, text: string): TypedCommand {
  const typed = parseCommandLine(text, commandsIn(scene));
  checkAvailable(scene, typed.command);
  return typed;
}

function attachedTo(typed: TypedCommand, attachments: Readonly<Record<string, PersonFile>>): TypedCommand {
  const values = new Map(typed.values);
  for (const [name, file] of Object.entries(attachments)) {
    const definition = typed.definitions.find((each) => each.name === name);
    if (definition?.type !== optionTypes.attachment) throw new Error(`There is no option "${name}" for a file.`);
    values.set(name, file.name);
  }
  return { ...typed, values };
}

interface Typing {
  readonly attachments: Readonly<Record<string, PersonFile>>;
  readonly focused: string | null;
}

function commandData(scene: Scene, typed: TypedCommand, { attachments, focused }: Typing): JsonObject {
  const place = { world: scene.world, guild: scene.guild, channelId: scene.channel.id, attachments };
  const { options, resolved } = readOptionValues(typed, place, focused);
  const { id, name, guildId } = typed.command;
  const hasResolved = Object.keys(resolved).length > 0;
  return {
    id,
    name,
    type: 1,
    options,
    ...(hasResolved ? { resolved } : {}),
    ...(guildId === null ? {} : { guild_id: guildId }),
  };
}
