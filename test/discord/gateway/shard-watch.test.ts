import { expect, it } from 'vitest';
import { createShardWatch } from '#discord/gateway/shard-watch.ts';

it('all shards have to be connected, and the time counts from the first loss', () => {
  let nowMs = 0;
  const watch = createShardWatch(() => nowMs);
  const seen = () => [watch.isReady(), watch.downForMs()];
  nowMs = 10;
  expect(seen()).toEqual([false, 10]);
  watch.expect({ first: 2, last: 3, of: 4 });
  watch.opened(2);
  expect(seen()).toEqual([false, 10]);
  watch.opened(3);
  expect(seen()).toEqual([true, 0]);
  nowMs = 20;
  watch.closed(3);
  nowMs = 30;
  watch.closed(2);
  watch.opened(3);
  expect(seen()).toEqual([false, 10]);
  watch.opened(2);
  expect(seen()).toEqual([true, 0]);
});
