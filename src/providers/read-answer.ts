import { z } from 'zod';
import { parseJson } from '#core/text.ts';

/** Text, a number or nothing, as text: providers write the same code as `""`, `0`, `"1007"`, `1007` and null. */
export const looseText = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? '' : String(value).trim()));

/** Like {@link looseText}, and nothing where it is neither: one odd member must not make a whole answer unreadable. */
export const tolerantText = looseText.catch('');

/** A reason in whatever form: text as it is, anything else as JSON. */
export const anyText = z
  .unknown()
  .optional()
  .transform((value) => {
    if (typeof value === 'string') return value.trim();
    return value === null || value === undefined ? '' : JSON.stringify(value);
  });

/** An amount that may come as text; null where it is neither. */
export const looseNumber = z
  .unknown()
  .optional()
  .transform((value) => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? number : null;
  });

/** Reads an answer's JSON; null where it is none or does not fit. Never throws: what that means depends on the call. */
export function readAnswer<Schema extends z.ZodType>(text: string | null, schema: Schema): z.output<Schema> | null {
  const parsed = schema.safeParse(parseJson(text ?? ''));
  return parsed.success ? parsed.data : null;
}

/** The web addresses among the values, each once, in order. */
export function webUrls(values: readonly unknown[]): readonly string[] {
  const urls = values.filter((value) => typeof value === 'string').filter((value) => /^https?:\/\//i.test(value));
  return [...new Set(urls)];
}

/** A code as it may be shown and logged: short and plain. */
export function plainCode(code: string): string {
  return code.replace(/[^\w.-]/g, '').slice(0, 40);
}
