import type { APIModalInteractionResponseCallbackData } from 'discord.js';
import { mostInputs } from '#catalog/request.ts';
import { type ChannelId, isSnowflake, jobId, messageId } from '#core/ids.ts';
import type { ButtonCall, MessageCommandCall, ModalCall } from '#discord/interactions/calls.ts';
import type { CustomId } from '#discord/interactions/custom-id.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { pickButtons } from '#discord/messages/buttons.ts';
import { t } from '#i18n/t.ts';
import type { SourceImage } from '#media/media.ts';
import type { Bot } from './command.ts';
import { type ChoiceKey, messageCommand } from './options.ts';

/** Why something is not done, in words for the member. */
export interface Refusal {
  readonly refusal: string;
}

/** What a form is about: the pictures of a message or of a result, and whether only their owner shall see what comes of it. */
interface PicturesToUse {
  /** One or more, at most three. */
  readonly pictures: readonly SourceImage[];
  readonly isPrivate: boolean;
  /** They are all pictures of a message that the member chose: a model that takes one gets the first. */
  readonly isOfMessage: boolean;
}

/** A form that was sent. */
type FormCall = Pick<ModalCall, 'answer' | 'reply' | 'id' | 'caller' | 'fields'>;

/** Something that can be done with a picture: it has a button under results and an entry in the menu of messages. */
export interface PictureUse {
  /** The action of the button; the actions of its forms begin with it. */
  readonly action: string;
  /** The form that asks how, or why there is none. @throws {@link BotError} `refused.*` */
  formFor(id: CustomId, caller: Caller, bot: Bot): Promise<APIModalInteractionResponseCallbackData | Refusal>;
  /** Does what the form says. */
  start(call: FormCall, pictures: PicturesToUse, bot: Bot): Promise<void>;
}

/** The buttons and forms of a use, for its command, and its entry in the menu of messages where that has a name. */
export function routesOf(use: PictureUse, menu?: ChoiceKey) {
  const { action } = use;
  return {
    components: {
      [action]: (call: ButtonCall, bot: Bot) => askAboutResult(use, call, bot),
      [`${action}_pick`]: (call: ButtonCall, bot: Bot) => askAboutPicked(use, call, bot),
    },
    modals: {
      [`${action}_message`]: (call: ModalCall, bot: Bot) => useOfMessage(use, call, bot),
      [`${action}_result`]: (call: ModalCall, bot: Bot) => useOfResult(use, call, bot),
      [`${action}_picked`]: (call: ModalCall, bot: Bot) => useOfPicked(use, call, bot),
    },
    ...(menu !== undefined && {
      ofMessage: {
        data: messageCommand(menu),
        run: (call: MessageCommandCall, bot: Bot) => askAboutMessage(use, call, bot),
      },
    }),
  };
}

/**
 * Opens the form for a message's pictures. Only at this moment may the bot read another person's message: the pictures'
 * addresses are kept until the form is sent.
 */
async function askAboutMessage(use: PictureUse, call: MessageCommandCall, bot: Bot): Promise<void> {
  const { caller, answer, openForm, pictures } = call;
  if (pictures.length === 0) return answer({ content: t(call.isDrawn ? 'edit.drawnSticker' : 'edit.noPicture') });
  const { id, guildId, userId } = caller;
  const opened = await use.formFor(
    { action: `${use.action}_message`, subject: id, extra: call.messageId },
    caller,
    bot,
  );
  if ('refusal' in opened) return answer({ content: opened.refusal });
  // Discord waits for the form; filling it in takes longer than the store does.
  const opening = openForm(opened);
  const images = pictures.slice(0, mostInputs);
  await Promise.all([opening, bot.pendingEdits.keep({ id, guildId, userId, images })]);
}

async function useOfMessage(use: PictureUse, call: ModalCall, bot: Bot): Promise<void> {
  const { id, caller } = call;
  // A form left open for long may be about a message of the bot's own, which it can read again.
  const found = (await pendingPictures(call, bot)) ?? (await lookUp(caller.channelId, id.extra, bot));
  if (found.length === 0) return call.answer({ content: t('edit.gone') });
  await use.start(call, { pictures: found.slice(0, mostInputs), isPrivate: false, isOfMessage: true }, bot);
}

