import { idsOf, type Shards } from '#gateway-sessions/shards.ts';

/** Whether every shard of this process is connected, and since when one is not. */
export interface ShardWatch {
  /** Names the shards that have to be connected. */
  expect(shards: Shards): void;
  opened(shardId: number): void;
  closed(shardId: number): void;
  isReady(): boolean;
  /** How long some shard has not been connected, milliseconds; 0 while all are. */
  downForMs(): number;
}

/** No shard is connected at first. `now` is in milliseconds. */
export function createShardWatch(now: () => number): ShardWatch {
  const connected = new Set<number>();
  let expected: readonly number[] = [];
  let downSinceMs: number | null = now();
  const isReady = () => expected.length > 0 && expected.every((id) => connected.has(id));
  const look = () => {
    downSinceMs = isReady() ? null : (downSinceMs ?? now());
  };
  return {
    expect(shards) {
      expected = idsOf(shards);
      look();
    },
    opened(shardId) {
      connected.add(shardId);
      look();
    },
    closed(shardId) {
      connected.delete(shardId);
      look();
    },
    isReady,
    downForMs: () => (downSinceMs === null ? 0 : now() - downSinceMs),
  };
}
