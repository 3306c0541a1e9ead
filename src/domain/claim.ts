import type { GuildId, JobId, UserId } from './ids.ts';

/** What is claimed back of a grant that was made for one job. */
export interface Claim {
  readonly guildId: GuildId;
  readonly jobId: JobId;
  readonly userId: UserId;
  /** The act by which it was granted. */
  readonly grantId: string;
  readonly reason: string;
}
