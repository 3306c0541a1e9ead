import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { z } from 'zod';
import type { Exchange } from '../sandbox/discord/exchange.ts';
import type { Message } from '../sandbox/discord/wire.ts';
import { renderMedia } from '../sandbox/services/media/render-media.ts';
import { fastPace } from '../sandbox/services/pace.ts';
import { renderPicture } from '../sandbox/services/render-picture.ts';
import { type Contestant, type ContestantName, contestantNames, startContestant } from './contestant.ts';
import { median } from './quantile.ts';

const warmUp = 200;
const rounds = 10;
const perRound = 100;
const atOnce = 20;
const profiled = 400;
const counted = 20;
const largeBytes = 4 * 1024 * 1024;
const largeRounds = 3;
const largeAtOnce = 100;
const patienceMs = 120_000;
const idleMs = 3_000;
const mebibyte = 1024 * 1024;

/** Prints the commits and the processor's time of a small picture, and of what the time consists. About four minutes. */
export async function benchPicture(): Promise<void> {
  const small = await renderPicture({
    model: 'bench',
    format: 'png',
    prompt: 'a lighthouse',
    lora: null,
    ...square(256),
  });
  const stage = { pace: fastPace, picture: () => small };
  const contestants = await Promise.all(contestantNames().map((name) => startContestant(name, stage)));
  for (const each of contestants) await makePictures(each, warmUp, atOnce);
  console.log(
    `picture: ${rounds} rounds of ${perRound} in turns, ${atOnce} at once, ${small.length} bytes each, after ${warmUp}; the process of the bot alone`,
  );
  const used = new Map<ContestantName, { cpuMs: number[]; collectedMs: number[] }>();
  for (let round = 0; round < rounds; round += 1) {
    for (const contestant of contestants) {
      const before = await contestant.used();
      await makePictures(contestant, perRound, atOnce);
      const after = await contestant.used();
      const own = used.get(contestant.name) ?? { cpuMs: [], collectedMs: [] };
      own.cpuMs.push((after.cpuMs - before.cpuMs) / perRound);
      own.collectedMs.push((after.collectedMs - before.collectedMs) / perRound);
      used.set(contestant.name, own);
    }
  }
  for (const [name, { cpuMs, collectedMs }] of used) {
    const share = (median(collectedMs) / median(cpuMs)) * 100;
    console.log(
      `  ${name}: ${median(cpuMs).toFixed(2)} ms of CPU, ${median(collectedMs).toFixed(2)} ms (${share.toFixed(0)} %) while garbage was collected`,
    );
  }
  for (const contestant of contestants) {
    if (contestant.name === 'now') console.log(`  commits of one picture: ${await commitsOf(contestant)}`);
    await contestant.stop();
  }
  await printProfile(stage);
}

/** Prints how much memory 100 pictures of 4 MiB take that are delivered at once. About a minute. */
export async function benchMemory(): Promise<void> {
  const large = await noise(largeBytes);
  console.log(`memory: ${largeAtOnce} pictures of ${(large.length / mebibyte).toFixed(1)} MiB at once, above idle`);
  await printMemory(large, 'imagine');
}

/**
 * The same for 100 videos: of 24 MiB, which a server with boosts takes, and of 50 MiB, which are kept behind a link. About five minutes,
 * 6 GB of disk, and 3 GB of memory for what plays Discord.
 */
export async function benchVideos(): Promise<void> {
  const posted = paddedVideo(24 * mebibyte);
  console.log(`videos: ${largeAtOnce} of ${posted.length / mebibyte} MiB at once, posted; memory above idle`);
  await printMemory(posted, 'video');
  const linked = paddedVideo(50 * mebibyte);
  console.log(`videos: ${largeAtOnce} of ${linked.length / mebibyte} MiB at once, kept and linked; memory above idle`);
  await printMemory(linked, 'video', ['now']);
}

/** Players pass over what fills it up. */
function paddedVideo(bytes: number): Buffer {
  const video = renderMedia({ kind: 'video', prompt: 'a lighthouse', widthPx: 640, heightPx: 360, seconds: 5 });
  const padding = Buffer.alloc(bytes - video.length);
  padding.writeUInt32BE(padding.length);
  padding.write('free', 4, 'latin1');
  return Buffer.concat([video, padding]);
}

async function printMemory(
  large: Buffer,
  command: 'imagine' | 'video',
  names: readonly ContestantName[] = contestantNames(),
): Promise<void> {
  const small = await renderPicture({
    model: 'bench',
    format: 'png',
    prompt: 'a lighthouse',
    lora: null,
    ...square(256),
  });
  const outcomes = new Map<ContestantName, string[]>(names.map((name) => [name, []]));
  for (let round = 0; round < largeRounds; round += 1) {
    for (const [name, list] of outcomes) {
      let picture = small;
      const contestant = await startContestant(name, { pace: fastPace, picture: () => picture });
      await makePictures(contestant, warmUp, atOnce);
      await contestant.allowVideos();
      await rest(idleMs);
      const idle = await contestant.used();
      picture = large;
      const made = await makePictures(contestant, largeAtOnce, largeAtOnce, command);
      const { peakBytes } = await contestant.used();
      const above = (peakBytes - idle.rssBytes) / mebibyte;
      list.push(`${above.toFixed(0)} MiB (${(idle.rssBytes / mebibyte).toFixed(0)} idle, ${made} delivered)`);
      await contestant.stop();
    }
  }
  for (const [name, list] of outcomes) console.log(`  ${name}: ${list.join('; ')}`);
}

let asked = 0;

