import type { z } from 'zod';
import type { SharedTexts } from '#cluster/shared-texts.ts';
import type { GuildId, JobOwner, UserId } from '#core/ids.ts';
import { parseJson } from '#core/text.ts';
import { type Drafts, draftForMs } from './drafts.ts';

/** @see createSharedDrafts */
export interface SharedDraftsOptions<Draft extends JobOwner> {
  /** This process's, for when the others' cannot be reached. */
  readonly own: Drafts<Draft>;
  readonly texts: SharedTexts;
  /** Tells these drafts from others. */
  readonly name: string;
  readonly schema: z.ZodType<Draft>;
}

/** Drafts that a member who meets another process finds again. */
export function createSharedDrafts<Draft extends JobOwner>(options: SharedDraftsOptions<Draft>): Drafts<Draft> {
  const { own, texts, name, schema } = options;
  const keyOf = (guildId: GuildId, userId: UserId) => `${name}:${guildId}:${userId}`;
  return {
    keep(draft) {
      own.keep(draft);
      texts.put(keyOf(draft.guildId, draft.userId), draft.id, JSON.stringify(draft), draftForMs);
    },
    async find(owner) {
      const text = await texts.find(keyOf(owner.guildId, owner.userId), owner.id);
      // One of another version is left alone.
      return (text === null ? null : schema.safeParse(parseJson(text)).data) ?? own.find(owner);
    },
    forget(guildId, userId) {
      own.forget(guildId, userId);
      texts.drop(keyOf(guildId, userId));
    },
  };
}
