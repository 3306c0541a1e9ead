import type { Field, RunningHubModel } from './fields.ts';
import { flag, note, picture, prompt, whole, words } from './flat-fields.ts';

const ratio = words('ratio', 'aspectRatio', '1:1 3:4 4:3 9:16 16:9 2:3 3:2');
const negative = note('negativePrompt', 2000);
/** What every version takes. */
const common: readonly Field[] = [
  prompt(8192),
  whole('other', 'chaos', 0, 100),
  whole('other', 'stylize', 0, 1000),
  whole('other', 'weird', 0, 3000),
  flag('raw'),
  picture('imageUrl', 20),
  note('sref'),
  whole('other', 'sw', 0, 1000),
  ratio,
];
const version6: readonly Field[] = [
  ...common,
  words('quality', 'quality', '0.5 1 2'),
  whole('other', 'iw', 0, 3),
  note('cref'),
  whole('other', 'cw', 0, 100),
  whole('other', 'sv', 1, 4),
  whole('other', 'stop', 10, 100),
  flag('tile'),
];
const version7: readonly Field[] = [
  ...common,
  words('quality', 'quality', '1 2 4'),
  whole('other', 'iw', 0, 3),
  whole('other', 'sv', 1, 6),
  note('oref'),
  whole('other', 'ow', 1, 1000),
  flag('tile'),
];

/** Midjourney and Niji. @see reference, section 3.2 (registry) */
export const midjourneyModels: readonly RunningHubModel[] = [
  row('v6', version6),
  row('v61', [...version6, negative]),
  row('v7', [...version7, negative]),
  row('niji6', version6),
  row('niji7', [...common, whole('other', 'iw', 0, 2), whole('other', 'sv', 1, 4)]),
];

function row(version: string, fields: readonly Field[]): RunningHubModel {
  return { endpoint: `youchuan/text-to-image-${version}`, fields, priceCny: 0.54, runMs: 9000 };
}
