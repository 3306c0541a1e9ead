import type { ImageFile, Job } from '../../domain/job.ts';
import { shownLora } from '../../domain/lora-key.ts';
import { visible } from './escape.ts';

/**
 * A picture's settings as the field's tools write and read them: the prompt, then one line of `Name: value` with commas in
 * between. Nothing of the member, the server or the cost.
 */
export function settingsInFile({ settings, modelTitle }: Job, { widthPx, heightPx }: ImageFile): string {
  const { steps, quality, resolution, loras } = settings;
  const facts: readonly (readonly [string, string | number | null])[] = [
    ['Steps', steps],
    ['Size', `${widthPx}x${heightPx}`],
    ['Model', modelTitle],
    ['Quality', quality],
    ['Resolution', resolution],
    ['LoRA', loras.map(({ file, strength }) => `${shownLora(file)} at ${strength}`).join('; ')],
    ['Version', 'Easel'],
  ];
  const known = facts.flatMap(([name, value]) =>
    value === null || value === '' ? [] : [`${name}: ${quoted(String(value))}`],
  );
  return `${visible(settings.prompt)}\n${known.join(', ')}`;
}

/** In quotes where the value would otherwise be read as more than one. */
function quoted(value: string): string {
  return /[,:\n]/.test(value) ? JSON.stringify(value) : value;
}
