import { z } from 'zod';
import { type FoundInput, foundInputSchema } from '#catalog/found-inputs.ts';
import { type GuildWorkflow, unfilledWorkflowSchema } from '#catalog/guild-workflow.ts';
import { guildId, type JobOwner, jobId, userId } from '#core/ids.ts';

/** A workflow that is not added yet: what can be asked for, and what of it is chosen. */
export interface WorkflowDraft extends JobOwner {
  readonly workflow: Omit<GuildWorkflow, 'inputs'>;
  readonly found: readonly FoundInput[];
  /** @see foundKey */
  readonly chosen: readonly string[];
}

/** A draft as it is stored for a while. */
export const workflowDraftSchema: z.ZodType<WorkflowDraft> = z.object({
  id: z.string().transform(jobId),
  guildId: z.string().transform(guildId),
  userId: z.string().transform(userId),
  workflow: unfilledWorkflowSchema,
  found: z.array(foundInputSchema),
  chosen: z.array(z.string()),
});
