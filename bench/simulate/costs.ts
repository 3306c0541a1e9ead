/*
 * What the simulation assumes. Each figure names where it was measured, or says that it is an assumption.
 */

/** Jobs a day of one server. Assumed: 100,000 servers make a million. */
export const jobsPerGuildPerDay = 10;
/** The busiest hour beside the mean of a day. Assumed. */
export const peakFactor = 3;
/** A request to a service and its answer. Assumed: no service was measured over a network. */
export const answerMs = 100;
/** A call of a service after an end, from and to. As in docs/performance.md, "Many in flight": 200 ms. */
export const callMs = { from: 100, to: 300 } as const;
/** One call in so many never comes. As in test/polling/crowd.test.ts. */
export const callsPerLost = 200;

/** Uploads of one process at the same time. @see src/lifecycle.ts */
export const uploadsAtOnce = 4;
/** From the end that was seen to the posted message: download and upload. Assumed: a picture of 4 MiB at 100 Mbit/s, and Discord's answer. */
export const uploadMs = 400;
/** How widely that is spread: the sigma of a lognormal distribution. Assumed. */
export const uploadSigma = 0.3;

/** Requests a second with one API key. @see src/polling/budget.ts */
export const readsPerSecondOfKey = 20;

/** Processor time of one small picture, from its event to its post. docs/performance.md, "The whole bot beside a bare one". */
export const pictureCpuMs = 15.1;
/** Processor time until an interaction is answered, at most. docs/performance.md, the same section: 1.8 to 2.0 ms. */
export const answerCpuMs = 2;
/** Interactions for one job, the keystrokes of completion included. Assumed. */
export const interactionsPerJob = 5;

/** Commits of one picture. docs/performance.md, "The whole bot beside a bare one". */
export const commitsPerJob = 6;
/** Commits that several processes add for a job: a worker claims it. One `UPDATE`. */
export const commitsPerClaim = 1;
/** Seconds between two signs of life of a process. */
export const beatSeconds = 3;
/** So long after its last sign of life a process counts as gone. */
export const leaseSeconds = 10;
/** Seconds between two looks for jobs without a living owner. */
export const reconcileSeconds = 3;
/**
 * Commits a second of one PostgreSQL 15 on a disk with fsync of 1.4 ms, 16 connections, 100 servers, load 10 to 21: 201 to 262
 * pairs of reserve and settle, with the server's row locked as Easel does it, two commits each. The lowest run counts.
 */
export const commitsPerSecondOfPostgres = 402;
/** Commits a second of SQLite: 1,258 pairs of reserve and settle, two commits each, 32 at a time in 100 servers. docs/performance.md, "Ledger". */
export const commitsPerSecondOfSqlite = 2_516;

/** Requests a second with the bot token. Answers to an interaction do not count. @see https://docs.discord.com/developers/topics/rate-limits, read 2026-11-28 */
export const botRequestsPerSecond = 50;
/** Requests for a job that is not answered through its interaction: a message and three edits. docs/operating.md, `easel_discord_edits_total`. */
export const botRequestsPerJob = 4;

/** Servers of one gateway connection that Discord allows at most. @see https://docs.discord.com/developers/events/gateway#sharding, read 2026-11-28 */
export const guildsPerShardAtMost = 2_500;
/** Servers of one gateway connection that Discord recommends. @see https://docs.discord.com/developers/events/gateway#sharding, read 2026-11-28 */
export const guildsPerShard = 1_000;
/** Logins to the gateway in 24 hours; more below 150,000 servers are not given. @see https://docs.discord.com/developers/events/gateway#session-start-limit-object, read 2026-11-28 */
export const identifiesPerDay = 1_000;
/** So long lasts one place in a bucket of logins. The same source. */
export const identifyGapMs = 5_000;
/** From the connection to READY. Measured with a loopback Discord: 37 to 129 ms. */
export const readyMs = 129;
/** From a lost connection to RESUMED. Measured with discord.js: about 0.6 s. */
export const resumeMs = 600;

/** Memory of a process without jobs, and of one job in flight. docs/performance.md, "Many in flight". */
export const idleMiB = 155;
/** @see idleMiB */
export const jobKiB = 15;
/** Memory above idle while 100 results of any size are posted. docs/performance.md, "The whole bot beside a bare one". */
export const deliveryMiB = 95;
