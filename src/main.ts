import { readConfig, secretsOf, WrongConfiguration } from '#config/config.ts';
import { loadEnvFile } from '#config/env-file.ts';
import { asBotError } from '#core/errors.ts';
import { createLog } from '#core/log.ts';
import { type RunningBot, start } from '#lifecycle.ts';

/** `EX_CONFIG` of sysexits.h: starting again will not help. */
const wrongConfiguration = 78;
/** A supervisor kills after 10 s; leave before. */
const lastMomentMs = 9_500;
const cannotStart = 'Easel cannot start with this configuration:';
const cannotGoOn = 'Easel had to stop:';

// What Easel writes is for its own user: the store holds prompts.
process.umask(0o077);
process.exitCode = await run();

async function run(): Promise<number> {
  const envFileProblem = loadEnvFile('.env', process.env);
  const result = readConfig(process.env);
  if (envFileProblem !== null) return complain(cannotStart, [envFileProblem]);
  if (!result.ok) return complain(cannotStart, result.problems);
  const { config } = result;
  const secrets = secretsOf(config);
  const log = createLog({ level: config.logLevel, secrets });
  try {
    const bot = await start(config, log, { now: Date.now, random: Math.random });
    const refused = await Promise.race([untilAskedToStop(), bot.refused]);
    const code = refused === null ? 0 : complain(cannotGoOn, refused.problems);
    await stop(bot, code);
    return code;
  } catch (error) {
    if (error instanceof WrongConfiguration) return complain(cannotStart, error.problems);
    log.error({ detail: asBotError(error).message }, 'Easel could not start');
    return 1;
  }
}

function complain(title: string, problems: readonly string[]): number {
  const lines = problems.map((problem) => `  - ${problem}`).join('\n');
  const help = 'See .env.example for every variable. To try Easel without any account: npm run demo';
  process.stderr.write(`${title}\n${lines}\n${help}\n`);
  return wrongConfiguration;
}

function untilAskedToStop(): Promise<null> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(null));
  });
}

/** `code` is what the process ends with; one that hangs ends with a failure in any case. */
async function stop(bot: RunningBot, code: number): Promise<void> {
  setTimeout(() => process.exit(code === 0 ? 1 : code), lastMomentMs).unref();
  await bot.stop();
}
