import { replyActions } from '../src/discord/buttons.ts';
import type { CommandCall, PressCall } from '../src/discord/calls.ts';
import type { Caller } from '../src/discord/interaction.ts';
import type { OutgoingMessage } from '../src/discord/message.ts';
import { nearestPage, pageButtons } from '../src/discord/pages.ts';
import {
  type FavouriteLine,
  favouritesPerPage,
  favouritesText,
  favouriteTexts,
} from '../src/discord/wording/favourites.ts';
import type { Favourite } from '../src/domain/favourite.ts';
import { jobId } from '../src/domain/ids.ts';
import type { Job } from '../src/domain/job.ts';
import type { Bot } from './command.ts';

const pageAction = 'favourites';

/** The Favourite button of a picture, and the pages of the list. */
export const favouritePresses = {
  [replyActions.favourite]: toggle,
  [pageAction]: async ({ caller, id, update }: PressCall, bot: Bot) =>
    update(await pageOf(caller, Number(id.subject), bot)),
};

/** `/jobs favourites`: one's own, newest first. */
export async function favourites({ caller, answer }: CommandCall, bot: Bot): Promise<void> {
  await answer(await pageOf(caller, 0, bot));
}

async function toggle({ caller, id, answer }: PressCall, bot: Bot): Promise<void> {
  const { guildId, userId } = caller;
  const job = await bot.findJob(jobId(id.subject));
  const say = (content: string) => answer({ content, buttons: [] });
  if (job?.guildId !== guildId) return say(favouriteTexts.gone);
  if (job.userId !== userId && job.replyTo.isPrivate) return say(favouriteTexts.notYours);
  if (job.userId !== userId && job.replyTo.channelId !== caller.channelId) return say(favouriteTexts.gone);
  const toggled = await bot.favourites.toggle(guildId, userId, { jobId: job.id, atMs: bot.now() });
  await say(favouriteTexts[toggled]);
}

async function pageOf(caller: Caller, asked: number, bot: Bot): Promise<OutgoingMessage> {
  const { guildId, userId } = caller;
  const all = await bot.favourites.list(guildId, userId);
  const pages = Math.max(1, Math.ceil(all.length / favouritesPerPage));
  const page = nearestPage(asked, pages);
  const some = all.slice(page * favouritesPerPage, (page + 1) * favouritesPerPage);
  const found = await Promise.all(
    some.map(async (favourite) => ({ favourite, job: await bot.findJob(favourite.jobId) })),
  );
  const lines = found.filter(isThere);
  const gone = found.filter((each) => !isThere(each)).map(({ favourite }) => favourite.jobId);
  if (gone.length > 0) await bot.favourites.drop(guildId, userId, gone);
  const shown = { lines, dropped: gone.length, count: all.length - gone.length, page, pages };
  return { content: favouritesText(shown), buttons: pageButtons(pageAction, { page, pages }) };
}

/** False for a picture that was deleted, and for one without a record. */
function isThere(found: { readonly favourite: Favourite; readonly job: Job | null }): found is FavouriteLine {
  return found.job !== null && found.job.isRemoved !== true;
}
