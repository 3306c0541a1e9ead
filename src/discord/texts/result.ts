import type { FormValue, FormValues } from '#catalog/form.ts';
import { shownLora } from '#catalog/loras.ts';
import type { LoraChoice } from '#catalog/model.ts';
import type { BotError } from '#core/errors.ts';
import { escapeText } from '#i18n/escape.ts';
import { credits, moment, pictures } from '#i18n/money.ts';
import { t } from '#i18n/t.ts';
import type { Delivery, Job, Progress } from '#jobs/job.ts';
import type { MediaLink } from '#media/kept-media.ts';
import type { MediaFile, MediaKind, SourceImage } from '#media/media.ts';
import { limits } from '../messages/limits.ts';
import { strikeText } from './errors.ts';

/** What is shown of a prompt at most. */
const promptCharacters = 1200;
/** What may come around the words: {@link linkedText}, and the marks at the prompt. */
const aroundCharacters = 500;
/** All LoRAs of a picture share these. */
const loraCharacters = { files: 240, file: 160, words: 100 } as const;

/**
 * The words above finished pictures: the prompt, everything needed to make them again, and what is missing. The prompt gives
 * way where a message has not room for all, never what is said of money.
 */
export function resultText(delivery: Delivery): string {
  const { job } = delivery;
  const below = factsText(delivery, [escapeText(job.modelTitle, 150), ...settingsOf(job)]);
  const room = limits.contentCharacters - aroundCharacters - below.length;
  return linesOf(promptLine(job, Math.min(promptCharacters, room)), below);
}

function linesOf(...lines: readonly string[]): string {
  return lines.filter((line) => line !== '').join('\n');
}

/** The same with none of the member's words: what Discord's own filters refuse keeps nobody from the picture. */
export function plainResultText(delivery: Delivery): string {
  return factsText(delivery, []);
}

function factsText(delivery: Delivery, settings: readonly string[]): string {
  const { job, media, tookMs } = delivery;
  const facts = [
    ...settings.slice(0, 1),
    ...pixelSize(media),
    ...lengthOf(media),
    ...settings.slice(1),
    ...(job.settings.count === 1 ? [] : [pictures(job.came ?? job.settings.count)]),
    credits(job.charged ?? job.credits),
    took(tookMs),
    t('result.member', { member: `<@${job.userId}>` }),
  ];
  return [`-# ${facts.join(' · ')}`, ...firstFrameLine(media), ...shortfall(delivery)].join('\n');
}

function firstFrameLine(media: readonly MediaFile[]): string[] {
  return media.some((file) => 'isFirstFrame' in file && file.isFirstFrame === true)
    ? [`-# ${t('result.firstFrame')}`]
    : [];
}

/** The prompt in bold, behind a spoiler where the job is; else the title of a song. Empty where there were no words. */
export function promptLine({ settings, isSpoiler }: Job, mostCharacters: number = promptCharacters): string {
  const words = settings.prompt || String(settings.form?.title ?? '');
  if (words === '') return '';
  const prompt = `**${escapeText(words, mostCharacters)}**`;
  return isSpoiler ? `||${prompt}||` : prompt;
}

/** Where the picture is; null where nobody but its owner could follow the link, or it is not posted (any more). */
export function pictureLink({ guildId, replyTo, state, isRemoved }: Job): string | null {
  if (state !== 'delivered' || isRemoved === true || replyTo.isPrivate || replyTo.messageId === null) return null;
  return `https://discord.com/channels/${guildId}/${replyTo.channelId}/${replyTo.messageId}`;
}

/** The result in words, for those who cannot see or hear it: one of `of`, from 0. */
export function altText({ settings: { prompt }, output = 'image' }: Job, index: number, of: number): string {
  if (prompt === '') return plainAltText(index, of, output);
  if (output !== 'image') return t(`result.alt.${output}`, { prompt });
  return of === 1 ? prompt : t('result.alt', { number: index + 1, of, prompt });
}

/** One picture of several (or the only one), where its prompt may not be repeated. */
export function plainAltText(index: number, of: number, output: MediaKind = 'image'): string {
  if (output !== 'image') return t('result.madeWith');
  return of === 1 ? t('result.altPlain') : t('result.altPlainOf', { number: index + 1, of });
}

/** Where a file is that is too large for the channel. */
export function linkText({ url, untilMs }: MediaLink): string {
  return t('result.link', { link: `<${url}>`, when: moment(untilMs, 'R') });
}

/** Left where a picture could not be put, once it is somewhere else. */
export function movedText(link: string | null): string {
  return link === null ? t('result.moved') : t('result.movedTo', { link });
}

/** Put above a reply that could not go where the request was made. */
export function linkedText(link: string | null, userId: string, text: string): string {
  const member = `<@${userId}>`;
  return `${link === null ? t('result.for', { member }) : t('result.forAsAsked', { member, link })}\n${text}`;
}

/** Told where fewer came than were asked for: that they are not paid, and why they are missing. */
function shortfall({ job, missed, billed = 0 }: Delivery): string[] {
  const { came, settings, charged } = job;
  if (came === null || came >= settings.count) return [];
  const numbers = { came, asked: settings.count, paid: came + billed };
  const what = t(charged === 0 ? 'result.cameFree' : 'result.came', numbers);
  const why = missed ? [whyMissed(missed)] : [];
  return [[what, ...why, ...(billed > 0 ? [t('result.restBilled', { count: billed })] : [])].join(' ')];
}

