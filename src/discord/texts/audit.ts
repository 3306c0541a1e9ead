import type { GenerationRequest } from '#catalog/request.ts';
import { BotError, type ErrorCode, type ErrorFacts } from '#core/errors.ts';
import type { EntryKind } from '#credits/credits.ts';
import { escapeText, inlineCode } from '#i18n/escape.ts';
import { actor, credits, pictures } from '#i18n/money.ts';
import { reasonText, wordLists } from '#i18n/reasons.ts';
import { t } from '#i18n/t.ts';
import { untilText } from '#i18n/time.ts';
import type { Job } from '#jobs/job.ts';
import type { AuditEntry, AuditedAct } from '#moderation/notices.ts';
import { isRule } from './errors.ts';
import { editOf, pictureLink } from './result.ts';

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
      return t(`audit.limit.${entry.scope}.${entry.share === 1 ? 'end' : 'near'}`);
    case 'outage':
      return t('audit.outage');
    case 'report':
      return [t('audit.report'), reportLine(entry.byUserId, entry.reason), jobText(entry.job, null)].join('\n');
  }
}

/** The same without anything that a person has typed, for a channel in which Discord refuses the words. */
export function plainAuditText(entry: AuditEntry): string {
  return `${auditText(withoutWords(entry))}\n${wordsRefusedText()}`;
}

/** Says that words are left out, since Discord refused them. */
export function wordsRefusedText(): string {
  return t('audit.wordsRefused');
}

function withoutWords(entry: AuditEntry): AuditEntry {
  switch (entry.kind) {
    case 'job':
      return { ...entry, job: wordless(entry.job) };
    case 'report':
      return { ...entry, job: wordless(entry.job), reason: '' };
    case 'refusal': {
      const { code, message, facts } = entry.error;
      const { matched: _, ...others } = facts;
      return {
        kind: 'refusal',
        request: { ...entry.request, prompt: '' },
        error: new BotError(code, message, others, entry.error),
      };
    }
    case 'act':
      return { ...entry, act: { ...entry.act, reason: '' } };
    case 'limit':
    case 'outage':
      return entry;
  }
}

function wordless(job: Job): Job {
  return { ...job, settings: { ...job.settings, prompt: '', images: [] } };
}

function reportLine(byUserId: string, reason: string): string {
  const member = `<@${byUserId}>`;
  if (reason === '') return t('audit.reportsPlain', { member });
  return t('audit.reports', { member, reason: escapeText(reason, 600) });
}

function jobText(job: Job, error: BotError | null): string {
  const link = pictureLink(job);
  const facts = [
    outcomeOf(job, error),
    where(job),
    escapeText(job.modelTitle, 100),
    moneyOf(job),
    ...editOf(job.settings.images),
    ...(job.replyTo.isPrivate ? [t('audit.private')] : []),
    ...(link ? [t('audit.link', { link })] : []),
  ];
  return `${facts.join(' · ')}${hidden(job.settings.prompt)}${inSmall(failureOf(job, error))}`;
}

function outcomeOf(job: Job, error: BotError | null): string {
  const failure = failureOf(job, error);
  if (failure === null) return picturesOf(job.settings.count, job.came);
  if (failure.startsWith('delivery.')) {
    return t(error?.facts.isKept === false ? 'audit.lost' : 'audit.kept', { why: t(`audit.code.${failure}`) });
  }
  const isFiltered = error?.facts.contentFilter === true;
  return t('audit.noPicture', { why: isFiltered ? t('audit.filtered') : t(`audit.code.${failure}`) });
}

/** Why there is no picture; null where there is one. */
function failureOf({ state, error: code }: Job, error: BotError | null): ErrorCode | null {
  return state === 'delivered' ? null : (error?.code ?? code);
}

function moneyOf({ charged, credits: held }: Job): string {
  if (charged === null) return t('audit.setAside', { credits: credits(held) });
  return charged === 0 ? t('audit.notCharged') : t('audit.charged', { credits: credits(charged) });
}

/** The code, for whoever looks it up. */
function inSmall(code: string | null): string {
  return code === null ? '' : `\n-# ${inlineCode(code)}`;
}

function picturesOf(asked: number, came: number | null): string {
  if (asked === 1) return t('audit.picture');
  const shown = { pictures: pictures(asked) };
  return came === null || came === asked ? t('audit.pictures', shown) : t('audit.picturesCame', { ...shown, came });
}

function where({ userId, channelId }: Pick<Job, 'userId' | 'channelId'>): string {
  return t('audit.where', { member: `<@${userId}>`, channel: `<#${channelId}>` });
}

function refusalText(request: GenerationRequest, { code, facts }: BotError): string {
  const lines = [
    t('audit.refused', { why: whyRefused(code, facts) }),
    where(request),
    ...(facts.list === undefined ? [] : [listText(facts.list)]),
    ...(facts.matched === undefined ? [] : [`||${escapeText(facts.matched, 100)}||`]),
    ...(facts.strikes === undefined ? [] : [t('audit.strike', { strikes: facts.strikes })]),
    ...(facts.suspendedUntilMs === undefined
      ? []
      : [t('audit.suspendedUntil', { until: untilText(facts.suspendedUntilMs) })]),
  ];
  return `${lines.join(' · ')}${hidden(request.prompt)}${inSmall(facts.rule ?? code)}`;
}

function whyRefused(code: ErrorCode, { rule = '' }: ErrorFacts): string {
  return code === 'refused.rules' && isRule(rule) ? t(`audit.rule.${rule}`) : t(`audit.code.${code}`);
}

/** The word list that a prompt hit; one that this version does not know by its name. */
function listText(list: string): string {
  const known = wordLists.find((each) => each === list);
  return known === undefined ? t('audit.list', { list: inlineCode(list) }) : t(`audit.list.${known}`);
}

function actText({ what, byUserId, userId, credits: amount, reason, untilMs }: AuditedAct): string {
  const who = actor(byUserId);
  const facts = [
    t(`deed.${what}`, { who }),
    ...(userId === null || userId === byUserId ? [] : [`<@${userId}>`]),
    ...(amount === null || amount === 0 ? [] : [credits(amount)]),
    ...(untilMs === undefined ? [] : [untilText(untilMs)]),
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
