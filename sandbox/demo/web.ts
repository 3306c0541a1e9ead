import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startPlayground } from '../web/playground.ts';

/** @see servePlayground */
export interface ServeOptions {
  readonly isFast: boolean;
  readonly writeLog: (line: string) => void;
  readonly port: number;
  readonly opensBrowser: boolean;
}

/** Serves the page until Ctrl-C. Resolves with the exit code. */
export async function servePlayground({ opensBrowser, ...options }: ServeOptions): Promise<number> {
  if (!Number.isInteger(options.port) || options.port < 0 || options.port > 65_535) {
    console.error('--port needs a number from 0 to 65535.');
    return 1;
  }
  const playground = await startPlayground(options).catch((error: unknown) => {
    if (!isTaken(error)) throw error;
    console.error(`Port ${options.port} is taken. Leave --port out, or name another one.`);
    return null;
  });
  if (playground === null) return 1;
  console.log(`Easel's playground: ${playground.url}   (Ctrl-C ends)`);
  if (opensBrowser) openBrowser(playground.url);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await playground.stop();
  return 0;
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

/** Where there is none, the printed address is enough. */
function openBrowser(url: string): void {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return;
  const opener = { darwin: 'open', win32: 'explorer' }[String(process.platform)] ?? 'xdg-open';
  const child = spawn(opener, [url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
