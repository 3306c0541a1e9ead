import { modelsOf } from '../form-row.ts';

/** Topaz and HYPIR, which enlarge pictures at RunningHub. @see RunningHub model registry and price list, 2026-04-29 */
export const upscaleModels = modelsOf({ task: 'upscale' }, [
  {
    title: 'HYPIR Balance',
    endpoint: 'image-enhance/hypir-balance',
    inputs: 'image*=imageUrl @10; scale*=upscale 1..4 =1; prompt <8192; seed 0..2147483647',
    price: 'run: 1',
  },
  {
    title: 'HYPIR Ultra',
    endpoint: 'image-enhance/hypir-ultra',
    inputs: 'image*=imageUrl @10; prompt <8192; scale=upscale 1..4; seed 0..2147483647',
    price: 'run: 0.1',
  },
  {
    title: 'Topaz CGI',
    endpoint: 'topazlabs/image-upscale-cgi',
    inputs: 'image*=imageUrl @50; scale* {2x,4x,6x} =2x',
    price: 'run by scale: 2x=0.7, 4x=1.4, 6x=2.1',
  },
  {
    title: 'Topaz High Fidelity 2',
    endpoint: 'topazlabs/image-upscale-high-fidelity-v2',
    inputs: 'image*=imageUrl @50; scale* {2x,4x,6x} =2x',
    price: 'run by scale: 2x=0.7, 4x=1.4, 6x=2.1',
  },
  {
    title: 'Topaz Standard 2',
    endpoint: 'topazlabs/image-upscale-standard-v2',
    inputs: 'image*=imageUrl @50; scale* {2x,4x,6x} =2x',
    price: 'run by scale: 2x=0.7, 4x=1.4, 6x=2.1',
  },
  {
    title: 'Topaz Text Refine',
    endpoint: 'topazlabs/image-upscale-text-refine',
    inputs: 'image*=imageUrl @50; scale* {2x,4x,6x} =2x',
    price: 'run by scale: 2x=0.7, 4x=1.4, 6x=2.1',
  },
  {
    title: 'Topaz Low Resolution 2',
    endpoint: 'topazlabs/image-upscale/low-resolution-v2',
    inputs: 'image*=imageUrl @50; scale* {2x,4x,6x} =2x',
    price: 'run by scale: 2x=0.7, 4x=1.4, 6x=2.1',
  },
]);
