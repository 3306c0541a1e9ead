import { type FormRow, modelsOf } from '../form-row.ts';

/** Hitem3D, Hunyuan3D and Meshy at RunningHub. @see RunningHub model registry and price list, 2026-04-29 */
export const model3dModels = modelsOf({ task: 'model3d' }, [
  hitem3d('Portrait 1.5', 'portrait-v15', { resolutions: '{1536} =1536', price: 'run: 5.6' }),
  hitem3d('Portrait 2.0', 'portrait-v20', {
    resolutions: '{1536pro} =1536pro',
    price: 'run: 5.6',
    mostMegabytes: 10,
  }),
  hitem3d('Portrait 2.1', 'portrait-v21', { resolutions: '{1536pro} =1536pro', price: 'run: 5.6' }),
  hitem3d('1.5', 'v15', {
    resolutions: '{512,1024,1536,1536pro} =1024',
    price: 'run by resolution: 1024=1.4, 1536pro=8.4, 1536=5.6, 512=0.7',
  }),
  hitem3d('2.0', 'v2', {
    resolutions: '{1536,1536pro} =1536',
    price: 'run by resolution: 1536pro=8.4, 1536=5.6',
  }),
  hitem3d('2.1', 'v21', {
    resolutions: '{1536pro,1536fast} =1536pro',
    price: 'run by resolution: 1536fast=16.8, 1536pro=5.6',
  }),
  {
    title: 'Hunyuan3D 3.1',
    price: 'run: 4.8',
    constants: { enablePbr: false, generateType: 'Normal' },
    endpoints: { 'hunyuan3d-v3.1/image-to-3d': 'image*=imageUrl @10' },
  },
  {
    title: 'Hunyuan3D 3.1',
    price: 'run: 2.4',
    constants: { enablePbr: false, generateType: 'Normal' },
    endpoints: { 'hunyuan3d-v3.1/text-to-3d': 'prompt* <5000' },
  },
  {
    title: 'Meshy 6',
    price: 'estimated run: 7.0',
    endpoints: { 'meshy6/image-to-3d': 'image*=imageUrl @10', 'meshy6/text-to-3d': 'prompt* <600' },
  },
]);

interface Hitem3d {
  readonly resolutions: string;
  readonly price: string;
  /** Of a single picture; the front of several has 20. */
  readonly mostMegabytes?: number;
}

/** From a single picture, or from several sides, of which Easel sends the front. */
function hitem3d(version: string, slug: string, { resolutions, price, mostMegabytes = 20 }: Hitem3d): FormRow {
  const path = `hitem3d-${slug}`;
  return {
    title: `Hitem3D ${version}`,
    price,
    constants: { requestType: 'mesh' },
    endpoints: {
      [`${path}/image-to-3d`]: `image*=imageUrl @${mostMegabytes}; resolution* ${resolutions}`,
      [`${path}/multi-image-to-3d`]: `image*=frontImageUrl @20; resolution* ${resolutions}`,
    },
  };
}
