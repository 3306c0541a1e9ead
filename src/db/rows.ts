import { z } from 'zod';
import { asBotError, BotError } from '#core/errors.ts';
import { parseJson } from '#core/text.ts';
import type { Row } from './database.ts';
import { isUnreadableRow, UnreadableRow } from './documents.ts';

/**
 * Reads a row of a table.
 *
 * @throws {@link BotError} `store.unavailable` for a row that Easel does not write, as `isUnreadableRow` tells; it names no value
 */
export function readRow<T>(schema: z.ZodType<T>, row: Row, what: string): T {
  const parsed = schema.safeParse(row);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const cause = new UnreadableRow(`${issue?.path.join('.')}: ${issue?.message}`);
  throw new BotError('store.unavailable', `cannot read ${what}: ${cause.message}`, {}, cause);
}

/** Reads the rows that can be read; the others go to `onUnreadable`. @throws whatever else `read` throws */
export function readRows<T>(
  rows: readonly Row[],
  read: (row: Row) => T,
  onUnreadable: (row: Row, reason: string) => void,
): T[] {
  return rows.flatMap((row) => {
    try {
      return [read(row)];
    } catch (error) {
      if (!isUnreadableRow(error)) throw error;
      onUnreadable(row, asBotError(error).message);
      return [];
    }
  });
}

/** A SMALLINT that is 0 or 1. */
export const flag = z.number().transform((value) => value === 1);

/** A TEXT that holds JSON of this shape. */
export function jsonColumn<T>(schema: z.ZodType<T>): z.ZodType<T> {
  return z.string().transform(parse).pipe(schema);
}

function parse(text: string, context: z.RefinementCtx): unknown {
  const json = parseJson(text);
  if (json === undefined) context.addIssue({ code: 'custom', message: 'not JSON' });
  return json;
}
