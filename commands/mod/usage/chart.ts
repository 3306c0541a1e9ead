import { currentLanguage, t } from '#i18n/t.ts';
import { drawPng } from '#media/shrink-image.ts';
import { topOf, type UsageReport, type UsageSum } from './sums.ts';
import { counted, figure, othersLabel, spanText, usageLabel, usageTotals } from './view.ts';

const widthPx = 1000;
const marginPx = 40;
const headPx = 118;
const colors = {
  back: '#1e2028',
  grid: '#353946',
  text: '#f2f3f5',
  faint: '#a9afbd',
  bar: '#7c8cff',
  best: '#ffb454',
  others: '#5c6376',
};
const small = { sizePx: 18, fill: colors.faint } as const;
const maxRows = 12;
const maxTicks = 5;

/** Draws the usage as bars of credits. Resolves with a PNG, 1000 pixels wide. */
export async function drawUsageChart(report: UsageReport, titles: ReadonlyMap<string, string>): Promise<Uint8Array> {
  const { heightPx, parts } = report.by === 'day' ? columns(report) : rows(report, titles);
  const subtitle = `${usageTotals(report)}, ${spanText(report.span)}`;
  const svg = svgDocument({ widthPx, heightPx }, [
    svgBox({ x: 0, y: 0, widthPx, heightPx }, colors.back),
    svgText({ x: marginPx, y: 58 }, t(`usage.heading.${report.by}`), { sizePx: 32, fill: colors.text, isBold: true }),
    svgText({ x: marginPx, y: 92 }, subtitle, small),
    ...parts,
  ]);
  return drawPng(svg);
}

const rowPx = 44;
const barPx = 28;
const rankPx = 34;
const labelPx = 20;
const maxLabelEm = 16;
/** Mean width of a character of the credits, and of the pictures behind them. */
const characterPx = { credits: 13.5, pictures: 10.6 };

/** One line of {@link rows}; `fill` null is a line without a bar: what the others come to would dwarf every single one. */
interface Row {
  readonly rank: string;
  readonly label: string;
  readonly pictures: number;
  readonly credits: number;
  readonly fill: string | null;
}

/** Members or models, the dearest on top. */
function rows({ by, sums }: UsageReport, titles: ReadonlyMap<string, string>) {
  const { top, others } = topOf(sums, maxRows);
  const bars = top.map((sum, index): Row => {
    const label = cutToEm(usageLabel(sum.key, by, titles), maxLabelEm);
    return { ...sum, rank: String(index + 1), label, fill: index === 0 ? colors.best : colors.bar };
  });
  const rest: Row[] = others === null ? [] : [{ ...others, rank: '', label: othersLabel(others.count), fill: null }];
  const all = [...bars, ...rest];
  const left = marginPx + rankPx + Math.max(...all.map(({ label }) => widthEm(label))) * labelPx + 20;
  const plot = { x: left, y: headPx, widthPx: widthPx - left - figuresPx(all), heightPx: all.length * rowPx };
  const scale = scaleOf(top);
  const grid = scale.ticks.flatMap((tick) => {
    const x = plot.x + share(tick, scale) * plot.widthPx;
    const label = svgText({ x, y: bottomOf(plot) + 28 }, tickLabel(tick), { ...small, anchor: 'middle' });
    return [svgBox({ x: x - 0.5, y: plot.y, widthPx: 1, heightPx: plot.heightPx + 6 }, colors.grid), label];
  });
  const middle = { x: plot.x + plot.widthPx / 2, y: bottomOf(plot) + 60 };
  const axis = svgText(middle, t('usage.axisCredits'), { ...small, anchor: 'middle' });
  const drawn = all.flatMap((each, index) => drawRow(each, { ...plot, y: plot.y + index * rowPx }, scale));
  return { heightPx: bottomOf(plot) + 84, parts: [...grid, axis, ...drawn] };
}

/** Room to the right of the longest bar for its figures. */
function figuresPx(all: readonly Row[]): number {
  const characters = (text: (each: Row) => string) => Math.max(...all.map((each) => text(each).length));
  const creditsPx = characters(({ credits }) => figure(credits)) * characterPx.credits;
  return creditsPx + characters(({ pictures }) => counted(pictures, 'picture')) * characterPx.pictures + 50;
}

