import { describe, expect, it } from 'vitest';
import { createFeed } from '../../../sandbox/web/feed.ts';

const everyone = { viewerId: null, channelId: null };
const eyes = (userId: string, ...channels: readonly string[]) => ({
  userId,
  sees: (id: string) => channels.includes(id),
});
const faults = (pending: number) => ({ kind: 'faults', pending }) as const;

describe('the feed', () => {
  it('numbers what happens and hands out what came after a number', () => {
    const feed = createFeed(10);
    for (const pending of [1, 2, 3]) feed.add(faults(pending), everyone, 0);
    expect(feed.latest()).toBe(3);
    expect(feed.since(1, eyes('a'))?.map(({ seq }) => seq)).toEqual([2, 3]);
    expect(feed.since(3, eyes('a'))).toEqual([]);
  });

  it('shows to each pair of eyes what is theirs', () => {
    const feed = createFeed(10);
    const heard: number[] = [];
    const stop = feed.listen(eyes('a', 'c'), ({ seq }) => void heard.push(seq));
    feed.add(faults(1), { viewerId: 'a', channelId: 'c' }, 0);
    feed.add(faults(2), { viewerId: 'b', channelId: 'c' }, 0);
    feed.add(faults(3), { viewerId: null, channelId: 'staff' }, 0);
    feed.add(faults(4), { viewerId: null, channelId: 'c' }, 0);
    stop();
    feed.add(faults(5), everyone, 0);
    expect(heard).toEqual([1, 4]);
    expect(feed.since(0, eyes('b', 'c', 'staff'))?.map(({ seq }) => seq)).toEqual([2, 3, 4, 5]);
  });

  it('says where it has forgotten too much, and where a number is not its own', () => {
    const feed = createFeed(2);
    for (const pending of [1, 2, 3, 4]) feed.add(faults(pending), everyone, 0);
    expect(feed.since(1, eyes('a'))).toBeNull();
    expect(feed.since(2, eyes('a'))).toHaveLength(2);
    expect(feed.since(9, eyes('a'))).toBeNull();
  });
});
