import { existsSync } from 'node:fs';
import { readConfig, WrongConfiguration } from './config.ts';
import { asBotError } from './domain/errors.ts';
import { createLog } from './log.ts';
import { type RunningBot, start } from './start.ts';

/** `EX_CONFIG` of sysexits.h: starting again will not help. */
const wrongConfiguration = 78;
/** A supervisor kills after 10 s; leave before. */
const lastMomentMs = 9_500;

if (existsSync('.env')) process.loadEnvFile('.env');
process.exitCode = await run();

async function run(): Promise<number> {
  const result = readConfig(process.env);
  if (!result.ok) return complain(result.problems);
  const { config } = result;
  const secrets = [config.discord.token, config.runninghub?.apiKey ?? '', config.runcomfy?.apiToken ?? ''];
  const log = createLog({ level: config.logLevel, secrets });
  try {
    const bot = await start(config, log, Date.now, Math.random);
    const refused = await Promise.race([untilAskedToStop(), bot.refused]);
    await stop(bot);
    return refused ? complain(refused.problems) : 0;
  } catch (error) {
    if (error instanceof WrongConfiguration) return complain(error.problems);
    log.error({ detail: asBotError(error).message }, 'Easel could not start');
    return 1;
  }
}

function complain(problems: readonly string[]): number {
  const lines = problems.map((problem) => `  - ${problem}`).join('\n');
  const help = 'See .env.example for every variable. To try Easel without any account: npm run demo';
  process.stderr.write(`Easel cannot start with this configuration:\n${lines}\n${help}\n`);
  return wrongConfiguration;
}

function untilAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}

async function stop(bot: RunningBot): Promise<void> {
  setTimeout(() => process.exit(1), lastMomentMs).unref();
  await bot.stop();
}
