import { modelsOf } from '../form-row.ts';

/** Grok, Runway, SkyReels, Midjourney and others that make or improve videos at RunningHub. @see RunningHub model registry and price list, 2026-04-29 */
export const videoOthersModels = modelsOf({ task: 'video' }, [
  {
    title: 'Cinematic Video',
    endpoint: 'cinematic-video-generator',
    inputs: `prompt* <2048; images=imageUrls [4] @10; ratio=aspectRatio {16:9,9:16,4:3,3:4} =16:9; duration* {5,10,15}
      =5`,
    price: 'second: 1',
  },
  {
    title: 'Higgsfield DoP',
    endpoint: 'higgsfield/dop/image-to-video',
    inputs: `prompt* <2048; image*=imageUrl @10; lastImage=endImageUrl @10; resolution*=options
      {dop-lite,dop-turbo,dop-preview} =dop-turbo`,
    price: 'run by resolution: dop-lite=0.9, dop-preview=4.2, dop-turbo=3',
  },
  {
    title: 'Marble 1.0 World',
    endpoint: 'marble-1.0/video-to-world',
    inputs: 'video=videoUrl @100; prompt=textPrompt <4000; seed 0..2147483647',
    price: 'run: 9.22',
  },
  {
    title: 'Marble 1.1 Plus World',
    endpoint: 'marble-1.1-plus/video-to-world',
    inputs: 'video=videoUrl @100; prompt=textPrompt <4000; seed 0..2147483647',
    price: 'run: 17.86',
  },
  {
    title: 'Marble 1.1 World',
    endpoint: 'marble-1.1/video-to-world',
    inputs: 'video=videoUrl @100; prompt=textPrompt <4000; seed 0..2147483647',
    price: 'run: 9.22',
  },
  {
    title: 'Grok Video Official Edit',
    endpoint: 'rhart-video-g-official/edit-video',
    isNamedByContent: true,
    inputs: 'prompt* <800; video*=videoUrl @50; resolution* {720p,480p} =480p',
    price: 'second: 0.41',
  },
  {
    title: 'Grok Video Official',
    endpoint: 'rhart-video-g-official/image-to-video',
    isNamedByContent: true,
    inputs: 'prompt* <800; image*=imageUrl @10; resolution* {720p,480p} =720p; duration* {6,10} =6',
    price: 'run by duration: 10=3.15, 6=1.89',
  },
  {
    title: 'Grok Video Official',
    endpoint: 'rhart-video-g-official/text-to-video',
    isNamedByContent: true,
    inputs: `prompt* <800; ratio*=aspectRatio {16:9,9:16,1:1} =16:9; resolution* {720p,480p} =720p; duration* {6,10}
      =6`,
    price: 'run by duration: 10=3.15, 6=1.89',
  },
  {
    title: 'Grok Video Official Reference',
    endpoint: 'rhart-video-g-official/reference-to-video',
    isNamedByContent: true,
    inputs: 'images*=imageUrls [7] @10; prompt* <2048; duration* {6,10} =6; resolution* {720p,480p} =720p',
    price: 'run by duration: 10=3.15, 6=1.89',
  },
  {
    title: 'Grok Video Official Extend',
    endpoint: 'rhart-video-g-official/video-extend',
    isNamedByContent: true,
    inputs: 'video*=videoUrl @100; prompt* <2048; duration* {6,10} =6',
    price: 'run by duration: 10=3.15, 6=1.89',
  },
  {
    title: 'Grok Video',
    endpoint: 'rhart-video-g/image-to-video',
    isNamedByContent: true,
    inputs: `prompt* <20000; ratio*=aspectRatio {2:3,3:2,1:1,16:9,9:16} =2:3; images=imageUrls [7] @10; resolution*
      {720p,480p} =480p; duration 6..30 =6`,
    price: 'second: 0.03',
  },
  {
    title: 'Grok Video',
    endpoint: 'rhart-video-g/text-to-video',
    isNamedByContent: true,
    inputs: `prompt* <20000; ratio*=aspectRatio {2:3,3:2,1:1,16:9,9:16} =2:3; resolution* {720p,480p} =720p; duration
      6..30 =6`,
    price: 'second: 0.03',
  },
  {
    title: 'Runway Aleph',
    endpoint: 'rhart-video-r/gen4-aleph-official/video-to-video',
    isNamedByContent: true,
    inputs: `prompt* <2048; video*=videoUrl @16; ratio=aspectRatio {16:9,9:16,1:1,4:3,3:4} =16:9;
      image=referenceImageUrl @10`,
    price: 'run: 5.25',
  },
  {
    title: 'Runway Gen-4 Turbo Official',
    endpoint: 'rhart-video-r/gen4-turbo-official/image-to-video',
    isNamedByContent: true,
    inputs: 'prompt* <2048; image*=imageUrl @10; duration* {5,10} =5; ratio=aspectRatio {16:9,9:16,1:1,4:3,3:4}',
    price: 'run by duration: 10=6.4, 5=3.2',
  },
  {
    title: 'Runway Gen-4 Turbo',
    endpoint: 'rhart-video-r/gen4-turbo/image-to-video',
    isNamedByContent: true,
    inputs: `prompt <1000; image*=imageUrl @10; duration* {5,10} =10; ratio*=aspectRatio {16:9,9:16,1:1,4:3,3:4,21:9}
      =16:9`,
    price: 'second: 0.21',
  },
  {
    title: 'Smooth Motion',
    endpoint: 'rhart-video/video-fps-increaser',
    inputs: 'video*=videoUrl @500',
    price: 'second: 0.07',
  },
  {
    title: 'Video Upscaler',
    endpoint: 'rhart-video/video-upscaler',
    inputs: 'video*=videoUrl @500; resolution*=targetResolution {720p,1080p,2k,4k} =1080p',
    price: 'second by resolution: 1080p=0.21, 2k=0.35, 4k=0.56, 720p=0.14',
  },
  {
    title: 'SkyReels 3 Reference',
    endpoint: 'skyreels-v3/reference-to-video',
    inputs: `prompt* <2048; images*=imageUrls [4] @10; duration 1..5 =5; ratio=aspectRatio {16:9,9:16,1:1,4:3,3:4}
      =16:9`,
    price: 'estimated second: 0.5',
  },
  {
    title: 'SkyReels 3 Extend Shots',
    endpoint: 'skyreels-v3/shot-switching-video-extension',
    inputs: 'prompt* <2048; video*=videoUrl @100; duration 2..5 =5',
    price: 'estimated second: 0.5',
  },
  {
    title: 'SkyReels 3 Extend One Shot',
    endpoint: 'skyreels-v3/single-shot-video-extension',
    inputs: 'prompt* <5000; video*=videoUrl @100; duration 5..30 =5',
    price: 'estimated second: 0.5',
  },
  {
    title: 'SkyReels 4 Fast',
    endpoint: 'skyreels-v4/image-to-video-fast',
    inputs: 'prompt* <2048; image*=firstImageUrl @10; duration 3..15 =5; resolution* {480p,720p,1080p} =1080p',
    constants: { promptOptimizer: true },
    price: 'estimated second: 0.5',
  },
  {
    title: 'SkyReels 4 Fast',
    endpoint: 'skyreels-v4/text-to-video-fast',
    inputs: `prompt* <2048; duration 3..15 =5; ratio=aspectRatio {16:9,9:16,1:1,4:3,3:4} =16:9; resolution*
      {480p,720p,1080p} =1080p`,
    constants: { promptOptimizer: true },
    price: 'estimated second: 0.5',
  },
  {
    title: 'SkyReels 4',
    endpoint: 'skyreels-v4/image-to-video-std',
    inputs: `prompt* <2048; image*=firstImageUrl @10; sound* flag =true; duration 3..15 =5; resolution*
      {480p,720p,1080p} =1080p`,
    constants: { promptOptimizer: true },
    price: 'estimated second: 0.9',
  },
  {
    title: 'SkyReels 4',
    endpoint: 'skyreels-v4/text-to-video-std',
    inputs: `prompt* <2048; sound* flag =true; duration 3..15 =5; ratio=aspectRatio {16:9,9:16,1:1,4:3,3:4} =16:9;
      resolution* {480p,720p,1080p} =1080p`,
    constants: { promptOptimizer: true },
    price: 'estimated second: 0.9',
  },
  {
    title: 'SkyReels 4 Reference',
    endpoint: 'skyreels-v4/omni-reference',
    inputs: `prompt* <2500; ratio=aspectRatio {16:9,9:16,1:1,4:3,3:4} =16:9; duration 3..15 =5; sound* flag =false;
      resolution {480p,720p,1080p} =1080p`,
    price: 'estimated second: 0.9',
  },
  {
    title: 'Topaz Video',
    endpoint: 'topazlabs/video-upscale',
    inputs: 'video*=videoUrl @100; resolution*=targetResolution {720p,1080p,4k} =1080p',
    constants: { targetFps: '30' },
    price: 'second by resolution: 1080p=0.7, 4k=1.2, 720p=0.4',
  },
  {
    title: 'Midjourney Video',
    endpoint: 'youchuan/image-to-video',
    isNamedByContent: true,
    inputs: 'prompt* <8192; image*=firstImageUrl @20; lastImage=lastImageUrl @20; resolution* {480p,720p} =720p',
    price: 'run by resolution: 480p=0.54, 720p=1.62',
  },
]);
