import { type Colour, css, mix, type Palette } from './picture-palettes.ts';
import type { PixelSize } from './picture-size.ts';
import type { Random } from './random.ts';
import type { Terrain } from './read-prompt.ts';

/** What a land is drawn with. */
export interface Canvas extends PixelSize {
  readonly palette: Palette;
  readonly random: Random;
}

/** The land as SVG elements, and how far down things stand in it, as a share of the height. */
export interface Land {
  readonly svg: string;
  readonly ground: number;
}

/** Draws what is below the sky. */
export function drawLand(terrain: Terrain, canvas: Canvas): Land {
  switch (terrain) {
    case 'hills':
      return { svg: drawHills(canvas), ground: 0.84 };
    case 'sea':
      return { svg: drawSea(canvas), ground: 0.8 };
    case 'dunes':
      return {
        svg: drawLayers(canvas, { from: 0.56, step: 0.1, roughness: 0.07, count: 4, frequencies: [0.8, 1.7] }),
        ground: 0.85,
      };
    case 'meadow':
      return { svg: drawMeadow(canvas), ground: 0.86 };
    case 'city':
      return { svg: drawCity(canvas), ground: 0.86 };
    case 'room':
      return { svg: drawRoom(canvas), ground: 0.82 };
    case 'space':
      return { svg: drawPlanets(canvas), ground: 0.82 };
  }
}

interface Layers {
  readonly from: number;
  readonly step: number;
  readonly roughness: number;
  readonly count: number;
  readonly frequencies: readonly number[];
}

const hills: Layers = { from: 0.48, step: 0.078, roughness: 0.075, count: 5, frequencies: [1.3, 2.9, 6.1, 13] };

/** Far layers take the horizon's colour, near ones the ground's: that is what gives depth. */
function drawLayers(
  canvas: Canvas,
  layers: Layers,
  on: (ridge: Ridge, layer: number, colour: string) => string = () => '',
): string {
  const { palette } = canvas;
  return Array.from({ length: layers.count }, (_, layer) => {
    const nearness = (layer + 1) / layers.count;
    const level = layers.from + layer * layers.step;
    const ridge = makeRidge(canvas, level, layers.roughness * (1 - layer / layers.count / 2), layers.frequencies);
    const colour = css(mix(palette.sky[2], palette.near, nearness ** 0.8));
    return `<path d="${ridgePath(ridge, canvas)}" fill="${colour}"/>${on(ridge, layer, colour)}`;
  }).join('');
}

function drawHills(canvas: Canvas): string {
  return drawLayers(canvas, hills, (ridge, layer, colour) =>
    layer >= hills.count - 2 ? drawTrees(ridge, canvas, colour) : '',
  );
}

/** The ridge's distance from the top edge, by the share of the width. */
type Ridge = (share: number) => number;

