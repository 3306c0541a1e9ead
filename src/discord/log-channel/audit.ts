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

interface AuditDeps {
  readonly routes: MessageRoutes;
  /** Null where the guild has no log channel. @throws {@link BotError} `store.unavailable` */
  readonly logChannelOf: (guildId: GuildId) => Promise<ChannelId | null>;
  readonly retryDeps: RetryDeps;
  readonly log: Log;
  /** Tells the messages of this process from those of others. None share the work when left out. */
  readonly processName?: string | undefined;
}

/** An audit that can be waited for before a process ends. */
export interface ChannelAudit extends Audit {
  /** Resolves when nothing waits to be posted. */
  idle(): Promise<void>;
}

/** Entries that wait for one guild's channel; beyond them the oldest is dropped, since the journal has it all. */
export const mostWaiting = 100;
const budgetMs = 30_000;

/** Posts to each guild's log channel in the background, one message after the other. */
export function createAudit(deps: AuditDeps): ChannelAudit {
  const { retryDeps, log, processName = '' } = deps;
  const waiting = new Map<GuildId, Line[]>();
  const running = new Set<Promise<void>>();
  const startedAtMs = retryDeps.clock.now();
  let count = 0;

  const drain = async (guildId: GuildId, lines: Line[]): Promise<void> => {
    for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
      count += 1;
      // Equal entries are different messages; one that is tried twice is the same.
      await tell(deps, guildId, line, `${processName}:${startedAtMs}:${count}`);
    }
    waiting.delete(guildId);
  };

  return {
    write(entry) {
      const { guildId } = placeOf(entry);
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

interface Line {
  readonly kind: AuditEntry['kind'];
  readonly message: OutgoingMessage;
  /** Without the words of members and moderators, for when Discord refuses them. */
  readonly plain: OutgoingMessage;
}

/** Of the server's language: an act without one was done in an interaction of that server. */
function messageOf(entry: AuditEntry, textOf: (entry: AuditEntry) => string): OutgoingMessage {
  const { guildLocale, buttons = () => [] } = placeOf(entry);
  const message = () => ({ content: textOf(entry), buttons: buttons() });
  return guildLocale === undefined ? withGuildLocale(message) : withLocale(guildLocale, message);
}

/** The server of an entry, its language where the entry knows it, and the buttons below the entry. */
function placeOf(entry: AuditEntry): {
  readonly guildId: GuildId;
  readonly guildLocale?: string | null;
  readonly buttons?: () => readonly Button[];
} {
  switch (entry.kind) {
    case 'job':
    case 'report': {
      const { job } = entry;
      const buttons = () => logButtonsOfJob(job);
      return { guildId: job.guildId, guildLocale: job.replyTo.guildLocale, buttons };
    }
    case 'refusal': {
      const { id, userId, guildId, guildLocale } = entry.request;
      return { guildId, guildLocale, buttons: () => logButtonsOfRequest(id, userId) };
    }
    case 'act': {
      const { guildId, guildLocale } = entry.act;
      return guildLocale ? { guildId, guildLocale } : { guildId };
    }
    case 'limit':
      return { guildId: entry.guildId };
    case 'outage':
      return entry;
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
