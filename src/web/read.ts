import { Hono } from 'hono';
import { guildId } from '#core/ids.ts';
import type { JobFilter } from '#jobs/job-list.ts';
import type { OperatorDeps } from './deps.ts';
import { journalCsv, spendCsv } from './export.ts';
import type { PageContext } from './guard.ts';
import { overviewOf } from './overview.ts';
import { guildParameter, guildsQuery, jobParameter, jobsQuery, journalQuery, readPart, spendQuery } from './query.ts';
import { spendReport } from './spend.ts';
import { cursorText, entryLine, jobDetails, jobLine } from './views.ts';
import type { GuildAnswer, GuildsAnswer, JobsAnswer, JournalAnswer } from './wire.ts';

/** Lines of one page of a list. */
const jobsPerPage = 50;
const guildsPerPage = 50;
const entriesPerPage = 50;

/** What the page shows, as JSON; nothing here changes anything. */
export function readRoutes(deps: OperatorDeps): Hono<PageContext> {
  const { jobs, reports, active, settings, spentToday } = deps;
  const activeJob = (id: string) => active().find((each) => each.id === id) ?? null;
  const routes = new Hono<PageContext>();

  routes.get('/overview', async (context) => context.json(await overviewOf(deps)));

  routes.get('/jobs', async (context) => {
    const { guild, member, before, ...rest } = readPart(jobsQuery, context.req.query());
    const filter: JobFilter = { ...rest, guildId: guild, userId: member };
    const page = await jobs.page(filter, before, jobsPerPage);
    return context.json({
      jobs: page.jobs.map((listed) => jobLine(listed, activeJob(listed.job.id))),
      next: cursorText(page.next),
    } satisfies JobsAnswer);
  });

  routes.get('/jobs/:id', async (context) => {
    const found = await jobs.find(readPart(jobParameter, context.req.param('id')));
    if (found === null) return context.json({ error: 'There is no such job.' }, 404);
    return context.json(jobDetails(found, activeJob(found.job.id)));
  });

  routes.get('/spend', async (context) =>
    context.json(await spendReport(deps, readPart(spendQuery, context.req.query()))),
  );

  routes.get('/spend.csv', async (context) => {
    const query = readPart(spendQuery, context.req.query());
    const report = await spendReport(deps, query);
    return asFile(`easel-spend-by-${query.by}.csv`, spendCsv(report));
  });

  routes.get('/guilds', async (context) => {
    const { after } = readPart(guildsQuery, context.req.query());
    const found = await reports.guilds(after, guildsPerPage + 1);
    const guilds = found.slice(0, guildsPerPage);
    return context.json({
      guilds,
      next: found.length > guildsPerPage ? (guilds.at(-1)?.guildId ?? null) : null,
    } satisfies GuildsAnswer);
  });

  routes.get('/guilds/:guild', async (context) => {
    const guild = readPart(guildParameter, context.req.param('guild'));
    const books = await reports.books(guild);
    if (books === null) return context.json({ error: 'Easel keeps no books of such a server.' }, 404);
    const { loras, ...decided } = await settings(guild);
    const { guild: spent, limits } = spentToday(guild);
    return context.json({
      books,
      today: { spent, limit: limits.perGuild },
      settings: { ...decided, loras: loras.map(({ title }) => title) },
    } satisfies GuildAnswer);
  });

  routes.get('/guilds/:guild/journal', async (context) => {
    const guild = readPart(guildParameter, context.req.param('guild'));
    const { member, before, ...rest } = readPart(journalQuery, context.req.query());
    const page = await reports.journal(guild, { ...rest, userId: member }, before, entriesPerPage);
    return context.json({ entries: page.entries.map(entryLine), next: page.next } satisfies JournalAnswer);
  });

  routes.get('/guilds/:guild/journal.csv', (context) => {
    const guild = readPart(guildParameter, context.req.param('guild'));
    const { member, ...rest } = readPart(journalQuery, context.req.query());
    return asFile(`easel-journal-${guild}.csv`, journalCsv(reports, guildId(guild), { ...rest, userId: member }));
  });

  return routes;
}

function asFile(name: string, body: string | ReadableStream<Uint8Array>): Response {
  const headers = {
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': `attachment; filename="${name}"`,
  };
  return new Response(body, { headers });
}
