import { type FormRow, per } from '../form-row.ts';

/** MiniMax speech and music, and Suno at RunningHub. @see RunningHub model registry and price list, 2026-04-29 */
export const audioRows: readonly FormRow[] = [
  {
    task: 'music',
    title: 'Suno 4.5',
    isNamedByContent: true,
    routes: [
      {
        endpoint: 'rhart-audio/suno-v4.5/custom',
        inputs: 'title* <80; lyrics*=prompt <5000; style*=tags <1000',
        price: per('run', '', '0.72'),
      },
      {
        endpoint: 'rhart-audio/suno-v4.5/single',
        inputs: 'title <80; prompt*=description <400',
        price: per('run', '', '0.72'),
      },
    ],
  },
  {
    task: 'music',
    title: 'Suno 5.5',
    isNamedByContent: true,
    routes: [
      {
        endpoint: 'rhart-audio/suno-v5.5/custom',
        inputs: 'title* <80; lyrics*=prompt <5000; style*=tags <1000',
        price: per('run', '', '0.72'),
      },
      {
        endpoint: 'rhart-audio/suno-v5.5/single',
        inputs: 'title <80; prompt*=description <400',
        price: per('run', '', '0.72'),
      },
    ],
  },
  {
    task: 'music',
    title: 'Suno 5',
    isNamedByContent: true,
    routes: [
      {
        endpoint: 'rhart-audio/suno-v5/custom',
        inputs: 'title* <80; lyrics*=prompt <5000; style*=tags <1000',
        price: per('run', '', '0.72'),
      },
      {
        endpoint: 'rhart-audio/suno-v5/single',
        inputs: 'title <80; prompt*=description <400',
        price: per('run', '', '0.72'),
      },
    ],
  },
  {
    task: 'music',
    title: 'Suno Lyrics',
    output: 'text',
    isNamedByContent: true,
    routes: [
      {
        endpoint: 'rhart-audio/suno/lyrics',
        inputs: 'prompt* <500',
        price: per('run', '', '0.014'),
      },
    ],
  },
  {
    task: 'music',
    title: 'MiniMax Music 2.5',
    isNamedByContent: true,
    routes: [
      {
        endpoint: 'rhart-audio/text-to-audio/music-2.5',
        inputs: 'prompt* <5000; lyrics* <5000',
        price: per('run', '', '0.95'),
      },
    ],
  },
  {
    task: 'speech',
    title: 'MiniMax Speech 02 HD',
    isNamedByContent: true,
    routes: [
      {
        endpoint: 'rhart-audio/text-to-audio/speech-02-hd',
        inputs: `prompt*=text <5000; voice*=voice_id <100 =Wise_Woman; speed ~0.5..2 =1; emotion
          {happy,sad,angry,fearful,disgusted,surprised,neutral} =happy`,
        constants: { enable_base64_output: false, english_normalization: false },
        price: per('thousandCharacters', '', '0.31'),
      },
    ],
  },
  {
    task: 'speech',
    title: 'MiniMax Speech 02 Turbo',
    isNamedByContent: true,
    routes: [
      {
        endpoint: 'rhart-audio/text-to-audio/speech-02-turbo',
        inputs: `prompt*=text <5000; voice*=voice_id <100 =Energetic_Girl; speed ~0.5..2 =1; emotion
          {happy,sad,angry,fearful,disgusted,surprised,neutral} =happy`,
        constants: { enable_base64_output: false, english_normalization: false },
        price: per('thousandCharacters', '', '0.19'),
      },
    ],
  },
  {
    task: 'speech',
    title: 'MiniMax Speech 2.6 HD',
    isNamedByContent: true,
    routes: [
      {
        endpoint: 'rhart-audio/text-to-audio/speech-2.6-hd',
        inputs: `prompt*=text <5000; voice*=voice_id <100 =Wise_Woman; speed ~0.5..2 =1; emotion
          {happy,sad,angry,fearful,disgusted,surprised,neutral} =happy`,
        constants: { enable_base64_output: false, english_normalization: false },
        price: per('thousandCharacters', '', '0.62'),
      },
    ],
  },
  {
    task: 'speech',
    title: 'MiniMax Speech 2.6 Turbo',
    isNamedByContent: true,
    routes: [
      {
        endpoint: 'rhart-audio/text-to-audio/speech-2.6-turbo',
        inputs: `prompt*=text <5000; voice*=voice_id <100 =Wise_Woman; speed ~0.5..2 =1; emotion
          {happy,sad,angry,fearful,disgusted,surprised,neutral} =happy`,
        constants: { enable_base64_output: false, english_normalization: false },
        price: per('thousandCharacters', '', '0.37'),
      },
    ],
  },
  {
    task: 'speech',
    title: 'MiniMax Speech 2.8 HD',
    isNamedByContent: true,
    routes: [
      {
        endpoint: 'rhart-audio/text-to-audio/speech-2.8-hd',
        inputs: `prompt*=text <5000; voice*=voice_id <100 =Wise_Woman; speed ~0.5..2 =1; emotion
          {happy,sad,angry,fearful,disgusted,surprised,neutral} =happy`,
        constants: { enable_base64_output: false, english_normalization: false },
        price: per('thousandCharacters', '', '0.62'),
      },
    ],
  },
  {
    task: 'speech',
    title: 'MiniMax Speech 2.8 Turbo',
    isNamedByContent: true,
    routes: [
      {
        endpoint: 'rhart-audio/text-to-audio/speech-2.8-turbo',
        inputs: `prompt*=text <5000; voice*=voice_id <100 =Elegant_Man; speed ~0.5..2 =1; emotion
          {happy,sad,angry,fearful,disgusted,surprised,neutral} =happy`,
        constants: { enable_base64_output: false, english_normalization: false },
        price: per('thousandCharacters', '', '0.37'),
      },
    ],
  },
];
