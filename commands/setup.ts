import { ApplicationIntegrationType, InteractionContextType, PermissionFlagsBits } from 'discord.js';
import type { CompletionCall, Suggestion } from '../src/discord/calls.ts';
import { type CommandDefinition, readOptions } from '../src/discord/options.ts';
import { described } from '../src/discord/wording/described.ts';
import { setupTexts } from '../src/discord/wording/setup.ts';
import { guildCatalog } from '../src/domain/guild-catalog.ts';
import { asMaker } from '../src/domain/image-inputs.ts';
import type { Bot, Command } from './command.ts';
import { allowance, allowanceDefinition } from './setup/allowance.ts';
import { approvals, approvalsDefinition } from './setup/approvals.ts';
import { channels, channelsDefinition } from './setup/channels.ts';
import { defaults } from './setup/defaults.ts';
import { defaultsDefinition } from './setup/defaults-options.ts';
import { suggestFurther } from './setup/further-models.ts';
import { log, logDefinition, logSettingPresses } from './setup/log.ts';
import { completeLoras, loraRuns } from './setup/loras.ts';
import { lorasDefinition } from './setup/loras-options.ts';
import { defaultModelIn } from './setup/model-names.ts';
import { models, modelsDefinition } from './setup/models.ts';
import { actionIn, type Run } from './setup/plan.ts';
import { pool, poolDefinition } from './setup/pool.ts';
import { strikes, strikesDefinition } from './setup/strikes.ts';
import { view, viewDefinition } from './setup/view.ts';
import { likelyModel, suggestModels, suggestSizes } from './suggest.ts';

const data = {
  name: 'setup',
  ...described('setup.description'),
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
  default_member_permissions: String(PermissionFlagsBits.ManageGuild),
  options: [
    viewDefinition,
    poolDefinition,
    allowanceDefinition,
    channelsDefinition,
    modelsDefinition,
    lorasDefinition,
    logDefinition,
    approvalsDefinition,
    defaultsDefinition,
    strikesDefinition,
  ],
} as const satisfies CommandDefinition;

const runs: ReadonlyMap<string, Run> = new Map<string, Run>([
  ['view', view],
  ['pool', pool],
  ['allowance', allowance],
  ['channels', channels],
  ['models', models],
  ...loraRuns,
  ['log', log],
  ['approvals', approvals],
  ['defaults', defaults],
  ['strikes', strikes],
]);

/** `/setup`: every subcommand begins here, with the permission of whoever asks. */
export const setup: Command = {
  data,
  async run(call, bot) {
    // Discord's own permission is a default that servers override.
    const said = call.caller.isManager ? await actionIn(runs, call.subcommand ?? '')(call, bot) : setupTexts.notManager;
    await call.answer(typeof said === 'string' ? { content: said, buttons: [] } : said);
  },
  presses: logSettingPresses,
  complete: (call, bot) => (call.caller.isManager ? complete(call, bot) : []),
};

/** Null while none is picked. */
function readAction(options: CompletionCall['options']): string | null {
  return readOptions(modelsDefinition.options, options).text('action');
}

/** Sizes are those of the model that is typed, else of the server's default. */
async function complete(call: CompletionCall, bot: Bot): Promise<readonly Suggestion[]> {
  const { caller, focused, options, subcommand } = call;
  if (subcommand?.startsWith(`${lorasDefinition.name} `)) return completeLoras(call, bot);
  const settings = await bot.settings(caller.guildId);
  const catalog = guildCatalog(bot.catalog, settings);
  if (focused.name === 'model') {
    const action = subcommand === modelsDefinition.name ? readAction(options) : null;
    return action === 'enable' || action === 'disable'
      ? suggestFurther({ action, typed: focused.typed }, settings, bot)
      : suggestModels({ ...bot, catalog }, focused.typed);
  }
  const typed = readOptions(defaultsDefinition.options, options).text('model');
  const model = likelyModel({ catalog }, typed ?? defaultModelIn(settings, catalog));
  return model === null ? [] : suggestSizes(asMaker(model), focused.typed);
}
