import { drawLand } from './picture-land.ts';
import { colourOf, css, mix, type Palette } from './picture-palettes.ts';
import type { PixelSize } from './picture-size.ts';
import { createRandom, hashText, type Random } from './random.ts';
import { type PromptReading, readPrompt, type Terrain } from './read-prompt.ts';
import type { Ink, Subject } from './subjects/subject.ts';

/** What a scene depends on. */
export interface SceneSpec extends PixelSize {
  readonly prompt: string;
  readonly model: string;
  /** Another one gives another composition of the same things. */
  readonly variant: number;
}

/** A picture as SVG elements, without the outer element: the things that the prompt names in a land under a sky. */
export function drawScene(spec: SceneSpec): string {
  const { prompt, model, variant } = spec;
  const random = createRandom(hashText(`${prompt}\n${model}\n${variant}`));
  const reading = readPrompt(prompt, random);
  const { palette, terrain, weather } = reading;
  const land = drawLand(terrain, { ...spec, palette, random });
  const isInside = terrain === 'room';
  return [
    drawSky(palette, spec),
    palette.hasStars || terrain === 'space' ? drawStars(random, spec) : '',
    isInside ? '' : drawLight(palette, random, spec),
    isInside || terrain === 'space' ? '' : drawClouds(palette, random, spec),
    land.svg,
    drawCast(reading, random, spec, land.ground),
    weather === 'clear' ? '' : drawWeather(weather, random, spec),
    drawStyle(model, palette, spec),
  ].join('');
}

function drawSky(palette: Palette, { widthPx, heightPx }: PixelSize): string {
  const stops = palette.sky.map((colour, index) => `<stop offset="${index * 0.36}" stop-color="${css(colour)}"/>`);
  return (
    `<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">${stops.join('')}</linearGradient></defs>` +
    `<rect width="${widthPx}" height="${heightPx}" fill="url(#sky)"/>`
  );
}

function drawStars(random: Random, { widthPx, heightPx }: PixelSize): string {
  const unit = Math.min(widthPx, heightPx) / 1024;
  return Array.from({ length: 90 }, () => {
    const radius = round((0.6 + random() * 1.6) * unit);
    const opacity = round(0.3 + random() * 0.7);
    return `<circle cx="${round(random() * widthPx)}" cy="${round(random() * heightPx * 0.55)}" r="${radius}" fill="#fff" opacity="${opacity}"/>`;
  }).join('');
}

function drawLight(palette: Palette, random: Random, { widthPx, heightPx }: PixelSize): string {
  const x = round(widthPx * (0.14 + random() * 0.72));
  const y = round(heightPx * (0.14 + random() * 0.26));
  const radius = round(Math.min(widthPx, heightPx) * (0.05 + random() * 0.05));
  const colour = css(palette.light);
  return (
    `<defs><radialGradient id="glow"><stop offset="0" stop-color="${colour}" stop-opacity="0.75"/>` +
    `<stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient></defs>` +
    `<circle cx="${x}" cy="${y}" r="${radius * 4.5}" fill="url(#glow)"/><circle cx="${x}" cy="${y}" r="${radius}" fill="${colour}"/>`
  );
}

function drawClouds(palette: Palette, random: Random, { widthPx, heightPx }: PixelSize): string {
  return Array.from({ length: 6 }, () => {
    const x = round(random() * widthPx);
    const y = round(heightPx * (0.1 + random() * 0.32));
    const width = round(widthPx * (0.1 + random() * 0.16));
    const height = round(heightPx * (0.006 + random() * 0.012));
    return `<ellipse cx="${x}" cy="${y}" rx="${width}" ry="${height}" fill="${css(palette.light)}" opacity="${round(0.12 + random() * 0.2)}"/>`;
  }).join('');
}

interface Placed {
  readonly subject: Subject;
  readonly ink: Ink;
  /** The middle of its lower edge, as shares of width and height. */
  readonly x: number;
  readonly y: number;
  readonly sizePx: number;
  readonly isMirrored: boolean;
}

/** What is written on the picture lies below. */
const aboveCaption = 0.035;

