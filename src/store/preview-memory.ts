import { z } from 'zod';
import type { Store } from '../db/open-store.ts';
import { createSettings } from './settings.ts';

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
