import { rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { type BotProcess, startBotProcess } from '../kill/bot-process.ts';
import { openRunDatabase, openSeats } from '../kill/seats.ts';
import { openStage, type Stage } from '../kill/stage.ts';
import { freePort } from '../support/house/free-port.ts';
import { openLoad, openTrouble } from './load.ts';
import { type ProcessFigures, readLine, readMetrics, sumOf } from './metrics.ts';
import type { SoakOptions } from './options.ts';
import type { Happening, Measured, Sample } from './verdict.ts';

const sampleEveryMs = 10_000;
const actEveryMs = 400;
const troubleEveryMs = 5_000;
const restartEveryMs = 60_000;
/** The one that is restarted now and then, which is not measured. */
const restarted = 'worker 3';

/** What a soak has shown. `problems` are processes that did what they should not. */
export interface SoakResult {
  readonly measured: Measured;
  readonly problems: readonly string[];
}

/** A place with what its process is started with. */
interface SoakSeat {
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly port: number;
}

interface Soak {
  readonly stage: Stage;
  readonly seats: readonly SoakSeat[];
  readonly processes: Map<string, BotProcess>;
  readonly startedMs: number;
  readonly samples: Sample[];
  readonly lags: Happening[];
  readonly errors: Happening[];
  readonly problems: string[];
}

/** Lets people use the whole bot, while things go wrong all the time, and measures it. */
export async function runSoak({ minutes, isCluster }: SoakOptions, say: (line: string) => void): Promise<SoakResult> {
  let turn = 0;
  const doorFor = () => {
    turn += 1;
    return turn % 2 === 0 ? 'gateway' : 'endpoint';
  };
  const stage = await openStage(1, Date.now, doorFor);
  const house = isCluster ? await openShared(stage) : await openAlone(stage);
  const lastsMs = minutes * 60_000;
  const begun = { samples: [], lags: [], errors: [], problems: [] };
  const soak: Soak = { stage, seats: house.seats, processes: new Map(), startedMs: Date.now(), ...begun };
  try {
    await Promise.all(soak.seats.map((seat) => start(seat, soak)));
    await stage.discord.setInteractionsEndpoint(house.endpointUrl);
    const measuring = { ...soak, startedMs: Date.now() };
    const stops = isCluster ? [every(restartEveryMs, () => restart(measuring))] : [];
    stops.push(every(actEveryMs, openLoad(stage)), every(troubleEveryMs, openTrouble(stage)));
    while (Date.now() - measuring.startedMs < lastsMs) {
      await wait(Math.min(sampleEveryMs, Math.max(0, measuring.startedMs + lastsMs - Date.now())));
      say(await sample(measuring));
    }
    await Promise.all(stops.map((stop) => stop()));
    const { samples, problems } = soak;
    const since = (all: readonly Happening[]) =>
      all.map(({ atMs, value }) => ({ atMs: atMs - measuring.startedMs, value }));
    const measured = { lastedMs: lastsMs, samples, lags: since(soak.lags), errors: since(soak.errors) };
    await Promise.all(soak.seats.map((seat) => end(seat, soak)));
    return { measured, problems };
  } finally {
    for (const child of soak.processes.values()) child.kill('SIGKILL');
    await Promise.all([...soak.processes.values()].map(({ ended }) => ended));
    await house.close();
    await stage.stop();
    await rm(stage.folder, { recursive: true, force: true });
  }
}

async function seatOf(name: string, environment: Readonly<Record<string, string>>): Promise<SoakSeat> {
  const served = Number(environment.HTTP_PORT);
  const port = served === 0 ? await freePort() : served;
  return { name, port, environment: { ...environment, DEFAULT_ALLOWANCE: '1000000', HTTP_PORT: String(port) } };
}

/** What the processes of a soak need. */
interface SoakHouse {
  readonly seats: readonly SoakSeat[];
  /** Where every second interaction is posted; null sends all to the gateway. */
  readonly endpointUrl: string | null;
  close(): Promise<void>;
}

async function openAlone({ environment }: Stage): Promise<SoakHouse> {
  return { seats: [await seatOf('bot', environment)], endpointUrl: null, close: async () => undefined };
}

async function openShared(stage: Stage): Promise<SoakHouse> {
  const server = await openRunDatabase();
  const seats = await openSeats(stage, server.url);
  return {
    seats: await Promise.all(seats.all.map(({ name, environment }) => seatOf(name, environment))),
    endpointUrl: seats.endpointUrl,
    async close() {
      seats.close();
      await server.end();
    },
  };
}

async function start(seat: SoakSeat, soak: Soak): Promise<void> {
  const { name, environment } = seat;
  const onLine = (line: string) => {
    const { lagMs, isError } = readLine(line);
    const atMs = Date.now();
    if (lagMs !== null) soak.lags.push({ atMs, value: lagMs });
    if (isError) soak.errors.push({ atMs, value: 1 });
  };
  const child = startBotProcess({ environment, folder: soak.stage.folder, name, aheadMs: 0, onLine });
  soak.processes.set(name, child);
  void child.ended.then((code) => {
    if (soak.processes.get(name) === child) soak.problems.push(`${name} ended by itself with ${code}: ${child.tail()}`);
  });
  if (!(await child.up)) throw new Error(`${name} did not start: ${child.tail()}`);
}

async function end({ name }: SoakSeat, { processes, problems }: Soak): Promise<void> {
  const child = processes.get(name);
  processes.delete(name);
  child?.kill('SIGTERM');
  const code = await child?.ended;
  if (code !== 0) problems.push(`${name} stopped with ${code}: ${child?.tail()}`);
}

async function restart(soak: Soak): Promise<void> {
  const seat = soak.seats.find(({ name }) => name === restarted);
  if (seat === undefined) return;
  await end(seat, soak);
  await start(seat, soak);
}

async function sample({ seats, samples, lags, startedMs }: Soak): Promise<string> {
  const measured = seats.filter(({ name }) => name !== restarted);
  const figures = sumOf(await Promise.all(measured.map(readProcess)));
  const atMs = Date.now() - startedMs;
  samples.push({ atMs, ...figures });
  const { rssMiB, heapMiB, handles } = figures;
  return `${Math.round(atMs / 1000)} s: ${rssMiB.toFixed(0)} MiB, heap ${heapMiB.toFixed(0)} MiB, ${handles} handles, ${lags.length} pictures`;
}

async function readProcess({ port }: SoakSeat): Promise<ProcessFigures> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  return readMetrics(await response.text());
}

/** Does something again and again, one after the other. Returns what stops it. */
function every(ms: number, work: () => unknown): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const repeat = async () => {
    while (!signal.aborted) {
      await wait(ms, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await work();
    }
  };
  const running = repeat();
  return async () => {
    stopping.abort();
    await running;
  };
}
