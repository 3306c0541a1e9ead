import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { day, number, shortNumber } from '../state/format.ts';

/** One line or row of bars; `tone` is a colour of the page. */
export interface Series {
  readonly title: string;
  readonly tone: 'accent' | 'bad' | 'warm';
  readonly kind: 'bars' | 'line';
  readonly values: readonly number[];
}

interface ChartProps {
  readonly label: string;
  readonly unit: 'hour' | 'day';
  /** Unix milliseconds, ascending; one for each value. */
  readonly times: readonly number[];
  readonly series: readonly Series[];
}

/** A chart over time. What it shows stands in a table below it too, for those who cannot see it. */
export function Chart({ label, unit, times, series }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const shown = JSON.stringify([times, series]);
  useEffect(() => {
    const host = place.current;
    if (host === null) return;
    let chart = draw(host, { unit, times, series });
    const again = () => {
      chart.destroy();
      chart = draw(host, { unit, times, series });
    };
    let width = host.clientWidth;
    const sizes = new ResizeObserver(() => {
      if (host.clientWidth === width) return;
      width = host.clientWidth;
      chart.setSize({ width, height });
    });
    sizes.observe(host);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', again);
    return () => {
      scheme.removeEventListener('change', again);
      sizes.disconnect();
      chart.destroy();
    };
  }, [shown, unit]);
  return (
    <figure class="chart">
      <div ref={place} role="img" aria-label={label} />
      <figcaption>
        <details>
          <summary>{label}, as a table</summary>
          <table>
            <thead>
              <tr>
                <th scope="col">{unit === 'day' ? 'Day (UTC)' : 'Hour'}</th>
                {series.map(({ title }) => (
                  <th key={title} scope="col" class="number">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {times.map((ms, index) => (
                <tr key={ms}>
                  <th scope="row">{nameOf(unit, ms)}</th>
                  {series.map(({ title, values }) => (
                    <td key={title} class="number">
                      {number(values[index] ?? 0)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      </figcaption>
    </figure>
  );
}

const height = 200;

function nameOf(unit: ChartProps['unit'], ms: number): string {
  if (unit === 'day') return day(ms);
  return `${String(new Date(ms).getHours()).padStart(2, '0')}:00`;
}

function draw(host: HTMLElement, { unit, times, series }: Omit<ChartProps, 'label'>): uPlot {
  const colour = (name: string) => getComputedStyle(host).getPropertyValue(`--${name}`).trim();
  const step = ((times[1] ?? 0) - (times[0] ?? 0)) / 1000;
  const bars = uPlot.paths.bars?.({ size: [0.7, 40] });
  // Stacked: each row of bars stands on those before it, and is drawn before them.
  const rows = series.filter(({ kind }) => kind === 'bars');
  const heights = (one: Series) =>
    one.kind === 'line'
      ? [...one.values]
      : one.values.map((_, at) =>
          rows.slice(0, rows.indexOf(one) + 1).reduce((sum, row) => sum + (row.values[at] ?? 0), 0),
        );
  const ordered = [...rows.toReversed(), ...series.filter(({ kind }) => kind === 'line')];
  const text = { stroke: colour('quiet'), font: '12px system-ui, sans-serif' };
  const grid = { stroke: colour('line'), width: 1 };
  const options: uPlot.Options = {
    width: host.clientWidth,
    height,
    ...(unit === 'day' && { tzDate: (seconds: number) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC') }),
    cursor: { y: false, drag: { x: false, y: false } },
    scales: {
      // Half a step on both sides, so that the first and the last bar are whole.
      x: { range: (_chart, first, last) => [first - step / 2, last + step / 2] },
      y: { range: (_chart, _least, most) => [0, Math.max(1, most * 1.1)] },
    },
    axes: [
      {
        ...text,
        grid: { show: false },
        ticks: grid,
        values: (_chart, all) => all.map((seconds) => nameOf(unit, seconds * 1000)),
      },
      {
        ...text,
        grid,
        ticks: grid,
        size: 56,
        values: (_chart, values) => values.map((value) => (Number.isInteger(value) ? shortNumber(value) : '')),
      },
    ],
    series: [
      {
        label: unit === 'day' ? 'Day' : 'Hour',
        value: (_chart: uPlot, seconds: number | null) => (seconds === null ? '–' : nameOf(unit, seconds * 1000)),
      },
      ...ordered.map((one) => ({
        label: one.title,
        stroke: colour(one.tone),
        width: one.kind === 'line' ? 2 : 0,
        ...(one.kind === 'bars' && { fill: colour(one.tone), ...(bars && { paths: bars }) }),
        points: { show: one.kind === 'line', size: 5 },
        // The legend names the row's own value, not its height.
        value: (_chart: uPlot, _value: number, _series: number, at: number | null) =>
          at === null ? '–' : number(one.values[at] ?? 0),
      })),
    ],
  };
  return new uPlot(options, [times.map((ms) => ms / 1000), ...ordered.map(heights)], host);
}
