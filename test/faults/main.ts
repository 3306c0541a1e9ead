import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { cells } from '../../sandbox/faults/definition.ts';
import type { Facts } from '../../sandbox/faults/facts.ts';
import { renderFaults } from '../../sandbox/faults/table.ts';
import { rootPath } from '../support/repository.ts';

/** `npm run faults` plays every fault and writes docs/faults.md; with `--check` it only says whether the page is what it would write. */
const pagePath = join(rootPath, 'docs/faults.md');

async function run(isCheck: boolean): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'easel-faults-'));
  try {
    const code = await playAll(folder);
    if (code !== 0) return complain('docs/faults.md stays as it is: a fault has broken a rule.', code);
    const recorded = await readRecorded(folder);
    const page = renderFaults(recorded);
    if (!isCheck) await writeFile(pagePath, page);
    const isSame = page === (await readFile(pagePath, 'utf8'));
    return isSame ? 0 : complain('docs/faults.md says something else: npm run faults writes it.', 1);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function complain(text: string, code: number): number {
  process.stderr.write(`${text}\n`);
  return code;
}

async function playAll(folder: string): Promise<number> {
  const config = join(rootPath, 'test/faults/vitest.config.ts');
  const vitest = join(rootPath, 'node_modules/vitest/vitest.mjs');
  const env = { ...process.env, FAULTS_FOLDER: folder };
  const child = spawn(process.execPath, [vitest, 'run', '--config', config], { env, cwd: rootPath, stdio: 'inherit' });
  const [code]: unknown[] = await once(child, 'close');
  return typeof code === 'number' ? code : 1;
}

const money = z.enum(['charged', 'returned', 'held', 'nothing held']);
const lineSchema = z.tuple([z.string(), z.object({ reads: z.string(), money, asked: z.number(), made: z.number() })]);

async function readRecorded(folder: string): Promise<ReadonlyMap<string, Facts>> {
  const recorded = new Map<string, Facts>();
  for (const name of await readdir(folder)) {
    const text = await readFile(join(folder, name), 'utf8');
    for (const line of text.trim().split('\n')) recorded.set(...lineSchema.parse(JSON.parse(line)));
  }
  process.stdout.write(`${recorded.size} of ${cells.length} faults were recorded.\n`);
  return recorded;
}

process.exitCode = await run(process.argv.includes('--check'));