/** The main thing large and near a third, the others smaller and further away; what is further away is drawn first. */
function drawCast(reading: PromptReading, random: Random, size: PixelSize, ground: number): string {
  const middle = 0.3 + random() * 0.4;
  const toRight = middle < 0.5 ? 1 : -1;
  const all = reading.cast.flatMap(({ subject, colour, count }, rank) => {
    const ink = inkOf(colour, reading);
    const crowded = count > 2 ? 0.8 : 1;
    return Array.from({ length: count }, (_, copy): Placed => {
      const onGround = ground - aboveCaption - rank * 0.03 - copy * 0.012;
      const aside = (rank * 0.3 + copy * 0.2) * toRight;
      return {
        subject,
        ink,
        x: clamp(middle + aside + (random() - 0.5) * 0.06, 0.14, 0.86),
        y: subject.place === 'sky' ? 0.36 + random() * 0.16 : onGround,
        sizePx: Math.min(size.widthPx, size.heightPx) * subject.share * (1.15 - rank * 0.3 - copy * 0.12) * crowded,
        isMirrored: random() < 0.5,
      };
    });
  });
  return all
    .toReversed()
    .map((placed) => drawSubject(placed, size, reading.terrain))
    .join('');
}

function drawSubject(
  { subject, ink, x, y, sizePx, isMirrored }: Placed,
  { widthPx, heightPx }: PixelSize,
  terrain: Terrain,
): string {
  const scale = round(sizePx / 100);
  const [left, top] = [round(x * widthPx - sizePx / 2), round(y * heightPx - sizePx)];
  const turned = isMirrored
    ? `translate(${round(left + sizePx)} ${top}) scale(${-scale} ${scale})`
    : `translate(${left} ${top}) scale(${scale})`;
  const shadow =
    subject.place === 'ground' && terrain !== 'space'
      ? `<ellipse cx="${round(x * widthPx)}" cy="${round(y * heightPx - sizePx * 0.02)}" rx="${round(sizePx * 0.44)}" ry="${round(sizePx * 0.05)}" fill="#000" opacity="0.28"/>`
      : '';
  return `${shadow}<g transform="${turned}">${subject.draw(ink)}</g>`;
}

/** What stands in the dark is darker. */
function inkOf(hex: string, { palette }: PromptReading): Ink {
  const main = mix(colourOf(hex), palette.near, palette.hasStars ? 0.22 : 0.04);
  return {
    main: css(main),
    dark: css(mix(main, [16, 14, 24], 0.38)),
    light: css(mix(main, [255, 250, 238], 0.62)),
    line: css(mix(main, [14, 12, 20], 0.82)),
  };
}

function drawWeather(weather: 'snow' | 'rain', random: Random, { widthPx, heightPx }: PixelSize): string {
  const unit = Math.min(widthPx, heightPx) / 1024;
  return Array.from({ length: weather === 'snow' ? 150 : 120 }, () => {
    const [x, y] = [round(random() * widthPx), round(random() * heightPx)];
    if (weather === 'snow')
      return `<circle cx="${x}" cy="${y}" r="${round((2 + random() * 5) * unit)}" fill="#fff" opacity="${round(0.4 + random() * 0.5)}"/>`;
    const length = round((24 + random() * 40) * unit);
    return `<path d="M${x} ${y}l${round(-length * 0.25)} ${length}" stroke="#dfe9f5" stroke-width="${round(2 * unit)}" opacity="0.35"/>`;
  }).join('');
}

const styleCount = 4;

/** Every model has a hand of its own: none, a paper's edge, a darker rim, or a warm wash. */
function drawStyle(model: string, palette: Palette, { widthPx, heightPx }: PixelSize): string {
  const unit = Math.min(widthPx, heightPx);
  switch (hashText(model) % styleCount) {
    case 1:
      return `<rect width="${widthPx}" height="${heightPx}" fill="none" stroke="#f7f3e9" stroke-width="${round(unit * 0.05)}"/>`;
    case 2:
      return (
        `<defs><radialGradient id="rim" cx="0.5" cy="0.5" r="0.75"><stop offset="0.6" stop-opacity="0"/><stop offset="1" stop-opacity="0.5"/></radialGradient></defs>` +
        `<rect width="${widthPx}" height="${heightPx}" fill="url(#rim)"/>`
      );
    case 3:
      return `<rect width="${widthPx}" height="${heightPx}" fill="${css(palette.light)}" opacity="0.1"/>`;
    default:
      return '';
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
