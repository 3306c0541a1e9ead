import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { everyOptionalModel } from '#catalog/catalog.ts';
import { periods } from '#credits/credits.ts';
import { readOptions } from '#discord/interactions/options.ts';
import type { Attachment } from '#discord/messages/message.ts';
import { t } from '#i18n/t.ts';
import type { Subcommand } from '../../command.ts';
import { choices, option, subcommand } from '../../options.ts';
import { drawUsageChart } from './chart.ts';
import { reportUsage, spanOf, usageGroups } from './sums.ts';
import { usageCsv, usageTable } from './table.ts';
import { isoDay, spanText, usageAltText } from './view.ts';

const options = [
  option.text('period', 'mod.usage.period.description', {
    required: true,
    ...choices(periods, (period) => `mod.usage.period.${period}.choice`),
  }),
  option.text(
    'by',
    'mod.usage.by.description',
    choices(usageGroups, (by) => `mod.usage.by.${by}.choice`),
  ),
] as const;

/** A larger file is packed, so that it can be attached everywhere. */
const maxPlainBytes = 4 * 1024 * 1024;

/** `/mod usage`: who spent what, as a table, a chart and a file for spreadsheets, all from the same rows. */
export const usage: Subcommand = {
  data: subcommand('usage', 'mod.usage.description', options),
  async run({ caller, options: raw }, bot) {
    const typed = readOptions(options, raw);
    const period = periods.find((each) => each === typed.text('period')) ?? 'month';
    const by = usageGroups.find((each) => each === typed.text('by')) ?? 'member';
    const span = spanOf(period, bot.now());
    const rows = await bot.usage.ofDays(caller.guildId, span.fromMs, span.toMs);
    if (rows.length === 0) return t('usage.nothing', { span: spanText(span) });
    const models = [...bot.catalog.everyModel, ...everyOptionalModel(bot.catalog)];
    const titles = new Map(models.map(({ id, title }) => [id, title]));
    const report = reportUsage(rows, span, by);
    const chart: Attachment = {
      name: `usage-by-${by}.png`,
      mediaType: 'image/png',
      data: await drawUsageChart(report, titles),
      description: usageAltText(report, titles),
    };
    const file = await spreadsheet(usageCsv(rows), `usage-${isoDay(span.fromMs)}-to-${isoDay(span.toMs)}.csv`);
    return { content: usageTable(report, titles), files: [chart, file] };
  },
};

async function spreadsheet(csv: string, name: string): Promise<Attachment> {
  const bytes = new TextEncoder().encode(csv);
  const description = t('usage.file');
  if (bytes.byteLength <= maxPlainBytes) return { name, mediaType: 'text/csv', data: bytes, description };
  return { name: `${name}.gz`, mediaType: 'application/gzip', data: await promisify(gzip)(bytes), description };
}
