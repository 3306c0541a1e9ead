import { type FormRow, modelsOf } from '../form-row.ts';

/** Kuaishou’s Kling at RunningHub. @see RunningHub model registry and price list, 2026-04-29 */
export const videoKlingModels = modelsOf({ task: 'video' }, [
  {
    title: 'Kling 2 Avatar Pro',
    price: 'second: 0.72',
    endpoints: {
      'kling-v2-ai-avatar-pro/image-audio-to-video': 'image*=imageUrl @10; audio*=audioUrl @20; prompt <2048',
    },
  },
  {
    title: 'Kling 2 Avatar',
    price: 'second: 0.36',
    endpoints: {
      'kling-v2-ai-avatar-standard/image-audio-to-video': 'image*=imageUrl @10; audio*=audioUrl @20; prompt <2048',
    },
  },
  {
    title: 'Kling 2.5 Turbo Pro',
    price: 'run by duration: 10=3.5, 5=1.75',
    endpoints: {
      'kling-v2.5-turbo-pro/image-to-video': `prompt <2000; negative=negativePrompt <2500; duration* {5,10} =5;
        image*=firstImageUrl @50; lastImage=lastImageUrl @50`,
      'kling-v2.5-turbo-pro/text-to-video': `prompt* <2000; negative=negativePrompt <2500; duration* {5,10} =5;
        ratio*=aspectRatio {1:1,16:9,9:16} =9:16`,
    },
  },
  {
    title: 'Kling 2.5 Turbo',
    price: 'run by duration: 10=2.1, 5=1.05',
    endpoints: {
      'kling-v2.5-turbo-std/image-to-video':
        'prompt* <2000; negative=negativePrompt <2500; duration* {5,10} =5; image*=firstImageUrl @50',
    },
  },
  {
    title: 'Kling 2.5 Turbo',
    price: 'estimated run by duration: 5=1.05, 10=2.1',
    endpoints: {
      'kling-v2.5-turbo-std/text-to-video': `prompt* <2000; negative=negativePrompt <2500; duration* {5,10} =5;
        ratio*=aspectRatio {1:1,16:9,9:16} =9:16`,
    },
  },
  {
    title: 'Kling 2.6 Pro',
    price: 'run by duration sound: 10 false=3.5, 10 true=7, 5 false=1.75, 5 true=3.5',
    endpoints: {
      'kling-v2.6-pro/image-to-video': `prompt* <2000; negative=negativePrompt <2500; image*=imageUrl @20; sound*
        {true,false} =true; duration* {5,10} =5`,
      'kling-v2.6-pro/text-to-video': `prompt* <2000; negative=negativePrompt <2500; sound* {true,false} =true;
        ratio*=aspectRatio {1:1,16:9,9:16} =9:16; duration* {5,10} =5`,
    },
  },
  {
    title: 'Kling 2.6 Pro Motion',
    price: 'second: 0.56',
    constants: { characterOrientation: 'video' },
    endpoints: {
      'kling-v2.6-pro/motion-control':
        'image*=imageUrl @10; video*=videoUrl @100; prompt <2500; sound=keepOriginalSound {yes,no} =yes',
    },
  },
  {
    title: 'Kling 2.6 Motion',
    price: 'second: 0.35',
    constants: { characterOrientation: 'video' },
    endpoints: {
      'kling-v2.6-std/motion-control':
        'image*=imageUrl @10; video*=videoUrl @100; prompt <2500; sound=keepOriginalSound {yes,no} =yes',
    },
  },
  {
    title: 'Kling 3.0 4K',
    price: 'second: 2.7',
    endpoints: {
      'kling-v3-4k/image-to-video': `image*=imageUrl @30; prompt <2500; negative=negativePrompt <2000;
        lastImage=endImageUrl @30; duration* 3..15 =5; sound flag =false`,
      'kling-v3-4k/text-to-video': `prompt* <2500; negative=negativePrompt <2500; duration* "3..15" =5;
        ratio=aspectRatio {16:9,9:16,1:1} =16:9; sound flag =false`,
    },
  },
  ...kling3('Kling 3.0 Pro', 'kling-v3.0-pro', {
    video: 'second by sound: false=0.69, true=1.04',
    motion: 'second: 1.08',
  }),
  ...kling3('Kling 3.0', 'kling-v3.0-std', {
    video: 'second by sound: false=0.52, true=0.78',
    motion: 'second: 0.81',
  }),
  {
    title: 'Kling O1 Edit',
    price: 'run by resolution: pro=8.4, std=6.3',
    endpoints: {
      'kling-video-o1-std/edit-video': `resolution*=mode {std,pro} =std; prompt* <2000; images=imageUrls [7] @20;
        video*=videoUrl @10; sound*=keepOriginalSound flag =true`,
    },
  },
  {
    title: 'Kling O1 Reference',
    price: 'run by resolution duration: pro 10=8.4, pro 5=4.2, std 10=6.3, std 5=3.15',
    endpoints: {
      'kling-video-o1-std/refrence-to-video': `resolution*=mode {std,pro} =std; prompt* <2000; ratio*=aspectRatio
        {1:1,9:16,16:9} =9:16; duration* {5,10} =5; images=imageUrls [7] @20; video*=videoUrl @10;
        sound*=keepOriginalSound flag =true`,
    },
  },
  {
    title: 'Kling O1',
    price: 'run by resolution duration: pro 10=5.6, pro 5=2.8, std 10=4.2, std 5=2.1',
    endpoints: {
      'kling-video-o1/image-to-video': `prompt <2000; ratio*=aspectRatio {1:1,9:16,16:9} =9:16; duration* {5,10} =5;
        image*=firstImageUrl @20; resolution*=mode {std,pro} =std`,
      'kling-video-o1/start-to-end': `prompt <2000; ratio*=aspectRatio {1:1,9:16,16:9} =9:16; duration* {5,10} =5;
        image*=firstImageUrl @20; lastImage*=lastImageUrl @20; resolution*=mode {std,pro} =std`,
      'kling-video-o1/text-to-video': `prompt <2000; ratio*=aspectRatio {1:1,9:16,16:9} =9:16; duration* {5,10} =5;
        resolution*=mode {std,pro} =std`,
    },
  },
  {
    title: 'Kling O3 4K',
    price: 'second: 2.7',
    endpoints: {
      'kling-video-o3-4k/image-to-video': `prompt* <2500; image*=firstImageUrl @30; lastImage=lastImageUrl @30;
        duration* 3..15 =5; sound flag =false`,
      'kling-video-o3-4k/text-to-video':
        'prompt* <2500; ratio=aspectRatio {16:9,9:16,1:1} =16:9; duration* 3..15 =5; sound flag =false',
    },
  },
  {
    title: 'Kling O3 4K Reference',
    price: 'second: 2.7',
    endpoints: {
      'kling-video-o3-4k/reference-to-video': `prompt* <2500; images=imageUrls [7] @30; sound flag =false;
        ratio=aspectRatio {16:9,9:16,1:1} =16:9; duration* 3..15 =5`,
    },
  },
  ...klingO3('Kling O3 Pro', 'kling-video-o3-pro', {
    video: 'second by sound: false=0.69, true=0.87',
    reference: 'second by sound: false=0.72, true=0.9',
    edit: 'second: 1.08',
  }),
  ...klingO3('Kling O3', 'kling-video-o3-std', {
    video: 'second by sound: false=0.52, true=0.69',
    reference: 'second by sound: false=0.54, true=0.72',
    edit: 'second: 0.81',
  }),
]);