function makeRidge(
  { random, heightPx }: Canvas,
  level: number,
  roughness: number,
  frequencies: readonly number[],
): Ridge {
  const waves = frequencies.map((frequency) => ({
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

const treeCount = 26;

function drawTrees(ridge: Ridge, { random, widthPx, heightPx }: Canvas, colour: string): string {
  const unit = Math.min(widthPx, heightPx);
  const trees = Array.from({ length: treeCount }, () => {
    const share = random();
    const height = unit * (0.02 + random() * 0.035);
    const x = share * widthPx;
    const foot = ridge(share) + height * 0.15;
    return [0, 0.28, 0.56]
      .map((step) => {
        const half = height * (0.13 + step * 0.28);
        const base = round(foot - height * (0.62 - step));
        return `M${round(x - half)} ${base}L${round(x)} ${round(base - height * 0.42)}L${round(x + half)} ${base}Z`;
      })
      .join('');
  });
  return `<path d="${trees.join('')}" fill="${colour}"/>`;
}

function drawSea(canvas: Canvas): string {
  const { palette, random, widthPx, heightPx } = canvas;
  const horizon = heightPx * (0.54 + random() * 0.08);
  const deep: Colour = mix(palette.sky[0], palette.near, 0.5);
  const shore = makeRidge(canvas, 0.8, 0.04, [0.9, 2.1]);
  const glints = Array.from({ length: 46 }, () => {
    const share = random();
    const y = round(horizon + share * share * (heightPx - horizon));
    const width = round(widthPx * (0.02 + share * 0.09));
    const height = round(heightPx * (0.002 + share * 0.004));
    return `<ellipse cx="${round(random() * widthPx)}" cy="${y}" rx="${width}" ry="${height}" fill="${css(palette.light)}" opacity="${round(0.1 + random() * 0.25)}"/>`;
  });
  return (
    `<defs><linearGradient id="sea" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${css(mix(palette.sky[1], palette.near, 0.15))}"/>` +
    `<stop offset="1" stop-color="${css(deep)}"/></linearGradient></defs>` +
    `<rect y="${round(horizon)}" width="${widthPx}" height="${round(heightPx - horizon)}" fill="url(#sea)"/>${glints.join('')}` +
    `<path d="${ridgePath(shore, canvas)}" fill="${css(mix(palette.near, palette.light, 0.22))}"/>`
  );
}

const petals = ['#f2d24b', '#e8e3f2', '#e0708f', '#9c7fd1'];

function drawMeadow(canvas: Canvas): string {
  const { random, widthPx, heightPx } = canvas;
  const unit = Math.min(widthPx, heightPx);
  const land = drawLayers(canvas, { from: 0.58, step: 0.09, roughness: 0.04, count: 3, frequencies: [0.9, 2.3] });
  const flowers = Array.from({ length: 90 }, () => {
    const depth = random();
    const y = heightPx * (0.78 + depth * 0.21);
    const size = unit * (0.003 + depth * 0.007);
    return `<circle cx="${round(random() * widthPx)}" cy="${round(y)}" r="${round(size)}" fill="${petals[Math.floor(random() * petals.length)]}"/>`;
  });
  return land + flowers.join('');
}

function drawCity(canvas: Canvas): string {
  const { palette, random, widthPx, heightPx } = canvas;
  const rows = [0.42, 0.6, 0.78].map((nearness, row) => {
    const colour = css(mix(palette.sky[2], palette.near, nearness));
    const count = 15 - row * 3;
    return Array.from({ length: count + 1 }, (_, index) => {
      const width = (widthPx / count) * (0.75 + random() * 0.5);
      const height = heightPx * (0.16 + random() * (0.34 - row * 0.06));
      const x = (index / count) * widthPx - width / 2;
      const top = heightPx * (0.66 + row * 0.08) - height;
      return `<rect x="${round(x)}" y="${round(top)}" width="${round(width)}" height="${round(heightPx - top)}" fill="${colour}"/>${row === 2 ? lights(canvas, x, top, width) : ''}`;
    }).join('');
  });
  const street = `<rect y="${round(heightPx * 0.84)}" width="${widthPx}" height="${round(heightPx * 0.16)}" fill="${css(mix(palette.near, [20, 20, 26], 0.4))}"/>`;
  return rows.join('') + street;
}

function lights({ random, heightPx, palette }: Canvas, x: number, top: number, width: number): string {
  const size = width / 9;
  const rows = Math.floor((heightPx * 0.84 - top) / (size * 2.4));
  return Array.from({ length: Math.min(14, Math.max(0, rows)) * 3 }, (_, index) => {
    if (random() < 0.45) return '';
    const [column, row] = [index % 3, Math.floor(index / 3)];
    return `<rect x="${round(x + width * (0.16 + column * 0.27))}" y="${round(top + size * (1.2 + row * 2.4))}" width="${round(size)}" height="${round(size * 1.4)}" fill="${css(palette.light)}" opacity="0.8"/>`;
  }).join('');
}

function drawRoom({ palette, random, widthPx, heightPx }: Canvas): string {
  const wall = css(mix(palette.sky[1], palette.light, 0.45));
  const table = css(mix([124, 82, 52], palette.near, 0.25));
  const left = random() < 0.5;
  const [x, y, w, h] = [widthPx * (left ? 0.08 : 0.6), heightPx * 0.1, widthPx * 0.32, heightPx * 0.42];
  const frame = Math.min(widthPx, heightPx) * 0.016;
  const window =
    `<rect x="${round(x)}" y="${round(y)}" width="${round(w)}" height="${round(h)}" fill="url(#sky)"/>` +
    `<path d="M${round(x)} ${round(y)}h${round(w)}v${round(h)}h${round(-w)}zM${round(x + w / 2)} ${round(y)}v${round(h)}M${round(x)} ${round(y + h / 2)}h${round(w)}" fill="none" stroke="#f6f1e6" stroke-width="${round(frame)}"/>`;
  return (
    `<rect width="${widthPx}" height="${heightPx}" fill="${wall}"/>${window}` +
    `<rect y="${round(heightPx * 0.7)}" width="${widthPx}" height="${round(heightPx * 0.3)}" fill="${table}"/>` +
    `<rect y="${round(heightPx * 0.7)}" width="${widthPx}" height="${round(heightPx * 0.014)}" fill="#ffffff" opacity="0.25"/>`
  );
}

function drawPlanets({ palette, random, widthPx, heightPx }: Canvas): string {
  const unit = Math.min(widthPx, heightPx);
  const [x, y, r] = [widthPx * (0.2 + random() * 0.6), heightPx * 0.3, unit * (0.12 + random() * 0.1)];
  const far = css(mix(palette.sky[2], palette.light, 0.3));
  return (
    `<circle cx="${round(x)}" cy="${round(y)}" r="${round(r)}" fill="${far}"/>` +
    `<ellipse cx="${round(x)}" cy="${round(y)}" rx="${round(r * 1.9)}" ry="${round(r * 0.35)}" fill="none" stroke="${css(palette.light)}" stroke-width="${round(unit * 0.012)}" opacity="0.7" transform="rotate(${round(-20 + random() * 40)} ${round(x)} ${round(y)})"/>` +
    `<ellipse cx="${round(widthPx / 2)}" cy="${round(heightPx * 1.05)}" rx="${round(widthPx * 0.8)}" ry="${round(heightPx * 0.34)}" fill="${css(mix(palette.near, palette.sky[1], 0.5))}"/>`
  );
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
