import { createHash } from 'node:crypto';
import { type REST, Routes } from 'discord.js';
import type { CommandDefinition, MessageCommandDefinition } from './options.ts';
import { type Patience, persist } from './persist.ts';

/** @see registerCommands */
export interface RegisterOptions {
  readonly rest: REST;
  readonly patience: Patience;
  readonly applicationId: string;
  /** Only in this server, at once; null registers everywhere. */
  readonly devGuildId: string | null;
  readonly definitions: readonly (CommandDefinition | MessageCommandDefinition)[];
  /** Of the last registration; null when there was none. */
  readonly knownHash: () => Promise<string | null>;
  readonly saveHash: (hash: string) => Promise<void>;
}

const budgetMs = 60_000;

/**
 * Registers all commands in one request, only when they changed: Discord allows 200 creations per day and server.
 * Resolves with whether it did.
 */
export async function registerCommands(options: RegisterOptions): Promise<boolean> {
  const { rest, patience, applicationId, devGuildId, definitions } = options;
  const hash = hashOf(applicationId, devGuildId, definitions);
  if ((await options.knownHash()) === hash) return false;
  const route =
    devGuildId === null
      ? Routes.applicationCommands(applicationId)
      : Routes.applicationGuildCommands(applicationId, devGuildId);
  await persist(patience, budgetMs, (signal) => rest.put(route, { body: definitions, signal }));
  await options.saveHash(hash);
  return true;
}

function hashOf(...facts: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}
