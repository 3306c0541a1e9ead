import type { Route } from './model.ts';

/** Pictures that one request may ask for. */
export const mostPictures = 4;

/** A number of pictures as remote jobs. */
export interface RemoteJobs {
  readonly jobs: number;
  /** Pictures that each of them is asked for. */
  readonly each: number;
}

/** One remote job where the route can make that many at once, else one for each picture. */
export function remoteJobsFor({ counts }: Pick<Route, 'counts'>, count: number): RemoteJobs {
  const isAtOnce = counts !== undefined && counts.min <= count && count <= counts.max;
  return isAtOnce ? { jobs: 1, each: count } : { jobs: count, each: 1 };
}

/** What some of the pictures cost: their part of the price of all that were asked for, rounded down. */
export function creditsForSome(credits: number, came: number, asked: number): number {
  return Math.floor((credits * came) / asked);
}
