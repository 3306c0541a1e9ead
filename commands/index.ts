import { model3d } from './3d/command.ts';
import type { Command } from './command.ts';
import { credits } from './credits/command.ts';
import { edit } from './edit/command.ts';
import { help } from './help/command.ts';
import { imagine } from './imagine/command.ts';
import { jobs } from './jobs/command.ts';
import { loras } from './loras/command.ts';
import { mod } from './mod/command.ts';
import { models } from './models/command.ts';
import { music } from './music/command.ts';
import { preset } from './preset/command.ts';
import { privacy } from './privacy/command.ts';
import { run } from './run/command.ts';

export { ownDefinitions } from './run/own-command.ts';

import { setup } from './setup/command.ts';
import { speech } from './speech/command.ts';
import { upscale } from './upscale/command.ts';
import { video } from './video/command.ts';

/** Everything that members can type, as it is registered. */
export const commands: readonly Command[] = [
  imagine,
  edit,
  upscale,
  video,
  speech,
  music,
  model3d,
  run,
  preset,
  models,
  loras,
  credits,
  jobs,
  mod,
  help,
  privacy,
  setup,
];

/** The commands as Discord registers them, those of a message's menu included. */
export function definitionsOf(some: readonly Command[]) {
  return some.flatMap(({ data, ofMessage }) => (ofMessage ? [data, ofMessage.data] : [data]));
}
