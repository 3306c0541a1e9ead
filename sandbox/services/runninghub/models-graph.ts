import { graph, type RunningHubModel } from './fields.ts';

/**
 * Open-weight graphs that make pictures out of text.
 *
 * @see reference, sections 1.1 and 1.2 (seeded pages), 3.1 (node keys, prices)
 */
export const graphModels: readonly RunningHubModel[] = [
  graph('rhart-image/f-2-klein-9b/text-to-image', 0.05, 4500, {
    prompt: '36##text',
    ratio: '51##select',
    sides: ['35##value', '34##value'],
    format: '54##file_type',
  }),
  graph('rhart-image/f-2-klein-9b/text-to-image-lora', 0.06, 5000, {
    prompt: '37##text',
    ratio: '52##select',
    sides: ['36##value', '35##value'],
    lora: ['59##lora_name', '59##strength_model'],
    format: '55##file_type',
  }),
  graph('rhart-image/f-2-klein-4b/text-to-image', 0.05, 4000, {
    prompt: '9##text',
    ratio: '94##select',
    sides: ['25##value', '26##value'],
    format: '103##file_type',
  }),
  graph('rhart-image/f-2-klein-4b/text-to-image-lora', 0.04, 4500, {
    prompt: '9##text',
    ratio: '33##select',
    lora: ['15##lora_name', '15##strength_model'],
  }),
  graph('rhart-image/f-2-dev/text-to-image', 0.2, 6000, {
    prompt: '12##text',
    ratio: '41##select',
    sides: ['30##value', '29##value'],
    format: '43##file_type',
  }),
  graph('rhart-image/f-2-dev/text-to-image-lora', 0.17, 6500, {
    prompt: '12##text',
    ratio: '42##select',
    sides: ['43##value', '30##value'],
    lora: ['16##lora_name', '16##strength_model'],
    format: '44##file_type',
  }),
  graph('rhart-image/f-krea-dev-lora', 0.05, 5000, {
    prompt: '45##text',
    ratio: '133##select',
    lora: ['115##lora_name', '115##strength_model'],
    format: '135##file_type',
  }),
  graph('rhart-image/f-dev', 0.04, 5000, { prompt: '23##text', ratio: '43##select', format: '48##file_type' }),
  graph('rhart-image/f-dev-lora', 0.03, 5000, {
    prompt: '105##text',
    ratio: '104##select',
    lora: ['107##lora_name', '107##strength_model'],
    format: '106##file_type',
  }),
  graph('rhart-image/z-image/turbo', 0.04, 4000, {
    prompt: '10##text',
    ratio: '28##select',
    format: '29##file_type',
    isFormatOptional: true,
  }),
  graph('rhart-image/z-image/turbo-lora', 0.03, 4000, {
    prompt: '6##text',
    ratio: '30##select',
    lora: ['38##lora_name', '38##strength_model'],
    format: '34##file_type',
  }),
  graph('rhart-image/qwen-image/text-to-image-2512', 0.1, 6000, {
    prompt: '3##text',
    ratio: '25##select',
    format: '31##file_type',
    isFormatOptional: true,
  }),
  graph('rhart-image/qwen-image/text-to-image-2512-lora', 0.1, 6000, {
    prompt: '6##text',
    ratio: '24##select',
    lora: ['10##lora_name', '10##strength_model'],
    format: '30##file_type',
    isFormatOptional: true,
  }),
  graph('rhart-video/wan-2.2/text-to-image-lora', 0.06, 6000, {
    prompt: '79##text',
    ratio: '225##select',
    sides: ['216##value', '215##value'],
    heightKey: 'customHeight',
    lora: ['229##lora_name', '229##strength_model'],
    format: '201##file_type',
  }),
];
