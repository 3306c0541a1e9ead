import { ApplicationIntegrationType, InteractionContextType, PermissionFlagsBits } from 'discord.js';
import { asMaker } from '#catalog/model.ts';
import type { CompletionCall, Suggestion } from '#discord/interactions/calls.ts';
import { type CommandDefinition, readOptions } from '#discord/interactions/options.ts';
import { guildCatalog } from '#generation/choose-model.ts';
import { described } from '#i18n/t.ts';
import type { Bot, Command } from '../command.ts';
import { guessModel, suggestModels, suggestSizes } from '../suggest.ts';
import { allowance, allowanceDefinition } from './allowance.ts';
import { approvals, approvalsDefinition } from './approvals.ts';
import { channels, channelsDefinition } from './channels.ts';
import { defaults, defaultsDefinition } from './defaults.ts';
import { suggestFurther } from './further-models.ts';
import { log, logDefinition, logSettingPresses } from './log.ts';
import { completeLoras, loraRuns } from './loras.ts';
import { lorasDefinition } from './loras-options.ts';
import { defaultModelIn } from './model-names.ts';
import { models, modelsDefinition } from './models.ts';
import { actionIn, type Run } from './plan.ts';
import { pool, poolDefinition } from './pool.ts';
import { view, viewDefinition } from './show.ts';
import { strikes, strikesDefinition } from './strikes.ts';
import { setupTexts } from './view.ts';

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
  components: logSettingPresses,
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
  const model = guessModel({ catalog }, typed ?? defaultModelIn(settings, catalog));
  return model === null ? [] : suggestSizes(asMaker(model), focused.typed);
}
