import { z } from 'zod';
import { oncePer } from '#core/once-per.ts';
import type { Model } from './model.ts';
import { creditsPerUsd } from './price.ts';
import { modelOfWorkflow, workflowInput } from './workflow-file.ts';

/** How many workflows of its own a guild may keep. */
export const mostGuildWorkflows = 50;
/** The bounds of a workflow's texts and price. */
export const guildWorkflowBounds = { titleCharacters: 80, descriptionCharacters: 100, mostCredits: 1_000_000 } as const;

/** A service's number for something, as text: it has more digits than a number keeps. */
const remoteId = /^\d{5,25}$/u;
/** It is also the name of a command, so it is at most 32 characters long. */
const ownId = /^w-[\p{L}\p{N}-]{1,30}$/u;

/** A ComfyUI workflow or an AI app of RunningHub that a guild's operators have added. */
export const guildWorkflowSchema = z.object({
  /** `w-fox-clip`: no model of the installation begins so. */
  id: z.string().regex(ownId),
  title: z.string().min(1).max(guildWorkflowBounds.titleCharacters),
  description: z.string().min(1).max(guildWorkflowBounds.descriptionCharacters),
  kind: z.enum(['workflow', 'app']),
  remoteId: z.string().regex(remoteId),
  output: z.enum(['image', 'video', 'audio', 'model3d', 'text']),
  /** What is held for a run, and the most that one is charged with. */
  mostCredits: z.int().min(1).max(guildWorkflowBounds.mostCredits),
  /** Only in age-restricted channels. */
  isAdult: z.boolean().default(false),
  /** It has a command of its own besides being a choice of `/run`. */
  hasCommand: z.boolean().default(false),
  inputs: z.array(workflowInput).min(1).max(8),
});
/** One whose inputs are not chosen yet. */
export const unfilledWorkflowSchema = guildWorkflowSchema.omit({ inputs: true });
/** @see guildWorkflowSchema */
export type GuildWorkflow = Readonly<z.output<typeof guildWorkflowSchema>>;

/** What makes one of a guild's own: there is one service that runs them. */
export const workflowProvider = 'runninghub';

/** The id of a workflow with this name, and the name of its command; null for a name without letters or digits. */
export function workflowIdOf(name: string): string | null {
  const words = name
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const short = [...words.join('-')].slice(0, 30).join('').replace(/-$/u, '');
  const id = `w-${short}`;
  return ownId.test(id) ? id : null;
}

/** Whether a name is one of a guild's own workflow, there or not. */
export function isWorkflowId(name: string): boolean {
  return ownId.test(name);
}

/** The digits that were typed, or those at the end of an address; null where there are none, or too few or many. */
export function remoteIdIn(typed: string): string | null {
  const [path = ''] = typed.trim().split(/[?#]/u);
  const last = path.split('/').findLast((part) => part !== '') ?? '';
  return remoteId.test(last) ? last : null;
}

/** The workflows as models of `/run`; the same list for the same workflows. */
export const modelsOfGuild: (workflows: readonly GuildWorkflow[]) => readonly Model[] = oncePer(
  (workflows: readonly GuildWorkflow[]) => workflows.map(modelOf),
);

function modelOf({ isAdult, mostCredits, hasCommand: _, ...workflow }: GuildWorkflow): Model {
  const model = modelOfWorkflow({
    ...workflow,
    inputs: [...workflow.inputs],
    provider: workflowProvider,
    adult: isAdult,
    price: { currency: 'USD', amount: mostCredits / creditsPerUsd },
    constants: {},
  });
  return { ...model, routes: model.routes.map((route) => ({ ...route, source: 'guild' })) };
}
