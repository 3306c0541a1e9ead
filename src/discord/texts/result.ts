import { shownLora } from '#catalog/loras.ts';
import type { LoraChoice } from '#catalog/model.ts';
import type { BotError } from '#core/errors.ts';
import { escapeText } from '#i18n/escape.ts';
import { credits, pictures } from '#i18n/money.ts';
import { t } from '#i18n/t.ts';
import type { Delivery, Job } from '#jobs/job.ts';
import type { ImageFile } from '#media/media.ts';
import { limits } from '../messages/limits.ts';
import { editOf } from './edit.ts';
import { strikeText } from './refused.ts';

/** What is shown of a prompt at most. */
const promptCharacters = 1200;
/** What may come around the words: {@link linkedText}, and the marks at the prompt. */
const aroundCharacters = 200;
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
  return `${promptLine(job, Math.min(promptCharacters, room))}\n${below}`;
}

/** The same with none of the member's words: what Discord's own filters refuse keeps nobody from the picture. */
export function plainResultText(delivery: Delivery): string {
  return factsText(delivery, []);
}

function factsText(delivery: Delivery, settings: readonly string[]): string {
  const { job, images, tookMs } = delivery;
  const facts = [
    ...settings.slice(0, 1),
    ...pixelSize(images),
    ...settings.slice(1),
    ...(job.settings.count === 1 ? [] : [pictures(job.came ?? job.settings.count)]),
    credits(job.charged ?? job.credits),
    took(tookMs),
    t('result.member', { member: `<@${job.userId}>` }),
  ];
  return [`-# ${facts.join(' · ')}`, ...firstFrameLine(images), ...shortfall(delivery)].join('\n');
}

function firstFrameLine(images: readonly ImageFile[]): string[] {
  return images.some(({ isFirstFrame }) => isFirstFrame === true) ? [`-# ${t('result.firstFrame')}`] : [];
}

/** The prompt in bold, behind a spoiler where the job is. */
export function promptLine({ settings, isSpoiler }: Job, mostCharacters: number = promptCharacters): string {
  const prompt = `**${escapeText(settings.prompt, mostCharacters)}**`;
  return isSpoiler ? `||${prompt}||` : prompt;
}

/** Where the picture is; null where nobody but its owner could follow the link, or it is not posted (any more). */
export function pictureLink({ guildId, replyTo, state, isRemoved }: Job): string | null {
  if (state !== 'delivered' || isRemoved === true || replyTo.isPrivate || replyTo.messageId === null) return null;
  return `https://discord.com/channels/${guildId}/${replyTo.channelId}/${replyTo.messageId}`;
}

/** The picture in words, for those who cannot see it: one of `of`, from 0. */
export function altText({ settings: { prompt } }: Job, index: number, of: number): string {
  return of === 1 ? prompt : t('result.alt', { number: index + 1, of, prompt });
}

/** One picture of several (or the only one), where its prompt may not be repeated. */
export function plainAltText(index: number, of: number): string {
  return of === 1 ? t('result.altPlain') : t('result.altPlainOf', { number: index + 1, of });
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

function pixelSize([first]: readonly ImageFile[]): string[] {
  return first ? [`${first.widthPx}×${first.heightPx}`] : [];
}

function settingsOf({ settings }: Job): string[] {
  const { steps, quality, resolution, format, loras, images } = settings;
  return [
    ...editOf(images),
    ...(steps === null ? [] : [t('result.steps', { steps })]),
    ...(quality === null ? [] : [t('result.quality', { quality: escapeText(quality, 40) })]),
    ...(resolution === null ? [] : [t('result.resolution', { resolution: escapeText(resolution, 40) })]),
    ...loras.map((lora) => loraText(lora, loras.length)),
    ...(format === null ? [] : [format.toUpperCase()]),
  ];
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
