import type { Exchange } from '../../sandbox/discord/exchange.ts';
import type { Person } from '../../sandbox/discord/person.ts';
import { allComponents, type Message } from '../../sandbox/discord/wire.ts';
import type { Random } from '../../sandbox/services/random.ts';
import { promptTraps } from '../../sandbox/services/service.ts';
import type { Wish } from './evidence.ts';
import type { Place, Stage } from './stage.ts';
import { buttonsOf, type InteractionAction, type SeenMessage, type Witness } from './witness.ts';

/** The people at their clients. */
export interface Crowd {
  /** Types what an operator decides before anybody makes a picture. Resolves when all of it is answered. */
  settle(): Promise<void>;
  /** One of them does something. */
  act(): void;
  /** A moderator decides one of the requests that wait; false where none does. */
  decide(): boolean;
  /** Everybody asks for the pictures that could not be posted. Resolves when all of them are asked for. */
  fetchKept(): Promise<void>;
}

/** @see openCrowd */
export interface CrowdParts {
  readonly stage: Stage;
  readonly witness: Witness;
  readonly random: Random;
  readonly now: () => number;
}

/** What a member types, and how many pictures it asks for. */
interface Typed {
  readonly options: string;
  readonly count: number;
}

const ways: readonly (readonly [number, Typed])[] = [
  [20, { options: 'model:flux-2-klein-9b size:256x256', count: 1 }],
  [8, { options: 'model:flux-2-klein-9b size:256x256 count:2', count: 2 }],
  [8, { options: 'model:flux-2-klein-9b size:256x256 count:3', count: 3 }],
  [10, { options: 'model:flux-2-klein-9b size:512x512 steps:25', count: 1 }],
  [8, { options: 'model:flux-2-klein-4b size:64x64', count: 1 }],
  [5, { options: 'model:flux-2-klein-4b size:64x64 count:2', count: 2 }],
  [3, { options: 'model:wan-2.5-preview size:960x1696 count:2', count: 2 }],
  [18, { options: 'model:flux-2-dev size:256x256', count: 1 }],
  [6, { options: 'model:flux-2-dev size:256x256 count:2', count: 2 }],
];

/** What people do, by weight. */
const deeds: readonly (readonly [number, (hands: Hands) => void])[] = [
  [45, imagine],
  [12, pressCancel],
  [10, pressAgain],
  [30, answerPrice],
  [14, (hands) => void decide(hands)],
  [5, give],
  [4, grant],
  [4, refund],
];

interface Hands extends CrowdParts {
  /** A whole number from 0 to below `below`. */
  readonly roll: (below: number) => number;
  readonly pick: <Value>(values: readonly Value[]) => Value | null;
}

/** @see Crowd */
export function openCrowd(parts: CrowdParts): Crowd {
  const roll = (below: number) => Math.floor(parts.random() * below);
  const hands: Hands = { ...parts, roll, pick: (values) => values[roll(values.length)] ?? null };
  return {
    settle: () => settle(hands),
    act: () => weighted(deeds, hands)(hands),
    decide: () => decide(hands),
    fetchKept: () => fetchKept(hands),
  };
}

function weighted<Value>(rows: readonly (readonly [number, Value])[], { random }: Hands): Value {
  let left = random() * rows.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, value] of rows) {
    left -= weight;
    if (left < 0) return value;
  }
  throw new RangeError('nothing to choose from');
}

async function settle({ stage }: Hands): Promise<void> {
  for (const [index, { guild, moderators, approvals, log }] of stage.places.entries()) {
    const [operator] = moderators;
    const say = (text: string) => operator?.slash(text).until(({ content }) => content !== '', 15_000);
    await say(`/setup approvals threshold:25 channel:${approvals.id}`);
    await say(`/setup log channel:${log.id}`);
    await say('/setup defaults confirm_percent:25');
    if (index > 0) continue;
    await say('/setup pool action:limited');
    await say('/setup pool action:add credits:6000');
    await say('/setup allowance credits:90 period:day');
    await operator?.in(guild.general).slash('/credits balance').firstAnswer();
  }
}

async function fetchKept(hands: Hands): Promise<void> {
  for (const { guild, members, moderators } of hands.stage.places) {
    for (const person of [...members, ...moderators]) await fetchKeptOf(hands, person, guild.id);
  }
}

