import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { type House, letIn } from './open-house.ts';

/** The bot as a process of its own, so that it can be killed. */
export interface BotProcess {
  /** Everything that was written so far. */
  output(): string;
  /** Resolves with the exit code, or the signal that ended it. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | string | null>;
  /** Resolves likewise once it ends by itself. */
  ended(): Promise<number | string | null>;
}

/** Starts `src/main.ts` and resolves when it is up. */
export async function startBotProcess(house: House): Promise<BotProcess> {
  const child = spawnBot(fromSource, house.environment);
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: unknown) => {
      output += String(chunk);
      if (output.includes('Easel is up')) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${output}`)));
  });
  await letIn(house);
  const ended = endOf(child);
  return {
    output: () => output,
    end(signal) {
      child.kill(signal);
      return ended;
    },
    ended: () => ended,
  };
}

/** What a process that was not to stay has left behind. */
export interface EndedProcess {
  /** Or the signal that ended it. */
  readonly code: number | string | null;
  readonly output: string;
}

/** Runs the bot until it ends by itself. `entry` is what node is given. */
export async function runBotProcess(
  environment: Readonly<Record<string, string>>,
  entry: readonly string[] = fromSource,
): Promise<EndedProcess> {
  const child = spawnBot(entry, environment);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: unknown) => {
      output += String(chunk);
    });
  }
  const [code, by]: unknown[] = await once(child, 'close');
  return { code: typeof code === 'number' ? code : String(by), output };
}

const fromSource = ['--import', 'tsx', 'src/main.ts'] as const;

function spawnBot(entry: readonly string[], environment: Readonly<Record<string, string>>) {
  const env = { PATH: process.env.PATH, ...environment };
  const child = spawn(process.execPath, entry, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function endOf(child: ChildProcess): Promise<number | string | null> {
  const [code, by]: unknown[] = await once(child, 'close');
  return typeof code === 'number' ? code : String(by);
}
