import { type FormRow, modelsOf } from '../form-row.ts';

/** Topaz and HYPIR, which enlarge pictures at RunningHub. @see RunningHub model registry and price list, 2026-04-29 */
export const upscaleModels = modelsOf({ task: 'upscale' }, [
  {
    title: 'HYPIR Balance',
    price: 'run: 1',
    endpoints: {
      'image-enhance/hypir-balance': 'image*=imageUrl @10; scale*=upscale 1..4 =1; prompt <8192; seed 0..2147483647',
    },
  },
  {
    title: 'HYPIR Ultra',
    price: 'run: 0.1',
    endpoints: {
      'image-enhance/hypir-ultra': 'image*=imageUrl @10; prompt <8192; scale=upscale 1..4; seed 0..2147483647',
    },
  },
  topaz('CGI', 'image-upscale-cgi'),
  topaz('High Fidelity 2', 'image-upscale-high-fidelity-v2'),
  topaz('Standard 2', 'image-upscale-standard-v2'),
  topaz('Text Refine', 'image-upscale-text-refine'),
  topaz('Low Resolution 2', 'image-upscale/low-resolution-v2'),
]);

function topaz(name: string, path: string): FormRow {
  return {
    title: `Topaz ${name}`,
    price: 'run by scale: 2x=0.7, 4x=1.4, 6x=2.1',
    endpoints: { [`topazlabs/${path}`]: 'image*=imageUrl @50; scale* {2x,4x,6x} =2x' },
  };
}