function whyMissed({ code, facts }: BotError): string {
  if (facts.contentFilter === true) return `${t('result.restFiltered')}${strikeText(facts)}`;
  if (code.startsWith('cancelled.')) return t('result.restStopped');
  if (code === 'provider.timeout') return t('result.restTimeout');
  return t(code === 'media.unfetchable' ? 'result.restUnfetchable' : 'result.restNotMade');
}

function lengthOf([first]: readonly MediaFile[]): string[] {
  const ms = first !== undefined && 'path' in first ? first.durationMs : null;
  return ms === null ? [] : [t('result.length', { seconds: Math.max(1, Math.round(ms / 1000)) })];
}

function pixelSize([first]: readonly MediaFile[]): string[] {
  return first?.widthPx && first.heightPx ? [`${first.widthPx}×${first.heightPx}`] : [];
}

function settingsOf({ settings }: Job): string[] {
  const { steps, quality, resolution, format, loras, images, form } = settings;
  return [
    ...(form === undefined ? editOf(images) : formFacts(form)),
    ...(steps === null ? [] : [t('result.steps', { steps })]),
    ...(quality === null ? [] : [t('result.quality', { quality: escapeText(quality, 40) })]),
    ...(resolution === null ? [] : [t('result.resolution', { resolution: escapeText(resolution, 40) })]),
    ...loras.map((lora) => loraText(lora, loras.length)),
    ...(format === null ? [] : [format.toUpperCase()]),
  ];
}

/** What was chosen in a form, but for what the file shows itself. */
function formFacts({ sound, voice, scale, style, negative, seed }: FormValues): string[] {
  const said = (value: FormValue | undefined) => escapeText(String(value ?? ''), 60);
  return [
    ...(sound === undefined ? [] : [t(isYes(sound) ? 'result.sound' : 'result.noSound')]),
    ...(voice === undefined ? [] : [t('result.voice', { voice: said(voice) })]),
    ...(scale === undefined ? [] : [t('result.scale', { scale: said(scale) })]),
    ...(style === undefined ? [] : [t('result.style', { style: said(style) })]),
    ...(negative === undefined ? [] : [t('result.negative', { negative: said(negative) })]),
    ...(seed === undefined ? [] : [t('result.seed', { seed: said(seed) })]),
  ];
}

function isYes(value: FormValue): boolean {
  return value === true || value === 'true' || value === 'yes';
}

function loraText({ file, strength, triggerWords = [] }: LoraChoice, of: number): string {
  const { files, file: most, words } = loraCharacters;
  const lora = escapeText(shownLora(file), Math.min(most, Math.floor(files / of)));
  if (triggerWords.length === 0) return t('result.lora', { lora, strength });
  return t('result.loraWithWords', {
    lora,
    strength,
    words: escapeText(triggerWords.join(', '), Math.floor(words / of)),
  });
}

function took(tookMs: number): string {
  const seconds = Math.max(1, Math.round(tookMs / 1000));
  if (seconds < 120) return t('result.seconds', { seconds });
  return t('result.minutes', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
}

/** What a picture was made from besides its words; empty for words alone. */
export function editOf({ length: count }: readonly SourceImage[]): readonly string[] {
  return count === 0 ? [] : [t('result.edit', { count })];
}

/** Expected moments are rounded to this, so that a wobbling estimate is not an edit each time. */
const stepMs = 5000;
const barCells = 10;

/** What the reply says while the picture is on its way; `isPlain` leaves the member's words out. */
export function progressText(job: Job, progress: Progress, isPlain = false): string {
  return linesOf(isPlain ? '' : promptLine(job), subjectLine(job), progressLine(progress, job.output));
}

function subjectLine({ modelTitle, credits: held, settings }: Job): string {
  const subject = { model: escapeText(modelTitle, 150), credits: credits(held) };
  if (settings.count === 1) return t('progress.subject', subject);
  return t('progress.subjectSeveral', { ...subject, pictures: pictures(settings.count) });
}

/** The one line that changes. Its countdown runs by itself in the reader's client. */
export function progressLine(progress: Progress, output: MediaKind = 'image'): string {
  switch (progress.kind) {
    case 'starting':
    case 'cancelling':
      return t(`progress.${progress.kind}`);
    case 'in_line':
      return t('progress.inLine', { place: progress.place });
    case 'looking':
      return t('progress.looking', { count: progress.pictures });
    case 'queued':
      return withEnd(queuePlace(progress.ahead), progress.expectedAtMs);
    case 'running':
      return withEnd(doneOf(progress, output), progress.expectedAtMs);
    case 'overdue':
      return t('progress.overdue', { when: moment(progress.untilMs, 't') });
  }
}

function queuePlace(ahead: number | null): string {
  if (ahead === null) return t('progress.queued');
  return ahead === 0 ? t('progress.next') : t('progress.ahead', { ahead });
}

function doneOf({ fraction, done }: Extract<Progress, { kind: 'running' }>, output: MediaKind): string {
  const progress = running(fraction, output);
  return done === undefined ? progress : t('progress.done', { progress, jobs: done.jobs, of: done.of });
}

function running(fraction: number | null, output: MediaKind): string {
  const isPicture = output === 'image';
  if (fraction === null) return t(isPicture ? 'progress.painting' : 'progress.making');
  const share = Math.min(1, Math.max(0, fraction));
  const full = Math.floor(share * barCells);
  const bar = `${'▰'.repeat(full)}${'▱'.repeat(barCells - full)}`;
  return t(isPicture ? 'progress.paintingBar' : 'progress.makingBar', { bar, percent: Math.round(share * 100) });
}

function withEnd(progress: string, atMs: number | null): string {
  if (atMs === null) return t('progress.soon', { progress });
  return t('progress.readyAt', { progress, when: moment(Math.ceil(atMs / stepMs) * stepMs, 'R') });
}
