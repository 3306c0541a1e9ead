import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import type { House } from './open-house.ts';

/** The bot as a process of its own, so that it can be killed. */
export interface BotProcess {
  /** Everything that was written so far. */
  output(): string;
  /** Resolves with the exit code, or the signal that ended it. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | string | null>;
}

/** Starts `src/main.ts` and resolves when it is up. */
export async function startBotProcess(house: House): Promise<BotProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    env: { PATH: process.env.PATH, ...house.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
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
  return { output: () => output, end: (signal) => endProcess(child, signal) };
}

async function endProcess(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | string | null> {
  const ended = once(child, 'exit');
  child.kill(signal);
  const [code, by]: unknown[] = await ended;
  return typeof code === 'number' ? code : String(by);
}
