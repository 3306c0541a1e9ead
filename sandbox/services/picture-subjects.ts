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

const eyes = (x1: number, x2: number, y: number, colour: string, r = 2.3) =>
  `<circle cx="${x1}" cy="${y}" r="${r}" fill="${colour}"/><circle cx="${x2}" cy="${y}" r="${r}" fill="${colour}"/>`;
const path = (d: string, fill: string) => `<path d="${d}" fill="${fill}"/>`;
const stroke = (d: string, colour: string, width: number) =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;
const box = (x: number, y: number, width: number, height: number, fill: string, rx = 0) =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${rx}" fill="${fill}"/>`;
const disc = (cx: number, cy: number, r: number, fill: string) =>
  `<circle cx="${cx}" cy="${cy}" r="${r}" fill="${fill}"/>`;

/** Tried in this order; a word belongs to the first that has it. */
export const subjects: readonly Subject[] = [
  {
    words: ['fox', 'foxes', 'fuchs', 'renard', 'zorro'],
    place: 'ground',
    share: 0.4,
    colour: '#d9622b',
    draw: ({ main, light, line }) =>
      path('M60 97C90 100 99 74 86 54c-3 12-16 18-26 20z', main) +
      path('M86 54c6 9 6 18 2 26-6-2-10-7-11-14 5-3 8-7 9-12z', light) +
      path('M33 98c-5-25 2-46 17-52 15 6 22 27 17 52z', main) +
      path('M41 98c-2-19 2-32 9-38 7 6 11 19 9 38z', light) +
      path('M50 58 24 36l3-28 16 14h14L73 8l3 28z', main) +
      path('M50 58 32 41c9-2 15 2 18 8 3-6 9-10 18-8z', light) +
      disc(50, 55, 3, line) +
      eyes(41, 59, 36, line),
  },
  {
    words: ['cat', 'cats', 'kitten', 'katze', 'chat', 'gato'],
    place: 'ground',
    share: 0.36,
    colour: '#7a6a86',
    draw: ({ main, dark, light, line }) =>
      stroke('M66 94c24 2 26-22 16-32', main, 8) +
      path('M32 98c-5-26 2-42 18-46 16 4 23 20 18 46z', main) +
      path('M28 40 26 10l15 12q9-3 18 0L74 10l-2 30c-2 14-12 18-22 18S30 54 28 40z', main) +
      path('M31 18l7 7-6 5zm38 0-7 7 6 5z', dark) +
      path('M43 98c-1-16 2-26 7-30 5 4 8 14 7 30z', light) +
      stroke('M50 47v3m0 0q-4 4-7 1m7-1q4 4 7 1M36 46l-14-3m14 7-13 2m41-6 14-3m-14 7 13 2', line, 1.2) +
      eyes(41, 59, 38, line, 2.8),
  },
  {
    words: ['dog', 'dogs', 'puppy', 'wolf', 'hund', 'chien', 'perro'],
    place: 'ground',
    share: 0.38,
    colour: '#9a6b3f',
    draw: ({ main, dark, light, line }) =>
      stroke('M68 88c12-4 16-16 12-26', main, 7) +
      path('M31 98c-4-28 4-42 19-44 15 2 23 16 19 44z', main) +
      disc(50, 36, 22, main) +
      path('M30 24c-10-2-14 12-10 26 8 2 12-6 14-18zm40 0c10-2 14 12 10 26-8 2-12-6-14-18z', dark) +
      path('M38 46c0-8 6-11 12-11s12 3 12 11-6 12-12 12-12-4-12-12z', light) +
      disc(50, 42, 3.6, line) +
      eyes(42, 58, 31, line),
  },
  {
    words: ['owl', 'owls', 'eule', 'hibou'],
    place: 'ground',
    share: 0.34,
    colour: '#8a6748',
    draw: ({ main, dark, light, line }) =>
      path('M26 98c-6-40-2-74 4-86l10 10q10-4 20 0l10-10c6 12 10 46 4 86z', main) +
      path('M36 98c-4-24 2-42 14-46 12 4 18 22 14 46z', light) +
      disc(40, 38, 11, light) +
      disc(60, 38, 11, light) +
      eyes(40, 60, 38, line, 5) +
      path('M50 42l5 7-5 6-5-6z', '#e9a13b') +
      path('M26 56c-6 14-4 30 4 38 2-16 2-28-4-38zm48 0c6 14 4 30-4 38-2-16-2-28 4-38z', dark),
  },
  {
    words: ['snail', 'snails', 'schnecke', 'escargot'],
    place: 'ground',
    share: 0.3,
    colour: '#c58a4a',
    draw: ({ main, dark, light, line }) =>
      path('M4 98c2-8 16-10 24-10h46c4-16 2-26-2-34 8-4 16 2 17 14 1 14-4 30-16 30z', light) +
      stroke('M76 56 70 40m14 16 4-16', light, 3) +
      eyes(70, 88, 39, line, 3) +
      disc(42, 64, 28, main) +
      stroke('M42 64c0-8 12-8 12 2s-18 14-24 2 4-28 20-24 22 22 14 34', dark, 4),
  },
  {
    words: ['fish', 'fishes', 'goldfish', 'koi', 'whale', 'shark', 'fisch', 'wal'],
    place: 'sky',
    share: 0.26,
    colour: '#e2803a',
    draw: ({ main, dark, light, line }) =>
      path('M70 50 96 30c-4 14-4 26 0 40z', dark) +
      path('M6 52c14-30 50-32 70-4-18 32-56 32-70 4z', main) +
      path('M10 56c16 20 44 20 60 0-20 8-42 8-60 0z', light) +
      path('M36 34c4-12 16-14 24-12-4 6-8 10-10 14z', dark) +
      disc(22, 46, 3.4, line),
  },
  {
    words: ['bird', 'birds', 'raven', 'crow', 'eagle', 'gull', 'vogel', 'oiseau'],
    place: 'sky',
    share: 0.16,
    colour: '#2c3146',
    draw: ({ main }) =>
      path('M50 60C40 36 22 30 4 36c14 2 26 12 34 26 4 6 20 6 24 0 8-14 20-24 34-26-18-6-36 0-46 24z', main),
  },
  {
    words: ['dragon', 'dragons', 'drache', 'dinosaur'],
    place: 'ground',
    share: 0.5,
    colour: '#3f8f5b',
    draw: ({ main, dark, light, line }) =>
      path('M40 60 14 14c20 2 34 10 44 26zM58 52 92 20c0 20-8 32-22 38z', dark) +
      path('M10 96c20 2 24-12 22-28-2-18 10-30 26-30 4-14 14-22 30-20l8 8-14 4c-8 4-8 10-6 20 4 22-8 46-32 48z', main) +
      path('M40 98c14-6 22-20 22-40 6 18 2 34-8 40z', light) +
      path('M76 18l2-10 6 9zm-16 18-6-8 9 2zm-8 14-8-5 8-3z', dark) +
      disc(82, 25, 2.4, line),
  },
  {
    words: ['robot', 'robots', 'android', 'roboter'],
    place: 'ground',
    share: 0.42,
    colour: '#8ba3b5',
    draw: ({ main, dark, light, line }) =>
      box(36, 78, 10, 20, dark, 3) +
      box(54, 78, 10, 20, dark, 3) +
      box(28, 44, 44, 36, main, 8) +
      stroke('M28 50 14 66m58-16 14 16', dark, 6) +
      box(30, 14, 40, 26, main, 8) +
      stroke('M50 14V5', dark, 3) +
      disc(50, 4, 3.5, '#e8574f') +
      box(35, 21, 30, 12, line, 6) +
      eyes(43, 57, 27, '#8ff0ff', 3) +
      box(38, 52, 24, 14, light, 3),
  },
  {
    words: [
      'person',
      'man',
      'woman',
      'girl',
      'boy',
      'portrait',
      'keeper',
      'knight',
      'clown',
      'wizard',
      'figure',
      'king',
      'queen',
      'frau',
      'mann',
    ],
    place: 'ground',
    share: 0.46,
    colour: '#8c3f5f',
    draw: ({ main, dark, light, line }) =>
      path('M22 98c-2-30 8-46 28-46s30 16 28 46z', main) +
      path('M44 50h12v10q-6 6-12 0z', '#d9a27c') +
      disc(50, 34, 17, '#e9b793') +
      path('M32 34C30 12 70 12 68 34c-4-10-12-14-18-14s-14 4-18 14z', dark) +
      eyes(44, 56, 35, line, 1.8) +
      stroke('M45 43q5 4 10 0', line, 1.5) +
      path('M40 58l10 14 10-14z', light),
  },
  {
    words: ['lighthouse', 'leuchtturm', 'phare'],
    place: 'ground',
    share: 0.62,
    colour: '#d4493f',
    draw: ({ main, dark, line }) =>
      path('M2 12 40 20v6zm96 0L60 20v6z', 'rgba(255,240,180,.55)') +
      path('M38 98l4-66h16l4 66z', '#f4efe6') +
      path('M39.6 74h20.8l.9 12H38.7zM41 50h18l.8 12H40.2z', main) +
      box(41, 17, 18, 13, '#ffe7a0', 1) +
      box(37, 29, 26, 4, dark, 1) +
      path('M38 17 50 5l12 12z', main) +
      box(46, 86, 8, 12, line, 3) +
      path('M16 98c8-8 20-8 26-4 10-4 24-4 42 4z', dark),
  },
  {
    words: ['castle', 'tower', 'fortress', 'schloss', 'burg', 'palace'],
    place: 'ground',
    share: 0.56,
    colour: '#8d8798',
    draw: ({ main, dark, light, line }) =>
      box(22, 52, 56, 46, main) +
      box(12, 36, 18, 62, dark) +
      box(70, 36, 18, 62, dark) +
      box(42, 26, 16, 40, main) +
      path('M10 36 21 14l11 22zm58 0 11-22 11 22zM40 26l10-20 10 20z', '#b5484f') +
      path('M43 98V82q7-10 14 0v16z', line) +
      box(18, 50, 5, 9, light, 2) +
      box(77, 50, 5, 9, light, 2) +
      box(47, 38, 6, 9, light, 3),
  },
  {
    words: ['house', 'cottage', 'cabin', 'hut', 'barn', 'village', 'haus', 'maison'],
    place: 'ground',
    share: 0.36,
    colour: '#c9b08a',
    draw: ({ main, dark, line }) =>
      box(66, 22, 9, 20, dark) +
      box(18, 48, 64, 50, main) +
      path('M8 52 50 16l42 36z', '#a5483d') +
      box(44, 68, 14, 30, dark, 2) +
      box(25, 60, 13, 14, '#ffe3a0', 1) +
      box(64, 60, 13, 14, '#ffe3a0', 1) +
      stroke('M31.5 60v14M25 67h13m32.5-7v14M64 67h13', line, 1),
  },
  {
    words: ['city', 'skyline', 'skyscraper', 'tokyo', 'york', 'stadt', 'street'],
    place: 'ground',
    share: 0.6,
    colour: '#39425f',
    draw: ({ main, dark }) => {
      const towers = [
        [0, 40],
        [13, 62],
        [27, 30],
        [40, 74],
        [54, 48],
        [67, 66],
        [82, 36],
      ] as const;
      const windows = (x: number, height: number) =>
        Array.from(
          { length: Math.floor(height / 9) },
          (_, row) =>
            box(x + 2.5, 101 - height + row * 9, 2.2, 4, '#ffe09a') +
            box(x + 7, 101 - height + row * 9, 2.2, 4, row % 3 === 0 ? dark : '#ffe09a'),
        ).join('');
      return towers
        .map(([x, height], index) => box(x, 98 - height, 12, height, index % 2 ? dark : main) + windows(x, height - 4))
        .join('');
    },
  },
  {
    words: ['boat', 'ship', 'sailboat', 'yacht', 'schiff', 'boot'],
    place: 'ground',
    share: 0.4,
    colour: '#7c4a32',
    draw: ({ main, dark, light }) =>
      stroke('M50 78V8', dark, 2.5) +
      path('M53 12c20 18 28 38 30 58H53z', '#f7f1e4') +
      path('M47 20C34 36 26 52 22 70h25z', light) +
      path('M10 76h80c-4 14-12 22-20 22H28c-8 0-14-8-18-22z', main),
  },
  {
    words: ['train', 'tram', 'bus', 'locomotive', 'zug', 'bahn'],
    place: 'ground',
    share: 0.34,
    colour: '#b8443c',
    draw: ({ main, dark, line }) =>
      stroke('M30 30 50 14l20 16', line, 2) +
      box(6, 32, 88, 52, main, 8) +
      box(6, 62, 88, 6, '#f3e6c8') +
      [12, 33, 54, 75].map((x) => box(x, 40, 14, 17, '#cfe9f3', 2)).join('') +
      disc(24, 88, 9, dark) +
      disc(76, 88, 9, dark) +
      disc(24, 88, 3, '#cccccc') +
      disc(76, 88, 3, '#cccccc'),
  },
  {
    words: ['car', 'automobile', 'taxi', 'truck', 'auto'],
    place: 'ground',
    share: 0.26,
    colour: '#2f6fae',
    draw: ({ main, dark }) =>
      path('M24 66c4-14 10-22 18-22h20c9 0 16 10 20 22z', dark) +
      path('M30 64c3-9 7-15 13-15h5v15zm22-15h9c6 0 10 7 13 15H52z', '#d4ecf5') +
      box(6, 62, 88, 24, main, 10) +
      disc(26, 86, 10, '#22232a') +
      disc(74, 86, 10, '#22232a') +
      disc(26, 86, 4, '#cccccc') +
      disc(74, 86, 4, '#cccccc'),
  },
  {
    words: ['rocket', 'spaceship', 'spacecraft', 'rakete'],
    place: 'sky',
    share: 0.44,
    colour: '#e9e6df',
    draw: ({ main, dark }) =>
      path('M42 80c0 10 4 16 8 20 4-4 8-10 8-20z', '#ffb347') +
      path('M34 60 20 80l16-2zm32 0 14 20-16-2z', '#c8453c') +
      path('M34 80C28 44 38 16 50 2c12 14 22 42 16 78z', main) +
      disc(50, 38, 8, '#5fb3d4') +
      stroke('M42 38a8 8 0 1 0 16 0 8 8 0 1 0-16 0', dark, 2.5),
  },
  {
    words: ['balloon', 'balloons', 'ballon'],
    place: 'sky',
    share: 0.3,
    colour: '#d65a4a',
    draw: ({ main, dark, light, line }) =>
      path('M50 4C24 4 16 26 22 42c6 16 18 22 20 32h16c2-10 14-16 20-32 6-16-2-38-28-38z', main) +
      path('M50 4c-12 8-14 46-4 70h8c10-24 8-62-4-70z', light) +
      stroke('M43 74l2 10m12-10-2 10', line, 1.2) +
      box(43, 84, 14, 12, dark, 2),
  },
  {
    words: ['teapot', 'tea', 'kettle', 'teekanne'],
    place: 'ground',
    share: 0.34,
    colour: '#4d87a8',
    draw: ({ main, dark, light }) =>
      stroke('M72 56c20-6 22 26 0 26', main, 7) +
      path('M26 62C14 60 12 46 4 44l4-8c14 2 16 12 24 16z', main) +
      path('M20 72c0-22 12-32 30-32s30 10 30 32c0 16-10 26-30 26S20 88 20 72z', main) +
      path('M34 42c2-8 8-10 16-10s14 2 16 10z', dark) +
      disc(50, 28, 5, dark) +
      path('M28 66c2-12 8-18 16-20-4 8-6 16-6 26-4 2-8 0-10-6z', light),
  },
  {
    words: ['cup', 'coffee', 'mug', 'tasse', 'kaffee'],
    place: 'ground',
    share: 0.28,
    colour: '#e2d6c4',
    draw: ({ main, dark, line }) =>
      stroke('M68 58c18-4 18 22-2 22', main, 6) +
      stroke('M38 36c-6-8 6-12 0-22m14 22c-6-8 6-12 0-22', 'rgba(255,255,255,.6)', 3) +
      path('M22 48h48c0 28-4 44-12 50H34c-8-6-12-22-12-50z', main) +
      `<ellipse cx="46" cy="48" rx="24" ry="6" fill="${dark}"/><ellipse cx="46" cy="48.5" rx="20" ry="4" fill="${line}"/>`,
  },
  {
    words: ['trophy', 'pokal', 'chalice', 'goblet', 'crown', 'vase'],
    place: 'ground',
    share: 0.38,
    colour: '#e0b23c',
    draw: ({ main, dark, light }) =>
      stroke('M28 26c-18-2-16 26 6 28m38-28c18-2 16 26-6 28', main, 5) +
      path('M26 16h48c2 30-6 48-24 52-18-4-26-22-24-52z', main) +
      path('M33 20h8c-2 20 0 32 4 42-10-8-13-22-12-42z', light) +
      path('M46 66h8l3 18H43z', dark) +
      box(30, 84, 40, 14, dark, 3),
  },
  {
    words: ['bowl', 'fruit', 'plums', 'plum', 'apple', 'apples', 'cherry', 'orange', 'lemon', 'obst', 'apfel', 'still'],
    place: 'ground',
    share: 0.32,
    colour: '#6b4a8c',
    draw: ({ main, dark, light }) =>
      disc(34, 52, 14, main) +
      disc(54, 46, 15, dark) +
      disc(70, 54, 13, main) +
      disc(30, 47, 3, light) +
      disc(50, 40, 3.5, light) +
      path('M14 60h72c-2 24-14 38-36 38S16 84 14 60z', '#3f76a3') +
      path('M14 60h72l-1 7H15z', '#6aa3cf'),
  },
  {
    words: ['flower', 'flowers', 'rose', 'tulip', 'sunflower', 'garden', 'meadow', 'blume', 'fleur'],
    place: 'ground',
    share: 0.36,
    colour: '#d8497a',
    draw: ({ main, dark, light }) =>
      stroke('M50 98V46', '#3d7a3c', 4) +
      path('M50 86c-16 0-24-8-26-18 14 0 24 6 26 18zm0-8c14-2 20-10 22-18-12 0-20 6-22 18z', '#4d9149') +
      [0, 60, 120, 180, 240, 300]
        .map(
          (turn) =>
            `<ellipse cx="50" cy="15" rx="10" ry="15" fill="${turn % 120 === 0 ? main : dark}" transform="rotate(${turn} 50 32)"/>`,
        )
        .join('') +
      disc(50, 32, 9, light),
  },
  {
    words: ['mushroom', 'mushrooms', 'toadstool', 'pilz'],
    place: 'ground',
    share: 0.3,
    colour: '#c9403a',
    draw: ({ main, light }) =>
      path('M40 56h20c-2 18 2 30 6 42H34c4-12 8-24 6-42z', '#f0e4cc') +
      path('M8 60C10 24 30 10 50 10s40 14 42 50c-28 8-56 8-84 0z', main) +
      disc(32, 36, 6, light) +
      disc(54, 26, 7, light) +
      disc(72, 44, 6, light) +
      disc(48, 50, 4, light),
  },
  {
    words: ['tree', 'trees', 'oak', 'forest', 'wood', 'baum', 'wald', 'bonsai'],
    place: 'ground',
    share: 0.58,
    colour: '#4a7f43',
    draw: ({ main, dark, light }) =>
      path('M45 98c2-18 2-32-6-44l8 8 4-14 3 14 8-8c-6 12-8 26-4 44z', '#5d4232') +
      disc(32, 42, 20, dark) +
      disc(68, 42, 20, dark) +
      disc(50, 28, 24, main) +
      disc(42, 46, 15, main) +
      disc(58, 22, 8, light),
  },
  {
    words: ['book', 'books', 'library', 'buch'],
    place: 'ground',
    share: 0.26,
    colour: '#7c3b3b',
    draw: ({ main, line }) =>
      path('M4 44c18-8 34-6 46 4v48C38 86 22 84 4 92z', '#f6efdd') +
      path('M96 44c-18-8-34-6-46 4v48c12-10 28-12 46-4z', '#eadfc5') +
      stroke('M12 54c12-4 22-3 32 2m-32 8c12-4 22-3 32 2m12-10c10-5 20-6 32-2m-32 12c10-5 20-6 32-2', line, 1.4) +
      stroke('M4 44v48c18-8 34-6 46 4 12-10 28-12 46-4V44', main, 3),
  },
  {
    words: ['poster', 'sign', 'logo', 'banner', 'plakat', 'painting'],
    place: 'ground',
    share: 0.5,
    colour: '#e6d3a4',
    draw: ({ main, dark, line }) =>
      stroke('M30 98 40 80m30 18L60 80', line, 3) +
      box(18, 8, 64, 76, '#fbf6e8', 2) +
      box(23, 13, 54, 36, main, 1) +
      path('M23 49 40 28l12 12 9-8 16 17z', dark) +
      disc(66, 23, 5, '#f2a33c') +
      box(28, 56, 44, 6, line, 2) +
      box(34, 67, 32, 3, dark, 1) +
      box(38, 74, 24, 3, dark, 1),
  },
  {
    words: ['heart', 'love', 'herz'],
    place: 'ground',
    share: 0.34,
    colour: '#d43d52',
    draw: ({ main, light }) =>
      path('M50 94C14 66 4 46 10 30c8-20 32-18 40 2 8-20 32-22 40-2 6 16-4 36-40 64z', main) +
      path('M20 36c2-10 10-14 18-12-8 4-12 10-12 18-4 2-6-2-6-6z', light),
  },
];
