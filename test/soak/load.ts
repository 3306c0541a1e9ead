import type { Person } from '../../sandbox/discord/person.ts';
import { allComponents, type Message } from '../../sandbox/discord/wire.ts';
import { promptTraps } from '../../sandbox/services/service.ts';
import type { Stage } from '../kill/stage.ts';

/** The same things in the same order, again and again: every third of the time gets the same load. */
const typed = [
  '/imagine prompt:a fox on a hill model:flux-2-klein-9b size:256x256',
  '/imagine prompt:an owl at night model:flux-2-klein-9b size:256x256 count:2',
  '/credits balance',
  '/imagine prompt:a lake in autumn model:flux-2-dev size:256x256',
  '/jobs list',
  '/imagine prompt:a boat model:flux-2-klein-4b size:64x64 private:true',
  `/imagine prompt:a tower ${promptTraps.failing} model:flux-2-klein-9b size:256x256`,
  '/help',
] as const;
/** Which button is pressed, and which of so many people presses one. */
const presses = ['cancel', 'again'] as const;
const pressEvery = 5;

/** Lets one person after the other do something. Returns what does the next thing. */
export function openLoad({ discord, places }: Stage): () => void {
  const people = places.flatMap(({ members, rooms }) =>
    members.map((member, index) => member.in({ id: rooms[index % rooms.length]?.id ?? '' })),
  );
  /** The newest message with each button. */
  const newest = new Map<string, Message>();
  discord.onMessage(({ kind, message, viewerId }) => {
    if (kind === 'deleted' || viewerId !== null) return;
    for (const action of presses) if (buttonOf(message, action) !== null) newest.set(action, message);
  });
  let count = 0;
  return () => {
    count += 1;
    const person = people[count % people.length];
    if (person === undefined) return;
    if (count % pressEvery === 0) press(person, newest, presses[(count / pressEvery) % presses.length] ?? 'again');
    else ignoreRefusal(() => person.slash(typed[(count + Math.floor(count / people.length)) % typed.length] ?? ''));
  };
}

function press(person: Person, newest: ReadonlyMap<string, Message>, action: string): void {
  const message = newest.get(action);
  const id = message && buttonOf(message, action);
  if (message && id) ignoreRefusal(() => person.in({ id: message.channel_id }).press(message, id));
}

/** What a client refuses, because a message has changed meanwhile or is another server's, is not done. */
function ignoreRefusal(act: () => unknown): void {
  try {
    act();
  } catch {
    return;
  }
}

function buttonOf({ components }: Message, action: string): string | null {
  const ids = allComponents(components).flatMap(({ type, custom_id: id }) => (type === 2 && id ? [id] : []));
  return ids.find((id) => id.startsWith(`${action}:`)) ?? null;
}

/** What goes wrong, one after the other. */
export function openTrouble({ discord, runninghub, runcomfy }: Stage): () => void {
  const kinds = [
    () => discord.faults.add({ kind: 'status', status: 502, path: /\/messages/ }),
    () => runninghub.faults.add({ kind: 'status', status: 500, path: /\/query/ }),
    () => discord.faults.add({ kind: 'status', status: 429, path: /\/messages/, body: tooMany, headers: retryAfter }),
    () => runcomfy.faults.add({ kind: 'status', status: 429, path: /\/v1\/models/, body: { error: 'too many' } }),
    () => discord.faults.add({ kind: 'reset_after', path: /\/channels\/\d+\/messages/ }),
    () => discord.dropGateway({ kind: 'kill' }),
    () => runninghub.faults.add({ kind: 'status', status: 502, path: /\/output\// }),
    () => discord.dropGateway({ kind: 'op7' }),
  ];
  let count = 0;
  return () => {
    kinds[count % kinds.length]?.();
    count += 1;
  };
}

const tooMany = { message: 'You are being rate limited.', retry_after: 0.5, global: false };
const retryAfter = { 'Retry-After': '1', 'X-RateLimit-Scope': 'shared' };
