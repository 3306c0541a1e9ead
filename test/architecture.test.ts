import { describe, expect, it } from 'vitest';
import { breachesIn, cyclesIn, importsOf, unitOf } from './support/house-rules.ts';
import { listFiles, readText, type SourceFile } from './support/repository.ts';

const file = (path: string, ...lines: string[]): SourceFile => ({ path, text: `${lines.join('\n')}\n` });
const breachesOf = (path: string, ...lines: string[]) => breachesIn([file(path, ...lines)]);

describe('the source', () => {
  const paths = ['src', 'commands', 'sandbox'].flatMap(listFiles).filter((path) => path.endsWith('.ts'));
  const files = paths.map((path) => ({ path, text: readText(path) }));

  it('is found', () => {
    expect(paths).toContain('src/domain/errors.ts');
    expect(paths).toContain('src/config.ts');
  });

  it('keeps the rules of the house', () => {
    expect(breachesIn(files)).toEqual([]);
  });
});

describe('importsOf', () => {
  it('reads every spelling, types included, and no comment', () => {
    const source = file(
      'src/flow/generate.ts',
      "import { a } from '../domain/a.ts';",
      "import type { B } from './b.ts';",
      "export { c } from '../store/c.ts';",
      'import {',
      '  many,',
      "} from '@scope/name/deep';",
      "import 'zod';",
      "const later = await import('node:fs');",
      "// import { d } from '../http/d.ts';",
      "/** @see import('../http/e.ts') */",
      "const address = 'https://example.com'; // from '../http/f.ts'",
    );
    expect(importsOf(source)).toEqual({
      paths: ['src/domain/a.ts', 'src/flow/b.ts', 'src/store/c.ts'],
      packages: ['@scope/name', 'zod', 'node:fs'],
    });
  });
});

describe('unitOf', () => {
  it.each([
    ['src/flow/generate.ts', 'flow'],
    ['src/domain/models/flux.ts', 'domain'],
    ['src/config.ts', 'config'],
    ['src/config/rules.ts', 'config'],
    ['commands/imagine.ts', 'commands'],
    ['sandbox/discord/gateway.ts', 'sandbox'],
  ])('%s belongs to %s', (path, unit) => {
    expect(unitOf(path)).toBe(unit);
  });
});

describe('the rules', () => {
  it.each([
    ['src/domain/a.ts', "import { b } from '../http/b.ts';"],
    ['src/domain/a.ts', "import { readFileSync } from 'node:fs';"],
    ['src/flow/a.ts', "import { b } from '../providers/b.ts';"],
    ['src/flow/a.ts', "import type { B } from '../discord/b.ts';"],
    ['src/discord/a.ts', "import { b } from '../flow/b.ts';"],
    ['src/operations/a.ts', "import { b } from '../store/b.ts';"],
    ['src/config.ts', "import { b } from './http/b.ts';"],
    ['src/log.ts', "import { b } from './config.ts';"],
    ['src/store/a.ts', "import { b } from '../../sandbox/b.ts';"],
    ['commands/a.ts', "import { b } from '../src/store/b.ts';"],
    ['commands/a.ts', "import { b } from '../src/start.ts';"],
    ['src/helpers/a.ts', 'export const a = 1;'],
    ['src/flow/a.ts', "import Keyv from 'keyv';"],
    ['src/providers/a.ts', "import type { Dispatcher } from 'undici';"],
    ['src/flow/a.ts', "import { Client } from 'discord.js';"],
    ['src/flow/a.ts', "import sharp from 'sharp';"],
    ['src/operations/a.ts', "import { pino } from 'pino';"],
    ['src/discord/a.ts', "import { Counter } from 'prom-client';"],
    ['src/discord/a.ts', "import { Routes } from 'discord-api-types/v10';"],
    ['sandbox/a.ts', "import Keyv from 'keyv';"],
    ['src/store/a.ts', "import { b } from './b';"],
    ['src/store/a.ts', 'export default function a() {}'],
    ['src/store/a.ts', 'export { a as default };'],
    ['src/store/a.ts', "export * from './b.ts';"],
    ['src/store/a.ts', 'const url = process.env.STORE_URL;'],
    ['src/store/a.ts', "import { env } from 'node:process';"],
    ['src/store/a.ts', 'const now = Date.now();'],
    ['src/store/a.ts', 'const day = new Date();'],
    ['commands/a.ts', 'const dice = Math.random();'],
    ['src/store/a.ts', ...Array.from({ length: 401 }, () => '//')],
  ])('are broken by %s with %s', (path, ...lines) => {
    expect(breachesOf(path, ...lines)).toHaveLength(1);
  });

  it.each([
    ['src/providers/a.ts', "import { send } from '../http/send.ts';"],
    ['src/flow/a.ts', "import { Ledger } from '../store/ledger.ts';"],
    ['src/flow/a.ts', "import { setTimeout } from 'node:timers/promises';"],
    ['src/db/a.ts', "import sqlite3 from 'sqlite3';"],
    ['src/domain/catalog.ts', "import { z } from 'zod';"],
    ['commands/a.ts', "import { SlashCommandBuilder } from 'discord.js';"],
    ['src/start.ts', "import { imagine } from '../commands/imagine.ts';"],
    ['src/start.ts', 'const now = () => Date.now();'],
    ['src/main.ts', 'const environment = process.env;'],
    ['src/domain/a.ts', 'const date = new Date(atMs);'],
    ['src/domain/a.ts', '/** Like Date.now() of the platform. */'],
    ['sandbox/a.ts', "import { start } from '../src/start.ts';"],
    ['src/store/a.ts', ...Array.from({ length: 400 }, () => '//')],
  ])('are kept by %s with %s', (path, ...lines) => {
    expect(breachesOf(path, ...lines)).toEqual([]);
  });

  it('tell a cycle between folders once', () => {
    const files = [
      file('src/flow/a.ts', "import { b } from '../store/b.ts';"),
      file('src/store/b.ts', "import { c } from '../http/c.ts';"),
      file('src/http/c.ts', "import { a } from '../flow/a.ts';", "import { d } from './d.ts';"),
    ];
    expect(cyclesIn(files)).toEqual(['cycle: flow -> store -> http -> flow']);
    expect(cyclesIn(files.slice(1))).toEqual([]);
  });
});
