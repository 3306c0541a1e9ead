import { ApplicationCommandOptionType, PermissionFlagsBits } from 'discord.js';
import { described, t } from '#i18n/t.ts';
import type { Command, Subcommand } from '../command.ts';
import { guildCommand } from '../options.ts';
import { channels } from './channels.ts';
import { allowance, pool } from './credits.ts';
import { defaults } from './defaults.ts';
import { formComponents, formModals } from './forms.ts';
import { kinds } from './kinds.ts';
import { upload } from './lora-upload.ts';
import { loraComponents, loraSubcommands } from './loras.ts';
import { models } from './models.ts';
import { approvals, log, logComponents, strikes } from './moderation.ts';
import { actionIn } from './plan.ts';
import { view } from './show.ts';
import { workflowComponents, workflowGroup, workflowModals, workflowSubcommands } from './workflows/command.ts';

const { add, remove, rename, picture, list } = loraSubcommands;
const loras = {
  type: ApplicationCommandOptionType.SubcommandGroup,
  name: 'loras',
  ...described('setup.loras.description'),
  options: [add, upload, remove, rename, picture, list].map(({ data }) => data),
} as const;

const [before, after] = [
  [view, pool, allowance, channels, models, kinds],
  [log, approvals, defaults, strikes],
];

const subcommands: Readonly<Record<string, Subcommand>> = Object.fromEntries([
  ...[...before, ...after].map((each) => [each.data.name, each] as const),
  ...[add, upload, remove, rename, picture, list].map(
    (each) => [[loras.name, each.data.name].join(' '), each] as const,
  ),
  ...workflowSubcommands,
]);

/** `/setup`: every subcommand begins here, where the caller's permission is checked. */
export const setup: Command = {
  data: {
    ...guildCommand('setup', 'setup.description', [
      ...before.map(({ data }) => data),
      loras,
      workflowGroup,
      ...after.map(({ data }) => data),
    ]),
    // A default that servers can override, so the caller's own permission is checked too.
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
  },
  async run(call, bot) {
    const { caller, subcommand } = call;
    const answer = caller.isManager
      ? await actionIn(subcommands, subcommand ?? '').run(call, bot)
      : t('setup.notManager');
    await call.answer(typeof answer === 'string' ? { content: answer } : answer);
  },
  components: { ...formComponents, ...logComponents, ...loraComponents, ...workflowComponents },
  modals: { ...formModals, ...workflowModals },
  complete: (call, bot) =>
    call.caller.isManager ? (actionIn(subcommands, call.subcommand ?? '').complete?.(call, bot) ?? []) : [],
};
