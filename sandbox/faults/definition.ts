import type { Fault as DiscordFault } from '../discord/faults.ts';
import type { Fault as ServiceFault } from '../services/faults.ts';

/** The steps of a request, as ARCHITECTURE.md names them. */
export const verbs = ['admit', 'reserve', 'submit', 'follow', 'deliver'] as const;
/** @see verbs */
export type Verb = (typeof verbs)[number];

/** What can go wrong, and how a table calls it. */
export const faults = {
  refused: 'connection refused',
  reset_before: 'reset before it counts',
  reset_after: 'reset after it counts',
  hang: 'no answer, ever',
  slow_body: 'slow body, eight seconds',
  429: '429',
  500: '500',
  html: '502 with HTML',
  truncated: 'truncated answer',
  wrong_types: 'wrong types',
  store_failing: 'store failing',
  disk_full: 'disk full',
  sigterm: 'SIGTERM, then a start',
  sigkill: 'SIGKILL, then a start',
  gateway_drop: 'gateway drop',
  discord_down: 'Discord down for ten minutes',
} as const;
/** @see faults */
export type FaultName = keyof typeof faults;
/** In the order of the tables. An object would put its numbers first. */
export const faultNames = [
  'refused',
  'reset_before',
  'reset_after',
  'hang',
  'slow_body',
  429,
  500,
  'html',
  'truncated',
  'wrong_types',
  'store_failing',
  'disk_full',
  'sigterm',
  'sigkill',
  'gateway_drop',
  'discord_down',
] as const satisfies readonly FaultName[];

/** A call on the wire: `asking` whether the server may be served, `answering` for the first time, and the rest of the story. */
export type Call = 'asking' | 'answering' | 'submitting' | 'checking' | 'downloading' | 'posting';
/** When something happens: at once, when a call arrives, or when the answer to one has left. */
export type Moment = 'now' | Call | 'submitted' | 'finished' | 'downloaded';

/** How a call is spoiled. */
export type WireKind = Extract<ServiceFault['kind'], DiscordFault['kind']>;

/** What is done to play a fault. `forMs` is how long it lasts, `times` how often it hits. */
export type Play =
  | {
      readonly kind: 'wire';
      readonly call: Call;
      readonly how: WireKind;
      readonly status?: number;
      readonly times: number;
    }
  | { readonly kind: 'door'; readonly of: 'services' | 'discord'; readonly moment: Moment; readonly forMs: number }
  | { readonly kind: 'store'; readonly code: StoreCode; readonly from: string | null; readonly times: number }
  | { readonly kind: 'files'; readonly times: number }
  | { readonly kind: 'signal'; readonly signal: 'SIGTERM' | 'SIGKILL'; readonly moment: Moment }
  | { readonly kind: 'gateway'; readonly moment: Moment }
  | { readonly kind: 'discord'; readonly moment: Moment; readonly forMs: number };

/** What SQLite says: `SQLITE_IOERR` to every statement, `SQLITE_FULL` to every write. */
export type StoreCode = 'SQLITE_IOERR' | 'SQLITE_FULL';

/** A fault at a verb. */
export interface Cell {
  /** `submit-submitting-500` */
  readonly id: string;
  readonly verb: Verb;
  readonly fault: FaultName;
  /** What it hits, in words. */
  readonly where: string;
  readonly play: Play;
}

/** A fault that a verb cannot meet. */
export interface NoCell {
  readonly verb: Verb;
  readonly fault: FaultName;
  readonly because: string;
}

const always = Number.POSITIVE_INFINITY;
const refusedForMs = 5_000;
const tenMinutesMs = 10 * 60_000;

/** A place of the story that the faults of the wire can hit. */
interface Place {
  readonly verb: Verb;
  readonly call: Call;
  readonly where: string;
  /** When its port is shut, so that this call is the first to be refused. */
  readonly before: Moment;
  readonly of: 'services' | 'discord';
  readonly times: number;
}

/** Every call of the story. Where it is asked again, three failures say more than a failure for ever. */
export const places: readonly Place[] = [
  {
    verb: 'admit',
    call: 'asking',
    where: 'asking Discord whether this server may be served',
    before: 'now',
    of: 'discord',
    times: always,
  },
  { verb: 'reserve', call: 'answering', where: 'every first answer', before: 'now', of: 'discord', times: always },
  {
    verb: 'submit',
    call: 'submitting',
    where: 'every submit, at both services',
    before: 'now',
    of: 'services',
    times: always,
  },
  {
    verb: 'follow',
    call: 'checking',
    where: 'three questions how far it is',
    before: 'submitted',
    of: 'services',
    times: 3,
  },
  {
    verb: 'follow',
    call: 'downloading',
    where: 'every download of the result',
    before: 'finished',
    of: 'services',
    times: always,
  },
  {
    verb: 'deliver',
    call: 'posting',
    where: 'three posts of the picture',
    before: 'downloaded',
    of: 'discord',
    times: 3,
  },
];

