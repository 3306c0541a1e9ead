import type { Migration } from '../migrate.ts';

/** Pictures that members have marked: which and when. What a picture was stands in its job. */
export const favourites: Migration = {
  number: 3,
  name: 'favourites',
  statements: [
    `CREATE TABLE favourites (
      guild_id TEXT NOT NULL,
      user_id TEXT NOT NULL,
      job_id TEXT NOT NULL,
      at_ms BIGINT NOT NULL,
      PRIMARY KEY (guild_id, user_id, job_id)
    )`,
  ],
};
