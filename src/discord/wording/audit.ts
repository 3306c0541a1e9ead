import type { EntryKind } from '../../domain/credits.ts';
import type { BotError } from '../../domain/errors.ts';
import type { Job } from '../../domain/job.ts';
import type { AuditEntry, AuditedAct } from '../../domain/notices.ts';
import type { GenerationRequest } from '../../domain/request.ts';
import { escapeText, inlineCode } from './escape.ts';
import { credits, moment } from './money.ts';
import { pictureLink } from './result.ts';

/** What the log channel says of an entry, within a message. */
export function auditText(entry: AuditEntry): string {
  switch (entry.kind) {
    case 'job':
      return jobText(entry.job, entry.error);
    case 'refusal':
      return refusalText(entry.request, entry.error);
    case 'act':
      return actText(entry.act);
    case 'report':
      return [
        `# Report`,
        `<@${entry.byUserId}> reports a picture: **${escapeText(entry.reason, 600)}**`,
        jobText(entry.job, null),
      ].join('\n');
  }
}

function jobText(job: Job, error: BotError | null): string {
  const link = pictureLink(job);
  const facts = [
    outcomeOf(job, error),
    `<@${job.userId}> in <#${job.channelId}>`,
    escapeText(job.modelTitle, 100),
    job.charged === null ? `${credits(job.credits)} set aside` : `charged ${credits(job.charged)}`,
    ...(job.replyTo.isPrivate ? ['private'] : []),
    ...(link ? [`[picture](${link})`] : []),
  ];
  return `${facts.join(' · ')}${hidden(job.settings.prompt)}`;
}

function outcomeOf({ state, error: code, settings, came }: Job, error: BotError | null): string {
  const shown = error?.code ?? code;
  if (state === 'delivered' || shown === null) return picturesOf(settings.count, came);
  const isFiltered = error?.facts.contentFilter === true;
  return `**No picture** ${inlineCode(shown)}${isFiltered ? ' (content filter)' : ''}`;
}

function picturesOf(asked: number, came: number | null): string {
  if (asked === 1) return '**Picture**';
  return came === null || came === asked ? `**${asked} pictures**` : `**${came} of ${asked} pictures**`;
}

function refusalText(request: GenerationRequest, { code, facts }: BotError): string {
  const lines = [
    `**Refused** ${inlineCode(facts.rule ?? code)}`,
    `<@${request.userId}> in <#${request.channelId}>`,
    ...(facts.list === undefined ? [] : [`list ${inlineCode(facts.list)}`]),
    ...(facts.matched === undefined ? [] : [`||${escapeText(facts.matched, 100)}||`]),
    ...(facts.strikes === undefined ? [] : [`strike ${facts.strikes}`]),
    ...(facts.suspendedUntilMs === undefined ? [] : [`suspended until ${moment(facts.suspendedUntilMs, 'f')}`]),
  ];
  return `${lines.join(' · ')}${hidden(request.prompt)}`;
}

/** Done, by whom, to whom. */
const deeds = {
  open: 'opened the books',
  reserve: 'set credits aside',
  settle: 'spent credits',
  release: 'gave back what was set aside',
  refund: 'refunded',
  grant: 'granted',
  revoke: 'took back',
  give: 'gave',
  add: 'put into the pool',
  remove: 'took out of the pool',
  mode: 'changed the kind of pool',
  refill: 'refilled the pool',
  erase: 'erased a member’s data',
  suspend: 'suspended',
  unsuspend: 'ended the suspension',
  strike: 'gave a strike',
  forgive: 'forgave strikes',
  block: 'blocked words',
  unblock: 'unblocked words',
  cancel: 'stopped a picture',
  approve: 'approved a request',
  decline: 'declined a request',
  report: 'reported a picture',
  delete: 'deleted a picture',
  setup: 'changed the setup',
} as const satisfies Record<EntryKind, string>;

function actText({ what, byUserId, userId, credits: amount, reason }: AuditedAct): string {
  const who = byUserId === null ? 'Easel' : `<@${byUserId}>`;
  const facts = [
    `${who} ${deeds[what]}`,
    ...(userId === null || userId === byUserId ? [] : [`<@${userId}>`]),
    ...(amount === null ? [] : [credits(amount)]),
    ...(reason === '' ? [] : [reasonText(what, escapeText(reason, 700))]),
  ];
  return facts.join(' · ');
}

/** Of a setup the journal has ids in place of channels and roles. */
function reasonText(what: EntryKind, reason: string): string {
  if (what !== 'setup') return reason;
  return reason.replace(/\bchannel (\d{17,20})\b/gu, '<#$1>').replace(/\brole (\d{17,20})\b/gu, '<@&$1>');
}

function hidden(prompt: string): string {
  return prompt === '' ? '' : `\n||${escapeText(prompt, 900)}||`;
}
