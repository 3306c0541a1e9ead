import { ApplicationCommandOptionType } from 'discord.js';
import { type GuildId, jobId, type UserId, userId } from '#core/ids.ts';
import type { EntryKind, LedgerEntry } from '#credits/credits.ts';
import type { ButtonCall } from '#discord/interactions/calls.ts';
import type { CustomId } from '#discord/interactions/custom-id.ts';
import { readOptions } from '#discord/interactions/options.ts';
import type { Button, OutgoingMessage } from '#discord/messages/message.ts';
import { buttonTexts } from '#discord/texts/buttons.ts';
import { suspensionEndsAtMs } from '#guilds/guild-settings.ts';
import { described } from '#i18n/t.ts';
import type { Bot } from '../command.ts';
import { type HistoryLine, modHistoryPageSize, modHistoryText } from './history-view.ts';
import { memberOption, type Subcommand } from './subcommand.ts';

/** The action of the buttons. */
export const historyAction = 'mod_history';

/** Seven digits in base 36 hold it. */
const maxSeq = 1_000_000_000;

const options = [
  memberOption,
  {
    type: ApplicationCommandOptionType.Integer,
    name: 'before',
    ...described('mod.history.before.description'),
    min_value: 1,
    max_value: maxSeq,
  },
] as const;

/** `/mod history`: what the journal has about a member. */
export const history: Subcommand = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    name: 'history',
    ...described('mod.history.description'),
    options,
  },
  run({ caller, options: raw }, bot) {
    const typed = readOptions(options, raw);
    const before = typed.number('before');
    const isEntry = before !== null && Number.isInteger(before) && before >= 1 && before <= maxSeq;
    const trail = isEntry ? [before] : [];
    return pageOf({ guildId: caller.guildId, member: userId(typed.requiredId('member')), trail }, bot);
  },
};

/** Older and Newer; the permission was checked before. */
export async function turnHistoryPage({ caller, id, update }: ButtonCall, bot: Bot): Promise<void> {
  const page = { guildId: caller.guildId, member: userId(id.subject), trail: readTrail(id.extra) };
  await update(await pageOf(page, bot));
}

/** A page, and how it was reached. */
interface Page {
  readonly guildId: GuildId;
  readonly member: UserId;
  /** Before which entries the pages from the newest to this one begin; empty is the newest. */
  readonly trail: readonly number[];
}

async function pageOf({ guildId, member, trail }: Page, bot: Bot): Promise<OutgoingMessage> {
  const beforeSeq = trail.at(-1) ?? null;
  const found = await bot.history(guildId, member, { beforeSeq, limit: modHistoryPageSize + 1 });
  const entries = found.slice(0, modHistoryPageSize);
  const last = found.length > entries.length ? entries.at(-1) : undefined;
  const lines = await Promise.all(entries.map((entry) => lineOf(entry, guildId, bot)));
  const buttons = [
    ...(trail.length > 0 ? [pageButton(buttonTexts.newer, member, trail.slice(0, -1))] : []),
    ...(last ? [pageButton(buttonTexts.older, member, [...trail, last.seq])] : []),
  ];
  const suspendedUntilMs = suspensionEndsAtMs(await bot.memberRecord(guildId, member), bot.now());
  return { content: modHistoryText({ userId: member, suspendedUntilMs }, lines, beforeSeq), buttons };
}

/** Entries whose id is a job's. */
const aboutJobs: ReadonlySet<EntryKind> = new Set<EntryKind>(['reserve', 'settle', 'release', 'refund']);

async function lineOf(entry: LedgerEntry, guildId: GuildId, bot: Bot): Promise<HistoryLine> {
  const job = aboutJobs.has(entry.kind) ? await bot.findJob(jobId(entry.id)) : null;
  return { entry, job: job?.guildId === guildId ? job : null };
}

function pageButton(label: string, member: UserId, trail: readonly number[]): Button {
  return { id: idOf(member, trail), label, look: 'plain' };
}

/** As much of the way as fits an id; beyond that, Newer ends at the newest page sooner. */
const maxTrail = 8;

function idOf(member: UserId, trail: readonly number[]): CustomId {
  const extra = trail.slice(-maxTrail).map((seq) => seq.toString(36));
  return { action: historyAction, subject: member, extra: extra.length === 0 ? null : extra.join('.') };
}

/** What is no number of ours is left out. */
function readTrail(extra: string | null): number[] {
  return (extra ?? '')
    .split('.')
    .map((part) => (/^[0-9a-z]{1,7}$/u.test(part) ? Number.parseInt(part, 36) : 0))
    .filter((seq) => seq >= 1);
}
