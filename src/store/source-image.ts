import { z } from 'zod';
import type { SourceImage } from '../domain/request.ts';

/** A member's picture as it is kept with a request or a job: where it is, never its bytes. */
export const sourceImageSchema: z.ZodType<SourceImage> = z.object({
  url: z.string(),
  name: z.string(),
  bytes: z.number().nullable(),
  mediaType: z.string().nullable(),
  widthPx: z.number().nullable(),
  heightPx: z.number().nullable(),
});
