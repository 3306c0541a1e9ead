import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCatalog, noChanges } from '#catalog/catalog.ts';
import { type GenerationRequest, noOptions, type RequestOptions } from '#catalog/request.ts';
import { channelId, type GuildId, guildId, jobId, userId } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import { openStore, type Store } from '#db/open-store.ts';
import { createAdmission, createMemory } from '#generation/admission.ts';
import { guildSettingsSchema } from '#guilds/guild-settings.ts';
import { createGuildSettings } from '#guilds/settings-store.ts';
import { createLastChoices } from '#members/last-choices.ts';
import { createMemberRecords } from '#moderation/member-records.ts';
import { createWordsOf } from '#moderation/word-filter/word-filter.ts';
import { guildLoraAt, loraModelId } from './autocomplete.ts';
import { quantile } from './quantile.ts';

const loraCount = 2_000;
const phraseCount = 500;
const batches = 30;
const warmUpBatches = 5;
const perBatch = 40;
const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };
const small = guildId('900000000000000001');
const large = guildId('900000000000000002');
/** Prints what the processor does for one admission, beside a floor: the same request parsed from JSON, and three rows read by key. */
export async function benchAdmission(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'easel-bench-'));
  try {
    const store = await openStore({ url: `sqlite://${join(folder, 'easel.sqlite')}`, log: quiet });
    const settings = createGuildSettings(store);
    await settings.change(large, () => guildSettingsSchema.parse(largeSettings()));
    const admit = admissionOn(store);
    const runs = {
      'floor: the request parsed': async () => void JSON.parse(JSON.stringify(requestIn(small))),
      'floor: the same, and three rows read': floorOn(store),
      'a server that has set nothing': () => admit(requestIn(small)),
      'a large server': () => admit(requestIn(large)),
      'a large server, with one of its LoRAs': () => admit(requestIn(large, { lora: 'Our style 1234 (墨, take 4)' })),
      'a large server, with a LoRA that is nowhere': () =>
        admit({ ...requestIn(large, { lora: 'Our stile 1234' }), model: loraModelId }).catch(() => undefined),
    };
    console.log(
      `admission: large is ${loraCount} LoRAs, ${2 * phraseCount} own words; CPU of the process, median of ${batches} × ${perBatch}`,
    );
    for (const [title, { typicalMs, worstMs }] of await cpuOf(runs)) {
      console.log(`  ${title}: ${typicalMs.toFixed(3)} ms (worst batch ${worstMs.toFixed(3)} ms)`);
    }
    await store.close();
  } finally {
    await rm(folder, { recursive: true });
  }
}

function admissionOn(store: Store) {
  const settings = createGuildSettings(store);
  const catalog = createCatalog(noChanges, new Set(['runninghub', 'runcomfy']));
  const members = createMemberRecords(store);
  return createAdmission({
    context: { catalog, isTroubled: () => false },
    settings,
    members,
    memory: createMemory({ choices: createLastChoices(store), settings, catalog, log: quiet }),
    wordsOf: createWordsOf(),
    defaultPolicy: { allowance: { credits: 100, period: 'day' }, initialPool: 'unlimited', refill: null },
    spending: { check: () => undefined },
    paused: { notice: () => null, isService: () => false },
    highestLimits: { perMember: 2, perGuild: 10 },
    now: Date.now,
  });
}

function floorOn(store: Store): () => Promise<void> {
  const rows = store.namespace('floor');
  return async () => {
    JSON.parse(JSON.stringify(requestIn(small)));
    await Promise.all(['settings', 'member', 'choice'].map((key) => rows.get(key)));
  };
}

/** Milliseconds of the processor for one run, of all threads of the process. */
interface Cpu {
  readonly typicalMs: number;
  readonly worstMs: number;
}

/** One batch after the other in every round, so that a busy machine is busy for all of them. */
async function cpuOf(
  runs: Readonly<Record<string, () => Promise<unknown>>>,
): Promise<readonly (readonly [string, Cpu])[]> {
  const tookMs = new Map<string, number[]>(Object.keys(runs).map((title) => [title, []]));
  for (let batch = -warmUpBatches; batch < batches; batch += 1) {
    for (const [title, run] of Object.entries(runs)) {
      const before = process.cpuUsage();
      for (let time = 0; time < perBatch; time += 1) await run();
      const { user, system } = process.cpuUsage(before);
      if (batch >= 0) tookMs.get(title)?.push((user + system) / 1_000 / perBatch);
    }
  }
  return [...tookMs].map(([title, times]) => [title, { typicalMs: quantile(times, 0.5), worstMs: Math.max(...times) }]);
}

function requestIn(guild: GuildId, options: Partial<RequestOptions> = {}): GenerationRequest {
  return {
    id: jobId('1'),
    guildId: guild,
    guildLocale: null,
    channelId: channelId('800000000000000001'),
    parentChannelId: null,
    isAgeRestricted: false,
    userId: userId('100000000000000001'),
    roleIds: [],
    joinedAtMs: null,
    accountMadeAtMs: 0,
    model: null,
    prompt: 'a lighthouse in the rain, oil painting, warm light in the windows, seen from a small boat at dusk',
    options: { ...noOptions, ...options },
    images: [],
    isPrivate: false,
    askedAtMs: 0,
  };
}

function largeSettings(): object {
  const phrases = (kind: string) => Array.from({ length: phraseCount }, (_, at) => `${kind} castle ${at}`);
  return {
    loras: Array.from({ length: loraCount }, (_, at) => guildLoraAt(at)),
    words: { profanity: true, blocked: phrases('blocked'), allowed: phrases('allowed') },
  };
}
