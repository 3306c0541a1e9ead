import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readStoreUrl } from '#config/config.ts';
import { loadEnvFile } from '#config/env-file.ts';
import { asBotError } from '#core/errors.ts';
import type { Log } from '#core/log.ts';
import { backup, folderOf, moveStore, restore, type Written, WrongRequest } from './store-tools.ts';

const help = `npm run backup [-- --to FILE]            copies the store of STORE_URL into a new file, also while Easel runs
npm run restore -- --from FILE [--to URL] [--replace]
                                         checks a backup and puts it in the place of the store; Easel has to be stopped
npm run move-store -- --from URL --to URL
                                         copies a store from sqlite://… to postgres://… or back; the target has to be empty
`;

/** `EX_CONFIG` of sysexits.h: doing it again will not help. */
const wrongRequest = 78;
/** A running Easel looks every two seconds, and copies a gigabyte in some more. */
const answerWithinMs = 10 * 60_000;
const options = {
  from: { type: 'string' },
  to: { type: 'string' },
  replace: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;
const optionsOf: Readonly<Record<string, readonly string[]>> = {
  backup: ['to', 'help'],
  restore: ['from', 'to', 'replace', 'help'],
  'move-store': ['from', 'to', 'help'],
};

/** Failures end the tool and are printed there. */
const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };

process.umask(0o077);
process.exitCode = await run(process.argv.slice(2));

async function run(words: readonly string[]): Promise<number> {
  try {
    process.stdout.write(await answer(words));
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${error instanceof WrongRequest ? message : asBotError(error).message}\n`);
    return error instanceof WrongRequest ? wrongRequest : 1;
  }
}

async function answer([command = '--help', ...words]: readonly string[]): Promise<string> {
  if (command === '--help') return help;
  const { from, to, replace, help: isHelp } = optionsIn(command, words);
  if (isHelp) return help;
  const deps = { log: quiet, answerWithinMs };
  switch (command) {
    case 'backup': {
      const from = storeUrl();
      return report('Backed up', await backup(from, to ?? join(folderOf(from), nameOf(new Date(Date.now()))), deps));
    }
    case 'restore':
      return report(
        'Restored',
        await restore(
          named(from, '--from FILE'),
          to === undefined ? storeUrl() : url('--to', to),
          replace === true,
          deps,
        ),
      );
    case 'move-store':
      return report(
        'Copied',
        await moveStore(url('--from', named(from, '--from URL')), url('--to', named(to, '--to URL')), deps),
      );
    default:
      throw new WrongRequest(`"${command}" is none of backup, restore, move-store\n${help}`);
  }
}

function named(value: string | undefined, option: string): string {
  if (value === undefined) throw new WrongRequest(`add ${option}\n${help}`);
  return value;
}

function optionsIn(command: string, words: readonly string[]) {
  try {
    const { values } = parseArgs({ args: [...words], options, strict: true });
    const odd = Object.keys(values).find((name) => !optionsOf[command]?.includes(name));
    if (odd !== undefined && optionsOf[command] !== undefined) throw new Error(`${command} has no option --${odd}`);
    return values;
  } catch (error) {
    throw new WrongRequest(`${error instanceof Error ? error.message : String(error)}\n${help}`);
  }
}

function storeUrl(): string {
  const problem = loadEnvFile('.env', process.env);
  if (problem !== null) throw new WrongRequest(problem);
  return url('STORE_URL', process.env.STORE_URL?.trim() || undefined);
}

function url(name: string, text: string | undefined): string {
  const read = readStoreUrl(name, text);
  if (!read.ok) throw new WrongRequest(read.problem);
  return read.url;
}

/** `easel-2026-11-28T14-30-05Z.sqlite`, in UTC. */
function nameOf(at: Date): string {
  return `easel-${at.toISOString().slice(0, 19).replaceAll(':', '-')}Z.sqlite`;
}

function report(done: string, { place, bytes, contents: { rows, sums }, keptAside }: Written): string {
  const size = bytes === null ? '' : ` (${Math.ceil(bytes / 1024)} KiB)`;
  const count = (table: string) => rows[table] ?? 0;
  const sum = (name: string) => sums[`guilds.${name}`] ?? 0;
  return `${[
    `${done}: ${place}${size}`,
    `${count('guilds')} servers, ${count('members')} members, ${count('jobs')} jobs, ${count('entries')} journal entries`,
    `credits: ${sum('added')} added = ${sum('pool')} in pools + ${sum('bonuses')} bonuses + ${sum('held')} held + ${sum('spent')} spent`,
    ...(keptAside === null ? [] : [`The store that was there is kept as ${keptAside}`]),
  ].join('\n')}\n`;
}
