import type { ButtonCall, CommandCall } from '#discord/interactions/calls.ts';
import { suspensionEndsAtMs } from '#guilds/guild-settings.ts';
import { t } from '#i18n/t.ts';
import type { Bot, Command } from '../command.ts';
import { confirmation } from '../confirm.ts';
import { guildCommand, subcommand } from '../options.ts';
import { deleteText, exportText, heldText } from './view.ts';

/** Below what every server takes, and quick to send. */
const maxExportBytes = 8 * 1024 * 1024;
const actions = { erase: 'privacy_delete', keep: 'privacy_keep' } as const;

/** `/privacy`: about oneself, on this server. */
export const privacy: Command = {
  data: guildCommand('privacy', 'privacy.description', [
    subcommand('show', 'privacy.show.description'),
    subcommand('export', 'privacy.export.description'),
    subcommand('delete', 'privacy.delete.description'),
  ]),
  run: (call, bot) => {
    if (call.subcommand === 'export') return exportHeld(call, bot);
    return call.subcommand === 'delete' ? askToDelete(call, bot) : show(call, bot);
  },
  components: {
    [actions.erase]: erase,
    [actions.keep]: ({ update }) => update({ content: t('privacy.kept') }),
  },
};

async function show({ caller, answer }: CommandCall, bot: Bot): Promise<void> {
  const { guildId, userId, roleIds } = caller;
  const counts = countHeld(await bot.privacy.exportMember(guildId, userId));
  const balance = await bot.balance(guildId, userId, roleIds);
  const suspendedUntilMs = suspensionEndsAtMs(await bot.memberRecord(guildId, userId), bot.now());
  const { promptRetentionDays } = bot;
  await answer({ content: heldText({ counts, balance, suspendedUntilMs, promptRetentionDays }) });
}

async function exportHeld({ caller, answer }: CommandCall, bot: Bot): Promise<void> {
  const held = await bot.privacy.exportMember(caller.guildId, caller.userId);
  const { bytes, leftOut } = fitExport(held, maxExportBytes);
  const description = t('privacy.fileDescription');
  const files = [{ name: 'easel-export.json', mediaType: 'application/json', data: bytes, description }];
  await answer({ content: exportText(leftOut), files });
}

async function askToDelete({ caller, answer }: CommandCall, bot: Bot): Promise<void> {
  const { guildId, userId, roleIds } = caller;
  const balance = await bot.balance(guildId, userId, roleIds);
  const id = { action: actions.erase, subject: userId, extra: null };
  const keep = { action: actions.keep, label: t('privacy.keep.label') };
  await answer(confirmation(deleteText(balance), 'erase', id, keep));
}

/** The button's id names who was asked; only the presser's own data is erased. */
async function erase({ caller, id, answer, update }: ButtonCall, bot: Bot): Promise<void> {
  if (id.subject !== caller.userId) return answer({ content: t('privacy.notYours') });
  const outcome = await bot.privacy.eraseMember(caller.guildId, caller.userId);
  await update({ content: t(`privacy.${outcome}`) });
}

/** How many entries each list of an export has, by its name, at any depth but within lists. */
export function countHeld(data: object): ReadonlyMap<string, number> {
  const fields: readonly (readonly [string, unknown])[] = Object.entries(data);
  return new Map(
    fields.flatMap(([name, value]): [string, number][] => {
      if (Array.isArray(value)) return [[name, value.length]];
      return typeof value === 'object' && value !== null ? [...countHeld(value)] : [];
    }),
  );
}

/** A file that is small enough, and how many entries of each list are not in it. */
interface FittedExport {
  readonly bytes: Uint8Array;
  readonly leftOut: ReadonlyMap<string, number>;
}

/**
 * The data as readable JSON of at most `maxBytes`. Where it is more, its lists are cut to their newest entries (a list begins
 * with the newest): half of the longest, a quarter, and so on until it fits. The file then says in `leftOut` how many are
 * missing.
 */
export function fitExport(data: object, maxBytes: number): FittedExport {
  const fields: readonly Field[] = Object.entries(data);
  let fitted: FittedExport = { bytes: toBytes(data), leftOut: new Map() };
  let most = Math.max(0, ...fields.map(([, value]) => (Array.isArray(value) ? value.length : 0)));
  while (fitted.bytes.byteLength > maxBytes && most > 0) {
    most = Math.floor(most / 2);
    fitted = cutTo(fields, most);
  }
  return fitted;
}

type Field = readonly [string, unknown];

function cutTo(fields: readonly Field[], most: number): FittedExport {
  const leftOut = new Map<string, number>();
  const kept = fields.map(([name, value]) => {
    if (!Array.isArray(value) || value.length <= most) return [name, value];
    leftOut.set(name, value.length - most);
    return [name, value.slice(0, most)];
  });
  return { bytes: toBytes({ ...Object.fromEntries(kept), leftOut: Object.fromEntries(leftOut) }), leftOut };
}

function toBytes(data: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(data, null, 2)}\n`);
}