function drawRow({ rank, label, credits, pictures, fill }: Row, plot: Box, scale: Scale): string[] {
  const bar = { x: plot.x, y: plot.y + (rowPx - barPx) / 2, widthPx: 0, heightPx: barPx };
  if (fill !== null) bar.widthPx = Math.max(2, share(credits, scale) * plot.widthPx);
  const y = bar.y + barPx / 2 + 7;
  const start = bar.x + bar.widthPx + 12;
  const shown = figure(credits);
  return [
    svgText({ x: marginPx, y }, rank, { ...small, isBold: true }),
    svgText({ x: plot.x - 16, y }, label, { sizePx: labelPx, fill: colors.text, anchor: 'end' }),
    ...(fill === null ? [] : [svgBox(bar, fill, 4)]),
    svgText({ x: start, y }, shown, { sizePx: 20, fill: colors.text, isBold: true, halo: colors.back }),
    svgText({ x: start + shown.length * characterPx.credits + 10, y }, counted(pictures, 'picture'), {
      ...small,
      halo: colors.back,
    }),
  ];
}

const columnsPx = 360;
/** More columns than this have no figures over them but the highest, and short names under them. */
const roomyColumns = 10;

/** Day by day. */
function columns({ sums }: UsageReport) {
  const scale = scaleOf(sums);
  const left = marginPx + 30 + Math.max(...scale.ticks.map((tick) => tickLabel(tick).length)) * 12;
  const plot = { x: left, y: headPx + 14, widthPx: widthPx - left - marginPx, heightPx: columnsPx };
  const grid = scale.ticks.flatMap((tick) => {
    const y = bottomOf(plot) - share(tick, scale) * plot.heightPx;
    const label = svgText({ x: plot.x - 12, y: y + 6 }, tickLabel(tick), { ...small, anchor: 'end' });
    return [svgBox({ x: plot.x, y: y - 0.5, widthPx: plot.widthPx, heightPx: 1 }, colors.grid), label];
  });
  const middle = { x: marginPx - 8, y: plot.y + plot.heightPx / 2 };
  const axes = [
    svgText(middle, t('usage.axisCredits'), { ...small, anchor: 'middle', turnedDegrees: -90 }),
    svgText({ x: plot.x + plot.widthPx / 2, y: bottomOf(plot) + 64 }, t('usage.axisDays'), {
      ...small,
      anchor: 'middle',
    }),
  ];
  const best = Math.max(...sums.map(({ credits }) => credits));
  const stepPx = plot.widthPx / sums.length;
  const drawn = sums.flatMap((sum, index) => {
    const heightPx = share(sum.credits, scale) * plot.heightPx;
    const column = { x: plot.x + index * stepPx, y: bottomOf(plot) - heightPx, widthPx: stepPx, heightPx };
    const isBest = sum.credits === best && best > 0;
    return drawColumn(sum, column, { isBest, isRoomy: sums.length <= roomyColumns });
  });
  return { heightPx: bottomOf(plot) + 88, parts: [...grid, ...axes, ...drawn] };
}

function drawColumn(
  { key, credits }: UsageSum,
  column: Box,
  { isBest, isRoomy }: { readonly isBest: boolean; readonly isRoomy: boolean },
): string[] {
  const barWidthPx = Math.min(90, column.widthPx * 0.7);
  const x = column.x + column.widthPx / 2;
  const bar = { ...column, x: x - barWidthPx / 2, widthPx: barWidthPx };
  const over = { sizePx: 18, fill: colors.text, anchor: 'middle', isBold: true, halo: colors.back } as const;
  const overX = Math.min(x, widthPx - 12 - (widthEm(figure(credits)) * over.sizePx) / 2);
  const under = { ...small, sizePx: isRoomy ? 18 : 15, anchor: 'middle' } as const;
  return [
    svgBox(bar, isBest ? colors.best : colors.bar, Math.min(4, column.heightPx / 2)),
    svgText({ x, y: bottomOf(column) + 28 }, dayLabel(Number(key), isRoomy), under),
    ...(isRoomy || isBest ? [svgText({ x: overX, y: column.y - 8 }, figure(credits), over)] : []),
  ];
}

