import { box, disc, path, type Subject, stroke } from './subject.ts';

/** What may be in a picture. */
export const things: readonly Subject[] = [
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
