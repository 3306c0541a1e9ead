import type { Random } from '../../sandbox/services/random.ts';
import type { Stage } from './stage.ts';

/** One thing of those that go wrong now and then at Discord and at the services. */
export function spoil({ discord, runninghub, runcomfy }: Stage, random: Random): void {
  const kinds = [
    () => discord.faults.add({ kind: 'status', status: 502, path: /\/messages/ }),
    () => discord.faults.add({ kind: 'status', status: 503, path: /\/(callback|messages)/, times: 2 }),
    () => discord.faults.add({ kind: 'reset_after', path: /\/channels\/\d+\/messages/ }),
    () => discord.faults.add({ kind: 'delay', delayMs: 700, path: /\/(callback|messages)/ }),
    () => runninghub.faults.add({ kind: 'status', status: 500, path: /\/query/ }),
    () => runninghub.faults.add({ kind: 'delay', delayMs: 400, path: /\/v2\/rhart/ }),
    () => runcomfy.faults.add({ kind: 'status', status: 429, path: /\/v1\/models/, body: { error: 'too many' } }),
    () => runcomfy.faults.add({ kind: 'html', path: /\/status/ }),
    () => runninghub.faults.add({ kind: 'status', status: 502, path: /\/output\// }),
  ];
  kinds[Math.floor(random() * kinds.length)]?.();
}