function pendingPictures({ id, caller: { guildId, userId } }: ModalCall, bot: Bot) {
  return bot.pendingEdits.find({ id: jobId(id.subject), guildId, userId });
}

async function lookUp(channel: ChannelId, message: string | null, bot: Bot): Promise<readonly SourceImage[]> {
  return message !== null && isSnowflake(message) ? bot.findPictures(channel, messageId(message)) : [];
}

async function askAboutResult(use: PictureUse, call: ButtonCall, bot: Bot): Promise<void> {
  const { caller, id, answer, openForm } = call;
  const found = await resultOf(call, bot);
  if ('refusal' in found) return answer({ content: found.refusal });
  if (found.pictures.length > 1) return askWhich(use, call, found, bot);
  const opened = await use.formFor({ action: `${use.action}_result`, subject: id.subject, extra: null }, caller, bot);
  if ('refusal' in opened) return answer({ content: opened.refusal });
  await openForm(opened);
}

/** After a picture's number: only its owner sees the result, as it was with the picture. */
const privateMark = 'p';

/** The job of the pictures that a form of a result is about; null for those of a message. */
export function jobIn({ subject, extra }: CustomId): string {
  return picked.exec(extra ?? '')?.[3] ?? subject;
}

/** In the id of a form about one of several pictures: its number, the mark, and their job. */
const picked = /^(\d{1,2})(p?)(?:-([\w-]{1,40}))?$/u;

/** The question shows no pictures: their addresses are kept until it is answered. */
async function askWhich(
  use: PictureUse,
  { caller, id: { subject }, answer }: ButtonCall,
  { pictures, isPrivate }: Result,
  bot: Bot,
): Promise<void> {
  const { id, guildId, userId } = caller;
  await bot.pendingEdits.keep({ id, guildId, userId, images: pictures });
  const mark = `${isPrivate ? privateMark : ''}-${subject}`;
  const buttons = pickButtons(`${use.action}_pick`, { kept: id, mark }, pictures.length);
  await answer({ content: t('edit.which'), buttons });
}

async function askAboutPicked(use: PictureUse, { caller, id, answer, openForm }: ButtonCall, bot: Bot): Promise<void> {
  const opened = await use.formFor({ ...id, action: `${use.action}_picked` }, caller, bot);
  if ('refusal' in opened) return answer({ content: opened.refusal });
  await openForm(opened);
}

async function useOfPicked(use: PictureUse, call: ModalCall, bot: Bot): Promise<void> {
  const [, number = '', mark] = picked.exec(call.id.extra ?? '') ?? [];
  const picture = (await pendingPictures(call, bot))?.[Number(number)];
  if (number === '' || picture === undefined) return call.answer({ content: t('edit.gone') });
  await use.start(call, { pictures: [picture], isPrivate: mark === privateMark, isOfMessage: false }, bot);
}

async function useOfResult(use: PictureUse, call: ModalCall, bot: Bot): Promise<void> {
  const found = await resultOf(call, bot);
  if ('refusal' in found) return call.answer({ content: found.refusal });
  const { pictures, isPrivate } = found;
  await use.start(call, { pictures: pictures.slice(0, 1), isPrivate, isOfMessage: false }, bot);
}

type Result = Pick<PicturesToUse, 'pictures' | 'isPrivate'>;

/** The pictures as Discord sends them with each interaction; a public message that it leaves out is looked up in its channel. */
async function resultOf({ caller, id, pictures }: ButtonCall | ModalCall, bot: Bot): Promise<Result | Refusal> {
  const job = await bot.findJob(jobId(id.subject));
  if (job !== null && job.guildId !== caller.guildId) return { refusal: t('edit.gone') };
  const isPrivate = job?.replyTo.isPrivate === true;
  if (isPrivate && job.userId !== caller.userId) return { refusal: t('edit.notYours') };
  const isFindable = pictures.length === 0 && !isPrivate && job?.replyTo.channelId === caller.channelId;
  const found = isFindable ? await lookUp(caller.channelId, job.replyTo.messageId, bot) : pictures;
  return found.length === 0 ? { refusal: t('edit.gone') } : { pictures: found, isPrivate };
}
