import type { ProviderName } from '#core/ids.ts';
import type { Fault as DiscordFault } from '../discord/faults.ts';
import type { RecordedRequest } from '../discord/requests.ts';
import type { SandboxDiscord } from '../discord/start.ts';
import type { LoopbackServer, ServiceExchange } from '../services/loopback-server.ts';
import type { SandboxRunComfy } from '../services/start-runcomfy.ts';
import type { SandboxRunningHub } from '../services/start-runninghub.ts';
import type { Moment, Play } from './definition.ts';
import type { FailingDisk } from './disk.ts';

/** The stand-ins of image services; one that is not started everywhere may be left out. */
interface Servers {
  readonly runninghub: SandboxRunningHub;
  readonly runcomfy: SandboxRunComfy;
}

/** The stand-ins that can be broken. */
export interface Breakable extends Servers {
  readonly discord: SandboxDiscord;
  readonly disk: FailingDisk;
}

/** A fault that was switched on. */
export interface Playing {
  /** How often it will still hit; `Infinity` until it is put right. */
  pending(): number;
  /** Whether its moment has come; a fault of the wire, the store or a file waits for what it hits, and has none. */
  hasBegun(): boolean;
  /** Everything works again, as far as it can be taken back. */
  clear(): Promise<void>;
}

/** What a fault of the process does. */
export type SendSignal = (signal: 'SIGTERM' | 'SIGKILL') => void;

/** The requests of a service: those that make something, and those that ask how far it is. */
interface ServiceCalls {
  readonly submit: { readonly method: 'POST'; readonly path: RegExp };
  readonly check: { readonly path: RegExp };
}

/** A stand-in of an image service, as it is broken. */
interface BreakableService extends Pick<LoopbackServer, 'faults' | 'onExchange' | 'door'> {
  /** What it was asked to make. */
  readonly tasks: ReadonlyMap<string, unknown>;
}

interface Service extends ServiceCalls {
  readonly name: ProviderName;
  /** Undefined where it was not started. */
  readonly serverOf: (servers: Servers) => BreakableService | undefined;
}

