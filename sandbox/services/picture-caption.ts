import type { PixelSize } from './picture-size.ts';

/** What a caption says. */
export interface CaptionText {
  /** Model and size; may be shown shortened. */
  readonly title: string;
  readonly prompt: string;
  /** LoRA and strength, or null. */
  readonly note: string | null;
}

const fonts = 'DejaVu Sans, Noto Sans, Noto Sans CJK SC, Arial, sans-serif';
const smallestSidePx = 160;
const maxPromptLines = 4;
/** Mean width of a character by font size; wide scripts take a whole square. */
const narrowEm = 0.56;
const wideEm = 1;

/** A panel at the lower edge as SVG elements; empty where a picture is too small to read. */
export function drawCaption(text: CaptionText, { widthPx, heightPx }: PixelSize): string {
  if (Math.min(widthPx, heightPx) < smallestSidePx) return '';
  const fontPx = Math.max(10, Math.sqrt(widthPx * heightPx) * 0.0235);
  const marginPx = fontPx * 1.1;
  const lineEm = (widthPx - 4 * marginPx) / fontPx;
  const lines = [
    ...wrapText(text.title, lineEm * 0.9, 2).map((line) => ({ line, weight: 'bold', opacity: 1 })),
    ...wrapText(text.prompt, lineEm, maxPromptLines).map((line) => ({ line, weight: 'normal', opacity: 0.95 })),
    ...(text.note === null ? [] : wrapText(text.note, lineEm, 1)).map((line) => ({
      line,
      weight: 'normal',
      opacity: 0.75,
    })),
  ];
  const linePx = fontPx * 1.42;
  const panelPx = lines.length * linePx + fontPx * 1.3;
  const top = heightPx - marginPx - panelPx;
  const rows = lines.map(
    ({ line, weight, opacity }, index) =>
      `<text x="${2 * marginPx}" y="${top + fontPx * 1.55 + index * linePx}" font-weight="${weight}" fill-opacity="${opacity}">${escapeXml(line)}</text>`,
  );
  return (
    `<rect x="${marginPx}" y="${top}" width="${widthPx - 2 * marginPx}" height="${panelPx}" rx="${fontPx * 0.6}" fill="#0a0c14" fill-opacity="0.62"/>` +
    `<g font-family="${fonts}" font-size="${fontPx}" fill="#fff">${rows.join('')}</g>`
  );
}

/** Removes what XML or a line of text cannot hold: control, formatting and unpaired characters; runs of space become one. */
export function cleanText(text: string): string {
  return text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
}

/** Lines of at most `lineEm` times the font size; the last one ends with … when something is left over. */
export function wrapText(text: string, lineEm: number, maxLines: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words(cleanText(text), lineEm)) {
    if (line !== '' && widthEm((line + word).trimEnd()) > lineEm) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += line === '' ? word.trimStart() : word;
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  if (lines.length <= maxLines) return lines;
  return [...lines.slice(0, maxLines - 1), shorten(`${lines[maxLines - 1] ?? ''}…`, lineEm)];
}

/** Words with their trailing space; wide characters, and words longer than a line, may break anywhere. */
function words(text: string, lineEm: number): readonly string[] {
  return text
    .split(/(?<=\s)/u)
    .flatMap((word) => ([...word].some(isWide) || widthEm(word.trimEnd()) > lineEm ? [...word] : [word]));
}

function shorten(line: string, lineEm: number): string {
  let characters = [...line];
  while (characters.length > 1 && widthEm(characters.join('')) > lineEm) characters = [...characters.slice(0, -2), '…'];
  return characters.join('');
}

function widthEm(text: string): number {
  return [...text].reduce((width, character) => width + (isWide(character) ? wideEm : narrowEm), 0);
}

function isWide(character: string): boolean {
  return (character.codePointAt(0) ?? 0) >= 0x1100;
}

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
