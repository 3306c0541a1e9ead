import type { APIModalInteractionResponseCallbackData } from 'discord.js';
import type { JobId } from '#core/ids.ts';
import type { Delivery, Reply } from '#jobs/job.ts';
import type { OutgoingMessage } from '../messages/message.ts';
import type { CustomId } from './custom-id.ts';
import type { Caller, InteractionAction, RawOption, ResolvedEntities } from './interaction.ts';
import type { CommandDefinition, MessageCommandDefinition } from './options.ts';

/** How an interaction can be answered. Exactly one first answer exists; a later `answer` edits it. */
export interface Answering {
  /** Shown to the member alone. @throws {@link BotError} `delivery.expired` */
  answer(message: OutgoingMessage): Promise<void>;
  /** Shown to everyone in the channel; without a say in who is rung: nobody is. @throws {@link BotError} `delivery.expired` */
  announce(message: OutgoingMessage): Promise<void>;
  /** The reply of a generation; `request` is which one, where another interaction asked for it. */
  reply(isPrivate: boolean, request?: JobId): Reply;
  /** Opens a form; only as the first answer. @throws {@link BotError} `delivery.expired` */
  openForm(form: APIModalInteractionResponseCallbackData): Promise<void>;
}

/** A slash command was used. */
export interface CommandCall extends Answering, ResolvedEntities {
  readonly caller: Caller;
  readonly subcommand: string | null;
  /** Below the subcommand, where there is one. @see readOptions */
  readonly options: readonly RawOption[];
}

type ActionOf<Kind extends InteractionAction['kind']> = Extract<InteractionAction, { readonly kind: Kind }>;

/** A command was chosen from a message's menu. */
export interface MessageCommandCall extends Answering, Pick<ActionOf<'message_command'>, 'messageId' | 'pictures'> {
  readonly caller: Caller;
  /** It shows a sticker that a program draws, which is no picture. */
  readonly isDrawn?: boolean;
}

/** An option is being typed; everything may be partial. */
export interface CompletionCall extends Pick<CommandCall, 'caller' | 'subcommand' | 'options'> {
  readonly focused: { readonly name: string; readonly typed: string };
}

/** A button was pressed, or something of a menu was chosen. Its id proves nothing: authorise against what is stored. */
export interface ButtonCall extends Answering, Pick<ActionOf<'button'>, 'values' | 'pictures'> {
  readonly caller: Caller;
  readonly id: CustomId;
  /** Replaces the message under which the button is. @throws {@link BotError} `delivery.expired` */
  update(message: OutgoingMessage): Promise<void>;
  /** Shows finished pictures to the member alone. @throws {@link BotError} `delivery.*` */
  show(delivery: Delivery): Promise<void>;
}

/** A form was sent. */
export interface ModalCall
  extends Answering,
    Pick<ActionOf<'modal'>, 'fields' | 'resolvedAttachments' | 'resolvedChannels' | 'pictures'> {
  readonly caller: Caller;
  readonly id: CustomId;
  /** Replaces the message whose button opened the form. @throws {@link BotError} `delivery.expired` */
  update(message: OutgoingMessage): Promise<void>;
}

/** One suggestion: shown name and sent value, both at most 100 characters. */
export interface Suggestion {
  readonly name: string;
  readonly value: string;
}

/** What a member can do, with the code that answers it. `Bot` is what the commands need. */
export interface CommandOf<Bot> {
  readonly data: CommandDefinition;
  run(call: CommandCall, bot: Bot): Promise<void>;
  /**
   * Whether it makes something that everyone sees. In a crowd everyone then reads "thinking…" at once, while others wait for
   * their turn in silence. It must not open a form. Never when left out.
   */
  readonly isForEveryone?: (typed: Pick<CommandCall, 'subcommand' | 'options'>) => boolean;
  /** Within a second, so from memory or with a few reads. What takes longer or fails offers nothing. */
  readonly complete?: (call: CompletionCall, bot: Bot) => readonly Suggestion[] | Promise<readonly Suggestion[]>;
  /** Commands that servers have made for themselves, and what runs them. `name` is the command's. */
  readonly ofGuilds?: {
    isNamed(name: string): boolean;
    run(call: CommandCall, name: string, bot: Bot): Promise<void>;
  };
  /** By the `action` of their custom id; an action belongs to one command. */
  readonly components?: Readonly<Record<string, (call: ButtonCall, bot: Bot) => Promise<void>>>;
  readonly modals?: Readonly<Record<string, (call: ModalCall, bot: Bot) => Promise<void>>>;
  /** The same from the menu of a message. */
  readonly ofMessage?: {
    readonly data: MessageCommandDefinition;
    run(call: MessageCommandCall, bot: Bot): Promise<void>;
  };
}
