import { modelsOf } from '../form-row.ts';

/** Grok, Runway, SkyReels, Midjourney and others that make or improve videos at RunningHub. @see RunningHub model registry and price list, 2026-04-29 */
export const videoOthersModels = modelsOf({ task: 'video' }, [
  {
    title: 'Cinematic Video',
    price: 'second: 1',
    endpoints: {
      'cinematic-video-generator': `prompt* <2048; images=imageUrls [4] @10; ratio=aspectRatio {16:9,9:16,4:3,3:4}
        =16:9; duration* {5,10,15} =5`,
    },
  },
  {
    title: 'Higgsfield DoP',
    price: 'run by resolution: dop-lite=0.9, dop-preview=4.2, dop-turbo=3',
    endpoints: {
      'higgsfield/dop/image-to-video': `prompt* <2048; image*=imageUrl @10; lastImage=endImageUrl @10;
        resolution*=options {dop-lite,dop-turbo,dop-preview} =dop-turbo`,
    },
  },
  {
    title: 'Marble 1.0 World',
    price: 'run: 9.22',
    endpoints: { 'marble-1.0/video-to-world': 'video=videoUrl @100; prompt=textPrompt <4000; seed 0..2147483647' },
  },
  {
    title: 'Marble 1.1 Plus World',
    price: 'run: 17.86',
    endpoints: { 'marble-1.1-plus/video-to-world': 'video=videoUrl @100; prompt=textPrompt <4000; seed 0..2147483647' },
  },
  {
    title: 'Marble 1.1 World',
    price: 'run: 9.22',
    endpoints: { 'marble-1.1/video-to-world': 'video=videoUrl @100; prompt=textPrompt <4000; seed 0..2147483647' },
  },
  {
    title: 'Grok Video Official Edit',
    isNamedByContent: true,
    price: 'second: 0.41',
    endpoints: {
      'rhart-video-g-official/edit-video': 'prompt* <800; video*=videoUrl @50; resolution* {720p,480p} =480p',
    },
  },
  {
    title: 'Grok Video Official',
    isNamedByContent: true,
    price: 'run by duration: 10=3.15, 6=1.89',
    endpoints: {
      'rhart-video-g-official/image-to-video':
        'prompt* <800; image*=imageUrl @10; resolution* {720p,480p} =720p; duration* {6,10} =6',
      'rhart-video-g-official/text-to-video': `prompt* <800; ratio*=aspectRatio {16:9,9:16,1:1} =16:9; resolution*
        {720p,480p} =720p; duration* {6,10} =6`,
    },
  },
  {
    title: 'Grok Video Official Reference',
    isNamedByContent: true,
    price: 'run by duration: 10=3.15, 6=1.89',
    endpoints: {
      'rhart-video-g-official/reference-to-video':
        'images*=imageUrls [7] @10; prompt* <2048; duration* {6,10} =6; resolution* {720p,480p} =720p',
    },
  },
  {
    title: 'Grok Video Official Extend',
    isNamedByContent: true,
    price: 'run by duration: 10=3.15, 6=1.89',
    endpoints: { 'rhart-video-g-official/video-extend': 'video*=videoUrl @100; prompt* <2048; duration* {6,10} =6' },
  },
  {
    title: 'Grok Video',
    isNamedByContent: true,
    price: 'second: 0.03',
    endpoints: {
      'rhart-video-g/image-to-video': `prompt* <20000; ratio*=aspectRatio {2:3,3:2,1:1,16:9,9:16} =2:3;
        images=imageUrls [7] @10; resolution* {720p,480p} =480p; duration 6..30 =6`,
      'rhart-video-g/text-to-video': `prompt* <20000; ratio*=aspectRatio {2:3,3:2,1:1,16:9,9:16} =2:3; resolution*
        {720p,480p} =720p; duration 6..30 =6`,
    },
  },
  {
    title: 'Runway Aleph',
    isNamedByContent: true,
    price: 'run: 5.25',
    endpoints: {
      'rhart-video-r/gen4-aleph-official/video-to-video': `prompt* <2048; video*=videoUrl @16; ratio=aspectRatio
        {16:9,9:16,1:1,4:3,3:4} =16:9; image=referenceImageUrl @10`,
    },
  },
  {
    title: 'Runway Gen-4 Turbo Official',
    isNamedByContent: true,
    price: 'run by duration: 10=6.4, 5=3.2',
    endpoints: {
      'rhart-video-r/gen4-turbo-official/image-to-video':
        'prompt* <2048; image*=imageUrl @10; duration* {5,10} =5; ratio=aspectRatio {16:9,9:16,1:1,4:3,3:4}',
    },
  },
  {
    title: 'Runway Gen-4 Turbo',
    isNamedByContent: true,
    price: 'second: 0.21',
    endpoints: {
      'rhart-video-r/gen4-turbo/image-to-video': `prompt <1000; image*=imageUrl @10; duration* {5,10} =10;
        ratio*=aspectRatio {16:9,9:16,1:1,4:3,3:4,21:9} =16:9`,
    },
  },
  {
    title: 'Smooth Motion',
    price: 'second: 0.07',
    endpoints: { 'rhart-video/video-fps-increaser': 'video*=videoUrl @500' },
  },
  {
    title: 'Video Upscaler',
    price: 'second by resolution: 1080p=0.21, 2k=0.35, 4k=0.56, 720p=0.14',
    endpoints: {
      'rhart-video/video-upscaler': 'video*=videoUrl @500; resolution*=targetResolution {720p,1080p,2k,4k} =1080p',
    },
  },
  {
    title: 'SkyReels 3 Reference',
    price: 'estimated second: 0.5',
    endpoints: {
      'skyreels-v3/reference-to-video': `prompt* <2048; images*=imageUrls [4] @10; duration 1..5 =5; ratio=aspectRatio
        {16:9,9:16,1:1,4:3,3:4} =16:9`,
    },
  },
  {
    title: 'SkyReels 3 Extend Shots',
    price: 'estimated second: 0.5',
    endpoints: {
      'skyreels-v3/shot-switching-video-extension': 'prompt* <2048; video*=videoUrl @100; duration 2..5 =5',
    },
  },
  {
    title: 'SkyReels 3 Extend One Shot',
    price: 'estimated second: 0.5',
    endpoints: { 'skyreels-v3/single-shot-video-extension': 'prompt* <5000; video*=videoUrl @100; duration 5..30 =5' },
  },
  {
    title: 'SkyReels 4 Fast',
    price: 'estimated second: 0.5',
    constants: { promptOptimizer: true },
    endpoints: {
      'skyreels-v4/image-to-video-fast':
        'prompt* <2048; image*=firstImageUrl @10; duration 3..15 =5; resolution* {480p,720p,1080p} =1080p',
      'skyreels-v4/text-to-video-fast': `prompt* <2048; duration 3..15 =5; ratio=aspectRatio {16:9,9:16,1:1,4:3,3:4}
        =16:9; resolution* {480p,720p,1080p} =1080p`,
    },
  },
  {
    title: 'SkyReels 4',
    price: 'estimated second: 0.9',
    constants: { promptOptimizer: true },
    endpoints: {
      'skyreels-v4/image-to-video-std': `prompt* <2048; image*=firstImageUrl @10; sound* flag =true; duration 3..15 =5;
        resolution* {480p,720p,1080p} =1080p`,
      'skyreels-v4/text-to-video-std': `prompt* <2048; sound* flag =true; duration 3..15 =5; ratio=aspectRatio
        {16:9,9:16,1:1,4:3,3:4} =16:9; resolution* {480p,720p,1080p} =1080p`,
    },
  },
  {
    title: 'SkyReels 4 Reference',
    price: 'estimated second: 0.9',
    endpoints: {
      'skyreels-v4/omni-reference': `prompt* <2500; ratio=aspectRatio {16:9,9:16,1:1,4:3,3:4} =16:9; duration 3..15 =5;
        sound* flag =false; resolution {480p,720p,1080p} =1080p`,
    },
  },
  {
    title: 'Topaz Video',
    price: 'second by resolution: 1080p=0.7, 4k=1.2, 720p=0.4',
    constants: { targetFps: '30' },
    endpoints: {
      'topazlabs/video-upscale': 'video*=videoUrl @100; resolution*=targetResolution {720p,1080p,4k} =1080p',
    },
  },
  {
    title: 'Midjourney Video',
    isNamedByContent: true,
    price: 'run by resolution: 480p=0.54, 720p=1.62',
    endpoints: {
      'youchuan/image-to-video':
        'prompt* <8192; image*=firstImageUrl @20; lastImage=lastImageUrl @20; resolution* {480p,720p} =720p',
    },
  },
]);
