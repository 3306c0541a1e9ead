import { z } from 'zod';
import type { Model, Route } from '#catalog/model.ts';
import { type Clock, hasPassed } from '#core/clock.ts';
import { asBotError } from '#core/errors.ts';
import type { Log } from '#core/log.ts';
import type { Store } from '#db/open-store.ts';
import { createSettings } from '#db/settings.ts';
import type { ComparePricesDeps, PriceResult } from '../provider.ts';
import { type Comparison, type ComparisonTools, compareRoute, type PreviewPrice } from './price-preview.ts';

/** What asking for the prices of RunningHub's routes takes. */
interface PreviewRound {
  readonly models: () => readonly Model[];
  readonly preview: PreviewPrice;
  readonly bodyForm: ComparisonTools['bodyForm'];
  readonly bodyForms?: ComparisonTools['bodyForms'];
  readonly memory: PreviewMemory;
  readonly clock: Clock;
  readonly metrics: ComparePricesDeps['metrics'];
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** A start has better things to do at first. */
const firstAfterMs = 60_000;
/** Between two questions. */
const paceMs = 1_000;
/** Per round. */
const mostRoutes = 200;
/** How old an answer is before a route is asked about again. */
const freshMs = 24 * 60 * 60_000;
/** After that many failures in a row the service is left alone until the next start. */
const mostFailures = 3;

/**
 * Asks once for the price and the body form of every RunningHub route that was not asked about within a day, one after another,
 * and tells in the log and the metrics where a row says something else. Changes no price. Never rejects; ends early with `signal`.
 */
export async function previewPrices(round: PreviewRound): Promise<void> {
  const { clock, signal, log } = round;
  try {
    await clock.wait(firstAfterMs, signal);
    await askAll(round);
  } catch (error) {
    if (!signal.aborted) log.warn({ detail: asBotError(error).message }, 'the prices of RunningHub were not compared');
  }
}

async function askAll(round: PreviewRound): Promise<void> {
  const { clock, memory, signal } = round;
  const routes = round.models().flatMap((model) => model.routes.filter(({ provider }) => provider === 'runninghub'));
  const endpoints = new Set(routes.map(({ endpoint }) => endpoint));
  const known = [...(await memory.load())].filter(([endpoint]) => endpoints.has(endpoint));
  const times = new Map(known);
  let failures = 0;
  for (const route of dueOf(routes, times, clock.now())) {
    if (failures === mostFailures) throw new Error(`${mostFailures} questions in a row were not answered`);
    const isAnswered = await ask(route, round);
    signal.throwIfAborted();
    failures = isAnswered ? 0 : failures + 1;
    if (!isAnswered) continue;
    times.set(route.endpoint, clock.now());
    await memory.save(times);
  }
}

function dueOf(routes: readonly Route[], times: PreviewTimes, nowMs: number): readonly Route[] {
  return routes.filter(({ endpoint }) => hasPassed(times.get(endpoint) ?? 0, freshMs, nowMs)).slice(0, mostRoutes);
}

/** True when there was an answer, whatever it was. */
async function ask(route: Route, round: PreviewRound): Promise<boolean> {
  const { clock, signal, log, metrics, bodyForm, bodyForms } = round;
  const preview: PreviewPrice = async (...asked) => {
    await clock.wait(paceMs, signal);
    return round.preview(...asked);
  };
  try {
    tell(route, await compareRoute(route, { preview, bodyForm, bodyForms, signal }), round);
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    metrics.pricePreviewed('unanswered');
    log.info({ endpoint: route.endpoint, detail: asBotError(error).message }, 'the price of a route was not told');
    return false;
  }
}

function tell(route: Route, comparison: Comparison, { log, metrics }: PreviewRound): void {
  metrics.pricePreviewed(resultOf(comparison));
  const { endpoint } = route;
  if (comparison.kind === 'misfit') log.warn({ endpoint, ...comparison }, 'a row does not take a plain request');
  if (comparison.kind === 'misfit' || comparison.kind === 'not_asked') return;
  const { forms, needsFlatForm, listed } = comparison;
  if (comparison.kind === 'refused') log.warn({ endpoint, forms }, 'RunningHub refuses the body of a route');
  else if (needsFlatForm) log.info({ endpoint, forms }, 'RunningHub takes the flat body form of a route only');
  if (comparison.kind !== 'priced' || comparison.overUsd === 0) return;
  log.warn({ endpoint, stated: comparison.stated, listed }, 'RunningHub states another price than the list of Easel');
}

function resultOf(comparison: Comparison): PriceResult {
  if (comparison.kind !== 'priced') return comparison.kind;
  if (comparison.overUsd === 0) return 'as_listed';
  return comparison.overUsd > 0 ? 'dearer' : 'cheaper';
}

/** When the price of each endpoint was last asked for, in Unix milliseconds. */
export type PreviewTimes = ReadonlyMap<string, number>;

/** Keeps {@link PreviewTimes} over restarts, so that a bot that is restarted often does not ask often. */
export interface PreviewMemory {
  /** Empty when none were saved. @throws {@link BotError} `store.unavailable` */
  load(): Promise<PreviewTimes>;
  /** @throws {@link BotError} `store.unavailable` */
  save(times: PreviewTimes): Promise<void>;
}

const key = 'runninghub-previews';
const timesSchema = z.record(z.string(), z.number());

/** One document among the settings. */
export function createPreviewMemory(store: Store): PreviewMemory {
  const settings = createSettings(store);
  return {
    load: async () => new Map(Object.entries((await settings.get(key, timesSchema)) ?? {})),
    save: (times) => settings.set(key, Object.fromEntries(times)),
  };
}
