/** The colours of a drawing: its body, what is darker and lighter of it, and its lines. */
export interface Ink {
  readonly main: string;
  readonly dark: string;
  readonly light: string;
  readonly line: string;
}

/** Something that a prompt may name, drawn in a box of 100 by 100 that stands on its lower edge. */
export interface Subject {
  /** Words that mean it, in the languages that people here type. */
  readonly words: readonly string[];
  /** Where it is: on the ground, or in the sky. */
  readonly place: 'ground' | 'sky';
  /** Its height as a share of the picture's shorter side. */
  readonly share: number;
  /** What colour it has where none is named. */
  readonly colour: string;
  readonly draw: (ink: Ink) => string;
}

/** SVG elements of a drawing. */
export const eyes = (x1: number, x2: number, y: number, colour: string, r = 2.3) =>
  `<circle cx="${x1}" cy="${y}" r="${r}" fill="${colour}"/><circle cx="${x2}" cy="${y}" r="${r}" fill="${colour}"/>`;
/** SVG elements of a drawing. */
export const path = (d: string, fill: string) => `<path d="${d}" fill="${fill}"/>`;
/** SVG elements of a drawing. */
export const stroke = (d: string, colour: string, width: number) =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;
/** SVG elements of a drawing. */
export const box = (x: number, y: number, width: number, height: number, fill: string, rx = 0) =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${rx}" fill="${fill}"/>`;
/** SVG elements of a drawing. */
export const disc = (cx: number, cy: number, r: number, fill: string) =>
  `<circle cx="${cx}" cy="${cy}" r="${r}" fill="${fill}"/>`;
