import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PlayedEvening, playEvening } from '../support/evening/script.ts';
import { type EveningStage, type FrontDoor, openStage } from '../support/evening/stage.ts';
import {
  accountedFor,
  addedBy,
  type Balances,
  readBooks,
  spentBy,
  spentIn,
  topSum,
  type UsageSums,
  usageSums,
} from '../support/evening/sums.ts';
import { tourPage } from '../support/evening/tour-page.ts';
import { judge } from '../support/house/open-house.ts';
import { readText } from '../support/repository.ts';
import { engines, type TestDatabase } from '../support/store/engines.ts';
import { redisUrlFor } from '../support/store/redis.ts';

/** Four pictures of Ben's, two of Ada's with one refunded, one each of Cleo's and Eve's, and Dan's poster. */
const spent = 10 * 4 + (10 * 2 - 10) + 10 + 10 + 130;

interface House {
  readonly name: string;
  readonly door: FrontDoor;
  /** What several processes share; null for one process. */
  readonly create: (() => Promise<TestDatabase>) | null;
}

const redisUrl = redisUrlFor(5);
const houses: readonly House[] = [
  { name: 'the gateway door', door: 'gateway', create: null },
  { name: 'the http door', door: 'http', create: null },
  ...engines
    .filter(({ name }) => name === 'postgres' && redisUrl !== null)
    .map(({ create }): House => ({ name: 'the gateway door of a cluster', door: 'gateway', create })),
];

it('is played on a cluster where TEST_DATABASE_URL and TEST_REDIS_URL name servers', () => {
  expect(houses.length === 3 || redisUrl === null || engines.length === 1).toBe(true);
});

describe.each(houses)('an evening by $name', ({ door, create }) => {
  /** Played once, since it is long; what follows only looks at it. Each of its steps has to end as its scene says. */
  let stage: EveningStage;
  let server: TestDatabase | null = null;
  let evening: PlayedEvening;
  let books: Balances;
  let usage: readonly UsageSums[];

  beforeAll(async () => {
    server = (await create?.()) ?? null;
    stage = await openStage(Date.now, door, server && { storeUrl: server.url, redisUrl: redisUrl ?? '' });
    evening = await playEvening(stage);
    const { member, model, day } = evening.accounts.usage;
    usage = await Promise.all([member, model, day].map(usageSums));
    await stage.stopBot();
    books = await readBooks(stage.storeUrl, stage.guild);
  }, 60_000);
  afterAll(async () => {
    await stage.stop();
    await server?.end();
  });

  describe('at the end of the evening', () => {
    it('the books say what was spent, and every credit that was put in is somewhere', () => {
      expect(books.totals.spent).toBe(spent);
      expect(books.totals.held).toBe(0);
      expect(accountedFor(books)).toBe(books.totals.added);
    });

    it('the journal agrees with the books', () => {
      expect(spentBy(books)).toBe(spent);
      expect(addedBy(books)).toBe(books.totals.added);
      expect(books.entries[0]?.poolAfter).toBe(books.totals.pool);
      expect(books.entries.map(({ seq }) => seq)).toEqual(
        books.entries.map((_, index) => books.entries.length - index),
      );
    });

    it('the table, the chart and the file of /mod usage agree with them, by member, model and day', () => {
      const all = { title: spent, rows: spent, total: spent, csv: spent, chart: spent };
      expect(usage).toEqual([all, all, all]);
    });

    it('/credits top and /setup view agree with them', () => {
      expect(topSum(evening.accounts.top)).toBe(spent);
      expect(spentIn(evening.accounts.view)).toBe(spent);
    });

    it('nobody reads the name that stands for a member who is gone', () => {
      expect(evening.accounts.top.content).toContain('a deleted member · 1 picture · 10 credits');
      expect(evening.accounts.usage.member.content).toContain('deleted member');
      expect(JSON.stringify(evening.accounts)).not.toContain('erased-');
    });

    it('every act of a moderator or operator is in the log channel', () => {
      const acts = [
        'grant',
        'refund',
        'strike',
        'suspend',
        'unsuspend',
        'forgive',
        'block',
        'cancel',
        'approve',
      ] as const;
      const deeds = [...acts, 'decline', 'report', 'delete', 'setup', 'add', 'mode', 'give'] as const;
      const counted = books.entries.filter(({ kind }) => deeds.some((deed) => deed === kind));
      // A picture and a refusal are told besides.
      const others = evening.record.log.filter((entry) => /^\*\*(?:Result|No result|Refused)\*\*/u.test(entry));
      expect(evening.record.log).toHaveLength(counted.length + others.length);
      expect(others).toHaveLength(9 + 1 + 4);
    });

    it('every interaction came by that door, and none by the other', () => {
      const statuses = new Set(stage.discord.deliveries.map(({ status }) => status));
      expect([...statuses]).toEqual(door === 'http' ? [202] : []);
      expect(stage.discord.gatewayEvents.length > 0).toBe(door === 'gateway');
    });

    it('a picture that came after its token had ended is a message of its own', () => {
      const expired = stage.discord.requests.filter(({ status }) => status === 401 || status === 404);
      expect(expired).toEqual([]);
      const inEasel = stage.discord.messages(stage.places.easel.id).map(({ content }) => content);
      expect(inEasel.filter((content) => content.includes('the snail tram in the rain'))).toHaveLength(1);
    });

    it('the picture that was deleted is gone, and nobody was pinged by anything', () => {
      const { easel, afterDark, approvals, modLog } = stage.places;
      const messages = [easel, afterDark, approvals, modLog].flatMap(({ id }) => stage.discord.messages(id));
      const trophies = messages.filter(
        ({ content, attachments }) => content.includes('a trophy made of glass') && attachments.length > 0,
      );
      expect(trophies).toEqual([]);
      const pinged = messages.filter(({ mentions, mention_everyone: all }) => all || mentions.length > 0);
      expect(pinged).toEqual([]);
    });

    it('the bot has nothing to complain of, and Discord’s own document takes all that it has sent', () => {
      const complaints = stage.logLines.filter((line) => /"level":(?:"error"|50)|"level":(?:"warn"|40)/u.test(line));
      // Discord takes the endpoint's address once the bot answers there, so at its first start it has none.
      const expected = door === 'http' ? [expect.stringContaining('Discord sends no interactions by HTTP')] : [];
      expect(complaints).toEqual(expected);
      judge(stage.discord.requests);
    });
  });

  describe('docs/tour.md', () => {
    it('is the evening; npm run tour writes it anew', () => {
      expect(tourPage(evening.record)).toBe(readText('docs/tour.md'));
    });

    it('shows pictures that are not too large', () => {
      expect([...evening.record.pictures.keys()].sort()).toEqual(['tour-picture.png', 'tour-usage.png']);
      for (const bytes of evening.record.pictures.values()) expect(bytes.byteLength).toBeLessThan(300_000);
    });
  });
});