async function fetchKeptOf(hands: Hands, person: Person, guildId: string): Promise<void> {
  const deed = { text: '/jobs list', guildId, requestId: null };
  const list = begin(hands, person, { ...deed, kind: 'list' }, () => person.slash('/jobs list'));
  const kept = await list?.until(({ content }) => content !== '', 15_000).catch(() => null);
  if (!kept) return;
  for (const customId of buttonsOf(kept)) {
    await press(hands, person, kept, { ...deed, kind: 'fetch', customId })
      ?.firstAnswer()
      .catch(() => null);
  }
}

/** Begins something at a person's client and follows it. What that client refuses is not done. */
function begin(hands: Hands, person: Person, deed: InteractionAction, start: () => Exchange): Exchange | null {
  try {
    const exchange = start();
    const requestId = deed.requestId === 'own' ? exchange.interactionId : deed.requestId;
    hands.witness.follow(exchange, person, { ...deed, requestId });
    if (hands.roll(12) === 0) again(hands, exchange.interactionId);
    return exchange;
  } catch {
    return null;
  }
}

/** The gateway sends it twice: at once, or a little later. */
function again({ stage, pick }: Hands, interactionId: string): void {
  setTimeout(() => stage.discord.dispatchAgain(interactionId), pick([0, 5, 50, 400]) ?? 0);
}

function somebody({ stage, pick }: Hands): { readonly place: Place; readonly person: Person } {
  const place = pick(stage.places);
  const person = place && pick([...place.members, ...place.members, ...place.moderators]);
  const room = place && pick(place.rooms);
  if (!place || !person || !room) throw new RangeError('nobody is there');
  return { place, person: person.in(room) };
}

function wish(hands: Hands, begun: Exchange | null, place: Place, about: Omit<Wish, 'id' | 'guildId' | 'askedAtMs'>) {
  if (begun === null) return;
  hands.witness.wishes.push({ ...about, id: begun.interactionId, guildId: place.guild.id, askedAtMs: hands.now() });
}

function imagine(hands: Hands): void {
  const { place, person } = somebody(hands);
  const { options, count } = weighted(ways, hands);
  const label = `request${hands.witness.wishes.length + 1}`;
  const fate = hands.roll(100);
  const trap = fate < 5 ? ` ${promptTraps.failing}` : fate < 6 ? ` ${promptTraps.forbidden}` : '';
  const isPrivate = hands.roll(5) === 0;
  const text = `/imagine prompt:${label} a fox on a hill${trap} ${options}${isPrivate ? ' private:true' : ''}`;
  const deed: InteractionAction = { kind: 'imagine', text, guildId: place.guild.id, requestId: 'own' };
  const begun = begin(hands, person, deed, () => person.slash(text));
  wish(hands, begun, place, { label, channelId: person.channelId, userId: person.userId, count, isPrivate });
}

/** Messages with a button of an action, with the people of that place who see them. */
function withButton({ witness, stage }: Hands, action: string) {
  return [...witness.messages.values()].flatMap((seen) => {
    const id = buttonsOf(seen.message).find((each) => each.startsWith(`${action}:`));
    const place = stage.places.find(({ rooms, approvals }) =>
      [...rooms, approvals].some((room) => room.id === seen.message.channel_id),
    );
    return id === undefined || place === undefined ? [] : [{ seen, id, subject: id.split(':')[1] ?? '', place }];
  });
}

function viewersOf({ viewerId, message }: SeenMessage, { members, moderators }: Place): readonly Person[] {
  const people = [...members, ...moderators].filter(({ userId }) => viewerId === null || viewerId === userId);
  return people.map((person) => person.in({ id: message.channel_id }));
}

function ownerOf({ witness }: Hands, requestId: string): string | null {
  return witness.wishes.find(({ id }) => id === requestId)?.userId ?? null;
}

function press(
  hands: Hands,
  person: Person,
  message: Message,
  about: InteractionAction & { readonly customId: string },
) {
  const { customId, ...deed } = about;
  return begin(hands, person, deed, () => person.press(message, customId));
}