/** Resolves with how many were posted. */
async function makePictures(
  { name, members, discord }: Contestant,
  count: number,
  together: number,
  command: 'imagine' | 'video' = 'imagine',
): Promise<number> {
  let left = count;
  let posted = 0;
  const work = async () => {
    while (left > 0) {
      left -= 1;
      asked += 1;
      // The floor has one command, and posts whatever it fetches.
      const begin = command === 'imagine' || name === 'floor' ? '/imagine size:256x256' : '/video duration:5';
      const exchange = members[asked % members.length]?.slash(`${begin} prompt:a lighthouse ${asked}`);
      if (exchange === undefined) continue;
      await untilThere(exchange, discord).then(
        () => {
          posted += 1;
        },
        (error: unknown) => console.log(`  not posted: ${String(error).slice(0, 300)}`),
      );
    }
  };
  await Promise.all(Array.from({ length: together }, work));
  return posted;
}

/** A reply that took more than a second to be decided is private, and says where the result comes. */
const elsewhere = /appears here: .*channels\/\d+\/(\d+)\/(\d+)/u;

async function untilThere(exchange: Exchange, discord: Contestant['discord']): Promise<void> {
  const isThere = ({ attachments, content }: Message) => attachments.length > 0 || content.includes('/media/');
  const answer = await exchange.until((reply) => isThere(reply) || elsewhere.test(reply.content), patienceMs);
  const [, channelId, messageId] = elsewhere.exec(answer.content) ?? [];
  if (channelId === undefined || messageId === undefined) return;
  await discord.untilMessage(channelId, (message) => message.id === messageId && isThere(message), patienceMs);
}

/** One after the other, so that none shares a commit with another. */
async function commitsOf(contestant: Contestant): Promise<string> {
  const counts: number[] = [];
  while (counts.length < counted) {
    const before = await commitsIn(contestant.storeFile);
    await makePictures(contestant, 1, 1);
    await rest(100);
    const after = await commitsIn(contestant.storeFile);
    // The log begins again after a checkpoint.
    if (after.salt === before.salt && after.commits > before.commits) counts.push(after.commits - before.commits);
  }
  return `${median(counts)} (${Math.min(...counts)} to ${Math.max(...counts)})`;
}

/**
 * Counts the frames of the write-ahead log that end a transaction: those that name the size of the database.
 *
 * @see https://www.sqlite.org/fileformat2.html#the_write_ahead_log read 2026-11-28
 */
async function commitsIn(storeFile: string): Promise<{ readonly salt: string; readonly commits: number }> {
  const log = await readFile(`${storeFile}-wal`);
  const [headerBytes, frameBytes] = [32, 24 + log.readUInt32BE(8)];
  const salt = log.toString('hex', 16, 24);
  let commits = 0;
  for (let at = headerBytes; at + frameBytes <= log.length; at += frameBytes) {
    if (log.toString('hex', at + 8, at + 16) !== salt) break;
    if (log.readUInt32BE(at + 4) !== 0) commits += 1;
  }
  return { salt, commits };
}

const profileSchema = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() }),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});

/** Of a run of its own, since sampling takes time too. */
async function printProfile(stage: Parameters<typeof startContestant>[1]): Promise<void> {
  const profileFolder = await mkdtemp(join(tmpdir(), 'easel-profile-'));
  const contestant = await startContestant('now', { ...stage, profileFolder });
  await makePictures(contestant, profiled, atOnce);
  await contestant.stop();
  const [file = ''] = await readdir(profileFolder);
  const profile = profileSchema.parse(JSON.parse(await readFile(join(profileFolder, file), 'utf8')));
  await rm(profileFolder, { recursive: true });
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const [places, functions] = [new Map<string, number>(), new Map<string, number>()];
  profile.samples.forEach((id, index) => {
    const { functionName, url, lineNumber } = frames.get(id) ?? { functionName: '', url: '', lineNumber: 0 };
    if (functionName === '(idle)') return;
    const ms = (profile.timeDeltas[index] ?? 0) / 1_000;
    const place = placeOf(functionName, url);
    places.set(place, (places.get(place) ?? 0) + ms);
    const title = `${functionName || 'unnamed'} ${url.replace(/^.*\/(dist|node_modules)\//, '')}:${lineNumber + 1}`;
    functions.set(title, (functions.get(title) ?? 0) + ms);
  });
  const all = [...places.values()].reduce((sum, ms) => sum + ms, 0);
  const most = (sums: ReadonlyMap<string, number>, count: number) =>
    [...sums]
      .toSorted(([, one], [, other]) => other - one)
      .slice(0, count)
      .map(([title, ms]) => `${((ms / all) * 100).toFixed(1)} % ${title}`);
  console.log(`  profile of the main thread, start and ${profiled} pictures: ${most(places, 12).join(', ')}`);
  for (const line of most(functions, 25)) console.log(`    ${line}`);
}

/** Whose time it is: a topic of ours, a package, node itself, or the collector. */
function placeOf(functionName: string, url: string): string {
  if (url === '' || url.startsWith('node:')) return functionName.startsWith('(') ? functionName : 'node';
  const dependency = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  return dependency ?? /dist\/(?:src\/)?([^/]+)/.exec(url)?.[1] ?? url;
}

function square(px: number): { readonly widthPx: number; readonly heightPx: number } {
  return { widthPx: px, heightPx: px };
}

/** A PNG of about so many bytes: noise does not compress. */
async function noise(bytes: number): Promise<Buffer> {
  const px = Math.round(Math.sqrt(bytes / 3));
  const pixels = Buffer.from(
    Array.from({ length: px * px * 3 }, (_, at) => (Math.imul(at, 2_654_435_761) >>> 13) & 255),
  );
  return sharp(pixels, { raw: { width: px, height: px, channels: 3 } })
    .png({ compressionLevel: 0 })
    .toBuffer();
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
