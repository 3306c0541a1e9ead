import { jobId } from '#core/ids.ts';
import type { LedgerEntry } from '#credits/credits.ts';
import type { ButtonCall, CommandCall } from '#discord/interactions/calls.ts';
import type { Caller } from '#discord/interactions/interaction.ts';
import type { Button, OutgoingMessage } from '#discord/messages/message.ts';
import { buttonTexts } from '#discord/texts/buttons.ts';
import type { Bot } from '../command.ts';
import { historyText, movesCredits } from './view.ts';

/** The action of the page buttons: the subject is where a page begins, the extra is the way back to the newest one. */
export const historyAction = 'credits_history';

const linesPerPage = 10;
const entriesPerRead = 25;
/** Pages that Newer finds its way back through, one by one; a custom id has no room for more. */
const rememberedPages = 8;
const newest = 'new';

/** `/credits history`: one's own, newest first. */
export async function history({ caller, answer }: CommandCall, bot: Bot): Promise<void> {
  await answer(await page(caller, { start: newest, trail: [] }, bot));
}

/** Older or Newer. It is always the presser's own history. */
export async function turnPage(
  { caller, id, update }: Pick<ButtonCall, 'caller' | 'id' | 'update'>,
  bot: Bot,
): Promise<void> {
  const trail = (id.extra ?? '').split('.').filter((start) => /^[0-9a-z]{1,11}$/u.test(start));
  await update(await page(caller, { start: id.subject, trail }, bot));
}

interface Place {
  /** `new`, or the number of the entry that the page comes after, in base 36. */
  readonly start: string;
  /** The starts of the pages before, newest first. */
  readonly trail: readonly string[];
}

async function page(caller: Caller, place: Place, bot: Bot): Promise<OutgoingMessage> {
  const { entries, hasOlder } = await entriesFrom(caller, beforeSeqOf(place.start), bot);
  const lines = await Promise.all(
    entries.map(async (entry) => ({ entry, job: isOfJob(entry) ? await bot.findJob(jobId(entry.id)) : null })),
  );
  const last = entries.at(-1);
  const buttons = [
    ...(place.start === newest ? [] : [newerButton(place)]),
    ...(hasOlder && last ? [olderButton(place, last)] : []),
  ];
  return { content: historyText(lines, caller.userId), buttons };
}

/** Suspensions and the like stand between the entries about credits; they are read over. */
async function entriesFrom({ guildId, userId }: Caller, beforeSeq: number | null, bot: Bot) {
  const found: LedgerEntry[] = [];
  let cursor = beforeSeq;
  while (found.length <= linesPerPage) {
    const read = await bot.history(guildId, userId, { beforeSeq: cursor, limit: entriesPerRead });
    found.push(...read.filter(movesCredits));
    cursor = read.at(-1)?.seq ?? null;
    if (cursor === null || read.length < entriesPerRead) break;
  }
  return { entries: found.slice(0, linesPerPage), hasOlder: found.length > linesPerPage };
}

function isOfJob({ kind }: LedgerEntry): boolean {
  return kind === 'reserve' || kind === 'settle' || kind === 'release' || kind === 'refund';
}

function beforeSeqOf(start: string): number | null {
  const seq = Number.parseInt(start, 36);
  return start === newest || !Number.isSafeInteger(seq) || seq < 1 ? null : seq;
}

function olderButton({ start, trail }: Place, { seq }: LedgerEntry): Button {
  const way = [...trail, start].slice(-rememberedPages);
  return {
    id: { action: historyAction, subject: seq.toString(36), extra: way.join('.') },
    label: buttonTexts.older,
    look: 'plain',
  };
}

function newerButton({ trail }: Place): Button {
  const way = trail.slice(0, -1);
  const extra = way.length === 0 ? null : way.join('.');
  return {
    id: { action: historyAction, subject: trail.at(-1) ?? newest, extra },
    label: buttonTexts.newer,
    look: 'plain',
  };
}
