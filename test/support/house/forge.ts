import { bornAtMs } from '#core/ids.ts';
import type { House } from './open-house.ts';

/** An id that no interaction had yet, a little newer than the newest. */
export function snowflakeAfter({ discord }: House): string {
  count += 1;
  const newest = discord.interactionEvents().at(-1)?.id ?? '0';
  const id = String(BigInt(String(newest)) + BigInt(count));
  if (bornAtMs(id) <= 0) throw new Error('no interaction has been sent yet');
  return id;
}

let count = 0;

/**
 * Sends what no honest client sends: the newest interaction with other fields. Discord does not know it, so that the answer
 * is read from the callback that Easel makes.
 */
export async function forge(
  house: House,
  changes: { readonly id: string } & Readonly<Record<string, unknown>>,
): Promise<string> {
  const { discord } = house;
  const event = discord.interactionEvents().at(-1);
  const path = new RegExp(`/interactions/${changes.id}/`, 'u');
  discord.faults.add({ kind: 'status', status: 200, path, body: {} });
  discord.sendEvent('INTERACTION_CREATE', { ...event, ...changes });
  return new Promise((resolve) => {
    const stop = discord.onRequest(({ path: asked, body }) => {
      const text = JSON.stringify(body ?? null);
      if (!path.test(asked) || !/"content"|"type":9/u.test(text)) return;
      stop();
      resolve(text);
    });
  });
}
