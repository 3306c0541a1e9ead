import { isFarAhead } from '#core/clock.ts';
import type { UserId } from '#core/ids.ts';
import type { EntryKind, LedgerEntry } from '#credits/credits.ts';
import { type CancelResult, jobLabel } from '#discord/texts/answers.ts';
import { type GuildSettings, type MemberRecord, suspensionEndsAtMs } from '#guilds/guild-settings.ts';
import { cut, escapeText, inlineCode } from '#i18n/escape.ts';
import { actor, credits, mention, moment, pictures as picturesText } from '#i18n/money.ts';
import { reasonText } from '#i18n/reasons.ts';
import { t } from '#i18n/t.ts';
import { untilInText, untilText } from '#i18n/time.ts';
import type { Job } from '#jobs/job.ts';
import { maxPhraseCharacters, type PhraseFault } from '#moderation/word-filter/word-filter.ts';
import type { HistoryLine } from '../history-lines.ts';

/** Ends every answer about something that was done. */
function written(what: string): string {
  return `${what} ${t('mod.written')}`;
}

/** `/mod grant`, with the member's new bonus and the pool. */
export function grantText(userId: UserId, granted: number, now: { bonus: number; pool: number | 'unlimited' }): string {
  const facts = { credits: credits(granted), member: `<@${userId}>`, bonus: credits(now.bonus) };
  const pool = now.pool === 'unlimited' ? t('mod.poolUnlimited') : t('mod.poolLeft', { credits: credits(now.pool) });
  return written(`${t('mod.granted', facts)} ${pool}`);
}

/** `/mod grant` for more than there is. */
export function poolTooSmallText(left: number | undefined): string {
  return left === undefined ? t('mod.poolTooSmall') : t('mod.poolHasOnly', { credits: credits(left) });
}

/** `/mod revoke`: what was asked for, what could be taken, and the new bonus. */
export function revokeText(
  userId: UserId,
  { asked, taken, bonus }: { readonly asked: number; readonly taken: number; readonly bonus: number },
): string {
  const member = `<@${userId}>`;
  if (taken === 0) return t('mod.nothingToTake', { member });
  const took = { credits: credits(taken), member };
  return written(taken < asked ? t('mod.tookAll', took) : t('mod.took', { ...took, left: credits(bonus) }));
}

/** `/mod refund`, with the member's new bonus. */
export function refundText(job: Job, returned: number, bonus: number): string {
  const facts = { credits: credits(returned), picture: picture(job), member: `<@${job.userId}>` };
  return written(t('mod.refunded', { ...facts, bonus: credits(bonus) }));
}

/** `/mod suspend`. */
export function suspendText(userId: UserId, untilMs: number): string {
  return written(t('mod.suspended', { member: `<@${userId}>`, until: untilInText(untilMs) }));
}

/** `/mod unsuspend`. */
export function unsuspendText(userId: UserId, wasSuspended: boolean): string {
  const member = `<@${userId}>`;
  return wasSuspended ? written(t('mod.unsuspended', { member })) : t('mod.notSuspended', { member });
}

/** `/mod cancel`. */
export function modCancelText(result: CancelResult, job: Job | null): string {
  if (result === 'not_found' || result === 'not_yours') return t('mod.noJob');
  const which =
    job === null ? t('mod.thePicture') : t('mod.pictureOf', { picture: picture(job), member: `<@${job.userId}>` });
  const text = t(`mod.cancel.${result}`, { picture: which });
  return result === 'cancelled' || result === 'asked' ? written(text) : text;
}

/** A job among the suggestions of `/mod cancel` and `/mod refund`: plain text, no markdown there. */
export function modJobLabel(job: Job): string {
  const end = ` ${t('mod.jobEnd', { credits: credits(job.charged ?? job.credits), idEnd: job.userId.slice(-4) })}`;
  return `${cut(jobLabel(job), 100 - end.length)}${end}`;
}

const shownStrikes = 8;

/** `/mod strikes`: the newest first. */
export function strikesText(userId: UserId, record: MemberRecord, nowMs: number): string {
  const { strikes } = record;
  const active = strikes.filter(({ isForgiven }) => !isForgiven).length;
  const count = strikeCount(`<@${userId}>`, active, strikes.length - active);
  const lines = strikes
    .slice(-shownStrikes)
    .reverse()
    .map((each) => strikeLine(each, nowMs));
  const older = strikes.length - shownStrikes;
  const rest = older > 0 ? [t('mod.olderStrikes', { older })] : [];
  return [count, ...suspensionLines(record, nowMs), ...lines, ...rest].join('\n');
}

/** What `/mod strikes forgive` did; stands above {@link strikesText}. */
export function forgivenText(forgiven: number): string {
  return forgiven === 0 ? t('mod.nothingToForgive') : written(t('mod.forgave', { count: forgiven }));
}

