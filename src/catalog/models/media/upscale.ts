import { type FormRow, modelsOf } from '../form-row.ts';

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
  topaz('CGI', 'image-upscale-cgi'),
  topaz('High Fidelity 2', 'image-upscale-high-fidelity-v2'),
  topaz('Standard 2', 'image-upscale-standard-v2'),
  topaz('Text Refine', 'image-upscale-text-refine'),
  topaz('Low Resolution 2', 'image-upscale/low-resolution-v2'),
]);

function topaz(name: string, path: string): FormRow {
  return {
    title: `Topaz ${name}`,
    endpoint: `topazlabs/${path}`,
    inputs: 'image*=imageUrl @50; scale* {2x,4x,6x} =2x',
    price: 'run by scale: 2x=0.7, 4x=1.4, 6x=2.1',
  };
}
