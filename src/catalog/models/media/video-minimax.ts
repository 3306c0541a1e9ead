import { modelsOf } from '../form-row.ts';

/** MiniMax’s Hailuo at RunningHub. @see RunningHub model registry and price list, 2026-04-29 */
export const videoMinimaxModels = modelsOf({ task: 'video', constants: { enablePromptExpansion: true } }, [
  {
    title: 'Hailuo 02 Fast',
    endpoint: 'minimax/hailuo-02/fast',
    inputs: 'prompt <2000; image*=imageUrl @10; duration* {6,10} =6',
    price: 'run by duration: 10=0.75, 6=0.45',
  },
  {
    title: 'Hailuo 02 Pro',
    endpoint: 'minimax/hailuo-02/i2v-pro',
    inputs: 'prompt <2000; image*=firstImageUrl @30; lastImage=lastImageUrl @30',
    price: 'run: 2.63',
  },
  {
    title: 'Hailuo 02 Pro',
    endpoint: 'minimax/hailuo-02/pro',
    inputs: 'prompt* <2000; image=firstImageUrl @10; lastImage=lastImageUrl @10; duration* {6} =6',
    price: 'run: 2.63',
  },
  {
    title: 'Hailuo 02 Pro',
    endpoint: 'minimax/hailuo-02/t2v-pro',
    inputs: 'prompt* <2000',
    price: 'run: 2.63',
  },
  {
    title: 'Hailuo 02',
    endpoint: 'minimax/hailuo-02/i2v-standard',
    inputs: 'prompt <2000; image*=firstImageUrl @30; lastImage=lastImageUrl @30; duration* {6,10} =6',
    price: 'run by duration: 10=3, 6=1.5',
  },
  {
    title: 'Hailuo 02',
    endpoint: 'minimax/hailuo-02/standard',
    inputs: 'prompt* <2000; image=firstImageUrl @10; lastImage=lastImageUrl @10; duration* {6,10} =6',
    price: 'run by duration: 10=3, 6=1.5',
  },
  {
    title: 'Hailuo 02',
    endpoint: 'minimax/hailuo-02/t2v-standard',
    inputs: 'prompt* <2000; duration* {6,10} =6',
    price: 'run by duration: 10=3, 6=1.5',
  },
  {
    title: 'Hailuo 2.3 Fast Pro',
    endpoint: 'minimax/hailuo-2.3-fast-pro/image-to-video',
    inputs: 'prompt* <2000; image*=imageUrl @30; duration* {6} =6',
    price: 'run: 1.73',
  },
  {
    title: 'Hailuo 2.3 Fast',
    endpoint: 'minimax/hailuo-2.3-fast/image-to-video',
    inputs: 'prompt* <2000; image*=imageUrl @30; duration* {6,10} =6',
    price: 'run by duration: 10=1.69, 6=1.01',
  },
  {
    title: 'Hailuo 2.3',
    endpoint: 'minimax/hailuo-2.3/i2v-standard',
    inputs: 'prompt <2000; image*=imageUrl @30; duration* {6,10} =6',
    price: 'run by duration: 10=3, 6=1.5',
  },
  {
    title: 'Hailuo 2.3',
    endpoint: 'minimax/hailuo-2.3/t2v-standard',
    inputs: 'prompt* <2000; duration* {6,10} =6',
    price: 'run by duration: 10=3, 6=1.5',
  },
  {
    title: 'Hailuo 2.3 Pro',
    endpoint: 'minimax/hailuo-2.3/image-to-video-pro',
    inputs: 'prompt <2000; image*=imageUrl @30',
    price: 'run: 2.63',
  },
  {
    title: 'Hailuo 2.3 Pro',
    endpoint: 'minimax/hailuo-2.3/t2v-pro',
    inputs: 'prompt* <2000',
    price: 'run: 2.63',
  },
]);
