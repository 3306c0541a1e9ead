import { type Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { PersonFile } from '../discord/files.ts';
import { type ActFiles, actSchema, createActDesk } from './acts.ts';
import type { PageFiles } from './build-page.ts';
import { commandInfo } from './command-info.ts';
import { askForCredits } from './credits.ts';
import type { Eyes } from './feed.ts';
import { guard } from './guard.ts';
import type { FeedEvent, MessagePart, StageState } from './protocol.ts';
import type { Player, WebStage } from './stage.ts';

/** What the server needs. */
export interface ServerParts {
  readonly page: PageFiles;
  /** Tells this start of the server from others. */
  readonly epoch: string;
  readonly demo: WebStage;
  /** The port that it listens on. */
  readonly port: () => number;
  /** Opens the tour's stage; whoever opens it, stops it. */
  readonly openTour: () => Promise<WebStage>;
  /** How often a quiet stream shows that it is alive; 10 s when left out. */
  readonly beatMs?: number;
}

const usualBeatMs = 10_000;
const mostMessages = 100;
const mostBytes = 30 * 1024 * 1024;

/** The page, and what it asks for. */
export function createWebServer(parts: ServerParts): { readonly app: Hono; readonly stages: Map<string, WebStage> } {
  const stages = new Map([[parts.demo.id, parts.demo]]);
  const acts = createActDesk();
  const app = new Hono();
  app.use(guard(parts.port));
  for (const [path, file] of parts.page) {
    app.get(path, (context) => {
      const isZipped = (context.req.header('accept-encoding') ?? '').includes('gzip');
      const headers: Record<string, string> = {
        'Content-Type': file.type,
        'Cache-Control': path === '/' ? 'no-store' : 'public, max-age=31536000, immutable',
        Vary: 'Accept-Encoding',
        ...(isZipped ? { 'Content-Encoding': 'gzip' } : {}),
      };
      return context.body(isZipped ? file.zipped : file.bytes, 200, headers);
    });
  }

  app.get('/api/:stage/state', (context) => {
    const { stage, player } = whoAsks(context, stages);
    if (stage === null) return context.json({ problem: 'There is no such stage.' }, 404);
    return context.json(stateFor(stage, player ?? firstOf(stage), parts.epoch));
  });

  app.get('/api/:stage/messages', (context) => {
    const { stage, player, channelId } = whoAsks(context, stages);
    if (stage === null || player === null || !player.person.sees(channelId)) return context.json(null, 404);
    const limit = Math.min(mostMessages, Math.max(1, Number(context.req.query('limit') ?? 50) || 50));
    const before = context.req.query('before');
    const page = { limit: limit + 1, ...(before === undefined || !/^\d+$/u.test(before) ? {} : { before }) };
    const found = player.person.in({ id: channelId }).messages(page);
    const shown = found.slice(-limit).flatMap((message) => stage.show(message) ?? []);
    const part: MessagePart = { seq: stage.feed.latest(), messages: shown, hasOlder: found.length > limit };
    return context.json(stage.cdn.rewrite(part));
  });

  app.get('/api/:stage/commands', (context) => {
    const { stage, player, channelId } = whoAsks(context, stages);
    if (stage === null || player === null || !player.person.sees(channelId)) return context.json([], 404);
    const offered = player.person.in({ id: channelId }).commands();
    return context.json(offered.map((command) => commandInfo(command, player.info.locale)));
  });

  app.post('/api/:stage/act', async (context) => {
    const { stage, player, channelId } = whoAsks(context, stages);
    if (stage === null || player === null || !player.person.sees(channelId))
      return context.json({ kind: 'problem', problem: 'You do not see this channel.' }, 404);
    const form = await readForm(context);
    if (form === null) return context.json({ kind: 'problem', problem: 'That is not something that people do.' }, 400);
    const outcome = await acts.perform(player.person.in({ id: channelId }), form.act, form.files);
    return context.json(stage.cdn.rewrite(outcome));
  });

  app.get('/api/:stage/events', (context) => {
    const { stage, player } = whoAsks(context, stages);
    // After a restart of the server the page has to begin again.
    if (stage === null || player === null)
      return streamSSE(context, (sse) => sse.writeSSE({ event: 'lost', data: '' }));
    const { person } = player;
    const eyes = { userId: person.userId, sees: (id: string) => person.sees(id) };
    const after = context.req.header('last-event-id') ?? context.req.query('after') ?? '';
    return stream(context, { stage, eyes, epoch: parts.epoch, after, beatMs: parts.beatMs ?? usualBeatMs });
  });

  app.get('/api/:stage/credits', async (context) => {
    const { stage, player } = whoAsks(context, stages);
    if (stage === null || player === null) return context.json(null, 404);
    return context.json({ text: await askForCredits(stage, player) });
  });

  app.get('/api/:stage/faults', (context) => {
    const { stage } = whoAsks(context, stages);
    const { faults = null } = stage ?? {};
    return context.json({ list: faults?.list ?? [], pending: countOf(faults) });
  });

  app.post('/api/:stage/faults/:fault', async (context) => {
    const { stage } = whoAsks(context, stages);
    const { faults, feed, now } = stage ?? {};
    const id = context.req.param('fault');
    if (!faults || !feed || !now) return context.json(null, 404);
    if (id === 'clear') await faults.clear();
    else if (!faults.start(id)) return context.json(null, 404);
    feed.add({ kind: 'faults', pending: countOf(faults) }, { viewerId: null, channelId: null }, now());
    return context.json({ pending: countOf(faults) });
  });

  // Two pages that ask at once get the same one.
  let opening: Promise<WebStage> | null = null;
  const reopen = async () => {
    await stages.get('tour')?.stop();
    stages.delete('tour');
    const tour = await parts.openTour();
    stages.set(tour.id, tour);
    return tour;
  };
  app.post('/api/tour', async (context) => {
    opening ??= reopen().finally(() => {
      opening = null;
    });
    return context.json({ stage: (await opening).id });
  });

  app.get('/cdn/:stage/*', async (context) => {
    const { stage } = whoAsks(context, stages);
    if (stage === null) return context.body(null, 404);
    const { pathname } = new URL(context.req.url);
    return stage.cdn.serve(pathname.slice(`/cdn/${stage.id}/`.length), context.req.header('range'));
  });

  app.onError((error, context) => context.json({ kind: 'problem', problem: error.message }, 500));
  return { app, stages };
}

/** -1 until it is put right: JSON has no `Infinity`. */
function countOf(faults: WebStage['faults']): number {
  const pending = faults?.pending() ?? 0;
  return Number.isFinite(pending) ? pending : -1;
}

interface Asking {
  readonly stage: WebStage | null;
  readonly player: Player | null;
  readonly channelId: string;
}

function whoAsks(context: Context, stages: ReadonlyMap<string, WebStage>): Asking {
  const stage = stages.get(context.req.param('stage') ?? '') ?? null;
  const id = context.req.query('person');
  const player = stage?.people.find(({ info }) => info.id === id) ?? null;
  return { stage, player, channelId: context.req.query('channel') ?? '' };
}

function firstOf({ people: [first] }: WebStage): Player {
  if (first === undefined) throw new Error('The stage has no people.');
  return first;
}

function stateFor(stage: WebStage, { person, info }: Player, epoch: string): StageState {
  const { id, title, feed, now, people, channels, roles, violations, step, faults, discord } = stage;
  return {
    stage: id,
    title,
    epoch,
    seq: feed.latest(),
    nowMs: now(),
    me: info,
    people: people.map((player) => player.info),
    channels: channels.filter((channel) => person.sees(channel.id)),
    roles,
    botId: discord.applicationId,
    violations,
    step: step(),
    hasFaults: faults !== null,
    pendingFaults: countOf(faults),
  };
}

async function readForm(context: Context) {
  if (Number(context.req.header('content-length') ?? 0) > mostBytes) return null;
  const body = await context.req.parseBody({ all: true });
  const act = actSchema.safeParse(jsonOf(body.act));
  if (!act.success) return null;
  const fields = Object.entries(body).filter(([field]) => field.startsWith(filePrefix));
  const files = fields.map(async ([field, value]): Promise<[string, readonly PersonFile[]]> => {
    const list = [value].flat().filter((each) => each instanceof File);
    return [field.slice(filePrefix.length), await Promise.all(list.map(readFile))];
  });
  const named: ActFiles = Object.fromEntries(await Promise.all(files));
  return { act: act.data, files: named };
}

const filePrefix = 'file:';

async function readFile(file: File): Promise<PersonFile> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { name: file.name, bytes, ...(file.type === '' ? {} : { mediaType: file.type }) };
}

