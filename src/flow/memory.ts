import type { Catalog } from '../domain/catalog.ts';
import { asBotError } from '../domain/errors.ts';
import { guildCatalog } from '../domain/guild-catalog.ts';
import { type LastChoice, type LastChoices, noChoice } from '../domain/last-choice.ts';
import type { GuildSettingsStore } from '../domain/moderation.ts';
import type { Log } from '../domain/ports.ts';
import type { GenerationRequest } from '../domain/request.ts';

/** What members last named, as a convenience: it stands in nobody's way. Never throws. */
export interface Memory {
  /** Nothing where it cannot be read, for a request in which it stands already or that leaves out neither, and for one with pictures to edit. */
  recall(request: GenerationRequest): Promise<LastChoice>;
  /** Keeps what an admitted request names. */
  remember(request: GenerationRequest): Promise<void>;
}

/** What memory is made of. */
export interface MemoryParts {
  readonly choices: Pick<LastChoices, 'get' | 'remember'>;
  readonly settings: Pick<GuildSettingsStore, 'get'>;
  readonly catalog: Catalog;
  readonly log: Log;
}

/** Whether anything could stand in. */
function isOpen({ isFilledIn, images, model, options }: GenerationRequest): boolean {
  return isFilledIn !== true && images.length === 0 && (model === null || options.size === null);
}

/** @see Memory */
export function createMemory({ choices, settings, catalog, log }: MemoryParts): Memory {
  const warn = ({ id }: GenerationRequest, error: unknown, message: string) =>
    log.warn({ job: id, detail: asBotError(error).message }, message);
  return {
    async recall(request) {
      if (!isOpen(request)) return noChoice;
      try {
        return await choices.get(request.guildId, request.userId);
      } catch (error) {
        warn(request, error, 'the last choice of a member cannot be read');
        return noChoice;
      }
    },
    async remember(request) {
      const { guildId, userId, options } = request;
      if (request.model === null && options.size === null) return;
      try {
        const here = guildCatalog(catalog, await settings.get(guildId));
        const model = request.model === null ? null : (here.find(request.model)?.id ?? null);
        await choices.remember(guildId, userId, { model, size: options.size });
      } catch (error) {
        warn(request, error, 'the last choice of a member cannot be kept');
      }
    },
  };
}
