const numbers = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const shortNumbers = new Intl.NumberFormat('en', { notation: 'compact' });
const dollars = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' });
const moments = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });
const times = new Intl.DateTimeFormat('en', { timeStyle: 'short', hourCycle: 'h23' });
const days = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric', timeZone: 'UTC' });

/** `1,234.5` */
export const number = (value: number) => numbers.format(value);
/** `12K` */
export const shortNumber = (value: number) => shortNumbers.format(value);
/** A thousand credits stand for a dollar of the price list. */
export const money = (credits: number) => dollars.format(credits / 1000);
/** A day and a time, as this machine's clock says it. */
export const moment = (ms: number) => moments.format(ms);
/** A time of day. */
export const timeOfDay = (ms: number) => times.format(ms);
/** A day of UTC. */
export const day = (ms: number) => days.format(ms);

/** `850 ms`, `4.2 s`, `3 min 5 s`, `2 h 10 min` */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${numbers.format(ms / 1000)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.round((ms % 60_000) / 1000)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `3 jobs`, `1 job` */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}
