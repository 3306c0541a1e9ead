import type { Catalog } from './catalog.ts';
import type { GuildSettings } from './guild-settings.ts';
import type { GuildId, UserId } from './ids.ts';
import type { Model } from './model.ts';
import { type Asking, mayUseModel } from './rules.ts';
import { fitSize, parseSize } from './size.ts';

/** What a member last named in `/imagine`, each for itself; null for what they never named. */
export interface LastChoice {
  /** Its id. */
  readonly model: string | null;
  /** As it was typed. */
  readonly size: string | null;
}

/** Of a member who has named nothing. */
export const noChoice: LastChoice = { model: null, size: null };

/** What members last named, in one guild each. @throws {@link BotError} `store.unavailable` */
export interface LastChoices {
  get(guildId: GuildId, userId: UserId): Promise<LastChoice>;
  /** What is null stays as it was. */
  remember(guildId: GuildId, userId: UserId, named: LastChoice): Promise<void>;
  /** False where there was nothing to forget. */
  forget(guildId: GuildId, userId: UserId): Promise<boolean>;
}

/** The model last named, as long as the installation has it and the member may use it where they ask; else null. */
export function rememberedModel(
  { model: id }: LastChoice,
  asking: Asking,
  settings: GuildSettings,
  catalog: Pick<Catalog, 'find'>,
): Model | null {
  const model = id === null ? null : catalog.find(id);
  return model !== null && mayUseModel(asking, model, settings) ? model : null;
}

/** True for a size that some route of the model takes. */
export function takesSize({ routes }: Model, typed: string): boolean {
  const asked = parseSize(typed);
  return asked !== null && routes.some(({ sizes }) => fitSize(sizes, asked) !== null);
}
