import type { SourceImage } from '../../domain/request.ts';
import { escapeText, inlineCode } from './escape.ts';
import { say } from './say.ts';
import { textsBy } from './texts-by.ts';

/** The answers to an edit that does not begin. */
export const editTexts = textsBy(['noEditor', 'noPicture', 'gone', 'notYours'], (what) => say(`edit.${what}`));

/** The form of an edit; each text at most 45 characters. */
export const editForm = textsBy(['title', 'prompt', 'model', 'size'], (part) =>
  part === 'title' ? say('form.edit.title') : say(`form.edit.${part}.input`),
);

/** What a picture was made from besides its words; empty for words alone. */
export function editOf({ length: count }: readonly SourceImage[]): readonly string[] {
  return count === 0 ? [] : [say('result.edit', { count })];
}

/** The same for those who decide about it, with where to look. */
export function editLines(images: readonly SourceImage[]): readonly string[] {
  const links = images.map(({ url, name }, index) => `[${escapeText(name, 40) || index + 1}](<${url}>)`);
  return images.length === 0 ? [] : [say('request.edits', { pictures: links.join(', ') })];
}

/** A model that makes pictures from words alone was named. */
export function cannotEditText(title: string, editors: readonly string[]): string {
  const ids = editors.map((id) => inlineCode(id)).join(', ');
  return say('edit.wordsOnly', { model: escapeText(title, 100), editors: ids });
}
