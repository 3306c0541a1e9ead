/** How a piece of text looks. */
export interface TextLook {
  readonly sizePx: number;
  readonly fill: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly isBold?: boolean;
  /** The colour of the background, drawn around the letters so that no line runs through them. */
  readonly halo?: string;
  /** Clockwise, about its own position. */
  readonly turnedDegrees?: number;
}

/** A rectangle. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

const fonts = 'DejaVu Sans, Noto Sans, Noto Sans CJK SC, Arial, sans-serif';

/** A whole drawing with its background. */
export function svgDocument(
  { widthPx, heightPx }: Pick<Box, 'widthPx' | 'heightPx'>,
  parts: readonly string[],
): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" font-family="${fonts}">${parts.join('')}</svg>`;
}

/** One line of text; `y` is its base line. */
export function svgText(at: Pick<Box, 'x' | 'y'>, text: string, look: TextLook): string {
  const { sizePx, fill, anchor = 'start', isBold = false, halo, turnedDegrees = 0 } = look;
  const turned = turnedDegrees === 0 ? '' : ` transform="rotate(${turnedDegrees} ${at.x} ${at.y})"`;
  const weight = isBold ? ' font-weight="bold"' : '';
  const outline = halo === undefined ? '' : ` stroke="${halo}" stroke-width="8" paint-order="stroke"`;
  const place = `x="${at.x}" y="${at.y}" text-anchor="${anchor}"${turned}`;
  return `<text ${place} font-size="${sizePx}" fill="${fill}"${weight}${outline}>${escapeXml(text)}</text>`;
}

/** A filled rectangle with round corners. */
export function svgBox({ x, y, widthPx, heightPx }: Box, fill: string, roundPx = 0): string {
  return `<rect x="${x}" y="${y}" width="${widthPx}" height="${heightPx}" rx="${roundPx}" fill="${fill}"/>`;
}

/** About how wide a line is, as a multiple of its size: wide scripts take a whole square. */
export function widthEm(text: string): number {
  return [...text].reduce((width, character) => width + characterEm(character), 0);
}

/** As much of a line as is about that wide, with an ellipsis where something is left out. */
export function cutToEm(text: string, maxEm: number): string {
  if (widthEm(text) <= maxEm) return text;
  const characters = [...text];
  while (characters.length > 0 && widthEm(characters.join('')) > maxEm - 1) characters.pop();
  return `${characters.join('')}…`;
}

function characterEm(character: string): number {
  if (character >= '\u1100' || /[MW@%m…]/u.test(character)) return 1;
  return /\p{Lu}/u.test(character) ? 0.72 : 0.62;
}

/** Text of others never ends an element; characters that XML has no place for are left out. */
function escapeXml(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
