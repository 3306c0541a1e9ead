import { box, disc, eyes, path, type Subject, stroke } from './subject.ts';

/** Who may be in a picture. */
export const beings: readonly Subject[] = [
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
];
