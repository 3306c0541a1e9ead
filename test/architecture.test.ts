import { describe, expect, it } from 'vitest';
import { breachesIn, circlesIn, importsOf, rowBreaches, topicOf } from './support/house-rules.ts';
import { listFiles, readText, type SourceFile } from './support/repository.ts';

const file = (path: string, ...lines: string[]): SourceFile => ({ path, text: `${lines.join('\n')}\n` });
const breachesOf = (path: string, ...lines: string[]) => breachesIn([file(path, ...lines)]);

describe('the source', () => {
  const paths = ['src', 'commands', 'sandbox'].flatMap(listFiles).filter((path) => /\.tsx?$/.test(path));
  const files = paths.map((path) => ({ path, text: readText(path) }));

  it('is found', () => {
    expect(paths).toContain('src/core/errors.ts');
    expect(paths).toContain('commands/imagine/command.ts');
  });

  it('keeps the rules of the house', () => {
    expect(breachesIn(files)).toEqual([]);
  });

  it('has the faces that the table names, and a table that goes from the ground up', () => {
    expect(rowBreaches(paths)).toEqual([]);
  });
});

describe('importsOf', () => {
  it('reads every spelling, types included, and no comment', () => {
    const source = file(
      'src/generation/generate.ts',
      "import { a } from '#core/a.ts';",
      "import type { B } from './b.ts';",
      "export { c } from '../credits/c.ts';",
      'import {',
      '  many,',
      "} from '@keyv/sqlite/deep';",
      "import 'zod';",
      "const later = await import('node:fs');",
      "// import { d } from '#http/d.ts';",
      "/** @see import('#http/e.ts') */",
      "const address = 'https://example.com'; // from '#http/f.ts'",
    );
    expect(importsOf(source)).toEqual({
      paths: ['src/core/a.ts', 'src/generation/b.ts', 'src/credits/c.ts'],
      packages: ['@keyv/sqlite', 'zod', 'node:fs'],
    });
  });
});

describe('topicOf', () => {
  it.each([
    ['src/generation/generate.ts', 'generation'],
    ['src/catalog/models/flux.ts', 'catalog'],
    ['src/app.ts', 'app'],
    ['commands/imagine/command.ts', 'commands'],
    ['sandbox/discord/gateway.ts', 'sandbox'],
  ])('%s belongs to %s', (path, topic) => {
    expect(topicOf(path)).toBe(topic);
  });
});

