import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { loadEnvFile } from '#config/env-file.ts';

async function fileOf(contents: string | Buffer): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'easel-env-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, '.env'), contents);
  return join(folder, '.env');
}

const text = ['# a comment', 'DISCORD_TOKEN="abc.def"', "export STORE_URL='sqlite://x'", 'HTTP_PORT=8081 # why', ''];
const read = { DISCORD_TOKEN: 'abc.def', STORE_URL: 'sqlite://x', HTTP_PORT: '8081' };
const utf16 = Buffer.from(`\uFEFF${text.join('\r\n')}`, 'utf16le');

it.each([
  ['plain', text.join('\n')],
  ['with a byte order mark', `\uFEFF${text.join('\n').replace('# a comment\n', '')}`],
  ['with the line ends of Windows', text.join('\r\n')],
  ['with the line ends of old Macs', text.join('\r')],
  ['with both', `\uFEFF${text.join('\r\n').replace('# a comment\r\n', '')}`],
  ['in UTF-16', utf16],
  ['in UTF-16 the other way round', Buffer.from(utf16).swap16()],
])('a file %s is read', async (_how, contents) => {
  const environment = {};
  expect(loadEnvFile(await fileOf(contents), environment)).toBeNull();
  expect(environment).toEqual(read);
});

it('the environment goes before the file, also where it is empty', async () => {
  const environment = { DISCORD_TOKEN: 'mine', HTTP_PORT: '' };
  loadEnvFile(await fileOf(text.join('\n')), environment);
  expect(environment).toEqual({ ...read, DISCORD_TOKEN: 'mine', HTTP_PORT: '' });
});

it('a missing file is fine, and what is no file is named', () => {
  expect(loadEnvFile(join(tmpdir(), 'no such folder', '.env'), {})).toBeNull();
  expect(loadEnvFile(tmpdir(), {})).toBe(`${tmpdir()} cannot be read (EISDIR)`);
});
