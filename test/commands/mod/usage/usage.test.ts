import { gunzipSync } from 'node:zlib';
import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import { userId } from '#core/ids.ts';
import type { DayUsageRow } from '#credits/usage.ts';
import { createScriptedBot, type ScriptedBot } from '../../../discord/support/scripted-bot.ts';
import { bytesOf } from '../../../support/attached.ts';
import { bob, moderator, textOf, use } from '../support.ts';

// A Tuesday.
const nowMs = 1_700_000_000_000;
const todayMs = Date.UTC(2023, 10, 14);
const dayMs = 86_400_000;
let bot: ScriptedBot;
let asked: unknown[];
beforeEach(() => {
  bot = createScriptedBot();
  asked = [];
});
const holding = (rows: readonly DayUsageRow[]) => {
  bot.usage.ofDays = (...input) => {
    asked.push(input);
    return Promise.resolve(rows);
  };
};
const row = (change: Partial<DayUsageRow> = {}): DayUsageRow => ({
  userId: bob,
  model: 'gpt-image-2',
  pictures: 2,
  credits: 14,
  dayMs: todayMs,
  ...change,
});

describe('/mod usage', () => {
  it.each([
    ['day', todayMs],
    ['week', todayMs - dayMs],
    ['month', todayMs - 13 * dayMs],
  ])('asks for the days of the %s up to today', async (period, fromMs) => {
    holding([]);
    expect(await textOf(bot, 'usage', { period })).toContain('No pictures were charged');
    expect(asked).toEqual([[moderator.guildId, fromMs, todayMs]]);
  });

  it.each(['member', 'model', 'day'])(
    'answers with a table, a chart and a file by %s, with the same sum',
    async (by) => {
      bot.now = () => nowMs;
      holding([
        row(),
        row({ userId: userId('1200000000000000045'), model: 'own', credits: 1_000, dayMs: todayMs - dayMs }),
      ]);
      const { content, files = [] } = await use(bot, 'usage', { period: 'week', by });
      expect(content).toContain(`**Credits by ${by}**, this week (2023-11-13 to 2023-11-14, UTC): 1,014 credits`);
      expect(content).toMatch(/^ *total +4 +1,014$/mu);
      const [chart, csv] = files;
      expect(await sharp(bytesOf(chart)).metadata()).toMatchObject({ format: 'png', width: 1000 });
      expect(chart).toMatchObject({ name: `usage-by-${by}.png`, mediaType: 'image/png' });
      expect(chart?.description).toContain('1,014 credits');
      expect(csv).toMatchObject({ name: 'usage-2023-11-13-to-2023-11-14.csv', mediaType: 'text/csv' });
      const lines = new TextDecoder().decode(bytesOf(csv)).trim().split('\r\n').slice(1);
      expect(lines.reduce((sum, line) => sum + Number(line.split(',').at(-1)), 0)).toBe(1014);
    },
  );

  it('adds up members where nothing else is asked for, and names models by their titles', async () => {
    holding([row()]);
    expect(await textOf(bot, 'usage', { period: 'day' })).toContain(`1 <@${bob}>`);
    const title = bot.catalog.find('gpt-image-2')?.title ?? 'no title';
    expect(await textOf(bot, 'usage', { period: 'day', by: 'model' })).toContain(title);
  });

  it('packs a file that would be too heavy', async () => {
    const many = Array.from({ length: 70_000 }, (_, index) =>
      row({ userId: userId(`12000000000000${index + 100_000}`), model: 'a-model-of-this-server' }),
    );
    holding(many);
    const { files = [] } = await use(bot, 'usage', { period: 'day' });
    const packed = files[1];
    expect(packed).toMatchObject({ name: 'usage-2023-11-14-to-2023-11-14.csv.gz', mediaType: 'application/gzip' });
    expect(bytesOf(packed).byteLength).toBeLessThan(4 * 1024 * 1024);
    const lines = gunzipSync(bytesOf(packed)).toString('utf8').trim().split('\r\n');
    expect(lines).toHaveLength(70_001);
  });
});
