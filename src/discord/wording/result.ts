import type { Delivery, ImageFile, Job } from '../../domain/job.ts';
import type { LoraChoice } from '../../domain/model.ts';
import { escapeText } from './escape.ts';
import { credits } from './money.ts';

/** The words above a finished picture: the prompt, and everything needed to make it again. */
export function resultText({ job, images, tookMs }: Delivery): string {
  const facts = [
    escapeText(job.modelTitle, 150),
    ...pixelSize(images),
    ...settingsOf(job),
    credits(job.charged ?? job.credits),
    took(tookMs),
    `for <@${job.userId}>`,
  ];
  return `${promptLine(job)}\n-# ${facts.join(' · ')}`;
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

/** The picture in words, for those who cannot see it. */
export function altText(job: Job): string {
  return job.settings.prompt;
}

/** Put above a reply that could not go where the request was made. */
export function linkedText(link: string | null, userId: string, text: string): string {
  return link === null ? `For <@${userId}>:\n${text}` : `For <@${userId}>, as asked in ${link}\n${text}`;
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
