import { PermissionFlagsBits } from 'discord-api-types/v10';
import { hasPermission } from './permissions.ts';
import type { ChannelRecord, GuildRecord, MemberRecord, RoleRecord } from './records.ts';
import type { JsonObject, User } from './wire.ts';

/** Everything a member may do: own permissions and those of all roles, everyone's included. */
export function memberPermissions(guild: GuildRecord, member: MemberRecord): bigint {
  const roles = [guild.id, ...member.roleIds].map((id) => guild.roles.get(id)?.permissions ?? 0n);
  const bits = roles.reduce((sum, permissions) => sum | permissions, member.permissions);
  return guild.ownerId === member.userId || hasPermission(bits, PermissionFlagsBits.Administrator)
    ? allPermissions
    : bits;
}

const allPermissions = Object.values(PermissionFlagsBits).reduce((sum, bit) => sum | bit, 0n);

/** A member as REST answers it. */
export function memberPayload(member: MemberRecord, user: User): JsonObject {
  return { user, ...memberFields(member) };
}

/** A member as it stands under `resolved`: without user, deaf and mute, with permissions. */
export function resolvedMemberPayload(guild: GuildRecord, member: MemberRecord): JsonObject {
  const { deaf, mute, ...fields } = memberFields(member);
  return { ...fields, permissions: String(memberPermissions(guild, member)) };
}

/** A member as it stands in an interaction. */
export function interactionMemberPayload(guild: GuildRecord, member: MemberRecord, user: User): JsonObject {
  return { ...memberPayload(member, user), permissions: String(memberPermissions(guild, member)) };
}

function memberFields(member: MemberRecord) {
  return {
    nick: null,
    avatar: null,
    banner: null,
    roles: member.roleIds,
    joined_at: new Date(member.joinedAtMs).toISOString(),
    premium_since: null,
    communication_disabled_until: null,
    pending: false,
    flags: 0,
    deaf: false,
    mute: false,
  };
}

/** A role; the first one of a guild is everyone's. */
export function rolePayload(role: RoleRecord, position: number): JsonObject {
  return {
    id: role.id,
    name: role.name,
    permissions: String(role.permissions),
    position,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: false,
    mentionable: false,
    icon: null,
    unicode_emoji: null,
    flags: 0,
  };
}

/** A channel as REST answers it. */
export function channelPayload(channel: ChannelRecord): JsonObject {
  const common = { id: channel.id, type: channel.type, last_message_id: null, flags: 0 };
  if (channel.guildId === null) return { ...common, recipients: [] };
  return {
    ...common,
    ...(channel.parentId === null ? {} : threadFields),
    guild_id: channel.guildId,
    name: channel.name,
    position: 0,
    permission_overwrites: [],
    nsfw: channel.isNsfw,
    parent_id: channel.parentId,
    topic: null,
    rate_limit_per_user: 0,
  };
}

const threadFields = {
  thread_metadata: {
    archived: false,
    auto_archive_duration: 1440,
    archive_timestamp: '2026-11-20T00:00:00.000Z',
    locked: false,
  },
  message_count: 0,
  member_count: 1,
};

/** A channel as it stands in an interaction, with what the person may do there. */
export function interactionChannelPayload(channel: ChannelRecord, permissions: bigint): JsonObject {
  return { ...channelPayload(channel), permissions: String(permissions) };
}

/** A guild as REST answers it. */
export function guildPayload(guild: GuildRecord): JsonObject {
  return {
    id: guild.id,
    name: guild.name,
    owner_id: guild.ownerId,
    preferred_locale: guild.locale,
    roles: [...guild.roles.values()].map(rolePayload),
    emojis: [],
    stickers: [],
    features: [],
    approximate_member_count: guild.members.size,
    approximate_presence_count: guild.members.size,
    region: 'deprecated',
    afk_timeout: 300,
    system_channel_flags: 0,
    verification_level: 0,
    default_message_notifications: 0,
    mfa_level: 0,
    explicit_content_filter: 0,
    max_members: 500_000,
    max_stage_video_channel_users: 50,
    max_video_channel_users: 25,
    premium_tier: 0,
    premium_subscription_count: 0,
    premium_progress_bar_enabled: false,
    widget_enabled: false,
    nsfw: false,
    nsfw_level: 0,
    ...Object.fromEntries(emptyGuildFields.map((name) => [name, null])),
  };
}

const emptyGuildFields = [
  'icon',
  'description',
  'home_header',
  'splash',
  'discovery_splash',
  'banner',
  'application_id',
  'afk_channel_id',
  'system_channel_id',
  'widget_channel_id',
  'max_presences',
  'vanity_url_code',
  'rules_channel_id',
  'safety_alerts_channel_id',
  'public_updates_channel_id',
  'incidents_data',
  'hub_type',
];
