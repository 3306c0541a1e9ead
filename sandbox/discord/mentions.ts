import type { MessageBody } from './message-schema.ts';
import type { Mentions } from './records.ts';
import type { World } from './world.ts';

/**
 * Whom a text rings. Without `allowed_mentions` a channel message rings everybody it names, an interaction's answer only users.
 *
 * @see https://discord.com/developers/docs/resources/message#allowed-mentions-object read 2026-11-20
 */
export function mentionsOf(
  world: World,
  content: string,
  allowed: MessageBody['allowed_mentions'],
  isAnswer: boolean,
): Mentions {
  const rules = allowed ?? {
    parse: isAnswer ? ['users' as const] : ['users' as const, 'roles' as const, 'everyone' as const],
  };
  const parse = new Set<string>(rules.parse ?? []);
  const users = named(content, /<@!?(\d{17,19})>/g).filter((id) => world.users.has(id));
  const roles = named(content, /<@&(\d{17,19})>/g);
  return {
    everyone: parse.has('everyone') && /@(?:everyone|here)\b/.test(content),
    userIds: parse.has('users') ? users : users.filter((id) => rules.users?.includes(id)),
    roleIds: parse.has('roles') ? roles : roles.filter((id) => rules.roles?.includes(id)),
  };
}

function named(content: string, pattern: RegExp): string[] {
  return [...new Set([...content.matchAll(pattern)].map((match) => match[1] ?? ''))];
}
