import type { EntryKind } from '../../domain/credits.ts';
import type { BotError } from '../../domain/errors.ts';
import type { Job } from '../../domain/job.ts';
import type { AuditEntry, AuditedAct } from '../../domain/notices.ts';
import type { GenerationRequest } from '../../domain/request.ts';
import { editOf } from './edit.ts';
import { escapeText, inlineCode } from './escape.ts';
import { credits, moment, pictures } from './money.ts';
import { reasonText } from './reasons.ts';
import { pictureLink } from './result.ts';
import { say } from './say.ts';
import { textsBy } from './texts-by.ts';

/** What the log channel says of an entry, within a message. */
export function auditText(entry: AuditEntry): string {
  switch (entry.kind) {
    case 'job':
      return jobText(entry.job, entry.error);
    case 'refusal':
      return refusalText(entry.request, entry.error);
    case 'act':
      return actText(entry.act);
    case 'limit':
      return say(`audit.limit.${entry.scope}.${entry.share === 1 ? 'end' : 'near'}`);
    case 'outage':
      return say('audit.outage');
    case 'report':
      return [
        say('audit.report'),
        say('audit.reports', { member: `<@${entry.byUserId}>`, reason: escapeText(entry.reason, 600) }),
        jobText(entry.job, null),
      ].join('\n');
  }
}

function jobText(job: Job, error: BotError | null): string {
  const link = pictureLink(job);
  const facts = [
    outcomeOf(job, error),
    where(job),
    escapeText(job.modelTitle, 100),
    job.charged === null
      ? say('audit.setAside', { credits: credits(job.credits) })
      : say('audit.charged', { credits: credits(job.charged) }),
    ...editOf(job.settings.images),
    ...(job.replyTo.isPrivate ? [say('audit.private')] : []),
    ...(link ? [say('audit.link', { link })] : []),
  ];
  return `${facts.join(' · ')}${hidden(job.settings.prompt)}`;
}

function outcomeOf({ state, error: code, settings, came }: Job, error: BotError | null): string {
  const shown = error?.code ?? code;
  if (state === 'delivered' || shown === null) return picturesOf(settings.count, came);
  if (shown.startsWith('delivery.')) {
    return say(error?.facts.isKept === false ? 'audit.lost' : 'audit.kept', { code: inlineCode(shown) });
  }
  return say(error?.facts.contentFilter === true ? 'audit.filtered' : 'audit.noPicture', { code: inlineCode(shown) });
}

function picturesOf(asked: number, came: number | null): string {
  if (asked === 1) return say('audit.picture');
  const shown = { pictures: pictures(asked) };
  return came === null || came === asked ? say('audit.pictures', shown) : say('audit.picturesCame', { ...shown, came });
}

function where({ userId, channelId }: Pick<Job, 'userId' | 'channelId'>): string {
  return say('audit.where', { member: `<@${userId}>`, channel: `<#${channelId}>` });
}

function refusalText(request: GenerationRequest, { code, facts }: BotError): string {
  const lines = [
    say('audit.refused', { rule: inlineCode(facts.rule ?? code) }),
    where(request),
    ...(facts.list === undefined ? [] : [say('audit.list', { list: inlineCode(facts.list) })]),
    ...(facts.matched === undefined ? [] : [`||${escapeText(facts.matched, 100)}||`]),
    ...(facts.strikes === undefined ? [] : [say('audit.strike', { strikes: facts.strikes })]),
    ...(facts.suspendedUntilMs === undefined
      ? []
      : [say('audit.suspendedUntil', { when: moment(facts.suspendedUntilMs, 'f') })]),
  ];
  return `${lines.join(' · ')}${hidden(request.prompt)}`;
}

function actText({ what, byUserId, userId, credits: amount, reason }: AuditedAct): string {
  const who = byUserId === null ? 'Easel' : `<@${byUserId}>`;
  const facts = [
    say(`deed.${what}`, { who }),
    ...(userId === null || userId === byUserId ? [] : [`<@${userId}>`]),
    ...(amount === null ? [] : [credits(amount)]),
    ...(reason === '' ? [] : [actReason(what, escapeText(reasonText(reason), 700))]),
  ];
  return facts.join(' · ');
}

/** Of a setup the journal has ids in place of channels and roles. */
function actReason(what: EntryKind, reason: string): string {
  if (what !== 'setup') return reason;
  return reason.replace(/\bchannel (\d{17,20})\b/gu, '<#$1>').replace(/\brole (\d{17,20})\b/gu, '<@&$1>');
}

function hidden(prompt: string): string {
  return prompt === '' ? '' : `\n||${escapeText(prompt, 900)}||`;
}

/** What the journal keeps of acts for which nobody gives a reason. */
export const journalTexts = textsBy(['cancelButton', 'ownPicture', 'setup'], (act) => say(`journal.${act}`));
