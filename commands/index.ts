import type { Command } from './command.ts';
import { credits } from './credits.ts';
import { help } from './help.ts';
import { imagine } from './imagine.ts';
import { jobs } from './jobs.ts';
import { loras } from './loras.ts';
import { mod } from './mod.ts';
import { models } from './models.ts';
import { preset } from './preset.ts';
import { privacy } from './privacy.ts';
import { setup } from './setup.ts';

/** Everything that members can type, as it is registered. */
export const commands: readonly Command[] = [imagine, preset, models, loras, credits, jobs, mod, help, privacy, setup];