function jsonOf(value: unknown): unknown {
  try {
    return JSON.parse(String(value));
  } catch {
    return null;
  }
}

interface Stream {
  readonly stage: WebStage;
  readonly eyes: Eyes;
  readonly epoch: string;
  /** The id of the last event that the page has, `EPOCH-NUMBER`. */
  readonly after: string;
  readonly beatMs: number;
}

/** Everything after what the page has, then everything as it happens; `lost` where it has been away for too long. */
function stream(context: Context, { stage, eyes, epoch, after, beatMs }: Stream): Response {
  const seq = Number(after.startsWith(`${epoch}-`) ? after.slice(epoch.length + 1) : Number.NaN);
  return streamSSE(context, async (sse) => {
    const missed = Number.isSafeInteger(seq) ? stage.feed.since(seq, eyes) : null;
    if (missed === null) return sse.writeSSE({ event: 'lost', data: '' });
    const send = (event: FeedEvent) =>
      sse.writeSSE({
        id: `${epoch}-${event.seq}`,
        event: 'happened',
        data: JSON.stringify(stage.cdn.rewrite(event)),
      });
    // One after the other, so that what happens meanwhile keeps its place.
    let queue: Promise<void> = Promise.resolve();
    const append = (event: FeedEvent) => {
      queue = queue.then(() => send(event));
    };
    for (const event of missed) append(event);
    const stop = stage.feed.listen(eyes, append);
    sse.onAbort(stop);
    await sse.writeSSE({ event: 'beat', data: String(stage.now()) });
    while (!sse.aborted && !sse.closed) {
      await sse.sleep(beatMs);
      await sse.writeSSE({ event: 'beat', data: String(stage.now()) });
    }
  });
}