function strikeLine({ atMs, reason, byUserId, isForgiven }: MemberRecord['strikes'][number], nowMs: number): string {
  return t(isForgiven ? 'mod.strikeForgiven' : 'mod.strike', {
    when: isFarAhead(atMs, nowMs) ? t('mod.strikeUndated') : moment(atMs, 'f'),
    reason: escapeText(reasonText(reason), 110) || t('mod.noReason'),
    moderator: actor(byUserId),
  });
}

function suspensionLines(record: MemberRecord, nowMs: number): string[] {
  const { suspensionReason, suspendedBy } = record;
  const untilMs = suspensionEndsAtMs(record, nowMs);
  if (untilMs === null) return [];
  const reason = escapeText(reasonText(suspensionReason), 200) || t('mod.noReason');
  return [t('mod.suspension', { until: untilInText(untilMs), moderator: actor(suspendedBy), reason })];
}

function strikeCount(member: string, count: number, forgiven: number): string {
  if (count === 0) {
    return forgiven === 0 ? t('mod.noStrikes', { member }) : t('mod.noStrikesButForgiven', { member, forgiven });
  }
  return forgiven === 0
    ? t('mod.strikes', { member, count })
    : t('mod.strikesAndForgiven', { member, count, forgiven });
}

/** Prompts of others are behind a spoiler. */
function picture({ settings, modelTitle }: Job): string {
  const prompt = escapeText(settings.prompt, 200);
  return prompt === '' ? t('mod.pictureBy', { model: escapeText(modelTitle, 60) }) : `||${prompt}||`;
}

/** How many lines of {@link modHistoryText} fit a message whatever is in them. */
export const modHistoryPageSize = 6;

/** One page of `/mod history`, the newest first; `beforeSeq` null is the newest page. `suspendedUntilMs` null: not now. */
export function modHistoryText(
  { userId, suspendedUntilMs }: { readonly userId: UserId; readonly suspendedUntilMs: number | null },
  lines: readonly HistoryLine[],
  beforeSeq: number | null,
): string {
  const member = `<@${userId}>`;
  if (lines.length === 0) {
    return beforeSeq === null
      ? t('modHistory.none', { member })
      : t('modHistory.noneBefore', { member, entry: beforeSeq });
  }
  const suspension =
    suspendedUntilMs === null ? [] : [t('modHistory.suspended', { until: untilText(suspendedUntilMs) })];
  const shown = lines.map((line) => lineText(line, userId));
  return [t('modHistory.heading', { member }), ...suspension, ...shown].join('\n');
}

/** Acts after which it matters how much bonus there is. */
const touchesBonus: ReadonlySet<EntryKind> = new Set<EntryKind>(['grant', 'revoke', 'give', 'refund']);

function lineText({ entry, job }: HistoryLine, member: UserId): string {
  const { seq, atMs, reason, bonusAfter, kind } = entry;
  const parts = [
    t('modHistory.line', { entry: seq, when: moment(atMs, 'f'), what: whatText(entry, member) }),
    ...byWhom(entry, member),
    ...(reason === '' ? [] : [escapeText(reasonText(reason), 60)]),
    ...(touchesBonus.has(kind) && bonusAfter !== null ? [t('modHistory.bonus', { bonus: bonusAfter })] : []),
    ...(job === null ? [] : jobTexts(entry, job)),
  ];
  return parts.join(' · ');
}

/** What happened, from the member's side, with the amount where credits moved. */
function whatText(
  { kind, credits: amount, byUserId, userId, pictures, fromPool }: LedgerEntry,
  member: UserId,
): string {
  if (kind === 'give') {
    return byUserId === member
      ? t('modHistory.gave', { credits: credits(amount), member: mention(userId ?? '') })
      : t('modHistory.got', { credits: credits(amount), member: mention(byUserId ?? '') });
  }
  if (kind === 'revoke' && amount === 0) return t('modHistory.nothingTaken');
  const what = t(`modHistory.${kind}`);
  const moved = amount > 0 ? t('modHistory.amount', { what, credits: credits(amount) }) : what;
  if (fromPool !== undefined) return t('modHistory.fromPool', { what: moved, credits: credits(fromPool) });
  if (pictures === undefined) return moved;
  return t('modHistory.forPictures', { what: moved, pictures: picturesText(pictures) });
}

/** Who did it, unless the member did, or a gift names both already. */
function byWhom({ kind, byUserId }: LedgerEntry, member: UserId): string[] {
  return byUserId === null || byUserId === member || kind === 'give'
    ? []
    : [t('modHistory.by', { member: mention(byUserId) })];
}

/** The id is what `/mod refund` takes. */
function jobTexts({ kind }: LedgerEntry, job: Job): string[] {
  const { channelId, messageId, isPrivate } = job.replyTo;
  const link = `https://discord.com/channels/${job.guildId}/${channelId}/${messageId}`;
  return [
    ...(isPrivate || messageId === null ? [] : [t('modHistory.picture', { link })]),
    ...(kind === 'settle' ? [t('modHistory.job', { id: inlineCode(job.id) })] : []),
  ];
}