const wire: readonly { readonly fault: FaultName; readonly how: WireKind; readonly status?: number }[] = [
  { fault: 'reset_before', how: 'reset_before' },
  { fault: 'reset_after', how: 'reset_after' },
  { fault: 'hang', how: 'hang' },
  { fault: 'slow_body', how: 'slow_body' },
  { fault: 429, how: 'status', status: 429 },
  { fault: 500, how: 'status', status: 500 },
  { fault: 'html', how: 'html', status: 502 },
  { fault: 'truncated', how: 'truncated' },
  { fault: 'wrong_types', how: 'wrong_types' },
];

function wireCells({ verb, call, where, before, of, times }: Place): Cell[] {
  const id = (fault: FaultName) => `${verb}-${call}-${fault}`;
  const refused: Cell = {
    id: id('refused'),
    verb,
    fault: 'refused',
    where: where.replace('three questions', 'questions').replace('three posts', 'posts').concat(', for five seconds'),
    play: { kind: 'door', of, moment: before, forMs: refusedForMs },
  };
  const others = wire.map(({ fault, how, status }): Cell => {
    const play = { kind: 'wire', call, how, times, ...(status !== undefined && { status }) } as const;
    return { id: id(fault), verb, fault, where, play };
  });
  return [refused, ...others];
}

/** What is written down at a verb, by the state of the job in it. */
const writes: readonly {
  readonly verb: Verb;
  readonly from: string;
  readonly where: string;
  readonly times: number;
}[] = [
  { verb: 'reserve', from: 'opened', where: 'writing the job down with its hold', times: always },
  { verb: 'submit', from: 'sending', where: 'five tries to write, before it is sent', times: 5 },
  { verb: 'submit', from: 'submitted', where: 'five tries to write, after it was sent', times: 5 },
  { verb: 'deliver', from: 'delivering', where: 'five tries to write the charge down', times: 5 },
];

const storeCells: readonly Cell[] = [
  {
    id: 'admit-store_failing',
    verb: 'admit',
    fault: 'store_failing',
    where: 'every statement',
    play: { kind: 'store', code: 'SQLITE_IOERR', from: null, times: always },
  },
  ...writes.flatMap(({ verb, from, where, times }): Cell[] => [
    {
      id: `${verb}-${from}-store_failing`,
      verb,
      fault: 'store_failing',
      where,
      play: { kind: 'store', code: 'SQLITE_IOERR', from, times },
    },
    {
      id: `${verb}-${from}-disk_full`,
      verb,
      fault: 'disk_full',
      where,
      play: { kind: 'store', code: 'SQLITE_FULL', from, times },
    },
  ]),
  {
    id: 'follow-disk_full',
    verb: 'follow',
    fault: 'disk_full',
    where: 'every file of the result',
    play: { kind: 'files', times: always },
  },
];

const arrivals: Readonly<Record<Verb, { readonly moment: Call; readonly where: string }>> = {
  admit: { moment: 'asking', where: 'while Discord is asked whether this server may be served' },
  reserve: { moment: 'answering', where: 'when the first answer arrives at Discord' },
  submit: { moment: 'submitting', where: 'when the submit arrives at the service' },
  follow: { moment: 'checking', where: 'when the service is asked how far it is' },
  deliver: { moment: 'posting', where: 'when the picture arrives at Discord' },
};

function processCells(verb: Verb): Cell[] {
  const { moment, where } = arrivals[verb];
  const down: Cell = {
    id: `${verb}-discord_down`,
    verb,
    fault: 'discord_down',
    where,
    play: { kind: 'discord', moment, forMs: tenMinutesMs },
  };
  const dropped: Moment = verb === 'admit' ? 'now' : moment;
  return [
    { id: `${verb}-sigterm`, verb, fault: 'sigterm', where, play: { kind: 'signal', signal: 'SIGTERM', moment } },
    { id: `${verb}-sigkill`, verb, fault: 'sigkill', where, play: { kind: 'signal', signal: 'SIGKILL', moment } },
    {
      id: `${verb}-gateway_drop`,
      verb,
      fault: 'gateway_drop',
      where: verb === 'admit' ? 'just before the command' : where,
      play: { kind: 'gateway', moment: dropped },
    },
    down,
  ];
}

/** Every fault at every verb that can meet it, in the order of the tables. */
export const cells: readonly Cell[] = verbs.flatMap((verb) => {
  const all = [
    ...places.filter((place) => place.verb === verb).flatMap(wireCells),
    ...storeCells.filter((cell) => cell.verb === verb),
    ...processCells(verb),
  ];
  return faultNames.flatMap((fault) => all.filter((cell) => cell.fault === fault));
});

/** The combinations that no cell plays, with the reason. */
export const noCells: readonly NoCell[] = [
  { verb: 'admit', fault: 'disk_full', because: 'admit only reads' },
  { verb: 'follow', fault: 'store_failing', because: 'follow reads and writes nothing of the store' },
];
