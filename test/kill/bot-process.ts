import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { rootPath } from '../support/repository.ts';

/** The built bot as a process that can be killed. */
export interface BotProcess {
  /** Resolves with true when it is up, with false when it ended before. */
  readonly up: Promise<boolean>;
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  /** The last lines of its log. */
  tail(): string;
  kill(signal: 'SIGTERM' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
}

const mostTail = 4000;

/** How a process of the bot is started. */
export interface BotStart {
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  /** Its log goes to the end of this file in the folder, with `.log` behind it. */
  readonly name: string;
  /** How far its clock is ahead. */
  readonly aheadMs: number;
  /** Hears each line that it writes. */
  readonly onLine?: (line: string) => void;
}

/** Starts `dist/src/main.js`. */
export function startBotProcess({ environment, folder, name, aheadMs, onLine }: BotStart): BotProcess {
  const clock = `data:text/javascript,const now=Date.now;Date.now=()=>now()+${aheadMs};`;
  const child = spawn(process.execPath, ['--import', clock, join(rootPath, 'dist/src/main.js')], {
    env: { PATH: process.env.PATH, ...environment },
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(join(folder, `${name}.log`), { flags: 'a' });
  let output = '';
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => {
      log.end();
      resolve(code ?? signal ?? 'unknown');
    });
  });
  const up = new Promise<boolean>((resolve) => {
    const read = (chunk: unknown) => {
      log.write(String(chunk));
      output += String(chunk);
      if (output.includes('Easel is up')) resolve(true);
      output = output.slice(-mostTail);
    };
    if (onLine) createInterface({ input: child.stdout }).on('line', onLine);
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then(() => resolve(false));
  });
  return { up, ended, tail: () => output, kill: (signal) => void child.kill(signal) };
}