function pressCancel(hands: Hands): void {
  const found = hands.pick(withButton(hands, 'cancel'));
  if (found === null) return;
  const { seen, id, subject, place } = found;
  const owner = viewersOf(seen, place).find(({ userId }) => userId === ownerOf(hands, subject));
  const person = owner && hands.roll(4) > 0 ? owner : hands.pick(viewersOf(seen, place).slice(-2));
  if (!person) return;
  const deed = { kind: 'cancel', text: 'Cancel', guildId: place.guild.id, requestId: null };
  press(hands, person, seen.message, { ...deed, customId: id });
}

function pressAgain(hands: Hands): void {
  const found = hands.pick(withButton(hands, 'again').slice(-30));
  const person = found && hands.pick(viewersOf(found.seen, found.place));
  const before = hands.witness.wishes.find(({ id }) => id === found?.subject);
  if (!found || !person || !before) return;
  const deed = { kind: 'again', text: `Again of ${before.id}`, guildId: found.place.guild.id, requestId: 'own' };
  const begun = press(hands, person, found.seen.message, { ...deed, customId: found.id });
  const { label, count, isPrivate } = before;
  wish(hands, begun, found.place, { label, count, isPrivate, channelId: person.channelId, userId: person.userId });
}

/** Says yes or no to a price, or asks the moderators. */
function answerPrice(hands: Hands): void {
  const action = hands.roll(6) === 0 ? 'price_no' : hands.roll(2) === 0 ? 'price_yes' : 'ask_credits';
  const found = hands.pick(withButton(hands, action));
  const person = found && hands.pick(viewersOf(found.seen, found.place));
  if (!found || !person) return;
  const deed = { kind: action, text: action, guildId: found.place.guild.id, requestId: found.subject };
  press(hands, person, found.seen.message, { ...deed, customId: found.id });
}

/** Sometimes two moderators at once. */
function decide(hands: Hands): boolean {
  const found = hands.pick(withButton(hands, 'approve'));
  if (found === null) return false;
  const { seen, place, subject } = found;
  const action = hands.roll(3) === 0 ? 'decline' : 'approve';
  const hurried = hands.roll(6) === 0 ? place.moderators : place.moderators.slice(0, 1);
  for (const moderator of hurried) {
    const person = moderator.in({ id: seen.message.channel_id });
    const deed = { kind: action, text: action, guildId: place.guild.id, requestId: null };
    const exchange = press(hands, person, seen.message, { ...deed, customId: `${action}:${subject}` });
    if (action === 'decline' && exchange) void giveReason(hands, exchange, person, deed);
  }
  return true;
}

async function giveReason(hands: Hands, exchange: Exchange, person: Person, deed: InteractionAction): Promise<void> {
  await exchange.firstAnswer().catch(() => null);
  const { modal } = exchange;
  if (modal === null) return;
  const fields = allComponents(modal.components).flatMap(({ type, custom_id: id }) => (type === 4 && id ? [id] : []));
  const values = Object.fromEntries(fields.map((field) => [field, 'not today']));
  begin(hands, person, { ...deed, kind: 'reason', text: 'not today' }, () => person.submitModal(modal, values));
}

function give(hands: Hands): void {
  const { place, person } = somebody(hands);
  const other = hands.pick(place.members.filter(({ userId }) => userId !== person.userId));
  if (other === null) return;
  const text = `/credits give member:${other.userId} amount:${1 + hands.roll(15)}`;
  command(hands, person, place, { kind: 'give', text });
}

function grant(hands: Hands): void {
  const { place } = somebody(hands);
  const member = hands.pick(place.members);
  const moderator = hands.pick(place.moderators);
  if (!member || !moderator) return;
  const text = `/mod grant member:${member.userId} credits:${10 + hands.roll(50)} reason:thanks`;
  command(hands, moderator, place, { kind: 'grant', text });
}

function refund(hands: Hands): void {
  const found = hands.pick(withButton(hands, 'again'));
  const moderator = found && hands.pick(found.place.moderators);
  if (!found || !moderator) return;
  command(hands, moderator, found.place, { kind: 'refund', text: `/mod refund job:${found.subject} reason:sorry` });
}

function command(
  hands: Hands,
  person: Person,
  place: Place,
  { kind, text }: Pick<InteractionAction, 'kind' | 'text'>,
): void {
  begin(hands, person, { kind, text, guildId: place.guild.id, requestId: null }, () => person.slash(text));
}
