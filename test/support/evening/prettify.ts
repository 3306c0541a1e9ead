import type { EveningStage } from './stage.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const day = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' });
const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });

/** Turns what Discord was sent into what a reader of a Markdown page sees: the same text for every run of the same story. */
export function createPrettifier({
  cast,
  places,
  guild,
  clock,
  artist,
}: Pick<EveningStage, 'cast' | 'places' | 'guild' | 'clock' | 'artist'>): (text: string) => string {
  const users = new Map(Object.values(cast).map(({ userId, name }) => [userId, `@${name}`]));
  const channels = new Map([...Object.values(places), guild.general].map(({ id, name }) => [id, `#${name}`]));
  const named = (names: ReadonlyMap<string, string>) => (whole: string, id: string) => names.get(id) ?? whole;
  return (text) =>
    text
      .replace(/<@&(\d+)>/gu, (whole, id: string) => (id === artist.id ? `@${artist.name}` : whole))
      .replace(/\berased-[0-9a-f]{16}\b/gu, 'erased')
      .replace(/<@(\d+)>/gu, named(users))
      .replace(/<#(\d+)>/gu, named(channels))
      .replace(/<t:(\d+):([a-zA-Z])>/gu, (_all, seconds: string, style: string) =>
        style === 'R' ? relative(Number(seconds) * 1000 - clock.now()) : momentText(Number(seconds) * 1000),
      )
      .replace(/\[result\]\(https:[^)]+\)/gu, '<u>result</u>')
      .replace(/easel-\d{17,20}-/gu, 'easel-')
      .replace(/\b\d{19}\b/gu, (id) => (users.has(id) ? id : '…'))
      .replace(/ · (?:\d+ s|\d+ min \d+ s) · for /gu, ' · 4 s · for ');
}

/** Markdown of Discord's that other readers of Markdown do not know; what is in a block of code stays as it is. */
export function forReaders(text: string): string {
  const parts = text.split(/(```[\s\S]*?```)/u);
  return parts.map((part) => (part.startsWith('```') ? part : withoutDiscord(part))).join('');
}

function withoutDiscord(text: string): string {
  return text
    .replace(/\|\|([\s\S]+?)\|\|/gu, '⟪$1⟫')
    .replace(/^-# (.+)$/gmu, '<sub>$1</sub>')
    .replace(/^#{1,3} (.+)$/gmu, '**$1**')
    .replace(/\\([.:/!@+()>-])/gu, '$1');
}

/** `Friday 20:10`, in UTC. */
export function momentText(atMs: number): string {
  return `${day.format(atMs)} ${time.format(atMs)}`;
}

function relative(inMs: number): string {
  if (Math.abs(inMs) < hourMs) return `in ${Math.round(inMs / minuteMs)} minutes`;
  return `in ${Math.round(inMs / hourMs)} hours`;
}
