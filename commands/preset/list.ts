import type { CommandCall, PressCall } from '../../src/discord/calls.ts';
import type { Caller } from '../../src/discord/interaction.ts';
import type { OutgoingMessage } from '../../src/discord/message.ts';
import { nearestPage, pageButtons } from '../../src/discord/pages.ts';
import { pagesOfPresets, presetsPageText } from '../../src/discord/wording/presets.ts';
import type { Bot } from '../command.ts';
import { ownerOf } from './find.ts';

/** The action of the page buttons. */
export const pageAction = 'presets';

/** `/preset list`: the member's last choice, the member's own, then the guild's. */
export async function list({ caller, answer }: CommandCall, bot: Bot): Promise<void> {
  await answer(await pageOf(caller, 0, bot));
}

/** Previous or Next. It is always what the presser can use. */
export async function turnPage({ caller, id, update }: PressCall, bot: Bot): Promise<void> {
  await update(await pageOf(caller, Number(id.subject), bot));
}

async function pageOf(caller: Caller, asked: number, { choices, presets }: Bot): Promise<OutgoingMessage> {
  const own = await presets.list(ownerOf(caller, false));
  const choice = await choices.get(caller.guildId, caller.userId);
  const pages = pagesOfPresets({ choice, own, guilds: await presets.list(ownerOf(caller, true)) });
  const place = { page: nearestPage(asked, pages.length), pages: pages.length };
  return { content: presetsPageText(pages[place.page] ?? [], place), buttons: pageButtons(pageAction, place) };
}
