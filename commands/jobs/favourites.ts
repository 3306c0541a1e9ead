import { jobId } from '#core/ids.ts';
import type { ButtonCall, CommandCall } from '#discord/interactions/calls.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import { replyActions } from '#discord/messages/buttons.ts';
import type { CardPicture, CardSection } from '#discord/messages/card.ts';
import type { OutgoingMessage } from '#discord/messages/message.ts';
import { nearestPage, pageButtons } from '#discord/messages/pages.ts';
import { altText, pictureLink } from '#discord/texts/result.ts';
import { escapeText } from '#i18n/escape.ts';
import { moment } from '#i18n/money.ts';
import { t } from '#i18n/t.ts';
import type { Job } from '#jobs/job.ts';
import { type Favourite, type FavouriteToggled, mostFavourites } from '#members/favourites.ts';
import type { Bot } from '../command.ts';

const pageAction = 'favourites';

/** The Favourite button of a picture, and the pages of the list. */
export const favouritePresses = {
  [replyActions.favourite]: toggle,
  [pageAction]: async ({ caller, id, update }: ButtonCall, bot: Bot) =>
    update(await pageOf(caller, Number(id.subject), bot)),
};

/** `/jobs favourites`: one's own, newest first. */
export async function favourites({ caller, answer }: CommandCall, bot: Bot): Promise<void> {
  await answer(await pageOf(caller, 0, bot));
}

async function toggle({ caller, id, answer }: ButtonCall, bot: Bot): Promise<void> {
  const { guildId, userId } = caller;
  const job = await bot.findJob(jobId(id.subject));
  const say = (what: FavouriteToggled | 'gone' | 'notYours') => answer({ content: textOf(what) });
  if (job?.guildId !== guildId) return say('gone');
  if (job.userId !== userId && job.replyTo.isPrivate) return say('notYours');
  if (job.userId !== userId && job.replyTo.channelId !== caller.channelId) return say('gone');
  await say(await bot.favourites.toggle(guildId, userId, { jobId: job.id, atMs: bot.now() }));
}

async function pageOf(caller: Caller, asked: number, bot: Bot): Promise<OutgoingMessage> {
  const { guildId, userId } = caller;
  const all = await bot.favourites.list(guildId, userId);
  const pages = Math.max(1, Math.ceil(all.length / favouritesPerPage));
  const page = nearestPage(asked, pages);
  const some = all.slice(page * favouritesPerPage, (page + 1) * favouritesPerPage);
  const found = await Promise.all(some.map((favourite) => sectionOf(favourite, caller, bot)));
  const gone = some.filter((_, at) => found[at] === null).map((favourite) => favourite.jobId);
  if (gone.length > 0) await bot.favourites.drop(guildId, userId, gone);
  const dropped = gone.length === 0 ? [] : [{ text: t('favourite.dropped', { count: gone.length }) }];
  return {
    content: headingOf(all.length - gone.length, page, pages),
    sections: [...found.filter((section) => section !== null), ...dropped],
    buttons: pageButtons(pageAction, { page, pages }),
  };
}

/** Null for a picture that was deleted, and for one without a record. */
async function sectionOf({ jobId: id, atMs }: Favourite, caller: Caller, bot: Bot): Promise<CardSection | null> {
  const job = await bot.findJob(id);
  if (job === null || job.isRemoved === true) return null;
  return { text: lineOf(job, atMs), picture: await pictureOf(job, caller, bot) };
}

/**
 * The first picture of a result, at its address of this moment. Null where the member may not see it where they are now: it was made in
 * another channel, which may be closed to them by now or be age-restricted; but their own is shown in an age-restricted one.
 */
async function pictureOf(job: Job, caller: Caller, bot: Bot): Promise<CardPicture | null> {
  const { replyTo, isSpoiler, userId, output = 'image' } = job;
  const isSeen = replyTo.channelId === caller.channelId || (userId === caller.userId && caller.isAgeRestricted);
  if (!isSeen || output !== 'image' || pictureLink(job) === null || replyTo.messageId === null) return null;
  // A list without its pictures is better than none.
  const [picture] = await bot.findPictures(replyTo.channelId, replyTo.messageId).catch(() => []);
  return picture === undefined ? null : { url: picture.url, description: altText(job, 0, 1), isSpoiler };
}

/** With their pictures in sight. A line is at most 250 characters, so that a page fits a message. */
const favouritesPerPage = 6;

function textOf(what: FavouriteToggled | 'gone' | 'notYours'): string {
  return what === 'full' ? t('favourite.full', { most: mostFavourites }) : t(`favourite.${what}`);
}

function headingOf(count: number, page: number, pages: number): string {
  const numbers = { number: count, most: mostFavourites };
  if (count === 0) return t('favourite.none');
  if (pages === 1) return t('favourite.heading', numbers);
  return t('favourite.headingPage', { ...numbers, page: page + 1, pages });
}

function lineOf(job: Job, atMs: number): string {
  const { settings, isSpoiler, modelTitle } = job;
  const prompt = escapeText(settings.prompt, 80);
  const shown = isSpoiler ? `||${prompt}||` : prompt;
  const what = settings.prompt === '' ? t('favourite.noPrompt') : shown;
  return `${what} · ${escapeText(modelTitle, 40)} · ${moment(atMs, 'R')}\n-# ${whereOf(job)}`;
}

function whereOf(job: Job): string {
  if (job.replyTo.isPrivate) return t('favourite.private');
  return pictureLink(job) ?? t('favourite.noPlace');
}