describe('the rules', () => {
  it.each([
    ['src/catalog/a.ts', "import { b } from '#http/send.ts';"],
    ['src/catalog/a.ts', "import { readFileSync } from 'node:fs';"],
    ['src/generation/a.ts', "import { b } from '#providers/runcomfy/parse.ts';"],
    ['src/generation/a.ts', "import type { B } from '#discord/replies/reply.ts';"],
    ['src/discord/a.ts', "import { b } from '#generation/generate.ts';"],
    ['src/operations/a.ts', "import { b } from '#credits/ledger.ts';"],
    ['src/core/a.ts', "import { b } from '#config/config.ts';"],
    ['src/credits/a.ts', "import { b } from '../../sandbox/b.ts';"],
    ['src/credits/a.ts', "import { b } from '../core/errors.ts';"],
    ['src/credits/a.ts', "import { b } from '#credits/ledger.ts';"],
    ['commands/a.ts', "import { b } from '#db/open-store.ts';"],
    ['commands/a.ts', "import { b } from '#lifecycle.ts';"],
    ['src/app.ts', "import { b } from '#lifecycle.ts';"],
    ['src/app.ts', "import { b } from '#generation/submit.ts';"],
    ['src/jobs/a.ts', "import { b } from '#credits/holds.ts';"],
    ['src/helpers/a.ts', 'export const a = 1;'],
    ['src/generation/a.ts', "import Keyv from 'keyv';"],
    ['src/providers/a.ts', "import type { Dispatcher } from 'undici';"],
    ['src/generation/a.ts', "import { Client } from 'discord.js';"],
    ['src/generation/a.ts', "import sharp from 'sharp';"],
    ['src/operations/a.ts', "import { pino } from 'pino';"],
    ['src/discord/a.ts', "import { Counter } from 'prom-client';"],
    ['src/discord/a.ts', "import { Routes } from 'discord-api-types/v10';"],
    ['sandbox/a.ts', "import Keyv from 'keyv';"],
    ['sandbox/web/page/view/a.tsx', "import { b } from 'node:fs';"],
    ['sandbox/web/page/view/a.tsx', "import { b } from '../../server.ts';"],
    ['src/credits/a.ts', "import { b } from './b';"],
    ['src/credits/a.ts', 'export default function a() {}'],
    ['src/credits/a.ts', 'export { a as default };'],
    ['src/credits/a.ts', "export * from './b.ts';"],
    ['src/credits/a.ts', 'const url = process.env.STORE_URL;'],
    ['src/media/a.ts', "import { env } from 'node:process';"],
    ['src/credits/a.ts', 'const now = Date.now();'],
    ['src/credits/a.ts', 'const day = new Date();'],
    ['commands/a.ts', 'const dice = Math.random();'],
    ['src/credits/a.ts', ...Array.from({ length: 401 }, () => '//')],
  ])('are broken by %s with %s', (path, ...lines) => {
    expect(breachesOf(path, ...lines)).toHaveLength(1);
  });

  it.each([
    ['src/providers/a.ts', "import { send } from '#http/send.ts';"],
    ['src/jobs/a.ts', "import { Ledger } from '#credits/ledger.ts';"],
    ['src/core/a.ts', "import { setTimeout } from 'node:timers/promises';"],
    ['src/db/a.ts', "import KeyvSqlite from '@keyv/sqlite';"],
    ['src/catalog/catalog.ts', "import { z } from 'zod';"],
    ['commands/a.ts', "import { SlashCommandBuilder } from 'discord.js';"],
    ['src/lifecycle.ts', "import { commands } from '../commands/index.ts';"],
    ['src/lifecycle.ts', 'const now = () => Date.now();'],
    ['src/main.ts', 'const environment = process.env;'],
    ['src/catalog/a.ts', 'const date = new Date(atMs);'],
    ['src/catalog/a.ts', '/** Like Date.now() of the platform. */'],
    ['sandbox/a.ts', "import { start } from '#lifecycle.ts';"],
    ['sandbox/web/page/view/a.tsx', "import { useState } from 'preact/hooks';", "import { b } from '../state/b.ts';"],
    ['sandbox/web/page/view/a.tsx', "import type { Act } from '../../protocol.ts';"],
    ['src/credits/a.ts', ...Array.from({ length: 400 }, () => '//')],
  ])('are kept by %s with %s', (path, ...lines) => {
    expect(breachesOf(path, ...lines)).toEqual([]);
  });

  it('tell a circle between files once, types included', () => {
    const files = [
      file('src/generation/a.ts', "import { b } from '#credits/b.ts';"),
      file('src/credits/b.ts', "import type { C } from '#http/c.ts';"),
      file('src/http/c.ts', "import { a } from '#generation/a.ts';", "import { d } from './d.ts';"),
    ];
    expect(circlesIn(files)).toEqual([
      'circle: src/credits/b.ts -> src/http/c.ts -> src/generation/a.ts -> src/credits/b.ts',
    ]);
    expect(circlesIn(files.slice(1))).toEqual([]);
  });

  it('refuse a folder of more than twenty files', () => {
    const files = Array.from({ length: 21 }, (_, at) => file(`src/media/${at}.ts`, 'export const a = 1;'));
    expect(breachesIn(files)).toEqual(['src/media: 21 files, 20 are allowed']);
    expect(breachesIn(files.slice(1))).toEqual([]);
  });
});