/** The words that a guild has set. */
export type WordLists = GuildSettings['words'];

/** What each change of a phrase does to which list. */
export const phraseLists = {
  block: { list: 'blocked', isAdding: true },
  unblock: { list: 'blocked', isAdding: false },
  allow: { list: 'allowed', isAdding: true },
  disallow: { list: 'allowed', isAdding: false },
} as const;

/** @see phraseLists */
export type PhraseKind = keyof typeof phraseLists;

/** One change of the words. */
export type WordChange =
  | { readonly kind: PhraseKind; readonly phrase: string }
  | { readonly kind: 'profanity'; readonly isOn: boolean };

/** Why a change changes nothing. */
export type WordObjection = 'already' | 'missing' | 'full';

/** The most phrases of one list. */
export const maxPhrases = 500;

/** Why a typed phrase cannot be kept. */
export function phraseFaultText(fault: PhraseFault): string {
  return fault === 'too_long' ? t('words.too_long', { most: maxPhraseCharacters }) : t(`words.${fault}`);
}

/** A change in the past tense; `show` formats its phrase. */
function wordChangeText(change: WordChange, show: (phrase: string) => string): string {
  if (change.kind === 'profanity') return t(change.isOn ? 'words.profanityOn' : 'words.profanityOff');
  return t(`words.${change.kind}`, { phrase: show(change.phrase) });
}

/** What was changed and why, as the journal keeps it: plain text of at most 500 characters. */
export function wordReason(changes: readonly WordChange[], reason: string): string {
  const done = changes.map((change) => wordChangeText(change, (phrase) => t('words.quoted', { phrase }))).join(', ');
  return cut(`${reason} (${done})`, 500);
}

/** What was done about the words, and what was not: a change with an objection. */
export function wordsDoneText(
  judged: readonly { readonly change: WordChange; readonly objection: WordObjection | null }[],
): string {
  const done = judged.filter(({ objection }) => objection === null);
  const rest = judged.flatMap(({ change, objection }) =>
    objection === null ? [] : [objectionText(change, objection)],
  );
  if (done.length === 0) return [...rest, t('words.nothing')].join(' ');
  const changes = done.map(({ change }) => wordChangeText(change, inlineCode)).join(', ');
  return [t('words.done', { changes }), ...rest].join(' ');
}

/** A blocked phrase that the allowed list exempts. */
export function stillAllowedText(phrase: string): string {
  return t('words.stillAllowed', { phrase: inlineCode(phrase) });
}

function objectionText(change: WordChange, objection: WordObjection): string {
  if (change.kind === 'profanity') return t(change.isOn ? 'words.profanityOnAlready' : 'words.profanityOffAlready');
  const { list } = phraseLists[change.kind];
  return t(`words.${list}.${objection}`, { phrase: inlineCode(change.phrase), most: maxPhrases });
}

const blockedCharacters = 900;
const allowedCharacters = 450;

/** `/mod blocklist`; `isWhole` is false where phrases were left out, which then go into a file. */
export function wordListsText({ profanity, blocked, allowed }: WordLists): { text: string; isWhole: boolean } {
  const shownBlocked = listed(blocked, blockedCharacters);
  const shownAllowed = listed(allowed, allowedCharacters);
  const text = [
    profanityText(profanity),
    t('words.blocked', { number: blocked.length, phrases: shownBlocked.text }),
    t('words.allowed', { number: allowed.length, phrases: shownAllowed.text }),
    t('words.always'),
  ];
  return { text: text.join('\n'), isWhole: shownBlocked.left === 0 && shownAllowed.left === 0 };
}

function profanityText(isOn: boolean): string {
  return t(isOn ? 'words.profanityIsOn' : 'words.profanityIsOff');
}

/** Every phrase, one a line. */
export function wordListsFile({ profanity, blocked, allowed }: WordLists): string {
  return [
    profanityText(profanity),
    '',
    t('words.blockedHeading', { number: blocked.length }),
    ...blocked,
    '',
    t('words.allowedHeading', { number: allowed.length }),
    ...allowed,
    '',
  ].join('\n');
}

/** As many as fit, in the order in which they were added. */
function listed(phrases: readonly string[], maxCharacters: number): { text: string; left: number } {
  const shown: string[] = [];
  let characters = 0;
  for (const phrase of phrases) {
    characters += inlineCode(phrase).length + 2;
    if (characters > maxCharacters) break;
    shown.push(inlineCode(phrase));
  }
  const left = phrases.length - shown.length;
  const more = left > 0 ? [t('words.moreInFile', { left })] : [];
  return { text: [...shown, ...more].join(', ') || t('words.none'), left };
}
