import type { ChannelId, GuildId } from '#core/ids.ts';
import type { Log } from '#core/log.ts';
import { withGuildLocale, withLocale } from '#i18n/t.ts';
import type { Audit, AuditEntry } from '#moderation/notices.ts';
import { logButtonsOfJob, logButtonsOfRequest } from '../messages/buttons.ts';
import { describeError } from '../messages/failures.ts';
import type { Button, OutgoingMessage } from '../messages/message.ts';
import { post, withoutRefusedWords } from '../messages/post.ts';
import type { RetryDeps } from '../messages/retry.ts';
import type { MessageRoutes } from '../messages/routes.ts';
import { auditText, plainAuditText } from '../texts/audit.ts';

/** What the audit is made of. */
export interface AuditDeps {
  readonly routes: MessageRoutes;
  /** Null where the guild has no log channel. @throws {@link BotError} `store.unavailable` */
  readonly logChannelOf: (guildId: GuildId) => Promise<ChannelId | null>;
  readonly retryDeps: RetryDeps;
  readonly log: Log;
}

/** An audit that can be waited for before a process ends. */
export interface ChannelAudit extends Audit {
  /** Resolves when nothing waits to be posted. */
  idle(): Promise<void>;
}

/** What waits for one guild's channel at most; beyond it the oldest is dropped, since the journal has it all. */
export const mostWaiting = 100;
const budgetMs = 30_000;

/** Tells each guild's log channel, one message after the other, and lets nobody wait for it. */
export function createAudit(deps: AuditDeps): ChannelAudit {
  const { retryDeps, log } = deps;
  const waiting = new Map<GuildId, Line[]>();
  const running = new Set<Promise<void>>();
  const startedAtMs = retryDeps.clock.now();
  let count = 0;

  const drain = async (guildId: GuildId, lines: Line[]): Promise<void> => {
    for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
      count += 1;
      // Equal entries are different messages; one that is tried twice is the same.
      await tell(deps, guildId, line, `${startedAtMs}:${count}`);
    }
    waiting.delete(guildId);
  };

  return {
    write(entry) {
      const guildId = guildOf(entry);
      const line = { kind: entry.kind, message: messageOf(entry, auditText), plain: messageOf(entry, plainAuditText) };
      const lines = waiting.get(guildId);
      if (lines === undefined) {
        const begun = [line];
        waiting.set(guildId, begun);
        const drained = drain(guildId, begun).finally(() => running.delete(drained));
        running.add(drained);
        return;
      }
      lines.push(line);
      if (lines.length <= mostWaiting) return;
      lines.shift();
      log.warn({ guildId }, 'the log channel is too slow: its oldest entry was dropped');
    },
    async idle() {
      await Promise.all(running);
    },
  };
}

/** An entry in words. */
interface Line {
  readonly kind: AuditEntry['kind'];
  readonly message: OutgoingMessage;
  /** Without the words of members and moderators, for when Discord refuses them. */
  readonly plain: OutgoingMessage;
}

/** In the server's language. An act that does not tell it is told of within the interaction that it was done in. */
function messageOf(entry: AuditEntry, textOf: (entry: AuditEntry) => string): OutgoingMessage {
  const message = () => ({ content: textOf(entry), buttons: buttonsOf(entry) });
  switch (entry.kind) {
    case 'job':
    case 'report':
      return withLocale(entry.job.replyTo.guildLocale, message);
    case 'refusal':
      return withLocale(entry.request.guildLocale, message);
    case 'limit':
      return withGuildLocale(message);
    case 'outage':
      return withLocale(entry.guildLocale, message);
    case 'act':
      return entry.act.guildLocale ? withLocale(entry.act.guildLocale, message) : withGuildLocale(message);
  }
}

function guildOf(entry: AuditEntry): GuildId {
  switch (entry.kind) {
    case 'job':
    case 'report':
      return entry.job.guildId;
    case 'refusal':
      return entry.request.guildId;
    case 'outage':
      return entry.guildId;
    case 'act':
      return entry.act.guildId;
    case 'limit':
      return entry.guildId;
  }
}

function buttonsOf(entry: AuditEntry): readonly Button[] {
  switch (entry.kind) {
    case 'job':
    case 'report':
      return logButtonsOfJob(entry.job);
    case 'refusal':
      return logButtonsOfRequest(entry.request.id, entry.request.userId);
    case 'act':
    case 'limit':
    case 'outage':
      return [];
  }
}

async function tell(
  { routes, logChannelOf, retryDeps, log }: AuditDeps,
  guildId: GuildId,
  { kind, message, plain }: Line,
  id: string,
) {
  try {
    const channelId = await logChannelOf(guildId);
    if (channelId === null) return;
    const inWords = (words: OutgoingMessage) =>
      post(words, { channelId, id, purpose: 'audit' }, { routes, retryDeps }, budgetMs);
    await withoutRefusedWords(inWords, { message, plain });
  } catch (error) {
    log.warn({ guildId, entry: kind, error: describeError(error) }, 'the log channel could not be told');
  }
}
