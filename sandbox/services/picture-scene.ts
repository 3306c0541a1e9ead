import { type Colour, type Palette, palettes } from './picture-palettes.ts';
import type { PixelSize } from './picture-size.ts';
import { createRandom, hashText, type Random } from './random.ts';

const hillCount = 5;
const treeCount = 26;

/** A landscape as SVG elements, without the outer element; the same prompt gives the same scene in every size. */
export function drawScene(prompt: string, size: PixelSize): string {
  const random = createRandom(hashText(prompt));
  const palette = palettes[Math.floor(random() * palettes.length)] ?? palettes[0];
  if (palette === undefined) return '';
  return [
    drawSky(palette, size),
    palette.hasStars ? drawStars(random, size) : '',
    drawLight(palette, random, size),
    drawClouds(palette, random, size),
    drawHills(palette, random, size),
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
    return `<circle cx="${round(random() * widthPx)}" cy="${round(random() * heightPx * 0.5)}" r="${radius}" fill="#fff" opacity="${opacity}"/>`;
  }).join('');
}

function drawLight(palette: Palette, random: Random, { widthPx, heightPx }: PixelSize): string {
  const x = round(widthPx * (0.2 + random() * 0.6));
  const y = round(heightPx * (0.18 + random() * 0.24));
  const radius = round(Math.min(widthPx, heightPx) * (0.055 + random() * 0.045));
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

/** Far hills take the horizon's colour, near ones the ground's: that is what gives depth. */
function drawHills(palette: Palette, random: Random, size: PixelSize): string {
  const layers: string[] = [];
  for (let layer = 0; layer < hillCount; layer += 1) {
    const nearness = (layer + 1) / hillCount;
    const ridge = makeRidge(random, size, 0.5 + layer * 0.075, 0.075 - layer * 0.008);
    const colour = css(mix(palette.sky[2], palette.near, nearness ** 0.8));
    layers.push(`<path d="${ridgePath(ridge, size)}" fill="${colour}"/>`);
    if (layer >= hillCount - 2) layers.push(drawTrees(ridge, random, size, colour));
  }
  return layers.join('');
}

/** The ridge's height above the top edge, by the share of the width. */
type Ridge = (share: number) => number;

function makeRidge(random: Random, { heightPx }: PixelSize, level: number, roughness: number): Ridge {
  const waves = [1.3, 2.9, 6.1, 13].map((frequency) => ({
    frequency: frequency * (0.8 + random() * 0.5),
    phase: random() * Math.PI * 2,
    height: (roughness * heightPx) / frequency ** 0.75,
  }));
  return (share) =>
    waves.reduce(
      (y, wave) => y + Math.sin(share * wave.frequency * Math.PI + wave.phase) * wave.height,
      level * heightPx,
    );
}

function ridgePath(ridge: Ridge, { widthPx, heightPx }: PixelSize): string {
  const points = Array.from(
    { length: 97 },
    (_, index) => `L${round((index / 96) * widthPx)} ${round(ridge(index / 96))}`,
  );
  return `M0 ${heightPx}${points.join('')}L${widthPx} ${heightPx}Z`;
}

function drawTrees(ridge: Ridge, random: Random, { widthPx, heightPx }: PixelSize, colour: string): string {
  const unit = Math.min(widthPx, heightPx);
  const trees = Array.from({ length: treeCount }, () => {
    const share = random();
    const height = unit * (0.02 + random() * 0.035);
    const x = share * widthPx;
    const foot = ridge(share) + height * 0.15;
    const tiers = [0, 0.28, 0.56].map((step) => {
      const half = height * (0.13 + step * 0.28);
      const base = round(foot - height * (0.62 - step));
      return `M${round(x - half)} ${base}L${round(x)} ${round(base - height * 0.42)}L${round(x + half)} ${base}Z`;
    });
    return tiers.join('');
  });
  return `<path d="${trees.join('')}" fill="${colour}"/>`;
}

function mix(from: Colour, to: Colour, share: number): Colour {
  const channel = (index: 0 | 1 | 2): number => from[index] + (to[index] - from[index]) * share;
  return [channel(0), channel(1), channel(2)];
}

function css(colour: Colour): string {
  return `rgb(${colour.map(Math.round).join(',')})`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
