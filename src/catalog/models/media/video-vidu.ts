import { modelsOf } from '../form-row.ts';

/** Vidu at RunningHub. @see RunningHub model registry and price list, 2026-04-29 */
export const videoViduModels = modelsOf({ task: 'video' }, [
  {
    title: 'Vidu Q2 Pro',
    price: `run by resolution duration: 1080p 1=1.2, 1080p 10=4.16, 1080p 2=1.53, 1080p 3=1.86, 1080p 4=2.19, 1080p
      5=2.52, 1080p 6=2.84, 1080p 7=3.17, 1080p 8=3.5, 1080p 9=3.83, 540p 1=0.18, 540p 10=1.1, 540p 2=0.22, 540p
      3=0.33, 540p 4=0.44, 540p 5=0.55, 540p 6=0.66, 540p 7=0.77, 540p 8=0.88, 540p 9=0.99, 720p 1=0.33, 720p 10=2.3,
      720p 2=0.55, 720p 3=0.77, 720p 4=0.98, 720p 5=1.2, 720p 6=1.42, 720p 7=1.64, 720p 8=1.86, 720p 9=2.08`,
    constants: { movementAmplitude: 'auto' },
    endpoints: {
      'vidu/image-to-video-q2-pro': `prompt* <4000; image*=imageUrl @50; duration* "1..10" =5; resolution*
        {540p,720p,1080p} =720p; sound*=bgm flag =true`,
    },
  },
  {
    title: 'Vidu Q2 Pro',
    price: `run by resolution duration: 1080p 1=1.2, 1080p 2=1.53, 1080p 3=1.86, 1080p 4=2.19, 1080p 5=2.52, 1080p
      6=2.84, 1080p 7=3.17, 1080p 8=3.5, 540p 1=0.18, 540p 2=0.22, 540p 3=0.33, 540p 4=0.44, 540p 5=0.55, 540p 6=0.66,
      540p 7=0.77, 540p 8=0.88, 720p 1=0.33, 720p 2=0.55, 720p 3=0.77, 720p 4=0.98, 720p 5=1.2, 720p 6=1.42, 720p
      7=1.64, 720p 8=1.86`,
    constants: { movementAmplitude: 'auto' },
    endpoints: {
      'vidu/start-end-to-video-q2-pro': `prompt* <4000; image*=firstImageUrl @50; lastImage*=lastImageUrl @50;
        duration* "1..8" =5; resolution* {540p,720p,1080p} =720p; sound*=bgm flag =true`,
    },
  },
  {
    title: 'Vidu Q2 Pro Fast',
    price: `run by resolution duration: 1080p 1=0.35, 1080p 10=1.16, 1080p 2=0.44, 1080p 3=0.53, 1080p 4=0.62, 1080p
      5=0.71, 1080p 6=0.8, 1080p 7=0.89, 1080p 8=0.98, 1080p 9=1.07, 720p 1=0.18, 720p 10=0.63, 720p 2=0.23, 720p
      3=0.28, 720p 4=0.33, 720p 5=0.38, 720p 6=0.43, 720p 7=0.48, 720p 8=0.53, 720p 9=0.58`,
    constants: { movementAmplitude: 'auto' },
    endpoints: {
      'vidu/image-to-video-q2-pro-fast': `prompt* <4000; image*=imageUrl @50; duration* "1..10" =5; resolution*
        {720p,1080p} =720p; sound*=bgm flag =true`,
    },
  },
  {
    title: 'Vidu Q2 Pro Fast',
    price: `run by resolution duration: 1080p 1=0.35, 1080p 2=0.44, 1080p 3=0.53, 1080p 4=0.62, 1080p 5=0.71, 1080p
      6=0.8, 1080p 7=0.89, 1080p 8=0.98, 720p 1=0.18, 720p 2=0.23, 720p 3=0.28, 720p 4=0.33, 720p 5=0.38, 720p 6=0.43,
      720p 7=0.48, 720p 8=0.53`,
    constants: { movementAmplitude: 'auto' },
    endpoints: {
      'vidu/start-end-to-video-q2-pro-fast': `prompt* <4000; image*=firstImageUrl @50; lastImage*=lastImageUrl @50;
        duration* "1..8" =5; resolution* {720p,1080p} =720p; sound*=bgm flag =true`,
    },
  },
  {
    title: 'Vidu Q2 Turbo',
    price: `run by resolution duration: 1080p 1=0.77, 1080p 10=2.73, 1080p 2=0.98, 1080p 3=1.2, 1080p 4=1.42, 1080p
      5=1.64, 1080p 6=1.86, 1080p 7=2.08, 1080p 8=2.3, 1080p 9=2.52, 540p 1=0.13, 540p 10=0.53, 540p 2=0.18, 540p
      3=0.22, 540p 4=0.26, 540p 5=0.31, 540p 6=0.35, 540p 7=0.39, 540p 8=0.44, 540p 9=0.48, 720p 1=0.18, 720p 10=1.97,
      720p 2=0.22, 720p 3=0.44, 720p 4=0.66, 720p 5=0.88, 720p 6=1.09, 720p 7=1.31, 720p 8=1.53, 720p 9=1.75`,
    constants: { movementAmplitude: 'auto' },
    endpoints: {
      'vidu/image-to-video-q2-turbo': `prompt* <4000; image*=imageUrl @50; duration* "1..10" =5; resolution*
        {540p,720p,1080p} =720p; sound*=bgm flag =true`,
    },
  },
  {
    title: 'Vidu Q2 Turbo',
    price: `run by resolution duration: 1080p 1=0.77, 1080p 2=0.98, 1080p 3=1.2, 1080p 4=1.42, 1080p 5=1.64, 1080p
      6=1.86, 1080p 7=2.08, 1080p 8=2.3, 540p 1=0.13, 540p 2=0.18, 540p 3=0.22, 540p 4=0.26, 540p 5=0.31, 540p 6=0.35,
      540p 7=0.39, 540p 8=0.44, 720p 1=0.18, 720p 2=0.22, 720p 3=0.44, 720p 4=0.66, 720p 5=0.88, 720p 6=1.09, 720p
      7=1.31, 720p 8=1.53`,
    constants: { movementAmplitude: 'auto' },
    endpoints: {
      'vidu/start-end-to-video-q2-turbo': `prompt* <4000; image*=firstImageUrl @50; lastImage*=lastImageUrl @50;
        duration* "1..8" =5; resolution* {540p,720p,1080p} =720p; sound*=bgm flag =true`,
    },
  },
  {
    title: 'Vidu Q3 Pro',
    price: 'second by resolution: 1080p=0.7, 2k=1.09, 360p=0.31, 540p=0.31, 720p=0.66',
    endpoints: {
      'vidu/image-to-video-q3-pro': `prompt* <4000; image*=imageUrl @50; duration* "1..16" =5; resolution*
        {360p,540p,720p,1080p,2k} =720p; sound*=audio flag =true`,
    },
  },
  {
    title: 'Vidu Q3 Pro',
    price: 'second by resolution: 1080p=0.7, 540p=0.31, 720p=0.66',
    constants: { movementAmplitude: 'auto' },
    endpoints: {
      'vidu/start-end-to-video-q3-pro': `prompt* <4000; image*=firstImageUrl @50; lastImage*=lastImageUrl @50;
        duration* "1..16" =5; resolution* {540p,720p,1080p} =720p; sound*=audio flag =true`,
    },
  },
  {
    title: 'Vidu Q3 Pro',
    price: 'second by resolution: 1080p=0.7, 360p=0.31, 540p=0.31, 720p=0.66',
    constants: { style: 'general' },
    endpoints: {
      'vidu/text-to-video-q3-pro': `prompt* <4000; ratio*=aspectRatio {4:3,3:4,16:9,9:16,1:1} =16:9; resolution*
        {360p,540p,720p,1080p} =720p; duration* "1..16" =5; sound*=audio flag =true`,
    },
  },
  {
    title: 'Vidu Q3 Pro Fast',
    price: 'second by resolution: 1080p=0.58, 720p=0.46',
    endpoints: {
      'vidu/image-to-video-q3-pro-fast': `prompt <2000; image*=imageUrl @50; duration "1..16" =5; resolution
        {720p,1080p} =720p; sound=audio flag =true`,
      'vidu/start-end-to-video-q3-pro-fast': `prompt <5000; image*=firstImageUrl @50; lastImage*=lastImageUrl @50;
        duration "1..16" =5; resolution {720p,1080p} =720p; sound=audio flag =true`,
      'vidu/text-to-video-q3-pro-fast': `prompt* <2000; ratio=aspectRatio {16:9,9:16,4:3,3:4,1:1} =16:9; resolution
        {720p,1080p} =720p; duration "1..16" =5; sound=audio flag =true`,
    },
  },
  {
    title: 'Vidu Q3 Turbo',
    price: 'second by resolution: 1080p=0.35, 540p=0.18, 720p=0.27',
    endpoints: {
      'vidu/image-to-video-q3-turbo': `prompt* <4000; image*=imageUrl @50; duration* "1..16" =5; resolution*
        {540p,720p,1080p} =720p; sound*=audio flag =true`,
    },
  },
  {
    title: 'Vidu Q3 Turbo',
    price: 'second by resolution: 1080p=0.35, 540p=0.18, 720p=0.27',
    constants: { movementAmplitude: 'auto' },
    endpoints: {
      'vidu/start-end-to-video-q3-turbo': `prompt* <4000; image*=firstImageUrl @50; lastImage*=lastImageUrl @50;
        duration* "1..16" =5; resolution* {540p,720p,1080p} =720p; sound*=audio flag =true`,
    },
  },
  {
    title: 'Vidu Q3 Turbo',
    price: 'second by resolution: 1080p=0.35, 540p=0.18, 720p=0.27',
    constants: { style: 'general' },
    endpoints: {
      'vidu/text-to-video-q3-turbo': `prompt* <4000; ratio*=aspectRatio {4:3,3:4,16:9,9:16,1:1} =16:9; resolution*
        {540p,720p,1080p} =720p; duration* "1..16" =5; sound*=audio flag =true`,
    },
  },
  {
    title: 'Vidu Q2 Reference',
    price: `run by resolution duration: 1080p 1=1.64, 1080p 10=3.61, 1080p 2=1.86, 1080p 3=2.08, 1080p 4=2.3, 1080p
      5=2.52, 1080p 6=2.73, 1080p 7=2.95, 1080p 8=3.17, 1080p 9=3.39, 540p 1=0.33, 540p 10=1.31, 540p 2=0.44, 540p
      3=0.55, 540p 4=0.66, 540p 5=0.77, 540p 6=0.88, 540p 7=0.98, 540p 8=1.09, 540p 9=1.2, 720p 1=0.55, 720p 10=1.53,
      720p 2=0.66, 720p 3=0.77, 720p 4=0.88, 720p 5=0.98, 720p 6=1.09, 720p 7=1.2, 720p 8=1.31, 720p 9=1.42`,
    constants: { movementAmplitude: 'auto' },
    endpoints: {
      'vidu/reference-to-video-q2': `prompt* <4000; images*=imageUrls [7] @50; ratio*=aspectRatio
        {16:9,9:16,4:3,3:4,1:1} =3:4; resolution* {540p,720p,1080p} =1080p; duration* "1..10" =5`,
    },
  },
  {
    title: 'Vidu Q2 Pro Reference',
    price: `run by resolution duration: 1080p 1=1.86, 1080p 10=3.83, 1080p 2=2.08, 1080p 3=2.3, 1080p 4=2.52, 1080p
      5=2.73, 1080p 6=2.95, 1080p 7=3.17, 1080p 8=3.39, 1080p 9=3.61, 540p 1=0.44, 540p 10=1.42, 540p 2=0.55, 540p
      3=0.66, 540p 4=0.77, 540p 5=0.88, 540p 6=0.98, 540p 7=1.09, 540p 8=1.2, 540p 9=1.31, 720p 1=0.66, 720p 10=1.64,
      720p 2=0.77, 720p 3=0.88, 720p 4=0.98, 720p 5=1.09, 720p 6=1.2, 720p 7=1.31, 720p 8=1.42, 720p 9=1.53`,
    endpoints: {
      'vidu/reference-to-video-q2-pro': `prompt* <2000; images=imageUrls [7] @50; video=videos [2] @100;
        ratio=aspectRatio {16:9,9:16,4:3,3:4,1:1} =16:9; resolution {540p,720p,1080p} =720p; duration "1..10" =5`,
    },
  },
  {
    title: 'Vidu Q3 Reference',
    price: 'second by resolution: 1080p=0.55, 540p=0.22, 720p=0.44',
    endpoints: {
      'vidu/reference-to-video-q3': `prompt* <5000; images*=imageUrls [7] @50; duration* 3..16 =5; resolution*
        {540p,720p,1080p} =720p; ratio=aspectRatio {16:9,9:16,4:3,3:4,1:1,auto} =16:9; sound=audio {true,false} =true`,
    },
  },
  {
    title: 'Vidu Q3 Mix Reference',
    price: 'second by resolution: 1080p=0.66, 720p=0.55',
    endpoints: {
      'vidu/reference-to-video-q3-mix': `prompt* <5000; images*=imageUrls [7] @50; duration* 1..16 =5; resolution*
        {720p,1080p} =720p; ratio=aspectRatio {16:9,9:16,4:3,3:4,1:1,auto} =16:9; sound=audio {true,false} =true`,
    },
  },
  {
    title: 'Vidu Q2 Words',
    price: `run by resolution duration: 1080p 1=0.44, 1080p 10=2.41, 1080p 2=0.66, 1080p 3=0.88, 1080p 4=1.09, 1080p
      5=1.31, 1080p 6=1.53, 1080p 7=1.75, 1080p 8=1.97, 1080p 9=2.19, 540p 1=0.22, 540p 10=0.61, 540p 2=0.26, 540p
      3=0.31, 540p 4=0.35, 540p 5=0.39, 540p 6=0.44, 540p 7=0.48, 540p 8=0.53, 540p 9=0.57, 720p 1=0.33, 720p 10=1.31,
      720p 2=0.44, 720p 3=0.55, 720p 4=0.66, 720p 5=0.77, 720p 6=0.88, 720p 7=0.98, 720p 8=1.09, 720p 9=1.2`,
    constants: { style: 'general', movementAmplitude: 'auto' },
    endpoints: {
      'vidu/text-to-video': `prompt* <4000; ratio*=aspectRatio {4:3,3:4,16:9,9:16,1:1} =16:9; resolution*
        {540p,720p,1080p} =720p; duration* "1..10" =5`,
    },
  },
]);
