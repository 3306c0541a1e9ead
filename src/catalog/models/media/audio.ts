import { modelsOf } from '../form-row.ts';

/** Suno and MiniMax music at RunningHub. @see RunningHub model registry and price list, 2026-04-29 */
export const musicModels = modelsOf({ task: 'music', isNamedByContent: true }, [
  {
    title: 'Suno 4.5',
    endpoint: 'rhart-audio/suno-v4.5/custom',
    inputs: 'title* <80; lyrics*=prompt <5000; style*=tags <1000',
    price: 'run: 0.72',
  },
  {
    title: 'Suno 4.5',
    endpoint: 'rhart-audio/suno-v4.5/single',
    inputs: 'title <80; prompt*=description <400',
    price: 'run: 0.72',
  },
  {
    title: 'Suno 5.5',
    endpoint: 'rhart-audio/suno-v5.5/custom',
    inputs: 'title* <80; lyrics*=prompt <5000; style*=tags <1000',
    price: 'run: 0.72',
  },
  {
    title: 'Suno 5.5',
    endpoint: 'rhart-audio/suno-v5.5/single',
    inputs: 'title <80; prompt*=description <400',
    price: 'run: 0.72',
  },
  {
    title: 'Suno 5',
    endpoint: 'rhart-audio/suno-v5/custom',
    inputs: 'title* <80; lyrics*=prompt <5000; style*=tags <1000',
    price: 'run: 0.72',
  },
  {
    title: 'Suno 5',
    endpoint: 'rhart-audio/suno-v5/single',
    inputs: 'title <80; prompt*=description <400',
    price: 'run: 0.72',
  },
  {
    title: 'Suno Lyrics',
    endpoint: 'rhart-audio/suno/lyrics',
    output: 'text',
    inputs: 'prompt* <500',
    price: 'run: 0.014',
  },
  {
    title: 'MiniMax Music 2.5',
    endpoint: 'rhart-audio/text-to-audio/music-2.5',
    inputs: 'prompt* <5000; lyrics* <5000',
    price: 'run: 0.95',
  },
]);

/** MiniMax speech at RunningHub. @see RunningHub model registry and price list, 2026-04-29 */
export const speechModels = modelsOf(
  { task: 'speech', isNamedByContent: true, constants: { enable_base64_output: false, english_normalization: false } },
  [
    {
      title: 'MiniMax Speech 02 HD',
      endpoint: 'rhart-audio/text-to-audio/speech-02-hd',
      inputs: `prompt*=text <5000; voice*=voice_id <100 =Wise_Woman; speed ~0.5..2 =1; emotion
      {happy,sad,angry,fearful,disgusted,surprised,neutral} =happy`,
      price: 'thousandCharacters: 0.31',
    },
    {
      title: 'MiniMax Speech 02 Turbo',
      endpoint: 'rhart-audio/text-to-audio/speech-02-turbo',
      inputs: `prompt*=text <5000; voice*=voice_id <100 =Energetic_Girl; speed ~0.5..2 =1; emotion
      {happy,sad,angry,fearful,disgusted,surprised,neutral} =happy`,
      price: 'thousandCharacters: 0.19',
    },
    {
      title: 'MiniMax Speech 2.6 HD',
      endpoint: 'rhart-audio/text-to-audio/speech-2.6-hd',
      inputs: `prompt*=text <5000; voice*=voice_id <100 =Wise_Woman; speed ~0.5..2 =1; emotion
      {happy,sad,angry,fearful,disgusted,surprised,neutral} =happy`,
      price: 'thousandCharacters: 0.62',
    },
    {
      title: 'MiniMax Speech 2.6 Turbo',
      endpoint: 'rhart-audio/text-to-audio/speech-2.6-turbo',
      inputs: `prompt*=text <5000; voice*=voice_id <100 =Wise_Woman; speed ~0.5..2 =1; emotion
      {happy,sad,angry,fearful,disgusted,surprised,neutral} =happy`,
      price: 'thousandCharacters: 0.37',
    },
    {
      title: 'MiniMax Speech 2.8 HD',
      endpoint: 'rhart-audio/text-to-audio/speech-2.8-hd',
      inputs: `prompt*=text <5000; voice*=voice_id <100 =Wise_Woman; speed ~0.5..2 =1; emotion
      {happy,sad,angry,fearful,disgusted,surprised,neutral} =happy`,
      price: 'thousandCharacters: 0.62',
    },
    {
      title: 'MiniMax Speech 2.8 Turbo',
      endpoint: 'rhart-audio/text-to-audio/speech-2.8-turbo',
      inputs: `prompt*=text <5000; voice*=voice_id <100 =Elegant_Man; speed ~0.5..2 =1; emotion
      {happy,sad,angry,fearful,disgusted,surprised,neutral} =happy`,
      price: 'thousandCharacters: 0.37',
    },
  ],
);