/** The model from words or pictures, and the model beside it that follows the motion of a video. */
function kling3(title: string, path: string, prices: Readonly<Record<'video' | 'motion', string>>): readonly FormRow[] {
  return [
    {
      title,
      price: prices.video,
      endpoints: {
        [`${path}/image-to-video`]: `prompt* <2500; negative=negativePrompt <2500; image*=firstImageUrl @50;
          lastImage=lastImageUrl @50; duration* "3..15" =5; sound* flag =true`,
        [`${path}/text-to-video`]: `prompt* <2500; negative=negativePrompt <2500; duration* "3..15" =5;
          ratio=aspectRatio {1:1,16:9,9:16} =16:9; sound* flag =true`,
      },
    },
    {
      title: `${title} Motion`,
      price: prices.motion,
      constants: { characterOrientation: 'video' },
      endpoints: {
        [`${path}/motion-control`]: `image*=imageUrl @10; video*=videoUrl @100; prompt <2500; negative=negativePrompt
          <2500; sound=keepOriginalSound flag =true`,
      },
    },
  ];
}

/** The model from words or pictures, and the models beside it that refer to files or change a video. */
function klingO3(
  title: string,
  path: string,
  prices: Readonly<Record<'video' | 'reference' | 'edit', string>>,
): readonly FormRow[] {
  return [
    {
      title,
      price: prices.video,
      endpoints: {
        [`${path}/image-to-video`]: `prompt* <2500; image*=firstImageUrl @50; lastImage=lastImageUrl @50; duration*
          3..15 =5; sound* flag =true`,
        [`${path}/text-to-video`]:
          'prompt* <2500; ratio=aspectRatio {1:1,16:9,9:16} =16:9; sound* flag =true; duration* 3..15 =5',
      },
    },
    {
      title: `${title} Reference`,
      price: prices.reference,
      constants: { keepOriginalSound: true },
      endpoints: {
        [`${path}/reference-to-video`]: `prompt* <2500; video=videoUrl @50; images=imageUrls [7] @50; sound flag
          =false; ratio=aspectRatio {16:9,9:16,1:1} =16:9; duration* 3..15 =5`,
      },
    },
    {
      title: `${title} Edit`,
      price: prices.edit,
      endpoints: {
        [`${path}/video-edit`]:
          'prompt* <2500; video*=videoUrl @50; images=imageUrls [4] @50; sound*=keepOriginalSound flag =true',
      },
    },
  ];
}
