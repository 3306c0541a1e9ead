import { type GuildId, type UserId, userId } from '#core/ids.ts';
import type { ButtonCall } from '#discord/interactions/calls.ts';
import { readOptions } from '#discord/interactions/options.ts';
import type { Button, OutgoingMessage } from '#discord/messages/message.ts';
import { suspensionEndsAtMs } from '#guilds/guild-settings.ts';
import { t } from '#i18n/t.ts';
import type { Bot, Subcommand } from '../command.ts';
import { historyLines } from '../history-lines.ts';
import { option, subcommand } from '../options.ts';
import { findHere } from './jobs.ts';
import { memberOption } from './members.ts';
import { modHistoryPageSize, modHistoryText } from './view.ts';

/** The action of the page buttons. */
export const historyAction = 'mod_history';

/** Seven digits in base 36 hold it. */
const maxSeq = 1_000_000_000;

const options = [
  memberOption,
  option.integer('before', 'mod.history.before.description', { min_value: 1, max_value: maxSeq }),
] as const;

/** `/mod history`: what the journal has about a member. */
export const history: Subcommand = {
  data: subcommand('history', 'mod.history.description', options),
  run({ caller, options: raw }, bot) {
    const typed = readOptions(options, raw);
    const before = typed.number('before');
    const member = userId(typed.requiredId('member'));
    return pageOf({ guildId: caller.guildId, member, trail: before === null ? [] : [before] }, bot);
  },
};

/** Older and Newer; the permission was checked before. */
export async function turnHistoryPage({ caller, id, update }: ButtonCall, bot: Bot): Promise<void> {
  const page = { guildId: caller.guildId, member: userId(id.subject), trail: readTrail(id.extra) };
  await update(await pageOf(page, bot));
}

interface Page {
  readonly guildId: GuildId;
  readonly member: UserId;
  /** The entries before which the pages from the newest to this one begin; empty is the newest. */
  readonly trail: readonly number[];
}

async function pageOf({ guildId, member, trail }: Page, bot: Bot): Promise<OutgoingMessage> {
  const beforeSeq = trail.at(-1) ?? null;
  const found = await bot.history(guildId, member, { beforeSeq, limit: modHistoryPageSize + 1 });
  const entries = found.slice(0, modHistoryPageSize);
  const last = found.length > entries.length ? entries.at(-1) : undefined;
  const lines = await historyLines(entries, (id) => findHere(id, guildId, bot));
  const buttons = [
    ...(trail.length > 0 ? [pageButton(t('button.newer.label'), member, trail.slice(0, -1))] : []),
    ...(last ? [pageButton(t('button.older.label'), member, [...trail, last.seq])] : []),
  ];
  const suspendedUntilMs = suspensionEndsAtMs(await bot.memberRecord(guildId, member), bot.now());
  return { content: modHistoryText({ userId: member, suspendedUntilMs }, lines, beforeSeq), buttons };
}

/** The part of the way that fits an id; beyond that, Newer ends at the newest page sooner. */
const maxTrail = 8;

function pageButton(label: string, member: UserId, trail: readonly number[]): Button {
  const extra = trail.slice(-maxTrail).map((seq) => seq.toString(36));
  const id = { action: historyAction, subject: member, extra: extra.length === 0 ? null : extra.join('.') };
  return { id, label, look: 'plain' };
}

/** Leaves out what is no number of an entry. */
function readTrail(extra: string | null): number[] {
  return (extra ?? '')
    .split('.')
    .map((part) => (/^[0-9a-z]{1,7}$/u.test(part) ? Number.parseInt(part, 36) : 0))
    .filter((seq) => seq >= 1);
}
