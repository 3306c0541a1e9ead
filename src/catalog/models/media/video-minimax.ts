import { type FormRow, per } from '../form-row.ts';

/** MiniMax’s Hailuo at RunningHub. @see RunningHub model registry and price list, 2026-04-29 */
export const videoMinimaxRows: readonly FormRow[] = [
  {
    task: 'video',
    title: 'Hailuo 02 Fast',
    routes: [
      {
        endpoint: 'minimax/hailuo-02/fast',
        inputs: 'prompt <2000; image*=imageUrl @10; duration* {6,10} =6',
        constants: { enablePromptExpansion: true },
        price: per('run', 'duration', '10=0.75, 6=0.45'),
      },
    ],
  },
  {
    task: 'video',
    title: 'Hailuo 02 Pro',
    routes: [
      {
        endpoint: 'minimax/hailuo-02/i2v-pro',
        inputs: 'prompt <2000; image*=firstImageUrl @30; lastImage=lastImageUrl @30',
        constants: { enablePromptExpansion: true },
        price: per('run', '', '2.63'),
      },
      {
        endpoint: 'minimax/hailuo-02/pro',
        inputs: 'prompt* <2000; image=firstImageUrl @10; lastImage=lastImageUrl @10; duration* {6} =6',
        constants: { enablePromptExpansion: true },
        price: per('run', '', '2.63'),
      },
      {
        endpoint: 'minimax/hailuo-02/t2v-pro',
        inputs: 'prompt* <2000',
        constants: { enablePromptExpansion: true },
        price: per('run', '', '2.63'),
      },
    ],
  },
  {
    task: 'video',
    title: 'Hailuo 02',
    routes: [
      {
        endpoint: 'minimax/hailuo-02/i2v-standard',
        inputs: 'prompt <2000; image*=firstImageUrl @30; lastImage=lastImageUrl @30; duration* {6,10} =6',
        constants: { enablePromptExpansion: true },
        price: per('run', 'duration', '10=3, 6=1.5'),
      },
      {
        endpoint: 'minimax/hailuo-02/standard',
        inputs: 'prompt* <2000; image=firstImageUrl @10; lastImage=lastImageUrl @10; duration* {6,10} =6',
        constants: { enablePromptExpansion: true },
        price: per('run', 'duration', '10=3, 6=1.5'),
      },
      {
        endpoint: 'minimax/hailuo-02/t2v-standard',
        inputs: 'prompt* <2000; duration* {6,10} =6',
        constants: { enablePromptExpansion: true },
        price: per('run', 'duration', '10=3, 6=1.5'),
      },
    ],
  },
  {
    task: 'video',
    title: 'Hailuo 2.3 Fast Pro',
    routes: [
      {
        endpoint: 'minimax/hailuo-2.3-fast-pro/image-to-video',
        inputs: 'prompt* <2000; image*=imageUrl @30; duration* {6} =6',
        constants: { enablePromptExpansion: true },
        price: per('run', '', '1.73'),
      },
    ],
  },
  {
    task: 'video',
    title: 'Hailuo 2.3 Fast',
    routes: [
      {
        endpoint: 'minimax/hailuo-2.3-fast/image-to-video',
        inputs: 'prompt* <2000; image*=imageUrl @30; duration* {6,10} =6',
        constants: { enablePromptExpansion: true },
        price: per('run', 'duration', '10=1.69, 6=1.01'),
      },
    ],
  },
  {
    task: 'video',
    title: 'Hailuo 2.3',
    routes: [
      {
        endpoint: 'minimax/hailuo-2.3/i2v-standard',
        inputs: 'prompt <2000; image*=imageUrl @30; duration* {6,10} =6',
        constants: { enablePromptExpansion: true },
        price: per('run', 'duration', '10=3, 6=1.5'),
      },
      {
        endpoint: 'minimax/hailuo-2.3/t2v-standard',
        inputs: 'prompt* <2000; duration* {6,10} =6',
        constants: { enablePromptExpansion: true },
        price: per('run', 'duration', '10=3, 6=1.5'),
      },
    ],
  },
  {
    task: 'video',
    title: 'Hailuo 2.3 Pro',
    routes: [
      {
        endpoint: 'minimax/hailuo-2.3/image-to-video-pro',
        inputs: 'prompt <2000; image*=imageUrl @30',
        constants: { enablePromptExpansion: true },
        price: per('run', '', '2.63'),
      },
      {
        endpoint: 'minimax/hailuo-2.3/t2v-pro',
        inputs: 'prompt* <2000',
        constants: { enablePromptExpansion: true },
        price: per('run', '', '2.63'),
      },
    ],
  },
];
