import type { Model } from '../model.ts';
import { flux2DevLora } from './flux-2-dev-lora.ts';
import { flux2Klein4b, flux2Klein9b } from './flux-2-klein.ts';
import { gptImage2 } from './gpt-image-2.ts';

/** Every model Easel knows without a CATALOG_FILE, in the order in which members see them. */
export const builtInModels: readonly Model[] = [flux2Klein9b, flux2Klein4b, flux2DevLora, gptImage2];

/** What a member gets who names no model. */
export const builtInDefaultModelId = flux2Klein9b.id;
