import { type FormRow, per } from '../form-row.ts';

/** Hitem3D, Hunyuan3D and Meshy at RunningHub. @see RunningHub model registry and price list, 2026-04-29 */
export const model3dRows: readonly FormRow[] = [
  {
    task: 'model3d',
    title: 'Hitem3D Portrait 1.5',
    routes: [
      {
        endpoint: 'hitem3d-portrait-v15/image-to-3d',
        inputs: 'image*=imageUrl @20; resolution* {1536} =1536',
        constants: { requestType: 'mesh' },
        price: per('run', '', '5.6'),
      },
      {
        endpoint: 'hitem3d-portrait-v15/multi-image-to-3d',
        inputs: 'image*=frontImageUrl @20; resolution* {1536} =1536',
        constants: { requestType: 'mesh' },
        price: per('run', '', '5.6'),
      },
    ],
  },
  {
    task: 'model3d',
    title: 'Hitem3D Portrait 2.0',
    routes: [
      {
        endpoint: 'hitem3d-portrait-v20/image-to-3d',
        inputs: 'image*=imageUrl @10; resolution* {1536pro} =1536pro',
        constants: { requestType: 'mesh' },
        price: per('run', '', '5.6'),
      },
      {
        endpoint: 'hitem3d-portrait-v20/multi-image-to-3d',
        inputs: 'image*=frontImageUrl @20; resolution* {1536pro} =1536pro',
        constants: { requestType: 'mesh' },
        price: per('run', '', '5.6'),
      },
    ],
  },
  {
    task: 'model3d',
    title: 'Hitem3D Portrait 2.1',
    routes: [
      {
        endpoint: 'hitem3d-portrait-v21/image-to-3d',
        inputs: 'image*=imageUrl @20; resolution* {1536pro} =1536pro',
        constants: { requestType: 'mesh' },
        price: per('run', '', '5.6'),
      },
      {
        endpoint: 'hitem3d-portrait-v21/multi-image-to-3d',
        inputs: 'image*=frontImageUrl @20; resolution* {1536pro} =1536pro',
        constants: { requestType: 'mesh' },
        price: per('run', '', '5.6'),
      },
    ],
  },
  {
    task: 'model3d',
    title: 'Hitem3D 1.5',
    routes: [
      {
        endpoint: 'hitem3d-v15/image-to-3d',
        inputs: 'image*=imageUrl @20; resolution* {512,1024,1536,1536pro} =1024',
        constants: { requestType: 'mesh' },
        price: per('run', 'resolution', '1024=1.4, 1536pro=8.4, 1536=5.6, 512=0.7'),
      },
      {
        endpoint: 'hitem3d-v15/multi-image-to-3d',
        inputs: 'image*=frontImageUrl @20; resolution* {512,1024,1536,1536pro} =1024',
        constants: { requestType: 'mesh' },
        price: per('run', 'resolution', '1024=1.4, 1536pro=8.4, 1536=5.6, 512=0.7'),
      },
    ],
  },
  {
    task: 'model3d',
    title: 'Hitem3D 2.0',
    routes: [
      {
        endpoint: 'hitem3d-v2/image-to-3d',
        inputs: 'image*=imageUrl @20; resolution* {1536,1536pro} =1536',
        constants: { requestType: 'mesh' },
        price: per('run', 'resolution', '1536pro=8.4, 1536=5.6'),
      },
      {
        endpoint: 'hitem3d-v2/multi-image-to-3d',
        inputs: 'image*=frontImageUrl @20; resolution* {1536,1536pro} =1536',
        constants: { requestType: 'mesh' },
        price: per('run', 'resolution', '1536pro=8.4, 1536=5.6'),
      },
    ],
  },
  {
    task: 'model3d',
    title: 'Hitem3D 2.1',
    routes: [
      {
        endpoint: 'hitem3d-v21/image-to-3d',
        inputs: 'image*=imageUrl @20; resolution* {1536pro,1536fast} =1536pro',
        constants: { requestType: 'mesh' },
        price: per('run', 'resolution', '1536fast=16.8, 1536pro=5.6'),
      },
      {
        endpoint: 'hitem3d-v21/multi-image-to-3d',
        inputs: 'image*=frontImageUrl @20; resolution* {1536pro,1536fast} =1536pro',
        constants: { requestType: 'mesh' },
        price: per('run', 'resolution', '1536fast=16.8, 1536pro=5.6'),
      },
    ],
  },
  {
    task: 'model3d',
    title: 'Hunyuan3D 3.1',
    routes: [
      {
        endpoint: 'hunyuan3d-v3.1/image-to-3d',
        inputs: 'image*=imageUrl @10',
        constants: { enablePbr: false, generateType: 'Normal' },
        price: per('run', '', '=4.8'),
      },
      {
        endpoint: 'hunyuan3d-v3.1/text-to-3d',
        inputs: 'prompt* <5000',
        constants: { enablePbr: false, generateType: 'Normal' },
        price: per('run', '', '=2.4'),
      },
    ],
  },
  {
    task: 'model3d',
    title: 'Meshy 6',
    routes: [
      {
        endpoint: 'meshy6/image-to-3d',
        inputs: 'image*=imageUrl @10',
        price: per('run', '', '7.0', 'estimated'),
      },
      {
        endpoint: 'meshy6/text-to-3d',
        inputs: 'prompt* <600',
        price: per('run', '', '7.0', 'estimated'),
      },
    ],
  },
];
