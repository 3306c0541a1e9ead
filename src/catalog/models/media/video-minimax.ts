import { modelsOf } from '../form-row.ts';

/** MiniMax’s Hailuo at RunningHub. @see RunningHub model registry and price list, 2026-04-29 */
export const videoMinimaxModels = modelsOf({ task: 'video', constants: { enablePromptExpansion: true } }, [
  {
    title: 'Hailuo 02 Fast',
    price: 'run by duration: 10=0.75, 6=0.45',
    endpoints: { 'minimax/hailuo-02/fast': 'prompt <2000; image*=imageUrl @10; duration* {6,10} =6' },
  },
  {
    title: 'Hailuo 02 Pro',
    price: 'run: 2.63',
    endpoints: {
      'minimax/hailuo-02/i2v-pro': 'prompt <2000; image*=firstImageUrl @30; lastImage=lastImageUrl @30',
      'minimax/hailuo-02/pro': 'prompt* <2000; image=firstImageUrl @10; lastImage=lastImageUrl @10; duration* {6} =6',
      'minimax/hailuo-02/t2v-pro': 'prompt* <2000',
    },
  },
  {
    title: 'Hailuo 02',
    price: 'run by duration: 10=3, 6=1.5',
    endpoints: {
      'minimax/hailuo-02/i2v-standard':
        'prompt <2000; image*=firstImageUrl @30; lastImage=lastImageUrl @30; duration* {6,10} =6',
      'minimax/hailuo-02/standard':
        'prompt* <2000; image=firstImageUrl @10; lastImage=lastImageUrl @10; duration* {6,10} =6',
      'minimax/hailuo-02/t2v-standard': 'prompt* <2000; duration* {6,10} =6',
    },
  },
  {
    title: 'Hailuo 2.3 Fast Pro',
    price: 'run: 1.73',
    endpoints: { 'minimax/hailuo-2.3-fast-pro/image-to-video': 'prompt* <2000; image*=imageUrl @30; duration* {6} =6' },
  },
  {
    title: 'Hailuo 2.3 Fast',
    price: 'run by duration: 10=1.69, 6=1.01',
    endpoints: { 'minimax/hailuo-2.3-fast/image-to-video': 'prompt* <2000; image*=imageUrl @30; duration* {6,10} =6' },
  },
  {
    title: 'Hailuo 2.3',
    price: 'run by duration: 10=3, 6=1.5',
    endpoints: {
      'minimax/hailuo-2.3/i2v-standard': 'prompt <2000; image*=imageUrl @30; duration* {6,10} =6',
      'minimax/hailuo-2.3/t2v-standard': 'prompt* <2000; duration* {6,10} =6',
    },
  },
  {
    title: 'Hailuo 2.3 Pro',
    price: 'run: 2.63',
    endpoints: {
      'minimax/hailuo-2.3/image-to-video-pro': 'prompt <2000; image*=imageUrl @30',
      'minimax/hailuo-2.3/t2v-pro': 'prompt* <2000',
    },
  },
]);
