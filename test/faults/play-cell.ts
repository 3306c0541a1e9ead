import { readConfig } from '#config/config.ts';
import { createLog } from '#core/log.ts';
import { openStore } from '#db/open-store.ts';
import { start } from '#lifecycle.ts';
import type { Person } from '../../sandbox/discord/person.ts';
import { isLoading } from '../../sandbox/discord/wire.ts';
import type { Cell } from '../../sandbox/faults/definition.ts';
import { createFailingDisk } from '../../sandbox/faults/disk.ts';
import { type Facts, firstLine, type Money, noResponse, thePicture } from '../../sandbox/faults/facts.ts';
import { type Breakable, isSubmitTo, type Playing, playFault, startedServices } from '../../sandbox/faults/play.ts';
import { startBotProcess } from '../support/house/bot-process.ts';
import { speaks } from '../support/house/look.ts';
import { type House, openHouse } from '../support/house/open-house.ts';
import { createRecordingLog } from '../support/store/recording-log.ts';
import { realWaits, skipWaits, type Waits } from './skip-waits.ts';

/** What was recorded, and what must not be. */
export interface Played {
  readonly facts: Facts;
  /** Whether the fault has hit at all. */
  readonly hasHit: boolean;
  /** Submits that came after a service had taken the request. */
  readonly submitsAfterTaken: number;
  /** `added = pool + bonuses + held + spent`. */
  readonly isConserved: boolean;
  /** Messages with a picture. */
  readonly pictures: number;
}

/** Plays one `/imagine` on the whole bot with the fault switched on, until it rests. */
export async function playCell(cell: Cell): Promise<Played> {
  const isReal = cell.play.kind === 'signal' || cell.play.kind === 'gateway';
  const waits = isReal ? realWaits() : skipWaits();
  try {
    const stage = await openStage();
    listen(stage, waits);
    return await (cell.play.kind === 'signal' ? playInProcess(stage, cell, waits) : playHere(stage, cell, waits));
  } finally {
    waits.end();
  }
}

async function playHere(stage: Stage, cell: Cell, waits: Waits): Promise<Played> {
  const stop = await startHere(stage, waits);
  const story = await begin(stage, cell, () => undefined);
  await waits.until(story.isTold, story.describe);
  await waits.rest();
  const hasHit = story.hasHit();
  await story.playing.clear();
  await waits.rest();
  await waits.until(story.isTold, story.describe);
  await stop();
  return record(stage, story, hasHit);
}

/** As a process of its own, which gets a signal and is started again. */
async function playInProcess(stage: Stage, cell: Cell, waits: Waits): Promise<Played> {
  const { house } = stage;
  const first = await startBotProcess(house);
  let ended: Promise<unknown> | null = null;
  const story = await begin(stage, cell, (signal) => {
    ended = first.end(signal);
  });
  await waits.until(() => ended !== null, story.describe);
  await ended;
  const second = await startBotProcess(house);
  await waits.until(story.isTold, () => `${story.describe()}\n${second.output()}`);
  await waits.rest();
  await second.end('SIGTERM');
  return record(stage, story, story.hasHit());
}

async function openStage() {
  const house = await openHouse();
  const disk = createFailingDisk();
  const world: Breakable = { ...house, disk };
  return { house, disk, world, ada: house.guild.member({ name: 'Ada' }), submits: countSubmits(house) };
}

type Stage = Awaited<ReturnType<typeof openStage>>;

/** All, and those that arrive once a service has taken the request. */
function countSubmits(house: House) {
  const counted = { all: 0, afterTaken: 0 };
  for (const service of startedServices(house)) {
    service.server.onExchange(({ request, answer }) => {
      if (answer !== null || !isSubmitTo(service, request)) return;
      counted.all += 1;
      if (jobsOf(house) > 0) counted.afterTaken += 1;
    });
  }
  return counted;
}

function jobsOf(house: House): number {
  return startedServices(house).reduce((sum, { server }) => sum + server.tasks.size, 0);
}

