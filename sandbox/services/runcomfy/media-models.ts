import { choice, decimal, file, files, flag, type InputSchema, numberAmong, prompt, whole, words } from './inputs.ts';
import type { RunComfyModel } from './models.ts';

function schemaOf(required: readonly string[], properties: Readonly<Record<string, InputSchema>>) {
  return { type: 'object', title: 'Input schema', required, properties } as const;
}

const ratios = ['16:9', '9:16', '1:1'];
const seed = whole('Seed', 0, 4_294_967_295, 0);
const text = (example: string, maxLength: number): InputSchema => ({ ...prompt(example), maxLength });

/**
 * Videos and sounds of the catalogue. The reference names families and the keys that their schemas share, but no paths and no prices: those
 * below `sandbox/` are this stand-in's own.
 *
 * @see reference/beyond-images.md, section 3
 */
export const mediaModels: readonly RunComfyModel[] = [
  {
    modelId: 'wan-ai/wan-2.7/text-to-video',
    displayName: 'Wan 2.7 Video',
    categories: ['text-to-video'],
    schema: schemaOf(['prompt'], {
      prompt: prompt('A tea house in the mist, slow pan'),
      aspect_ratio: choice('Aspect ratio', ratios, '16:9'),
      duration: whole('Duration', 2, 10, 5),
    }),
    priceUnit: 'second',
    basePriceUsd: 0.1,
    runMs: 9000,
    outputKey: 'video',
  },
  {
    modelId: 'sandbox/reference/to-video',
    displayName: 'Reference to Video',
    categories: ['image-to-video', 'text-to-video'],
    schema: schemaOf(['prompt'], {
      prompt: text('The hare of the first picture runs through the second', 2000),
      images: files('image', 'Images', 1, 9),
      videos: files('video', 'Videos', 1, 3),
      audios: files('audio', 'Sounds', 1, 3),
      resolution: choice('Resolution', ['480p', '720p', '1080p'], '720p'),
      duration: whole('Duration', 4, 15, 5),
      aspect_ratio: choice('Aspect ratio', ['adaptive', ...ratios], 'adaptive'),
      generate_audio: flag('Sound', true),
      seed,
      options: { type: 'object', title: 'Options', description: '' },
    }),
    priceUnit: 'second',
    basePriceUsd: 0.03,
    runMs: 9000,
    outputKey: 'videos',
  },
  {
    modelId: 'sandbox/keyframes/image-to-video',
    displayName: 'Keyframes',
    categories: ['image-to-video'],
    schema: schemaOf(['image_url', 'prompt'], {
      prompt: prompt('The door opens'),
      negative_prompt: words('Negative prompt', 500),
      end_image_url: file('image', 'Last frame'),
      image_url: file('image', 'First frame'),
      duration: choice('Duration', ['5', '10'], '5'),
      cfg_scale: decimal('Guidance', 0, 1, 0.5),
    }),
    basePriceUsd: 0.35,
    runMs: 9000,
    outputKey: 'video',
  },
  {
    modelId: 'sandbox/frames/text-to-video',
    displayName: 'Frames',
    categories: ['text-to-video'],
    schema: schemaOf(['prompt', 'duration', 'resolution', 'mode', 'num_videos'], {
      prompt: prompt('A kite over the dunes'),
      duration: numberAmong('Duration', [6, 8, 10], 6),
      resolution: choice('Resolution', ['1080p', '1440p']),
      mode: choice('Mode', ['fast', 'pro'], 'fast'),
      enable_audio: flag('Sound', false),
      num_videos: whole('Videos', 1, 4, 1),
    }),
    priceUnit: 'second',
    basePriceUsd: 0.04,
    runMs: 9000,
    outputKey: 'video',
  },
  {
    modelId: 'sandbox/avatar/audio-to-video',
    displayName: 'Avatar',
    categories: ['audio-to-video'],
    schema: schemaOf(['image', 'audio'], {
      image: file('image', 'Portrait'),
      audio: file('audio', 'Voice'),
      prompt: words('Prompt', 1000),
    }),
    priceUnit: 'second',
    basePriceUsd: 0.05,
    runMs: 9000,
    outputKey: 'video',
  },
  {
    modelId: 'sandbox/restyle/video-to-video',
    displayName: 'Restyle',
    categories: ['video-to-video'],
    schema: schemaOf(['video_url', 'prompt'], {
      video_url: file('video', 'Video'),
      prompt: prompt('As an ink drawing'),
    }),
    priceUnit: 'second',
    basePriceUsd: 0.06,
    runMs: 9000,
    outputKey: 'video',
  },
  {
    modelId: 'sandbox/tune/text-to-audio',
    displayName: 'Tune',
    categories: ['text-to-audio'],
    schema: schemaOf(['tags'], {
      tags: text('folk, harp, slow', 1000),
      lyrics: text('[verse] …', 3000),
      duration: decimal('Seconds', 5, 240, 60),
      seed,
    }),
    priceUnit: 'second',
    basePriceUsd: 0.0002,
    runMs: 6000,
    outputKey: 'audio',
  },
  {
    modelId: 'sandbox/reader/text-to-audio',
    displayName: 'Reader',
    categories: ['text-to-audio'],
    schema: schemaOf(['text', 'voice'], {
      text: text('Once upon a time', 5000),
      voice: choice('Voice', ['Ada', 'Ben']),
      speed: decimal('Speed', 0.5, 2, 1),
    }),
    basePriceUsd: 0.02,
    runMs: 4000,
    outputKey: 'audio',
  },
  {
    modelId: 'sandbox/storyboard/text-to-video',
    displayName: 'Storyboard',
    categories: ['text-to-video'],
    schema: schemaOf(['prompt', 'shots'], {
      prompt: prompt('A day at the harbour'),
      shots: { type: 'array', title: 'Shots', description: '', items: { type: 'object' } },
    }),
    basePriceUsd: 0.5,
    runMs: 9000,
    outputKey: 'video',
  },
  {
    modelId: 'sandbox/anything/text-to-any',
    displayName: 'Anything',
    categories: ['text-to-image', 'text-to-video'],
    schema: schemaOf(['prompt'], {
      prompt: prompt('A lighthouse'),
      aspect_ratio: choice('Aspect ratio', ratios, '16:9'),
    }),
    basePriceUsd: 0.1,
    runMs: 9000,
    outputKey: 'images',
  },
];
