import { z } from 'zod';
import type { Row } from '../db/database.ts';
import { BotError } from '../domain/errors.ts';

/** Reads a row of a table. @throws {@link BotError} `store.unavailable` for one that is not what Easel writes; it names no value */
export function readRow<T>(schema: z.ZodType<T>, row: Row, what: string): T {
  const parsed = schema.safeParse(row);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new BotError('store.unavailable', `cannot read ${what}: ${issue?.path.join('.')}: ${issue?.message}`);
}

/** A SMALLINT that is 0 or 1. */
export const flag = z.number().transform((value) => value === 1);
