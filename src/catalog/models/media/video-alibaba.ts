import { modelsOf } from '../form-row.ts';

/** Alibaba’s Wan and HappyHorse at RunningHub. @see RunningHub model registry and price list, 2026-04-29 */
export const videoAlibabaModels = modelsOf({ task: 'video' }, [
  {
    title: 'HappyHorse 1.0',
    price: 'second by resolution: 1080p=1.6, 720p=0.9',
    endpoints: {
      'alibaba/happyhorse-1.0/image-to-video': `image*=imageUrl @10; prompt <2500; resolution* {720p,1080p} =1080p;
        duration* "3..15" =5; seed 0..2147483647`,
      'alibaba/happyhorse-1.0/text-to-video': `prompt* <2500; resolution* {720p,1080p} =1080p; duration* "3..15" =5;
        ratio=aspectRatio {16:9,9:16,1:1,4:3,3:4} =16:9; seed 0..2147483647`,
    },
  },
  {
    title: 'HappyHorse 1.0 Reference',
    price: 'second by resolution: 1080p=1.6, 720p=0.9',
    endpoints: {
      'alibaba/happyhorse-1.0/reference-to-video': `prompt* <2500; images*=imageUrls [9] @10; resolution* {720p,1080p}
        =1080p; ratio=aspectRatio {16:9,9:16,3:4,4:3,1:1} =16:9; duration* "3..15" =5; seed 0..2147483647`,
    },
  },
  {
    title: 'HappyHorse 1.0 Edit',
    price: 'second by resolution: 1080p=1.6, 720p=0.9',
    endpoints: {
      'alibaba/happyhorse-1.0/video-edit': `video*=videoUrl @100; images=imageUrls [5] @10; prompt* <2500; resolution*
        {720p,1080p} =1080p; seed 0..2147483647`,
    },
  },
  {
    title: 'Wan 2.5 Video',
    price: 'second by resolution: 1080p=0.652, 480p=0.196, 720p=0.391',
    endpoints: {
      'alibaba/wan-2.5-preview/image-to-video': `prompt <1500; image*=imageUrl @10; audio=audioUrl @15;
        negative=negativePrompt <500; duration* {5,10} =5; resolution* {480p,720p,1080p} =1080p; seed 0..2147483647`,
    },
  },
  {
    title: 'Wan 2.5 Video',
    price: `second by size: 1080*1920=0.652, 1088*832=0.391, 1248*1632=0.652, 1280*720=0.391, 1440*1440=0.652,
      1632*1248=0.652, 1920*1080=0.652, 480*832=0.196, 624*624=0.196, 720*1280=0.391, 832*1088=0.391, 832*480=0.196,
      960*960=0.391`,
    endpoints: {
      'alibaba/wan-2.5-preview/text-to-video': `prompt* <1500; negative=negativePrompt <500; audio=audioUrl @15;
        duration* {5,10} =5; size*
        {832*480,480*832,624*624,1280*720,720*1280,960*960,1088*832,832*1088,1920*1080,1080*1920,1440*1440,1632*1248,1248*1632}
        =1920*1080; seed 0..2147483647`,
    },
  },
  {
    title: 'Wan 2.6 Video',
    price: `run by resolution duration: 1080p 10=7.5, 1080p 15=11.25, 1080p 5=3.75, 720p 10=4.5, 720p 15=6.75, 720p
      5=2.25`,
    constants: { shotType: 'single' },
    endpoints: {
      'alibaba/wan-2.6/image-to-video': `image*=imageUrl @50; prompt <5000; negative=negativePrompt <2000; resolution*
        {720p,1080p} =1080p; duration* {5,10,15} =5`,
    },
  },
  {
    title: 'Wan 2.6 Video',
    price: `run by size duration: 1080*1920 10=7.5, 1080*1920 15=11.25, 1080*1920 5=3.75, 1280*720 10=4.5, 1280*720
      15=6.75, 1280*720 5=2.25, 1920*1080 10=7.5, 1920*1080 15=11.25, 1920*1080 5=3.75, 720*1280 10=4.5, 720*1280
      15=6.75, 720*1280 5=2.25`,
    constants: { shotType: 'single' },
    endpoints: {
      'alibaba/wan-2.6/text-to-video': `prompt* <5000; negative=negativePrompt <2000; duration* {5,10,15} =5;
        size*=resolution {1280*720,720*1280,1920*1080,1080*1920} =1080*1920`,
    },
  },
  {
    title: 'Wan 2.6 Video Flash',
    price: 'second by resolution sound: 1080p false=0.19, 1080p true=0.38, 720p false=0.11, 720p true=0.23',
    constants: { shotType: 'single', enablePromptExpansion: false },
    endpoints: {
      'alibaba/wan-2.6/image-to-video-flash': `prompt* <5000; negative=negativePrompt <2000; image*=imageUrl @50;
        audio=audioUrl @10; resolution* {720p,1080p} =1080p; duration* "2..15" =5; sound*=enableAudio flag =true`,
    },
  },
  {
    title: 'Wan 2.6 Video Reference',
    price: `second by size: 1080*1920=0.75, 1088*832=0.45, 1248*1632=0.75, 1280*720=0.45, 1440*1440=0.75,
      1632*1248=0.75, 1920*1080=0.75, 720*1280=0.45, 832*1088=0.45, 960*960=0.45`,
    endpoints: {
      'alibaba/wan-2.6/reference-to-video': `prompt* <5000; negative=negativePrompt <2000; video=videoUrls [3] @100;
        images=imageUrls [5] @10; size*
        {1280*720,720*1280,960*960,1088*832,832*1088,1920*1080,1080*1920,1440*1440,1632*1248,1248*1632} =1920*1080;
        duration* "2..10" =5`,
    },
  },
  {
    title: 'Wan 2.6 Video Reference Flash',
    price: `second by sound size: false 1080*1920=0.18, false 1088*832=0.11, false 1248*1632=0.18, false 1280*720=0.11,
      false 1440*1440=0.18, false 1632*1248=0.18, false 1920*1080=0.18, false 720*1280=0.11, false 832*1088=0.11, false
      960*960=0.11, true 1080*1920=0.38, true 1088*832=0.23, true 1248*1632=0.38, true 1280*720=0.23, true
      1440*1440=0.38, true 1632*1248=0.38, true 1920*1080=0.38, true 720*1280=0.23, true 832*1088=0.23, true
      960*960=0.23`,
    endpoints: {
      'alibaba/wan-2.6/reference-to-video-flash': `prompt* <5000; negative=negativePrompt <2000; video=videoUrls [3]
        @100; images=imageUrls [5] @10; size*
        {1280*720,720*1280,960*960,1088*832,832*1088,1920*1080,1080*1920,1440*1440,1632*1248,1248*1632} =1920*1080;
        duration* "2..10" =5; sound*=audio flag =true`,
    },
  },
  {
    title: 'Wan 2.7 Video',
    price: 'second by resolution: 1080P=0.85, 720P=0.51',
    endpoints: {
      'alibaba/wan-2.7/image-to-video': `prompt <5000; image*=firstImageUrl @20; lastImage=lastImageUrl @20;
        audio=audioUrl @15; negative=negativePrompt <500; resolution* {720P,1080P} =720P; duration* "2..15" =5; seed
        0..2147483647`,
      'alibaba/wan-2.7/text-to-video': `prompt* <5000; negative=negativePrompt <500; audio=audioUrl @15; duration*
        "2..15" =5; resolution* {720P,1080P} =720P; ratio*=aspectRatio {16:9,9:16,1:1,4:3,3:4} =16:9; seed
        0..2147483647`,
    },
  },
  {
    title: 'Wan 2.7 Video Reference',
    price: 'estimated second: 0.85',
    endpoints: {
      'alibaba/wan-2.7/reference-to-video': `prompt* <5000; video=videoUrls [5] @100; images=imageUrls [5] @20;
        audio=audioUrl @15; negative=negativePrompt <500; resolution* {720P,1080P} =1080P; duration* "2..10" =5;
        ratio*=aspectRatio {16:9,9:16,1:1,4:3,3:4} =16:9; seed 0..2147483647`,
    },
  },
  {
    title: 'Wan 2.7 Video Edit',
    price: 'estimated second: 0.85',
    endpoints: {
      'alibaba/wan-2.7/video-edit': `prompt* <5000; video=videoUrl @100; images*=imageUrls [3] @20;
        negative=negativePrompt <500; resolution* {720P,1080P} =720P; duration* {0,2,3,4,5,6,7,8,9,10} =0;
        ratio*=aspectRatio {16:9,9:16,1:1,4:3,3:4} =16:9; seed 0..2147483647`,
    },
  },
  {
    title: 'Wan 2.7 Video Extend',
    price: 'second by resolution: 1080P=0.85, 720P=0.51',
    endpoints: {
      'alibaba/wan-2.7/video-extend': `prompt <5000; video*=videoUrl @100; audio=audioUrl @15; negative=negativePrompt
        <500; resolution* {720P,1080P} =1080P; duration* "2..15" =5; seed 0..2147483647`,
    },
  },
]);
