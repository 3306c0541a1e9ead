import { editModels } from '#catalog/catalog.ts';
import { createSemaphore } from '#core/lock.ts';
import { createDiscord, type Discord } from '#discord/gateway/client.ts';
import { createDispatch, type Dispatch } from '#discord/interactions/dispatch.ts';
import { registerCommands } from '#discord/interactions/register.ts';
import type { ReplyDeps } from '#discord/replies/reply-message.ts';
import { createSealer, createTokenLives } from '#discord/replies/tokens.ts';
import type { Bot, Command } from '../../../commands/command.ts';
import { definitionsOf, commands as everyCommand } from '../../../commands/index.ts';
import type { SandboxGuild } from '../../../sandbox/discord/guild.ts';
import type { Person } from '../../../sandbox/discord/person.ts';
import type { SandboxDiscordOptions } from '../../../sandbox/discord/settings.ts';
import { type SandboxDiscord, startSandboxDiscord } from '../../../sandbox/discord/start.ts';
import { createSystemClock } from './clock.ts';
import { createRecordingLog, type RecordingLog } from './log.ts';

/** The unmodified client with our glue on a loopback Discord. */
export interface Stage {
  readonly sandbox: SandboxDiscord;
  readonly discord: Discord;
  readonly dispatch: Dispatch;
  readonly replies: ReplyDeps;
  readonly log: RecordingLog;
  readonly server: SandboxGuild;
  readonly alice: Person;
  stop(): Promise<void>;
}

/** Everything started, with the commands (all of Easel's where none are named) registered and the client ready. */
export async function startStage(
  bot: Bot,
  options: SandboxDiscordOptions = {},
  commands: readonly Command[] = everyCommand,
): Promise<Stage> {
  const sandbox = await startSandboxDiscord({ rateLimits: 'off', ...options });
  const server = sandbox.addGuild({ name: 'Gallery' });
  const alice = server.member({ name: 'Alice' });
  const log = createRecordingLog();
  const { token, apiBase, cdnBase } = sandbox;
  const retryDeps = { clock: createSystemClock(), random: () => 0 };
  const discord = createDiscord({
    token,
    apiBase,
    cdnBase,
    retryDeps,
    log,
    onRateLimited: () => log.info({}, 'rate limited'),
    onEdited: () => undefined,
  });
  const uses = async () => ({ edit: editModels(bot.catalog).length > 0 });
  const replies = {
    routes: discord.routes,
    retryDeps,
    sealer: createSealer(token),
    tokens: createTokenLives(retryDeps.clock),
    uploads: createSemaphore(2),
    log,
    uses,
  };
  const dispatch = createDispatch({ commands, bot, replies, log });
  discord.onInteraction((payload) => void dispatch.handle(payload));
  const { applicationId } = await discord.login(new AbortController().signal);
  await registerCommands({
    rest: discord.connections.bot,
    retryDeps,
    applicationId,
    devGuildId: null,
    definitions: definitionsOf(commands),
    log,
    lastDevGuildId: null,
  });
  const stop = async () => {
    await dispatch.idle();
    await discord.close();
    await sandbox.stop();
  };
  return { sandbox, discord, dispatch, replies, log, server, alice, stop };
}