/** Every image service. Its results are under `/output/`. */
export const services: readonly Service[] = [
  {
    name: 'runninghub',
    serverOf: ({ runninghub }) => runninghub,
    submit: { method: 'POST', path: /^\/openapi\/v2\/(?!query|media|price-preview|queue)/u },
    check: { path: /^\/openapi\/v2\/query/u },
  },
  {
    name: 'runcomfy',
    serverOf: ({ runcomfy }) => runcomfy,
    submit: { method: 'POST', path: /^\/v1\/models\//u },
    check: { path: /^\/v1\/requests\//u },
  },
];

/** The services that were started, each with its stand-in. */
export function startedServices(servers: Servers) {
  return services.flatMap(({ serverOf, ...calls }) => {
    const server = serverOf(servers);
    return server === undefined ? [] : [{ ...calls, server }];
  });
}

const output = /^\/output\//u;
const discordPaths = {
  asking: { method: 'GET', path: /^\/api\/v10\/applications\/@me$/u },
  answering: { method: 'POST', path: /^\/api\/v10\/interactions\/\d+\/[^/]+\/callback/u },
  posting: { method: 'PATCH', path: /^\/api\/v10\/webhooks\/\d+\/[^/]+\/messages\//u, bodyHolds: '.png' },
} as const;

/** A slow body comes in sixteen pieces. */
const pieceMs = 500;

/** Discord's own words and pause. */
const tooMany = {
  headers: { 'Retry-After': '2', 'X-RateLimit-Scope': 'user' },
  body: { message: 'You are being rate limited.', retry_after: 2, global: false },
} as const;

/** Switches a fault on. `send` is where a signal goes; a page has nothing to send one to. */
export function playFault(world: Breakable, play: Play, send: SendSignal): Playing {
  const { discord, disk } = world;
  const spoiled = [discord, ...startedServices(world).map(({ server }) => server)];
  switch (play.kind) {
    case 'wire':
      spoil(world, play);
      return {
        hasBegun: () => false,
        pending: () => spoiled.reduce((sum, { faults }) => sum + faults.pending(), 0),
        async clear() {
          for (const { faults } of spoiled) faults.clear();
        },
      };
    case 'store':
      disk.failStore(play);
      return { hasBegun: () => false, pending: disk.pending, clear: async () => disk.clear() };
    case 'files':
      disk.failFiles(play.times);
      return { hasBegun: () => false, pending: disk.pending, clear: async () => disk.clear() };
    case 'signal':
      return once(world, play.moment, () => send(play.signal));
    case 'gateway':
      return once(world, play.moment, () => void discord.dropGateway());
    case 'door':
      return shut(world, play, () => undefined);
    case 'discord':
      return shut(world, { ...play, of: 'discord' }, () => void discord.dropGateway());
  }
}

function spoil(world: Breakable, play: Extract<Play, { kind: 'wire' }>): void {
  const { call, how: kind, status, times } = play;
  const fault = { kind, times, delayMs: pieceMs, ...(status !== undefined && { status }) };
  const full = status === 429 ? { body: { message: 'Too Many Requests' } } : {};
  switch (call) {
    case 'asking':
    case 'answering':
    case 'posting': {
      const limited: Partial<DiscordFault> = status === 429 ? tooMany : {};
      world.discord.faults.add({ ...fault, ...discordPaths[call], ...limited });
      return;
    }
    case 'submitting':
    case 'checking':
    case 'downloading':
      for (const { server, submit, check } of startedServices(world)) {
        const requests = { submitting: { ...submit, ...full }, checking: check, downloading: { path: output } };
        server.faults.add({ ...fault, ...requests[call] });
      }
      return;
  }
}

/** Refuses connections from a moment on for a while. */
function shut(
  world: Breakable,
  { of, moment, forMs }: Omit<Extract<Play, { kind: 'door' }>, 'kind'>,
  alsoDo: () => void,
): Playing {
  const doors = of === 'discord' ? [world.discord.door] : startedServices(world).map(({ server }) => server.door);
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;
  const waiting = once(world, moment, () => {
    for (const door of doors) door.shut();
    alsoDo();
    timer = setTimeout(() => void open(), forMs);
  });
  const open = async () => {
    isOver = true;
    clearTimeout(timer);
    await Promise.all(doors.map((door) => door.open()));
  };
  return {
    hasBegun: waiting.hasBegun,
    pending: () => (isOver ? 0 : 1),
    async clear() {
      await waiting.clear();
      await open();
    },
  };
}

function once(world: Breakable, moment: Moment, run: () => void): Playing {
  let isOver = false;
  let hasCome = false;
  const stop = atMoment(world, moment, () => {
    if (isOver) return;
    isOver = true;
    hasCome = true;
    run();
  });
  return {
    hasBegun: () => hasCome,
    pending: () => (isOver ? 0 : 1),
    async clear() {
      isOver = true;
      stop();
    },
  };
}

/** Calls back whenever the moment has come. Returns what stops it. */
function atMoment(world: Breakable, moment: Moment, run: () => void): () => void {
  switch (moment) {
    case 'now':
      run();
      return () => undefined;
    case 'asking':
    case 'answering':
    case 'posting':
      return world.discord.onArrival((request) => {
        if (isCall(request, moment)) run();
      });
    default: {
      const stops = startedServices(world).map(({ server, ...calls }) =>
        server.onExchange((exchange) => {
          if (fits(exchange, moment, calls)) run();
        }),
      );
      return () => {
        for (const stop of stops) stop();
      };
    }
  }
}

function isCall({ method, path, files }: RecordedRequest, call: keyof typeof discordPaths): boolean {
  const wanted = discordPaths[call];
  return method === wanted.method && wanted.path.test(path) && (call !== 'posting' || files.length > 0);
}

/** The moments at a service: a request has arrived, or its answer has left. */
type ServiceMoment = Exclude<Moment, 'now' | keyof typeof discordPaths>;

function fits(exchange: ServiceExchange, moment: ServiceMoment, calls: ServiceCalls): boolean {
  const { request, answer, hasLeft } = exchange;
  const isSubmit = isSubmitTo(calls, request);
  const isCheck = calls.check.path.test(request.path);
  switch (moment) {
    case 'submitting':
      return answer === null && isSubmit;
    case 'checking':
      return answer === null && isCheck;
    case 'downloading':
      return answer === null && output.test(request.path);
    case 'submitted':
      return hasLeft && isSubmit;
    case 'finished':
      return hasLeft && isCheck && (answer?.body.includes('/output/') ?? false);
    case 'downloaded':
      return hasLeft && output.test(request.path);
  }
}

/** Whether a request asks a service to make something. */
export function isSubmitTo({ submit }: ServiceCalls, { method, path }: ServiceExchange['request']): boolean {
  return method === submit.method && submit.path.test(path);
}
