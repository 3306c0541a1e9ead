import { randomBytes } from 'node:crypto';
import { createReports } from '#credits/reports.ts';
import { createSpending } from '#credits/spending.ts';
import { createSettings } from '#db/settings.ts';
import { cancel } from '#generation/cancel.ts';
import { createGuildSettings } from '#guilds/settings-store.ts';
import { createJobList } from '#jobs/job-list.ts';
import { createMetrics } from '#operations/metrics.ts';
import { openPauses } from '#operations/pauses.ts';
import { serveOperations } from '#operations/serve.ts';
import type { OperatorDeps } from '#web/deps.ts';
import { createOperatorPage } from '#web/operator.ts';
import { type CommunityOptions, catalogOf, createCommunity, twoRoutes } from '../community.ts';
import { createMemoryStore } from '../store/memory-store.ts';

/** What opens the page of a stage. */
export const operatorToken = 'the-token-of-the-operator';

/** What differs from a page on a whole community in memory. */
export interface StageOptions extends CommunityOptions {
  readonly deps?: Partial<OperatorDeps>;
}

/** A community whose operator's page is served on a port of this machine. Close it in the end. */
export async function openStage(options: StageOptions = {}) {
  const rows = options.rows ?? new Map<string, string>();
  const store = createMemoryStore(rows);
  const metrics = createMetrics();
  const pauses = await openPauses(createSettings(store), { onChange: metrics.paused });
  const paused = { notice: () => pauses.ofBot()?.reason ?? null, isService: pauses.isService };
  const community = await createCommunity({ paused, ...options, rows });
  const { flow, moderation, clock, log } = community;
  const limits = { all: 20_000, perGuild: null };
  const spending = createSpending({ limits, now: clock.now, onMark: () => undefined });
  const page = createOperatorPage({
    token: operatorToken,
    publicUrl: null,
    jobs: createJobList({ database: store.database, log }),
    reports: createReports(store),
    catalog: catalogOf([twoRoutes]),
    services: [
      { name: 'runninghub', title: 'RunningHub', pausedForMs: () => 0 },
      { name: 'runcomfy', title: 'RunComfy', pausedForMs: () => 2_000 },
    ],
    active: flow.active.all,
    troubled: flow.circuits.troubled,
    pauses,
    spentToday: spending.today,
    deliveryLag: metrics.deliveryLag,
    settings: createGuildSettings(store).get,
    cancel: (id, by) => cancel(id, by, flow),
    moderation,
    promptRetentionDays: 30,
    newSecret: () => randomBytes(32).toString('base64url'),
    clock,
    log,
    ...options.deps,
  });
  const server = await serveOperations({
    host: '127.0.0.1',
    port: 0,
    ready: async () => ({}),
    renderMetrics: metrics.render,
    webhookSecret: null,
    onWake: () => undefined,
    operatorPage: page,
    log,
  });
  const origin = `http://127.0.0.1:${server.port}`;
  return { ...community, rows, store, metrics, pauses, origin, close: server.close, ...browserAt(origin) };
}

/** @see openStage */
export type Stage = Awaited<ReturnType<typeof openStage>>;

/** Asks as a browser with one session does. */
function browserAt(origin: string) {
  let cookie = '';
  let csrf = '';
  const ask = (path: string, request: RequestInit = {}) =>
    fetch(`${origin}/operator${path}`, {
      ...request,
      headers: { origin, ...(cookie !== '' && { cookie }), ...request.headers },
    });
  const post = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    ask(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', 'x-easel-csrf': csrf, ...headers },
    });
  return {
    ask,
    post,
    async login(token = operatorToken): Promise<Response> {
      const response = await post('/login', { token });
      if (response.ok) {
        cookie = response.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
        const answer: unknown = await response.clone().json();
        csrf = String(Object(answer).csrf);
      }
      return response;
    },
    /** Reads JSON. */
    async read<T = Record<string, never>>(path: string): Promise<T> {
      return (await (await ask(`/api${path}`)).json()) as T;
    },
    act: (act: object, headers?: Readonly<Record<string, string>>) => post('/api/acts', act, headers),
  };
}
