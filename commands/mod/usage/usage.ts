import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { ApplicationCommandOptionType } from 'discord.js';
import { periods } from '#credits/credits.ts';
import { readOptions } from '#discord/interactions/options.ts';
import type { Attachment } from '#discord/messages/message.ts';
import { described, named } from '#i18n/t.ts';
import { plainAnswer, type Subcommand } from '../subcommand.ts';
import { drawUsageChart } from './chart.ts';
import { reportUsage, spanOf, usageGroups } from './sums.ts';
import { usageCsv, usageTable } from './table.ts';
import { isoDay, usageAltText, usageTexts, usageWords } from './view.ts';

const options = [
  {
    type: ApplicationCommandOptionType.String,
    name: 'period',
    ...described('mod.usage.period.description'),
    required: true,
    choices: [
      { ...named('mod.usage.period.day.choice'), value: 'day' },
      { ...named('mod.usage.period.week.choice'), value: 'week' },
      { ...named('mod.usage.period.month.choice'), value: 'month' },
    ],
  },
  {
    type: ApplicationCommandOptionType.String,
    name: 'by',
    ...described('mod.usage.by.description'),
    choices: [
      { ...named('mod.usage.by.member.choice'), value: 'member' },
      { ...named('mod.usage.by.model.choice'), value: 'model' },
      { ...named('mod.usage.by.day.choice'), value: 'day' },
    ],
  },
] as const;

/** A larger file is packed, so that it can be attached everywhere. */
const maxPlainBytes = 4 * 1024 * 1024;

/** `/mod usage`: who spent what, as a table, a chart and a file for spreadsheets, all from the same rows. */
export const usage: Subcommand = {
  data: {
    type: ApplicationCommandOptionType.Subcommand,
    name: 'usage',
    ...described('mod.usage.description'),
    options,
  },
  async run({ caller, options: raw }, bot) {
    const typed = readOptions(options, raw);
    const period = periods.find((each) => each === typed.text('period')) ?? 'month';
    const by = usageGroups.find((each) => each === typed.text('by')) ?? 'member';
    const span = spanOf(period, bot.now());
    const rows = await bot.usage.ofDays(caller.guildId, span.fromMs, span.toMs);
    if (rows.length === 0) return plainAnswer(usageTexts.nothing(span));
    const names = {
      models: new Map([...bot.catalog.models, ...bot.catalog.optionalModels].map(({ id, title }) => [id, title])),
    };
    const report = reportUsage(rows, span, by);
    const chart: Attachment = {
      name: `usage-by-${by}.png`,
      mediaType: 'image/png',
      bytes: await drawUsageChart(report, names),
      description: usageAltText(report, names),
    };
    const table = await spreadsheet(usageCsv(rows), `usage-${isoDay(span.fromMs)}-to-${isoDay(span.toMs)}.csv`);
    return { content: usageTable(report, names), buttons: [], files: [chart, table] };
  },
};

async function spreadsheet(csv: string, name: string): Promise<Attachment> {
  const bytes = new TextEncoder().encode(csv);
  const description = usageWords.file;
  if (bytes.byteLength <= maxPlainBytes) return { name, mediaType: 'text/csv', bytes, description };
  return { name: `${name}.gz`, mediaType: 'application/gzip', bytes: await promisify(gzip)(bytes), description };
}
