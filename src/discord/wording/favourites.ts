import { type Favourite, type FavouriteToggled, mostFavourites } from '../../domain/favourite.ts';
import type { Job } from '../../domain/job.ts';
import type { PagePlace } from '../pages.ts';
import { escapeText, inlineCode } from './escape.ts';
import { moment } from './money.ts';
import { pictureLink } from './result.ts';

/** A line is at most 250 characters, so that a page fits a message. */
export const favouritesPerPage = 6;

/** What a press on Favourite has come to. */
export const favouriteTexts = {
  added: `It is among your favourites now: ${inlineCode('/jobs favourites')} shows them. Press again to take it away.`,
  taken: 'It is no longer among your favourites.',
  full: `You have ${mostFavourites} favourites here already, which is the most. Press Favourite under one of them to take it away: ${inlineCode('/jobs favourites')} shows them. Nothing changed.`,
  gone: 'The record of this picture is gone, so it cannot be a favourite. Nothing changed.',
  notYours: 'This picture was private: only the one who asked for it can make it a favourite. Nothing changed.',
} as const satisfies Record<FavouriteToggled | 'gone' | 'notYours', string>;

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
export function favouritesText({ lines, dropped, count, page, pages }: FavouritesPage): string {
  const place = pages > 1 ? `, page ${page + 1} of ${pages}` : '';
  const head =
    count === 0
      ? 'You have no favourites here. Press Favourite under a picture to mark it.'
      : `Your favourites (${count} of ${mostFavourites}${place}), newest first:`;
  const pictures = dropped === 1 ? 'one whose picture was' : `${dropped} whose pictures were`;
  const gone = dropped === 0 ? [] : [`-# Taken off the list: ${pictures} deleted.`];
  return [head, ...lines.map(lineOf), ...gone].join('\n');
}

function lineOf({ favourite, job }: FavouriteLine): string {
  const { settings, isSpoiler, modelTitle } = job;
  const prompt = escapeText(settings.prompt, 80);
  const shown = isSpoiler ? `||${prompt}||` : prompt;
  const what = settings.prompt === '' ? 'its prompt is no longer kept' : shown;
  return `- ${what} · ${escapeText(modelTitle, 40)} · ${moment(favourite.atMs, 'R')}\n  ${whereOf(job)}`;
}

function whereOf(job: Job): string {
  if (job.replyTo.isPrivate) return 'shown to you alone, so there is no link';
  return pictureLink(job) ?? 'where it was posted is not known';
}
