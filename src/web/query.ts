import { z } from 'zod';
import { guildId, jobId, userId } from '#core/ids.ts';
import { entryKinds } from '#credits/credits.ts';
import { jobStates } from '#jobs/job.ts';
import { mediaKinds } from '#media/media.ts';

/** Parts of an address as the page writes them. An empty text is a filter that is not set. */
const unset = z.literal('').transform(() => null);
const optional = <T>(rule: z.ZodType<T>) =>
  z
    .union([unset, rule])
    .optional()
    .transform((value) => value ?? null);
const discordId = z
  .string()
  .trim()
  .regex(/^\d{1,20}$/u, 'a Discord id: digits only');
const name = z.string().max(200);
/** A member's id, or what is left of an erased one. */
const member = z
  .string()
  .trim()
  .regex(/^(\d{1,20}|erased-[\da-f]{1,32})$/u, "a member's Discord id: digits only")
  .transform(userId);
const guild = discordId.transform(guildId);

const cursor = z
  .string()
  .regex(/^\d{1,16}\.[\w-]{1,64}$/u, 'where the page before ended')
  .transform((text) => {
    const [atMs = '', id = ''] = text.split('.', 2);
    return { atMs: Number(atMs), id: jobId(id) };
  });

/** Filters of a list of jobs, and where the page before ended. */
export const jobsQuery = z.object({
  phase: z.enum(['open', 'ended']).default('open'),
  guild: optional(guild),
  member: optional(member),
  state: optional(z.enum(jobStates)),
  model: optional(name),
  kind: optional(z.enum(mediaKinds)),
  before: optional(cursor),
});

/** What spending is added up by. */
export const spendBys = ['guild', 'member', 'model', 'kind'] as const;

/** Which days are added up, and by what. */
export const spendQuery = z.object({
  days: z.coerce.number().int().min(1).max(31).default(30),
  by: z.enum(spendBys).default('model'),
  guild: optional(guild),
});

/** Where the list of guilds goes on. */
export const guildsQuery = z.object({ after: optional(guild) });

/** What is looked for in a journal, and where the page before ended. */
export const journalQuery = z.object({
  kind: optional(z.enum(entryKinds)),
  member: optional(z.union([member, z.literal('operator').transform(userId)])),
  text: optional(z.string().max(100)),
  id: optional(z.string().max(100)),
  before: optional(z.coerce.number().int().min(1)),
});

/** A guild's id in a path. */
export const guildParameter = guild;
/** A job's id in a path. */
export const jobParameter = z
  .string()
  .regex(/^[\w-]{1,64}$/u, "a job's id")
  .transform(jobId);

const reason = z.string().trim().min(1, 'a reason: 1 to 500 characters').max(500, 'a reason: 1 to 500 characters');
/** What the operator does; `id` names the click, so that it is done once. */
export const actBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['cancel', 'refund']), id: z.uuid(), job: jobParameter, reason }),
  z.object({
    kind: z.literal('pause'),
    id: z.uuid(),
    subject: name,
    reason: z
      .string()
      .trim()
      .min(1, 'what members read: 1 to 300 characters')
      .max(300, 'what members read: 1 to 300 characters'),
  }),
  z.object({ kind: z.literal('resume'), id: z.uuid(), subject: name }),
]);
/** @see actBody */
export type Act = z.output<typeof actBody>;

/** The token of a login. */
export const loginBody = z.object({ token: z.string().max(1000) });

/** Something in a request that cannot be read; the message says what is allowed. */
export class WrongRequest extends Error {
  override readonly name = 'WrongRequest';
}

/** Reads a part of a request. @throws {@link WrongRequest} */
export function readPart<T>(rule: z.ZodType<T>, given: unknown): T {
  const parsed = rule.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new WrongRequest(where === '' ? `Wrong value: ${issue?.message}.` : `Wrong ${where}: ${issue?.message}.`);
}
