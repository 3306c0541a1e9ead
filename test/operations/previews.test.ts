import { describe, expect, it } from 'vitest';
import type { Route } from '#catalog/model.ts';
import { BotError } from '#core/errors.ts';
import type { Preview, PreviewPrice } from '#providers/runninghub/price-preview.ts';
import {
  createPreviewMemory,
  type PreviewMemory,
  type PreviewTimes,
  previewPrices,
} from '#providers/runninghub/watch-prices.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { createRecordingLog } from '../support/http/recording-log.ts';
import { modelOf, routeOf, startMs } from '../support/requests.ts';
import { createMemoryStore } from '../support/store/memory-store.ts';

const dayMs = 24 * 60 * 60_000;
const listed: Preview = { kind: 'priced', amount: 0.007, currency: 'USD' };
const flatOnly: Preview = { kind: 'refused', isForm: true, reason: '1007' };

interface Asked {
  readonly endpoint: string;
  readonly form: string;
  readonly atMs: number;
}

function bench(answer: (endpoint: string, form: string) => Preview | Error, ...routes: readonly Route[]) {
  const clock = createFakeClock(startMs);
  const log = createRecordingLog();
  const asked: Asked[] = [];
  const results: string[] = [];
  const stopping = new AbortController();
  const rows = new Map<string, string>();
  let memory: PreviewMemory = createPreviewMemory(createMemoryStore(rows));
  const preview: PreviewPrice = async ({ endpoint }, _settings, form) => {
    asked.push({ endpoint, form, atMs: clock.now() - startMs });
    const said = answer(endpoint, form);
    if (said instanceof Error) throw said;
    return said;
  };
  return {
    clock,
    log,
    asked,
    results,
    stopping,
    remember: (times: PreviewTimes) => memory.save(times),
    breakMemory(error: Error) {
      memory = { load: () => Promise.reject(error), save: () => Promise.reject(error) };
    },
    start: () =>
      previewPrices({
        models: () => [modelOf(...routes)],
        preview,
        bodyForm: 'auto',
        memory,
        clock,
        metrics: { pricePreviewed: (result) => results.push(result) },
        log,
        signal: stopping.signal,
      }),
  };
}

const named = (endpoint: string, changes: Partial<Route> = {}) => routeOf({ endpoint, ...changes });
const needsLora = { known: [], minStrength: 0, maxStrength: 1, defaultStrength: 1, isRequired: true };

describe('the prices of RunningHub', () => {
  it('are asked for a minute after the start, one a second, of RunningHub only', async () => {
    const { asked, clock, log, results, start } = bench(
      () => listed,
      named('a', { nodeFields: { prompt: '1##text', ratio: '2##select' } }),
      named('b'),
      named('c', { provider: 'runcomfy' }),
    );
    await clock.advanceUntil(start());
    expect(asked).toEqual([
      { endpoint: 'a', form: 'flat', atMs: 61_000 },
      { endpoint: 'a', form: 'nodes', atMs: 62_000 },
      { endpoint: 'b', form: 'flat', atMs: 63_000 },
    ]);
    expect(results).toEqual(['as_listed', 'as_listed']);
    expect(log.lines).toEqual([]);
  });

  it('are asked for once a day, whatever starts in between', async () => {
    const { asked, clock, start } = bench(() => listed, named('a'));
    await clock.advanceUntil(start());
    await clock.advanceUntil(start());
    expect(asked).toHaveLength(1);
    await clock.advance(dayMs);
    await clock.advanceUntil(start());
    expect(asked).toHaveLength(2);
  });

  it('that differ, and bodies that are refused, are told; nothing else comes of it', async () => {
    const said: Readonly<Record<string, Preview>> = {
      dear: { ...listed, amount: 0.01 },
      cheap: { kind: 'priced', amount: 0.04, currency: 'CNY' },
      silent: { ...listed, amount: null },
      refused: { kind: 'refused', isForm: false, reason: '1007' },
    };
    const { clock, log, results, start } = bench(
      (endpoint, form) => (endpoint === 'flat' && form === 'nodes' ? flatOnly : (said[endpoint] ?? listed)),
      ...['dear', 'cheap', 'silent', 'refused'].map((endpoint) => named(endpoint)),
      named('flat', { nodeFields: { prompt: '1##text', ratio: '2##select' } }),
      named('lora', { loras: needsLora }),
      named('narrow', { promptMaxCharacters: 3 }),
    );
    await clock.advanceUntil(start());
    expect(results).toEqual(['dearer', 'cheaper', 'unpriced', 'refused', 'as_listed', 'not_asked', 'misfit']);
    const ownPrice = { amount: 0.007, currency: 'USD' };
    expect(log.lines.map(({ level, facts }) => [level, facts])).toEqual([
      ['warn', { endpoint: 'dear', stated: { amount: 0.01, currency: 'USD' }, listed: ownPrice }],
      ['warn', { endpoint: 'cheap', stated: { amount: 0.04, currency: 'CNY' }, listed: ownPrice }],
      ['warn', { endpoint: 'refused', forms: 'flat form refused (1007)' }],
      ['info', { endpoint: 'flat', forms: 'node form refused (1007), flat form taken' }],
      ['warn', { endpoint: 'narrow', kind: 'misfit', option: 'prompt' }],
    ]);
  });

  it('that are not told are asked for again at the next start, not at once, and not for ever', async () => {
    const down = new BotError('provider.unavailable', 'no answer');
    const routes = ['a', 'b', 'c', 'd'].map((endpoint) => named(endpoint));
    const { asked, clock, log, results, start } = bench(() => down, ...routes);
    await clock.advanceUntil(start());
    expect(asked.map(({ endpoint }) => endpoint)).toEqual(['a', 'b', 'c']);
    expect(results).toEqual(['unanswered', 'unanswered', 'unanswered']);
    expect(log.lines.at(-1)).toMatchObject({ level: 'warn', message: 'the prices of RunningHub were not compared' });
    await clock.advanceUntil(start());
    expect(asked).toHaveLength(6);
  });

  it('are asked for again where a clock far ahead has written when they were, not where it was a little ahead', async () => {
    const asks = async (atMs: number) => {
      const { asked, clock, remember, start } = bench(() => listed, named('a'));
      await remember(new Map([['a', atMs]]));
      await clock.advanceUntil(start());
      return asked.length > 0;
    };
    expect(await asks(Date.UTC(2046, 0, 1))).toBe(true);
    expect(await asks(startMs + 10 * 60_000)).toBe(false);
  });

  it('are not asked for while nobody can remember that they were', async () => {
    const { asked, breakMemory, clock, log, start } = bench(() => listed, named('a'));
    breakMemory(new BotError('store.unavailable', 'a page is torn'));
    await clock.advanceUntil(start());
    expect(asked).toEqual([]);
    expect(log.lines).toEqual([expect.objectContaining({ level: 'warn', facts: { detail: 'a page is torn' } })]);
  });

  it.each([0, 60_500, 61_500])('are left alone when the bot stops after %i ms', async (afterMs) => {
    const { asked, clock, log, start, stopping } = bench(() => listed, named('a'), named('b'));
    const asking = start();
    await clock.advance(afterMs);
    const before = asked.length;
    stopping.abort(new Error('stopping'));
    await clock.advanceUntil(asking);
    expect(asked).toHaveLength(before);
    expect(log.lines).toEqual([]);
  });
});