/** A scale from 0 up to the last tick. */
interface Scale {
  readonly max: number;
  readonly ticks: readonly number[];
}

/** Few round ticks that are whole credits; the last one lies on or above the highest value. */
function scaleOf(sums: readonly UsageSum[]): Scale {
  const highest = Math.max(1, ...sums.map(({ credits }) => credits));
  const rough = highest / maxTicks;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, Math.min(...[1, 2, 5, 10].map((each) => each * power).filter((each) => each >= rough)));
  const count = Math.ceil(highest / step);
  return { max: count * step, ticks: Array.from({ length: count + 1 }, (_, index) => index * step) };
}

/** A figure at an axis: `5,000`, and `20K` or `1.5M` where it would be long. */
function tickLabel(amount: number): string {
  if (amount < 10_000) return figure(amount);
  return new Intl.NumberFormat(currentLanguage().locale, { notation: 'compact' }).format(amount);
}

/** The short name of a day under its bar: `Mon 16` where there is room, else `16`. */
function dayLabel(atMs: number, hasRoom: boolean): string {
  const day = new Date(atMs).getUTCDate();
  if (!hasRoom) return String(day);
  const name = new Intl.DateTimeFormat(currentLanguage().locale, { weekday: 'short', timeZone: 'UTC' });
  return t('usage.weekday', { weekday: name.format(atMs), day });
}

function share(credits: number, { max }: Scale): number {
  return Math.max(0, credits) / max;
}

function bottomOf({ y, heightPx }: Box): number {
  return y + heightPx;
}

interface TextLook {
  readonly sizePx: number;
  readonly fill: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly isBold?: boolean;
  /** The colour of the background, drawn around the letters so that no line runs through them. */
  readonly halo?: string;
  /** Clockwise, about its own position. */
  readonly turnedDegrees?: number;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

const fonts = 'DejaVu Sans, Noto Sans, Noto Sans CJK SC, Arial, sans-serif';

/** A whole drawing with its background. */
export function svgDocument(
  { widthPx, heightPx }: Pick<Box, 'widthPx' | 'heightPx'>,
  parts: readonly string[],
): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" font-family="${fonts}">${parts.join('')}</svg>`;
}

/** One line of text; `y` is its base line. */
export function svgText(at: Pick<Box, 'x' | 'y'>, text: string, look: TextLook): string {
  const { sizePx, fill, anchor = 'start', isBold = false, halo, turnedDegrees = 0 } = look;
  const turned = turnedDegrees === 0 ? '' : ` transform="rotate(${turnedDegrees} ${at.x} ${at.y})"`;
  const weight = isBold ? ' font-weight="bold"' : '';
  const outline = halo === undefined ? '' : ` stroke="${halo}" stroke-width="8" paint-order="stroke"`;
  const place = `x="${at.x}" y="${at.y}" text-anchor="${anchor}"${turned}`;
  return `<text ${place} font-size="${sizePx}" fill="${fill}"${weight}${outline}>${escapeXml(text)}</text>`;
}

/** A filled rectangle with round corners. */
export function svgBox({ x, y, widthPx, heightPx }: Box, fill: string, roundPx = 0): string {
  return `<rect x="${x}" y="${y}" width="${widthPx}" height="${heightPx}" rx="${roundPx}" fill="${fill}"/>`;
}

/** About how wide a line is, as a multiple of its size: wide scripts take a whole square. */
export function widthEm(text: string): number {
  return [...text].reduce((width, character) => width + characterEm(character), 0);
}

/** As much of a line as is about that wide, with an ellipsis where something is left out. */
export function cutToEm(text: string, maxEm: number): string {
  if (widthEm(text) <= maxEm) return text;
  const characters = [...text];
  while (characters.length > 0 && widthEm(characters.join('')) > maxEm - 1) characters.pop();
  return `${characters.join('')}…`;
}

function characterEm(character: string): number {
  if (character >= '\u1100' || /[MW@%m…]/u.test(character)) return 1;
  return /\p{Lu}/u.test(character) ? 0.72 : 0.62;
}

/** Text of others never ends an element; characters that XML has no place for are left out. */
function escapeXml(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
