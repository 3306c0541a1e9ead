import { describe, expect, it } from 'vitest';
import { createSettings } from '#db/settings.ts';
import { openPauses, type PauseAct } from '#operations/pauses.ts';
import { createMemoryStore } from '../support/store/memory-store.ts';

const actOf = (id: string, changes: Partial<PauseAct> = {}): PauseAct => ({
  id,
  atMs: 1_000,
  subject: 'runcomfy',
  isPaused: true,
  reason: 'bills are odd',
  ...changes,
});

async function opened(rows = new Map<string, string>()) {
  const told: string[] = [];
  const settings = createSettings(createMemoryStore(rows));
  const pauses = await openPauses(settings, { onChange: (subject, isPaused) => told.push(`${subject} ${isPaused}`) });
  return { pauses, told, rows };
}

describe('what the operator has paused', () => {
  it('is nothing at first', async () => {
    const { pauses, told } = await opened();
    expect([pauses.ofBot(), pauses.isService('runcomfy'), pauses.all().size, told]).toEqual([null, false, 0, []]);
  });

  it('is kept over a restart, and told again at the start', async () => {
    const { pauses, rows } = await opened();
    await pauses.change(actOf('a'));
    await pauses.change(actOf('b', { subject: 'bot', reason: 'back at nine' }));
    const next = await opened(rows);
    expect(next.pauses.isService('runcomfy')).toBe(true);
    expect(next.pauses.isService('runninghub')).toBe(false);
    expect(next.pauses.ofBot()).toEqual({ sinceMs: 1_000, reason: 'back at nine' });
    expect(next.told).toEqual(['runcomfy true', 'bot true']);
    expect(next.pauses.acts().map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it('changes once per click, also when an old click comes again after others', async () => {
    const { pauses, told } = await opened();
    expect(await pauses.change(actOf('a'))).toBe(true);
    expect(await pauses.change(actOf('a'))).toBe(false);
    expect(await pauses.change(actOf('b', { isPaused: false, reason: '' }))).toBe(true);
    expect(await pauses.change(actOf('a'))).toBe(false);
    expect(pauses.isService('runcomfy')).toBe(false);
    expect(told).toEqual(['runcomfy true', 'runcomfy false']);
  });

  it('takes other words, and keeps since when it lasts', async () => {
    const { pauses } = await opened();
    await pauses.change(actOf('a', { subject: 'bot', reason: 'until nine' }));
    expect(await pauses.change(actOf('b', { subject: 'bot', reason: 'until nine' }))).toBe(false);
    expect(await pauses.change(actOf('c', { subject: 'bot', reason: 'until ten', atMs: 5_000 }))).toBe(true);
    expect(pauses.ofBot()).toEqual({ sinceMs: 1_000, reason: 'until ten' });
  });

  it('does not resume what is not paused', async () => {
    const { pauses } = await opened();
    expect(await pauses.change(actOf('a', { isPaused: false }))).toBe(false);
    expect(pauses.acts()).toEqual([]);
  });

  it('remembers the last hundred acts', async () => {
    const { pauses } = await opened();
    for (let index = 0; index < 103; index += 1) await pauses.change(actOf(`a${index}`, { isPaused: index % 2 === 0 }));
    expect(pauses.acts()).toHaveLength(100);
    expect(pauses.acts()[0]?.id).toBe('a102');
  });

  it('stays as it was where the store takes nothing', async () => {
    const away = { get: async () => null, set: () => Promise.reject(new Error('away')) };
    const pauses = await openPauses(away, { onChange: () => undefined });
    await expect(pauses.change(actOf('a'))).rejects.toThrow('away');
    expect(pauses.isService('runcomfy')).toBe(false);
  });
});
