import { ApiError } from './api-error.ts';
import type { InteractionEvent, InteractionRecord } from './records.ts';
import type { JsonObject } from './wire.ts';
import type { World } from './world.ts';

/** What is known of an interaction before it has an id. */
export type NewInteraction = Pick<
  InteractionRecord,
  'type' | 'userId' | 'channelId' | 'owners' | 'sourceMessageId' | 'isUserInstallOnly'
>;

/** Writes an interaction down, starts its deadline and sends it to the application with `payload` as its own part. */
export function startInteraction(world: World, about: NewInteraction, payload: JsonObject): InteractionRecord {
  const id = world.ids.next();
  const token = Buffer.from(`interaction:${id}:${world.settings.applicationId}`).toString('base64url').repeat(2);
  const guildId = world.channels.get(about.channelId)?.guildId ?? null;
  const common = { id, application_id: world.settings.applicationId, token, type: about.type, version: 1 };
  const record: InteractionRecord = {
    ...about,
    id,
    token,
    event: { ...payload, ...common },
    createdAtMs: world.settings.now(),
    listeners: new Set(),
    stopDeadline: world.settings.setTimer(world.settings.ackDeadlineMs, () => miss(record)),
    dispatch: () => deliver(world, record, guildId),
    door: null,
    state: 'waiting',
    isTokenExpired: false,
    originalId: null,
    followUpIds: [],
  };
  world.interactions.set(id, record);
  world.interactionsByToken.set(token, record);
  record.door = record.dispatch();
  return record;
}

/** Either to the gateway, or to the endpoint: never to both. Returns the name of the process that gets it, as far as it has one. */
function deliver(world: World, record: InteractionRecord, guildId: string | null): string | null {
  const { endpoint, gateway, settings } = world;
  if (endpoint.url === null || settings.doorFor() === 'gateway') {
    return gateway.dispatch(guildId, 'INTERACTION_CREATE', record.event);
  }
  void postTo(world, record);
  return new URL(endpoint.url).host;
}

/** 202 promises an answer by the callback endpoint; anything else that is no answer ends the interaction at once. */
async function postTo(world: World, record: InteractionRecord): Promise<void> {
  const { status } = await world.endpoint.post(record.event);
  if (status !== 202) miss(record);
}

/** The interaction that a callback is for, still unanswered and in time. @throws {@link ApiError} 10062, 40060 */
export function findUnanswered(world: World, id: string, token: string): InteractionRecord {
  const record = world.interactions.get(id);
  if (record === undefined || record.token !== token) throw new ApiError(10062);
  if (record.state === 'answered') throw new ApiError(40060);
  if (world.settings.now() - record.createdAtMs > world.settings.ackDeadlineMs) miss(record);
  if (record.state === 'missed') throw new ApiError(10062);
  return record;
}

/** The interaction whose token may still write. @throws {@link ApiError} 50027 for a wrong or expired token, 10015 before the first answer */
export function findByToken(world: World, applicationId: string, token: string): InteractionRecord {
  const record = world.interactionsByToken.get(token);
  if (record === undefined || applicationId !== world.settings.applicationId) throw new ApiError(50027);
  if (record.state !== 'answered') throw new ApiError(10015);
  const ageMs = world.settings.now() - record.createdAtMs;
  if (record.isTokenExpired || ageMs >= world.settings.tokenLifeMs) throw new ApiError(50027);
  return record;
}

/** Marks the interaction as answered; a second answer is refused from here on. */
export function markAnswered(record: InteractionRecord): void {
  record.state = 'answered';
  record.stopDeadline();
}

/** Makes a message the interaction's `@original`. */
export function setOriginal(world: World, record: InteractionRecord, messageId: string): void {
  record.originalId = messageId;
  watchMessage(world, record, messageId);
}

/** Counts a message among the interaction's follow-ups. */
export function addFollowUp(world: World, record: InteractionRecord, messageId: string): void {
  record.followUpIds.push(messageId);
  watchMessage(world, record, messageId);
}

function watchMessage(world: World, record: InteractionRecord, messageId: string): void {
  world.watchers.set(messageId, [...(world.watchers.get(messageId) ?? []), record]);
}

/** Tells those who wait for it. */
export function announceInteraction(record: InteractionRecord, event: InteractionEvent): void {
  for (const listener of [...record.listeners]) listener(event);
}

function miss(record: InteractionRecord): void {
  if (record.state !== 'waiting') return;
  record.state = 'missed';
  record.stopDeadline();
  announceInteraction(record, { kind: 'missed' });
}
