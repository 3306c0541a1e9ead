import type { BotError } from '../../domain/errors.ts';
import type { Delivery, ImageFile, Job } from '../../domain/job.ts';
import type { LoraChoice } from '../../domain/model.ts';
import { escapeText } from './escape.ts';
import { credits } from './money.ts';
import { strikeText } from './rules.ts';

/** The words above finished pictures: the prompt, everything needed to make them again, and what is missing. */
export function resultText(delivery: Delivery): string {
  const { job, images, tookMs } = delivery;
  const facts = [
    escapeText(job.modelTitle, 150),
    ...pixelSize(images),
    ...settingsOf(job),
    ...(job.settings.count === 1 ? [] : [pictures(job.came ?? job.settings.count)]),
    credits(job.charged ?? job.credits),
    took(tookMs),
    `for <@${job.userId}>`,
  ];
  return [`${promptLine(job)}`, `-# ${facts.join(' · ')}`, ...shortfall(delivery)].join('\n');
}

/** The prompt in bold, behind a spoiler where the job is. */
export function promptLine({ settings, isSpoiler }: Job): string {
  const prompt = `**${escapeText(settings.prompt, 1200)}**`;
  return isSpoiler ? `||${prompt}||` : prompt;
}

/** Where the picture is; null where nobody but its owner could follow the link, or it is not posted (any more). */
export function pictureLink({ guildId, replyTo, state, isRemoved }: Job): string | null {
  if (state !== 'delivered' || isRemoved === true || replyTo.isPrivate || replyTo.messageId === null) return null;
  return `https://discord.com/channels/${guildId}/${replyTo.channelId}/${replyTo.messageId}`;
}

/** How many pictures were asked for, where it is more than one. */
export function severalOf({ settings }: Job): string[] {
  return settings.count === 1 ? [] : [pictures(settings.count)];
}

/** `1 picture`, `4 pictures`. */
export function pictures(count: number): string {
  return count === 1 ? '1 picture' : `${count} pictures`;
}

/** The picture in words, for those who cannot see it: one of `of`, from 0. */
export function altText({ settings }: Job, index: number, of: number): string {
  return of === 1 ? settings.prompt : `${index + 1} of ${of}: ${settings.prompt}`;
}

/** Put above a reply that could not go where the request was made. */
export function linkedText(link: string | null, userId: string, text: string): string {
  return link === null ? `For <@${userId}>:\n${text}` : `For <@${userId}>, as asked in ${link}\n${text}`;
}

/** Told where fewer came than were asked for: that they are not paid, and why they are missing. */
function shortfall({ job, missed }: Delivery): string[] {
  const { came, settings, charged } = job;
  if (came === null || came >= settings.count) return [];
  const paid = charged === 0 ? 'you were not charged' : `you were charged for ${came}`;
  return [`${came} of ${settings.count} came; ${paid}.${missed ? ` ${whyMissed(missed)}` : ''}`];
}

function whyMissed({ code, facts }: BotError): string {
  if (facts.contentFilter === true) {
    return `The content filter of the image service refused the rest.${strikeText(facts)}`;
  }
  if (code.startsWith('cancelled.')) return 'The rest was stopped.';
  if (code === 'provider.timeout') return 'The rest took far too long.';
  if (code === 'images.unfetchable') return 'The rest could not be fetched from the image service.';
  return 'The image service did not make the rest.';
}

function pixelSize([first]: readonly ImageFile[]): string[] {
  return first ? [`${first.widthPx}×${first.heightPx}`] : [];
}

function settingsOf({ settings }: Job): string[] {
  const { steps, quality, resolution, format, loras } = settings;
  return [
    ...(steps === null ? [] : [`${steps} steps`]),
    ...(quality === null ? [] : [`quality ${escapeText(quality, 40)}`]),
    ...(resolution === null ? [] : [`resolution ${escapeText(resolution, 40)}`]),
    ...loras.map(loraText),
    ...(format === null ? [] : [format.toUpperCase()]),
  ];
}

function loraText({ file, strength, triggerWords = [] }: LoraChoice): string {
  const words = triggerWords.length === 0 ? '' : ` with “${escapeText(triggerWords.join(', '), 100)}”`;
  return `LoRA ${escapeText(file, 160)} at ${strength}${words}`;
}

function took(tookMs: number): string {
  const seconds = Math.max(1, Math.round(tookMs / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
