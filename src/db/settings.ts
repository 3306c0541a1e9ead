import { z } from 'zod';
import { openDocuments } from './documents.ts';
import type { Store } from './open-store.ts';

/** Small documents by key, such as a guild's settings. Each document is JSON and is written as a whole. */
export interface Settings {
  /** Null when nothing was set. @throws {@link BotError} `store.unavailable`, also for a document that does not fit */
  get<T>(key: string, schema: z.ZodType<T>): Promise<T | null>;
  /** @throws {@link BotError} `store.unavailable` */
  set(key: string, value: unknown): Promise<void>;
}

/** @see Settings */
export function createSettings(store: Store): Settings {
  const keyv = store.namespace('settings');
  const documents = openDocuments(keyv, z.unknown());
  return {
    get: (key, schema) => openDocuments(keyv, schema).get(key),
    set: (key, value) => documents.set(key, value),
  };
}
