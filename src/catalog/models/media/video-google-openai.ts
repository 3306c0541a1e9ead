import { modelsOf } from '../form-row.ts';

/** Google’s Veo and OpenAI’s Sora, which the service calls by other names at RunningHub. @see RunningHub model registry and price list, 2026-04-29 */
export const videoGoogleOpenaiModels = modelsOf({ task: 'video', isNamedByContent: true }, [
  {
    title: 'Sora 2 Official',
    price: 'run by duration: 12=5.46, 4=1.82, 8=3.64',
    endpoints: {
      'rhart-video-s-official/image-to-video': 'prompt* <5000; duration* {4,8,12} =4; image*=imageUrl @10',
      'rhart-video-s-official/text-to-video':
        'prompt* <5000; size* {720x1280,1280x720} =720x1280; duration* {4,8,12} =4',
    },
  },
  {
    title: 'Sora 2 Official Pro',
    price: 'second by resolution: 1080p=3.5, 720p=2.1',
    endpoints: {
      'rhart-video-s-official/image-to-video-pro':
        'prompt* <5000; resolution* {720p,1080p} =720p; duration* {4,8,12,16,20} =4; image*=imageUrl @10',
    },
  },
  {
    title: 'Sora 2 Official Pro',
    price: 'second by size: 1024x1792=3.5, 1080x1920=4.9, 1280x720=2.1, 1792x1024=3.5, 1920x1080=4.9, 720x1280=2.1',
    endpoints: {
      'rhart-video-s-official/text-to-video-pro': `prompt* <5000; size*
        {720x1280,1280x720,1024x1792,1792x1024,1080x1920,1920x1080} =720x1280; duration* {4,8,12,16,20} =12`,
    },
  },
  {
    title: 'Sora 2 Official Realistic',
    price: 'run by duration: 12=10, 4=3.2, 8=6.5',
    endpoints: {
      'rhart-video-s-official/image-to-video-realistic': 'prompt* <5000; duration* {4,8,12} =4; image*=imageUrl @10',
    },
  },
  {
    title: 'Sora 2',
    price: 'run: 1',
    endpoints: {
      'rhart-video-s/image-to-video':
        'image*=imageUrl @50; duration* {10,15} =10; ratio*=aspectRatio {9:16,16:9} =9:16; prompt* <4000',
      'rhart-video-s/text-to-video': 'duration* {10,15} =10; prompt* <4000; ratio*=aspectRatio {9:16,16:9} =9:16',
    },
  },
  {
    title: 'Sora 2 Relaxed',
    price: 'run: 0.5',
    endpoints: {
      'rhart-video-s/image-to-video-asyn':
        'image*=imageUrl @10; duration* {10,15} =10; ratio*=aspectRatio {9:16,16:9} =9:16; prompt <4000',
    },
  },
  {
    title: 'Sora 2 Pro (deprecated)',
    price: 'run: 1',
    endpoints: {
      'rhart-video-s/image-to-video-pro-deprecated':
        'prompt* <4000; image*=imageUrl @50; duration* {15,25} =15; ratio*=aspectRatio {9:16,16:9} =9:16',
      'rhart-video-s/text-to-video-pro-deprecated':
        'prompt* <4000; duration* {15,25} =15; ratio*=aspectRatio {9:16,16:9} =9:16',
    },
  },
  {
    title: 'Veo 3.1 Fast Official',
    price: 'run by duration sound: 4 false=2.35, 4 true=3.52, 6 false=3.52, 6 true=5.32, 8 false=4.7, 8 true=7.04',
    endpoints: {
      'rhart-video-v3.1-fast-official/image-to-video': `prompt* <8000; image*=imageUrl @10; lastImage=lastImageUrl @10;
        negative=negativePrompt <2000; seed 0..2147483647; ratio=aspectRatio {16:9,9:16} =9:16; resolution*
        {720p,1080p,4k} =720p; duration* {4,6,8} =8; sound*=generateAudio flag =false`,
      'rhart-video-v3.1-fast-official/text-to-video': `prompt* <8000; ratio=aspectRatio {16:9,9:16} =9:16; duration*
        {4,6,8} =8; resolution* {720p,1080p,4k} =720p; sound*=generateAudio flag =true; negative=negativePrompt <2000;
        seed 0..2147483647`,
    },
  },
  {
    title: 'Veo 3.1 Fast Official Extend',
    price: 'run: 6.56',
    endpoints: {
      'rhart-video-v3.1-fast-official/video-extend': `video* @10; prompt <8000; resolution* {720p,1080p} =720p;
        negative=negativePrompt <2000; seed 0..2147483647`,
    },
  },
  {
    title: 'Veo 3.1 Fast',
    price: 'run by resolution: 1080p=0.25, 4k=0.5, 720p=0.2',
    endpoints: {
      'rhart-video-v3.1-fast/image-to-video': `prompt* <8000; ratio*=aspectRatio {16:9,9:16} =16:9; images*=imageUrls
        [3] @30; duration {8} =8; resolution* {720p,1080p,4k} =720p`,
      'rhart-video-v3.1-fast/start-end-to-video': `prompt* <8000; image*=firstFrameUrl @30; lastImage=lastFrameUrl @30;
        ratio*=aspectRatio {16:9,9:16} =9:16; duration {8} =8; resolution* {720p,1080p,4k} =720p`,
      'rhart-video-v3.1-fast/text-to-video':
        'prompt* <8000; ratio*=aspectRatio {16:9,9:16} =9:16; duration {8} =8; resolution* {720p,1080p,4k} =720p',
    },
  },
  {
    title: 'Veo 3.1 Lite Official',
    price: 'second by resolution: 1080p=0.504, 720p=0.315',
    endpoints: {
      'rhart-video-v3.1-lite-official/image-to-video': `prompt* <20000; negative=negativePrompt <20000; image*=imageUrl
        @20; ratio=aspectRatio {16:9,9:16} =16:9; duration* {4,6,8} =6; resolution* {720p,1080p} =720p; seed
        -1..2147483647`,
    },
  },
  {
    title: 'Veo 3.1 Lite Official',
    price: 'run by resolution: 1080p=4.032, 720p=2.52',
    endpoints: {
      'rhart-video-v3.1-lite-official/start-end-to-video': `prompt* <20000; image*=firstImageUrl @10;
        lastImage*=lastImageUrl @10; ratio=aspectRatio {16:9,9:16} =16:9; resolution* {720p,1080p} =720p;
        negative=negativePrompt <20000; seed 0..2147483647`,
    },
  },
  {
    title: 'Veo 3.1 Lite Official',
    price: 'second by resolution: 1080p=0.504, 720p=0.315',
    endpoints: {
      'rhart-video-v3.1-lite-official/text-to-video': `prompt* <20000; negative=negativePrompt <20000;
        ratio=aspectRatio {16:9,9:16} =16:9; resolution* {720p,1080p} =1080p; duration* {4,6,8} =6; seed
        -1..2147483647`,
    },
  },
  {
    title: 'Veo 3.1 Lite',
    price: 'run by resolution: 1080p=0.25, 4k=0.5, 720p=0.2',
    endpoints: {
      'rhart-video-v3.1-lite/image-to-video': `prompt* <20000; ratio*=aspectRatio {16:9,9:16} =16:9; images*=imageUrls
        [3] @10; duration {8} =8; resolution* {720p,4k} =720p`,
      'rhart-video-v3.1-lite/text-to-video':
        'prompt* <20000; ratio*=aspectRatio {16:9,9:16} =9:16; duration {8} =8; resolution* {720p,1080p,4k} =720p',
    },
  },
  {
    title: 'Veo 3.1 Pro Official',
    price: 'run by duration sound: 4 false=4.7, 4 true=9.4, 6 false=7.04, 6 true=14.1, 8 false=9.4, 8 true=18.8',
    endpoints: {
      'rhart-video-v3.1-pro-official/image-to-video': `prompt* <8000; image*=imageUrl @10; lastImage=lastImageUrl @10;
        negative=negativePrompt <2000; seed 0..2147483647; ratio=aspectRatio {16:9,9:16} =9:16; resolution*
        {720p,1080p,4k} =720p; duration* {4,6,8} =8; sound*=generateAudio flag =false`,
      'rhart-video-v3.1-pro-official/text-to-video': `prompt* <8000; ratio=aspectRatio {16:9,9:16} =9:16; duration*
        {4,6,8} =8; resolution* {720p,1080p,4k} =720p; sound*=generateAudio flag =false; negative=negativePrompt <2000;
        seed 0..2147483647`,
    },
  },
  {
    title: 'Veo 3.1 Pro Official Reference',
    price: 'run by sound: false=9.4, true=18.8',
    endpoints: {
      'rhart-video-v3.1-pro-official/reference-to-video': `prompt* <8000; images*=imageUrls [3] @10;
        negative=negativePrompt <2000; seed 0..2147483647; resolution* {720p,1080p,4k} =1080p; sound*=generateAudio
        flag =false`,
    },
  },
  {
    title: 'Veo 3.1 Pro Official Extend',
    price: 'run: 17.4',
    endpoints: {
      'rhart-video-v3.1-pro-official/video-extend': `video* @10; prompt <8000; resolution* {720p,1080p} =720p;
        negative=negativePrompt <2000; seed 0..2147483647`,
    },
  },
  {
    title: 'Veo 3.1 Pro',
    price: 'run: 0.5',
    endpoints: {
      'rhart-video-v3.1-pro/image-to-video':
        'prompt* <8000; ratio*=aspectRatio {16:9,9:16} =16:9; image*=imageUrl @10; duration {8} =8',
    },
  },
  {
    title: 'Veo 3.1 Pro',
    price: 'run by resolution: 1080p=1, 4k=1.4, 720p=0.8',
    endpoints: {
      'rhart-video-v3.1-pro/start-end-to-video': `prompt* <8000; image*=firstFrameUrl @10; lastImage=lastFrameUrl @10;
        ratio*=aspectRatio {16:9,9:16} =9:16; duration {8} =8; resolution* {720p,1080p,4k} =720p`,
      'rhart-video-v3.1-pro/text-to-video':
        'prompt* <8000; ratio*=aspectRatio {16:9,9:16} =9:16; duration {8} =8; resolution* {720p,1080p,4k} =720p',
    },
  },
]);
