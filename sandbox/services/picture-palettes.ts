/** Red, green, blue, 0..255 each. */
export type Colour = readonly [number, number, number];

/** Top of the sky, its middle, the horizon, the nearest hill, and the light. */
export interface Palette {
  readonly sky: readonly [Colour, Colour, Colour];
  readonly near: Colour;
  readonly light: Colour;
  readonly hasStars: boolean;
}

/** Dawn, noon, night, lagoon, desert, dusk, northern lights, winter, autumn, spring. */
export const palettes: readonly Palette[] = [
  {
    sky: [
      [42, 31, 84],
      [196, 84, 118],
      [255, 190, 128],
    ],
    near: [30, 20, 48],
    light: [255, 226, 170],
    hasStars: false,
  },
  {
    sky: [
      [38, 98, 168],
      [118, 178, 220],
      [232, 240, 228],
    ],
    near: [18, 56, 52],
    light: [255, 250, 224],
    hasStars: false,
  },
  {
    sky: [
      [8, 12, 38],
      [26, 44, 92],
      [86, 108, 158],
    ],
    near: [6, 10, 26],
    light: [236, 240, 255],
    hasStars: true,
  },
  {
    sky: [
      [16, 64, 78],
      [62, 148, 142],
      [240, 222, 170],
    ],
    near: [10, 38, 44],
    light: [255, 240, 196],
    hasStars: false,
  },
  {
    sky: [
      [96, 40, 44],
      [224, 108, 62],
      [255, 206, 120],
    ],
    near: [54, 22, 24],
    light: [255, 238, 190],
    hasStars: false,
  },
  {
    sky: [
      [30, 20, 66],
      [78, 60, 140],
      [222, 150, 186],
    ],
    near: [20, 14, 44],
    light: [255, 220, 232],
    hasStars: true,
  },
  {
    sky: [
      [10, 24, 44],
      [20, 92, 96],
      [126, 214, 160],
    ],
    near: [6, 22, 30],
    light: [220, 255, 236],
    hasStars: true,
  },
  {
    sky: [
      [120, 150, 190],
      [186, 206, 226],
      [240, 240, 244],
    ],
    near: [196, 212, 228],
    light: [255, 252, 240],
    hasStars: false,
  },
  {
    sky: [
      [88, 104, 128],
      [206, 160, 120],
      [250, 214, 150],
    ],
    near: [110, 52, 24],
    light: [255, 236, 196],
    hasStars: false,
  },
  {
    sky: [
      [104, 168, 226],
      [170, 212, 236],
      [246, 236, 214],
    ],
    near: [64, 112, 62],
    light: [255, 250, 226],
    hasStars: false,
  },
];

/** A colour between two. */
export function mix(from: Colour, to: Colour, share: number): Colour {
  const channel = (index: 0 | 1 | 2): number => from[index] + (to[index] - from[index]) * share;
  return [channel(0), channel(1), channel(2)];
}

/** As SVG writes it. */
export function css(colour: Colour): string {
  return `rgb(${colour.map(Math.round).join(',')})`;
}

/** Reads `#rrggbb`. */
export function colourOf(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}
