import { type FormRow, modelsOf } from '../form-row.ts';

/** Suno and MiniMax music at RunningHub. @see RunningHub model registry and price list, 2026-04-29 */
export const musicModels = modelsOf({ task: 'music', isNamedByContent: true }, [
  suno('4.5'),
  suno('5.5'),
  suno('5'),
  {
    title: 'Suno Lyrics',
    output: 'text',
    price: 'run: 0.014',
    endpoints: { 'rhart-audio/suno/lyrics': 'prompt* <500' },
  },
  {
    title: 'MiniMax Music 2.5',
    price: 'run: 0.95',
    endpoints: { 'rhart-audio/text-to-audio/music-2.5': 'prompt* <5000; lyrics* <5000' },
  },
]);

/** MiniMax speech at RunningHub. @see RunningHub model registry and price list, 2026-04-29 */
export const speechModels = modelsOf({ task: 'speech', isNamedByContent: true }, [
  speech('02 HD', 'Wise_Woman', 0.31),
  speech('02 Turbo', 'Energetic_Girl', 0.19),
  speech('2.6 HD', 'Wise_Woman', 0.62),
  speech('2.6 Turbo', 'Wise_Woman', 0.37),
  speech('2.8 HD', 'Wise_Woman', 0.62),
  speech('2.8 Turbo', 'Elegant_Man', 0.37),
]);

/** From lyrics and a style, or from a description alone. */
function suno(version: string): FormRow {
  const path = `rhart-audio/suno-v${version}`;
  return {
    title: `Suno ${version}`,
    price: 'run: 0.72',
    endpoints: {
      [`${path}/custom`]: 'title* <80; lyrics*=prompt <5000; style*=tags <1000',
      [`${path}/single`]: 'title <80; prompt*=description <400',
    },
  };
}

/** `voice` is the one that speaks unless told, `cny` the price of a thousand characters. */
function speech(version: string, voice: string, cny: number): FormRow {
  const slug = version.toLowerCase().replace(' ', '-');
  return {
    title: `MiniMax Speech ${version}`,
    price: `thousandCharacters: ${cny}`,
    constants: { enable_base64_output: false, english_normalization: false },
    endpoints: {
      [`rhart-audio/text-to-audio/speech-${slug}`]: `prompt*=text <5000; voice*=voice_id <100 =${voice}; speed ~0.5..2 =1;
        emotion {happy,sad,angry,fearful,disgusted,surprised,neutral} =happy`,
    },
  };
}
