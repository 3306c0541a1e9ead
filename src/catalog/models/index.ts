import type { Task } from '../form.ts';
import type { Model } from '../model.ts';
import {
  flux1Dev,
  flux1KontextDev,
  flux1KreaDevLora,
  flux2Dev,
  flux2DevLora,
  flux2Klein4b,
  flux2Klein9b,
} from './flux.ts';
import { gptImage15 } from './gpt-image-1.5.ts';
import { gptImage2 } from './gpt-image-2.ts';
import { grokImage, grokImagine } from './grok.ts';
import { higgsfieldSoul } from './higgsfield.ts';
import { musicModels, speechModels } from './media/audio.ts';
import { model3dModels } from './media/model3d.ts';
import { upscaleModels } from './media/upscale.ts';
import { videoAlibabaModels } from './media/video-alibaba.ts';
import { videoGoogleOpenaiModels } from './media/video-google-openai.ts';
import { videoKlingModels } from './media/video-kling.ts';
import { videoMinimaxModels } from './media/video-minimax.ts';
import { videoOthersModels } from './media/video-others.ts';
import { videoPixverseModels } from './media/video-pixverse.ts';
import { videoSeedanceModels } from './media/video-seedance.ts';
import { videoViduModels } from './media/video-vidu.ts';
import { midjourneyV6, midjourneyV7, midjourneyV61, niji6, niji7 } from './midjourney.ts';
import { moreModels } from './more.ts';
import { nanoBanana, nanoBanana2, nanoBananaPro, nanoBananaProUltra } from './nano-banana.ts';
import { qwenImage20, qwenImage20Pro, qwenImage2512, qwenImageEdit2511 } from './qwen-image.ts';
import { seedream4, seedream5Lite, seedream45 } from './seedream.ts';
import { wan22, wan22Lora, wan25Preview, wan27, wan27Pro } from './wan.ts';
import { zImageTurbo } from './z-image.ts';

/** Every model of pictures that Easel knows without a CATALOG_FILE, in the order in which members see them. Discord offers 25 at once. */
export const builtInModels: readonly Model[] = [
  flux2Klein9b,
  flux2Klein4b,
  flux2DevLora,
  gptImage2,
  zImageTurbo,
  nanoBanana2,
  nanoBananaPro,
  seedream45,
  seedream5Lite,
  qwenImage20,
  qwenImage20Pro,
  qwenImage2512,
  qwenImageEdit2511,
  flux1KontextDev,
  midjourneyV7,
  niji7,
  flux2Dev,
  flux1Dev,
  flux1KreaDevLora,
  wan27,
  wan27Pro,
  wan25Preview,
  wan22Lora,
  grokImagine,
  grokImage,
  nanoBanana,
  nanoBananaProUltra,
  gptImage15,
  seedream4,
  midjourneyV61,
  midjourneyV6,
  niji6,
  wan22,
  higgsfieldSoul,
  ...moreModels,
];

/** What a member gets who names no model. */
export const builtInDefaultModelId = flux2Klein9b.id;

/** Every model of videos, sounds and 3D, and those that enlarge pictures; those of one command in the order in which members see them. */
export const builtInMediaModels: readonly Model[] = [
  ...videoSeedanceModels,
  ...videoGoogleOpenaiModels,
  ...videoKlingModels,
  ...videoAlibabaModels,
  ...videoMinimaxModels,
  ...videoViduModels,
  ...videoPixverseModels,
  ...videoOthersModels,
  ...musicModels,
  ...speechModels,
  ...model3dModels,
  ...upscaleModels,
];

/** What a member gets who names no model, by command. */
export const builtInDefaults: Readonly<Partial<Record<Task, string>>> = {
  video: 'seedance-1.5-pro',
  speech: 'minimax-speech-2.8-turbo',
  music: 'suno-5',
  model3d: 'hunyuan3d-3.1',
  upscale: 'topaz-standard-2',
};
