import { modelsOf } from '../form-row.ts';

/** PixVerse at RunningHub. @see RunningHub model registry and price list, 2026-04-29 */
export const videoPixverseModels = modelsOf({ task: 'video' }, [
  {
    title: 'PixVerse C1',
    price: `second by resolution sound: 1080p false=0.599, 1080p true=0.756, 360p false=0.189, 360p true=0.252, 540p
      false=0.252, 540p true=0.315, 720p false=0.315, 720p true=0.41`,
    endpoints: {
      'pixverse-c1/image-to-video': `image*=imageUrl @10; prompt <2048; resolution* {360p,540p,720p,1080p} =720p;
        duration* 1..15 =5; sound*=generateAudioSwitch flag =true`,
      'pixverse-c1/text-to-video': `prompt* <2048; resolution* {360p,540p,720p,1080p} =540p; sound*=generateAudioSwitch
        flag =true; duration* 1..15 =5; ratio=aspectRatio {16:9,4:3,1:1,3:4,9:16,2:3,3:2,21:9} =16:9`,
    },
  },
  {
    title: 'PixVerse C1',
    price: `second by resolution sound: 1080p false=2.52, 1080p true=3.15, 360p false=0.63, 360p true=1.26, 540p
      false=0.63, 540p true=1.26, 720p false=1.26, 720p true=1.89`,
    endpoints: {
      'pixverse-c1/transition': `prompt* <2048; image*=firstImageUrl @10; lastImage=endImageUrl @10; resolution*
        {360p,540p,720p,1080p} =720p; duration* 1..15 =5; sound*=generateAudioSwitch flag =true; ratio=aspectRatio
        {16:9,4:3,1:1,3:4,9:16,2:3,3:2,21:9} =1:1`,
    },
  },
  {
    title: 'PixVerse C1 Reference',
    price: 'second by resolution: 1080p=2.52, 360p=0.63, 540p=0.63, 720p=1.26',
    endpoints: {
      'pixverse-c1/reference-to-video': `prompt* <5000; ratio=aspectRatio {16:9,4:3,1:1,3:4,9:16,2:3,3:2,21:9} =1:1;
        resolution* {360p,540p,720p,1080p} =720p; duration* 1..15 =5; sound*=generateAudioSwitch flag =true; seed
        -1..2147483647`,
    },
  },
  {
    title: 'PixVerse 5.5 Effects',
    price: `run by resolution duration: 1080p 5=8.3, 1080p 8=16.6, 360p 10=6.8, 360p 5=3.1, 360p 8=6.2, 540p 10=6.8,
      540p 5=3.1, 540p 8=6.2, 720p 10=9.1, 720p 5=4.1, 720p 8=8.3`,
    constants: { effect: 'Kiss Me AI' },
    endpoints: {
      'pixverse-v5.5-effects': `image*=imageUrl @10; resolution* {360p,540p,720p,1080p} =540p; duration* {5,8,10} =5;
        negative=negativePrompt <2048`,
    },
  },
  {
    title: 'PixVerse 5.5',
    price: `run by resolution duration: 1080p 5=8.3, 1080p 8=16.6, 360p 10=6.8, 360p 5=3.1, 360p 8=6.2, 540p 10=6.8,
      540p 5=3.1, 540p 8=6.2, 720p 10=9.1, 720p 5=4.1, 720p 8=8.3`,
    endpoints: {
      'pixverse-v5.5-transition': `prompt* <2048; image*=imageUrl @20; lastImage*=endImageUrl @20; ratio=aspectRatio
        {16:9,1:1,4:3,3:4,9:16} =16:9; duration* {5,8,10} =5; resolution* {360p,540p,720p,1080p} =540p;
        negative=negativePrompt <2048`,
    },
  },
  {
    title: 'PixVerse 5.5',
    price: `run by resolution duration sound: 1080p 5 false=6.6, 1080p 5 true=7.2, 1080p 8 false=16.6, 1080p 8
      true=17.3, 360p 10 false=6.8, 360p 10 true=7.5, 360p 5 false=3.1, 360p 5 true=3.8, 360p 8 false=6.2, 360p 8
      true=6.9, 540p 10 false=6.8, 540p 10 true=7.5, 540p 5 false=3.1, 540p 5 true=3.8, 540p 8 false=6.2, 540p 8
      true=6.9, 720p 10 false=9.1, 720p 10 true=9.8, 720p 5 false=4.1, 720p 5 true=4.8, 720p 8 false=8.3, 720p 8
      true=9`,
    constants: { generateMultiClipSwitch: 'false' },
    endpoints: {
      'pixverse-v5.5/image-to-video': `prompt* <2048; image*=imageUrl @10; resolution* {360p,540p,720p,1080p} =540p;
        duration* {5,8,10} =5; negative=negativePrompt <2048; sound*=generateAudioSwitch {true,false} =false`,
      'pixverse-v5.5/text-to-video': `prompt* <2048; negative=negativePrompt <2048; resolution* {360p,540p,720p,1080p}
        =540p; duration* {5,8,10} =5; ratio=aspectRatio {16:9,4:3,1:1,3:4,9:16} =1:1; sound*=generateAudioSwitch
        {true,false} =false`,
    },
  },
  {
    title: 'PixVerse 5.6',
    price: `run by resolution duration sound: 1080p 5 false=4.9, 1080p 5 true=9.72, 1080p 8 false=9.72, 1080p 8
      true=12.67, 360p 10 false=4.97, 360p 10 true=7.92, 360p 5 false=2.3, 360p 5 true=5.18, 360p 8 false=4.54, 360p 8
      true=7.49, 540p 10 false=4.97, 540p 10 true=7.92, 540p 5 false=2.3, 540p 5 true=5.18, 540p 8 false=4.54, 540p 8
      true=7.49, 720p 10 false=6.41, 720p 10 true=9.36, 720p 5 false=2.95, 720p 5 true=5.18, 720p 8 false=5.83, 720p 8
      true=8.78`,
    endpoints: {
      'pixverse-v5.6/image-to-video': `prompt* <2048; image*=imageUrl @10; resolution {360p,540p,720p,1080p} =540p;
        duration {5,8,10} =5; sound*=generateAudioSwitch {true,false} =false; negative=negativePrompt <2048`,
      'pixverse-v5.6/text-to-video': `prompt* <2048; resolution {360p,540p,720p,1080p} =540p; duration {5,8,10} =5;
        ratio=aspectRatio {16:9,4:3,1:1,3:4,9:16} =1:1; sound*=generateAudioSwitch {true,false} =false;
        negative=negativePrompt <2048`,
    },
  },
  {
    title: 'PixVerse 6',
    price: `second by resolution sound: 1080p false=0.567, 1080p true=0.725, 360p false=0.158, 360p true=0.221, 540p
      false=0.221, 540p true=0.284, 720p false=0.284, 720p true=0.378`,
    endpoints: {
      'pixverse-v6/image-to-video': `image*=imageUrl @10; prompt* <2048; resolution* {360p,540p,720p,1080p} =720p;
        duration* 1..15 =5; sound*=generateAudioSwitch flag =true`,
      'pixverse-v6/text-to-video': `prompt* <2048; resolution* {360p,540p,720p,1080p} =720p; duration* 1..15 =5;
        sound*=generateAudioSwitch flag =true; ratio=aspectRatio {16:9,4:3,1:1,3:4,9:16,2:3,3:2,21:9} =16:9`,
    },
  },
  {
    title: 'PixVerse 6',
    price: `second by resolution sound: 1080p false=0.567, 1080p true=0.725, 360p false=0.158, 360p true=0.221, 540p
      false=0.221, 540p true=0.284, 720p false=0.284, 720p true=0.378`,
    constants: { generateMultiClipSwitch: false },
    endpoints: {
      'pixverse-v6/transition': `prompt* <2048; image*=firstImageUrl @10; lastImage=endImageUrl @10; resolution*
        {360p,540p,720p,1080p} =720p; duration* 1..15 =5; sound*=generateAudioSwitch flag =false; ratio=aspectRatio
        {16:9,4:3,1:1,3:4,9:16,2:3,3:2,21:9} =1:1; negative=negativePrompt <2048; seed -1..2147483647`,
    },
  },
]);
