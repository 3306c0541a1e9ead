import { type Favourite, type FavouriteToggled, mostFavourites } from '../../domain/favourite.ts';
import type { Job } from '../../domain/job.ts';
import type { PagePlace } from '../pages.ts';
import { escapeText } from './escape.ts';
import { moment } from './money.ts';
import { pictureLink } from './result.ts';
import { say } from './say.ts';
import { textsBy } from './texts-by.ts';

/** A line is at most 250 characters, so that a page fits a message. */
export const favouritesPerPage = 6;

/** What a press on Favourite has come to. */
export const favouriteTexts = textsBy(['added', 'taken', 'full', 'gone', 'notYours'], (what) =>
  what === 'full' ? say('favourite.full', { most: mostFavourites }) : say(`favourite.${what}`),
) satisfies Record<FavouriteToggled, string>;

/** A favourite with the picture behind it. */
export interface FavouriteLine {
  readonly favourite: Favourite;
  readonly job: Job;
}

/** What a page of `/jobs favourites` shows. */
export interface FavouritesPage extends PagePlace {
  readonly lines: readonly FavouriteLine[];
  /** Marks on this page that were taken away, since their pictures are gone. */
  readonly dropped: number;
  /** Of all pages. */
  readonly count: number;
}

/** `/jobs favourites`, within Discord's 2000 characters. */
export function favouritesText(shown: FavouritesPage): string {
  const { lines, dropped } = shown;
  const gone = dropped === 0 ? [] : [say('favourite.dropped', { count: dropped })];
  return [headingOf(shown), ...lines.map(lineOf), ...gone].join('\n');
}

function headingOf({ count, page, pages }: FavouritesPage): string {
  const numbers = { number: count, most: mostFavourites };
  if (count === 0) return say('favourite.none');
  if (pages === 1) return say('favourite.heading', numbers);
  return say('favourite.headingPage', { ...numbers, page: page + 1, pages });
}

function lineOf({ favourite, job }: FavouriteLine): string {
  const { settings, isSpoiler, modelTitle } = job;
  const prompt = escapeText(settings.prompt, 80);
  const shown = isSpoiler ? `||${prompt}||` : prompt;
  const what = settings.prompt === '' ? say('favourite.noPrompt') : shown;
  return `- ${what} · ${escapeText(modelTitle, 40)} · ${moment(favourite.atMs, 'R')}\n  ${whereOf(job)}`;
}

function whereOf(job: Job): string {
  if (job.replyTo.isPrivate) return say('favourite.private');
  return pictureLink(job) ?? say('favourite.noPlace');
}