async function startHere({ house, disk }: Stage, { noteActivity }: Waits): Promise<() => Promise<void>> {
  const config = readConfig(house.environment);
  if (!config.ok) throw new Error(config.problems.join('\n'));
  const write = (line: string) => {
    noteActivity();
    house.write(line);
  };
  const log = createLog({ level: 'debug', destination: { write } });
  const { openSqlite, createFile } = disk;
  const bot = await start(config.config, log, { now: Date.now, random: () => 0.5, openSqlite, createFile });
  return bot.stop;
}

interface Story {
  readonly playing: Playing;
  /** What the member reads now. */
  reads(): string;
  /** Whether that is an end. */
  isTold(): boolean;
  hasHit(): boolean;
  describe(): string;
}

/** Switches the fault on and sends the command. */
async function begin({ world, ada, disk }: Stage, { verb, play }: Cell, send: (signal: 'SIGTERM' | 'SIGKILL') => void) {
  // What Discord says of the server is known from then on: only admit is to ask for it.
  if (verb !== 'admit') await ada.slash('/credits balance').until(speaks);
  const { discord } = world;
  const before = new Set(ada.messages().map(({ id }) => id));
  const earlier = discord.requests.length;
  const playing = playFault(world, play, send);
  const exchange = ada.slash('/imagine prompt:a fox');
  let isMissed = false;
  exchange.firstAnswer().catch(() => {
    isMissed = true;
  });
  const reads = () => readingOf(ada, before) ?? (isMissed ? noResponse : '');
  const story: Story = {
    playing,
    reads,
    isTold: () => reads() !== '' && !isProgress(reads()),
    hasHit: () =>
      disk.hits() > 0 ||
      playing.hasBegun() ||
      startedServices(world).some(({ server }) => server.faults.applied.length > 0) ||
      discord.requests.slice(earlier).some(({ fault }) => fault !== null),
    describe: () => `the member reads ${JSON.stringify(reads())}`,
  };
  return story;
}

/** Null where there is nothing but "thinking…". */
function readingOf(person: Person, before: ReadonlySet<string>): string | null {
  const messages = person.messages().filter((message) => !before.has(message.id) && !isLoading(message));
  if (messages.some(({ attachments }) => attachments.length > 0)) return thePicture;
  return messages.at(-1)?.content ?? null;
}

function isProgress(text: string): boolean {
  return /\d credits? set aside/u.test(text) || text.includes('…');
}

function listen({ house, disk }: Stage, { noteActivity }: Waits): void {
  const { discord } = house;
  disk.onStatement(noteActivity);
  discord.onArrival(noteActivity);
  discord.onRequest(noteActivity);
  discord.onMessage(noteActivity);
  discord.onGatewayEvent(noteActivity);
  for (const { server } of startedServices(house)) server.onExchange(noteActivity);
}

async function record({ house, ada, submits }: Stage, story: Story, hasHit: boolean): Promise<Played> {
  const books = await readBooks(house);
  const { all: asked } = submits;
  const facts: Facts = { reads: firstLine(story.reads()), money: books.money, asked, made: jobsOf(house) };
  const pictures = ada.messages().filter(({ attachments }) => attachments.length > 0).length;
  return { facts, hasHit, submitsAfterTaken: submits.afterTaken, isConserved: books.isConserved, pictures };
}

/** From the file of the store, once no process uses it. */
async function readBooks({ environment, guild }: House): Promise<{ money: Money; isConserved: boolean }> {
  const store = await openStore({ url: environment.STORE_URL ?? '', log: createRecordingLog() });
  try {
    const totals = 'SELECT added, pool, bonuses, held, spent FROM guilds WHERE guild_id = $1';
    const [sums = {}] = await store.database.query(totals, [guild.id]);
    const [hold] = await store.database.query('SELECT state, charged FROM holds WHERE guild_id = $1', [guild.id]);
    const { added = 0, pool = 0, bonuses = 0, held = 0, spent = 0 } = sums;
    const isConserved = Number(added) === Number(pool) + Number(bonuses) + Number(held) + Number(spent);
    return { money: moneyOf(hold), isConserved };
  } finally {
    await store.close();
  }
}

function moneyOf(hold: Readonly<Record<string, unknown>> | undefined): Money {
  if (hold === undefined) return 'nothing held';
  if (hold.state === 'held') return 'held';
  return Number(hold.charged) > 0 ? 'charged' : 'returned';
}
