import { type FormRow, modelsOf } from '../form-row.ts';

/** ByteDance’s Seedance and DreamActor at RunningHub. @see RunningHub model registry and price list, 2026-04-29 */
export const videoSeedanceModels = modelsOf({ task: 'video' }, [
  {
    title: 'DreamActor 2',
    price: 'second: 0.32',
    endpoints: { 'bytedance/dreamactor-v2': 'image*=imageUrl @5; video*=videoUrl @100' },
  },
  ...seedance2({
    title: 'Seedance 2.0 Global Fast',
    path: 'bytedance/seedance-2.0-global-fast',
    resolutions: '480p,720p,1080p,2k,4k',
    price: 'second by resolution: 1080p=1.28, 2k=1.42, 480p=0.5, 4k=1.63, 720p=1',
  }),
  ...seedance2({
    title: 'Seedance 2.0 Global',
    path: 'bytedance/seedance-2.0-global',
    price: 'second by resolution: 1080p=1.48, 2k=1.62, 480p=0.6, 4k=1.83, 720p=1.2, native1080p=3',
  }),
  ...seedance2({
    title: 'Seedance 2.0 Fast',
    path: 'rhart-video/sparkvideo-2.0-fast',
    isNamedByContent: true,
    audioMegabytes: 15,
    price: 'second by resolution: 1080p=1.28, 2k=1.42, 480p=0.5, 4k=1.63, 720p=1',
  }),
  ...seedance2({
    title: 'Seedance 2.0',
    path: 'rhart-video/sparkvideo-2.0',
    isNamedByContent: true,
    price: 'second by resolution: 1080p=1.48, 2k=1.62, 480p=0.6, 4k=1.83, 720p=1.2, native1080p=3',
  }),
  {
    title: 'Seedance 1 Lite Reference',
    price: 'second by resolution: 480p=0.07, 720p=0.15',
    constants: { cameraFixed: 'false' },
    endpoints: {
      'seedance-v1-lite/reference-to-video': `prompt* <5000; images*=imageUrls [4] @10; duration* "2..12" =5;
        resolution* {720p,480p} =720p; ratio*=aspectRatio {16:9,9:16,4:3,3:4,21:9,1:1} =16:9`,
    },
  },
  {
    title: 'Seedance 1.5 Pro',
    price: `second by resolution sound: 1080p false=0.35, 1080p true=0.7, 480p false=0.07, 480p true=0.14, 720p
      false=0.16, 720p true=0.32`,
    constants: { cameraFixed: 'false' },
    endpoints: {
      'seedance-v1.5-pro/image-to-video': `prompt* <5000; image*=firstImageUrl @10; lastImage=lastImageUrl @10;
        ratio*=aspectRatio {16:9,9:16,1:1,4:3,3:4,21:9,adaptive} =adaptive; duration* "4..12" =5; resolution*
        {480p,720p,1080p} =720p; sound*=generateAudio {true,false} =true`,
      'seedance-v1.5-pro/text-to-video': `prompt* <5000; ratio*=aspectRatio {16:9,9:16,4:3,3:4,1:1,21:9} =3:4;
        duration* "4..12" =5; resolution* {480p,720p,1080p} =720p; sound*=generateAudio {true,false} =true`,
    },
  },
  {
    title: 'Seedance 1.5 Pro Fast',
    price: 'second by resolution sound: 1080p false=0.35, 1080p true=0.7, 720p false=0.16, 720p true=0.32',
    constants: { cameraFixed: 'false' },
    endpoints: {
      'seedance-v1.5-pro/image-to-video-fast': `prompt* <5000; image*=firstImageUrl @10; lastImage=lastImageUrl @10;
        ratio*=aspectRatio {16:9,9:16,1:1,4:3,3:4,21:9,adaptive} =adaptive; duration* "4..12" =5; resolution*
        {720p,1080p} =720p; sound*=generateAudio {true,false} =true`,
      'seedance-v1.5-pro/text-to-video-fast': `prompt* <5000; ratio*=aspectRatio {16:9,9:16,4:3,3:4,1:1,21:9} =16:9;
        duration* "4..12" =5; resolution* {720p,1080p} =720p; sound*=generateAudio {true,false} =true`,
    },
  },
]);

interface Seedance2 extends Pick<FormRow, 'title' | 'price' | 'isNamedByContent'> {
  readonly path: string;
  readonly resolutions?: string;
  /** What a sound to refer to may weigh. */
  readonly audioMegabytes?: number;
}

/** From a first picture or words alone; as a model of its own, from pictures, videos and sounds to refer to. */
function seedance2({
  path,
  resolutions = '480p,720p,native1080p,1080p,2k,4k',
  audioMegabytes = 50,
  ...row
}: Seedance2): readonly FormRow[] {
  const length = `resolution* {${resolutions}} =720p; duration* "4..15" =5`;
  const rest = 'sound=generateAudio flag =true; ratio {adaptive,16:9,4:3,1:1,3:4,9:16,21:9} =adaptive';
  return [
    {
      ...row,
      endpoints: {
        [`${path}/image-to-video`]: `prompt <20480; ${length}; image*=firstFrameUrl @30; lastImage=lastFrameUrl @30;
          ${rest}`,
        [`${path}/text-to-video`]: `prompt* <20480; ${length}; ${rest}`,
      },
    },
    {
      ...row,
      title: `${row.title} Reference`,
      endpoints: {
        [`${path}/multimodal-video`]: `prompt* <20480; ${length}; images=imageUrls [9] @30; video=videoUrls [3] @50;
          audio=audioUrls [3] @${audioMegabytes}; ${rest}`,
      },
    },
  ];
}
