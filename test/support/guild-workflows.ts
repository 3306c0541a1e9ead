import { type GuildWorkflow, guildWorkflowSchema } from '#catalog/guild-workflow.ts';

/** A server's own workflow: a prompt, a choice and a number. */
export function guildWorkflowOf(changes: Partial<GuildWorkflow> = {}): GuildWorkflow {
  return guildWorkflowSchema.parse({
    id: 'w-fox-clip',
    title: 'Fox clip',
    description: 'A short video',
    kind: 'workflow',
    remoteId: '1904136902449209346',
    output: 'video',
    mostCredits: 70,
    inputs: [
      { type: 'prompt', node: '6', field: 'text', required: true },
      { type: 'choice', label: 'Seconds', node: '12', field: 'seconds', values: ['3', '5'], default: '3' },
      { type: 'number', label: 'Steps', node: '3', field: 'steps', min: 4, max: 40, whole: true },
    ],
    ...changes,
  });
}
