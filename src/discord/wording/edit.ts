import type { SourceImage } from '../../domain/request.ts';
import { escapeText, inlineCode } from './escape.ts';

/** The name of the message command; at most 32 characters. */
export const editMessageName = 'Edit with Easel';

const free = 'You were not charged.';

/** The answers to an edit that does not begin. */
export const editTexts = {
  noEditor: `No model here can edit pictures. ${free}`,
  noPicture: `There is no picture in this message. Use it on a message with a PNG, JPEG or WebP picture. ${free}`,
  gone: `That picture is not there any more. Attach it with ${inlineCode('/edit')} instead. ${free}`,
  notYours: `This picture was private: only the one who asked for it can edit it here. ${free}`,
} as const;

/** The form of an edit; each text at most 45 characters. */
export const editForm = {
  title: 'Edit this picture',
  prompt: 'What should change?',
  model: 'Model',
  size: 'Size: 16:9, 1024x768, or empty',
} as const;

/** What a picture was made from besides its words; empty for words alone. */
export function editOf({ length }: readonly SourceImage[]): readonly string[] {
  if (length === 0) return [];
  return [length === 1 ? 'edit of a picture' : `edit of ${length} pictures`];
}

/** The same for those who decide about it, with where to look. */
export function editLines(images: readonly SourceImage[]): readonly string[] {
  const links = images.map(({ url, name }, index) => `[${escapeText(name, 40) || index + 1}](<${url}>)`);
  return images.length === 0 ? [] : [`- It edits: ${links.join(', ')}`];
}

/** A model that makes pictures from words alone was named. */
export function cannotEditText(title: string, editors: readonly string[]): string {
  return `${escapeText(title, 100)} makes pictures from words alone. Models that edit: ${editors.map((id) => inlineCode(id)).join(', ')}. ${free}`;
}
