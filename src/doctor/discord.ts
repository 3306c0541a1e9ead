import { z } from 'zod';
import type { Config } from '#config/config.ts';
import { type Finding, fine, note, wrong } from '#core/finding.ts';
import { parseJson } from '#core/text.ts';
import { endpointComplaint, type FrontDoor } from '#discord/gateway/preflight.ts';
import { inviteLink, missingPermissions } from '#discord/interactions/permissions.ts';
import type { Send } from '#http/send.ts';

/** What asking Discord takes. */
interface DiscordDeps {
  readonly discord: Config['discord'];
  /** Null where the process takes no interactions. */
  readonly door: FrontDoor | null;
  readonly send: Send;
  readonly signal: AbortSignal;
}

const timeoutMs = 15_000;
/** Discord turns callers away that do not say so. */
const userAgent = 'DiscordBot (easel doctor, 1)';

/** Asks Discord who the token is, then for its application; without the first the second says nothing new. */
export async function examineDiscord(deps: DiscordDeps): Promise<readonly Finding[]> {
  const bot = await ask(deps, '/users/@me', userSchema);
  if (bot.kind === 'wrong') return [bot.finding];
  const application = await ask(deps, '/applications/@me', applicationSchema);
  return [
    fine('Discord', `the token is that of the bot ${bot.value.username}`),
    application.kind === 'wrong'
      ? application.finding
      : fine('Discord', `the application is ${application.value.name}, ${application.value.id}`),
    ...(application.kind === 'wrong' ? [] : noteInvite(deps, application.value.id)),
    ...(application.kind === 'wrong' ? [] : await examineDevGuild(deps, application.value.id)),
    ...(application.kind === 'wrong' ? [] : examineInteractions(deps, application.value)),
    ...(deps.door?.publicKey === null ? [await examineSessions(deps)] : []),
    ...(await examinePermissions(deps)),
  ];
}

function noteInvite({ discord }: DiscordDeps, applicationId: string): readonly Finding[] {
  const link = inviteLink(applicationId, discord.apiBaseUrl);
  return link === null ? [] : [note('Invite link', link)];
}

/** Whether the commands can be registered where `DISCORD_DEV_GUILD_ID` says. */
async function examineDevGuild(deps: DiscordDeps, applicationId: string): Promise<readonly Finding[]> {
  const { devGuildId } = deps.discord;
  if (devGuildId === null) return [];
  const path = `/applications/${applicationId}/guilds/${devGuildId}/commands`;
  const commands = await ask(deps, path, z.array(z.unknown()));
  const advice = 'invite the bot with the scopes bot and applications.commands, correct the id, or unset it';
  return [
    commands.kind === 'wrong'
      ? wrong('DISCORD_DEV_GUILD_ID', `the commands cannot be registered in server ${devGuildId}`, advice)
      : note('DISCORD_DEV_GUILD_ID', `the commands are in server ${devGuildId} only`),
  ];
}

/** Whether interactions arrive in the way that is configured. */
function examineInteractions({ door }: DiscordDeps, application: Application): readonly Finding[] {
  if (door === null) return [];
  const { publicKey } = door;
  const complaint = endpointComplaint(application, door);
  const findings = complaint === null ? [] : [wrong('INTERACTIONS', complaint.problem, complaint.advice)];
  if (publicKey === null) return findings;
  const { verify_key: right, interactions_endpoint_url: url } = application;
  return [
    publicKey === right
      ? fine('DISCORD_PUBLIC_KEY', 'it is the application’s')
      : wrong('DISCORD_PUBLIC_KEY', 'it is not the public key of this application', `set it to ${right}`),
    ...(complaint === null ? [fine('INTERACTIONS', `Discord sends interactions to ${url}`)] : findings),
  ];
}

/** Each start takes one of the sessions of the day. */
async function examineSessions(deps: DiscordDeps): Promise<Finding> {
  const gateway = await ask(deps, '/gateway/bot', gatewaySchema);
  if (gateway.kind === 'wrong') return gateway.finding;
  const { remaining, total } = gateway.value.session_start_limit;
  const left = `${remaining} of ${total} sessions are left today, and each start takes one`;
  return remaining > 0
    ? fine('Discord', left)
    : wrong('Discord', left, 'wait for the next day, and find out what restarts Easel so often');
}

/** The roles' permissions in each server; what a channel denies besides is seen only when a picture is posted there. */
async function examinePermissions(deps: DiscordDeps): Promise<readonly Finding[]> {
  const guilds = await ask(deps, '/users/@me/guilds', guildsSchema);
  if (guilds.kind === 'wrong') return [guilds.finding];
  if (guilds.value.length === 0)
    return [note('Permissions', 'the bot is in no server yet', 'invite it with the link, as docs/install.md says')];
  const lacking = guilds.value.flatMap(({ name, permissions }) => {
    const missing = missingPermissions(permissions);
    return missing.length === 0 ? [] : [wrong('Permissions', `${name} lacks ${missing.join(', ')}`, advice)];
  });
  const enough = guilds.value.length - lacking.length;
  return [
    ...(enough === 0 ? [] : [fine('Permissions', `enough in ${enough} ${enough === 1 ? 'server' : 'servers'}`)]),
    ...lacking,
  ];
}

const advice = 'allow it for the role of the bot in the settings of that server';

type Asked<T> = { readonly kind: 'right'; readonly value: T } | { readonly kind: 'wrong'; readonly finding: Finding };

async function ask<T>({ discord, send, signal }: DiscordDeps, path: string, schema: z.ZodType<T>): Promise<Asked<T>> {
  const headers = { authorization: `Bot ${discord.token}`, 'user-agent': userAgent };
  const outcome = await send({ method: 'GET', url: `${discord.apiBaseUrl}/v10${path}`, headers, timeoutMs, signal });
  const complaint = (detail: string, advice: string): Asked<T> => ({
    kind: 'wrong',
    finding: wrong('Discord', detail, advice),
  });
  if (outcome.kind !== 'answered') {
    return complaint(`cannot be reached (${outcome.reason})`, 'look at the network and at DISCORD_API_BASE');
  }
  if (outcome.status === 401) {
    return complaint('refuses the token', 'reset it in the developer portal under Bot, and put it into DISCORD_TOKEN');
  }
  const parsed = schema.safeParse(parseJson(outcome.text ?? ''));
  if (outcome.status === 200 && parsed.success) return { kind: 'right', value: parsed.data };
  return complaint(`answers ${path} with status ${outcome.status}`, 'try again later, and look at DISCORD_API_BASE');
}

/** Discord lists at most 200 at once; of more servers the first are looked at. */
const guildsSchema = z.array(z.object({ name: z.string(), permissions: z.string().default('0') }));
const userSchema = z.object({ username: z.string() });
const applicationSchema = z.object({
  id: z.string(),
  name: z.string(),
  verify_key: z.string().toLowerCase().default('unknown'),
  interactions_endpoint_url: z.string().nullish(),
});
type Application = z.output<typeof applicationSchema>;
const gatewaySchema = z.object({ session_start_limit: z.object({ remaining: z.number(), total: z.number() }) });
