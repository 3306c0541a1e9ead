import { guildPayload, interactionChannelPayload, interactionMemberPayload, memberPermissions } from './payloads.ts';
import type { ChannelRecord, GuildRecord } from './records.ts';
import type { JsonObject, User } from './wire.ts';
import type { World } from './world.ts';

/** Who does something, and where; `guild` is null in direct messages. */
export interface Scene {
  readonly world: World;
  readonly user: User;
  readonly locale: string;
  readonly channel: ChannelRecord;
  readonly guild: GuildRecord | null;
}

/** What every interaction carries besides its own data. @see discord-api-types `APIBaseInteraction` */
export function scenePayload(scene: Scene): JsonObject {
  const { world, user, channel, guild, locale } = scene;
  const common = {
    channel_id: channel.id,
    channel: interactionChannelPayload(channel, personPermissions(scene)),
    app_permissions: String(channel.botPermissions),
    locale,
    entitlements: [],
    authorizing_integration_owners: integrationOwners(scene),
    attachment_size_limit: guild?.attachmentLimitBytes ?? world.settings.fileLimitBytes,
  };
  if (guild === null) return { ...common, user, context: 1 };
  const { id, preferred_locale: guildLocale, features } = guildPayload(guild);
  return {
    ...common,
    context: 0,
    guild_id: id,
    guild: { id, locale: guildLocale, features },
    guild_locale: guildLocale,
    member: interactionMemberPayload(guild, memberOf(scene, guild), user),
  };
}

/** `0` the guild that installed the application (`'0'` in direct messages), `1` the user who did. */
export function integrationOwners({ guild, user }: Scene): Record<string, string> {
  if (guild?.botIsMember === false) return { '1': user.id };
  return { '0': guild?.id ?? '0' };
}

/** What the person may do in this place; in direct messages everything that does not concern a server. */
export function personPermissions(scene: Scene): bigint {
  const { guild } = scene;
  return guild === null ? scene.channel.botPermissions : memberPermissions(guild, memberOf(scene, guild));
}

function memberOf({ user }: Scene, guild: GuildRecord) {
  const member = guild.members.get(user.id);
  if (member === undefined) throw new Error(`${user.username} is not a member of ${guild.name}.`);
  return member;
}
