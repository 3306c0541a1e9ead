import { describe, expect, it } from 'vitest';
import { createSparseAnswers } from '../../../commands/setup/lora-upload.ts';
import { settle } from '../../discord/support/clock.ts';

function openBench() {
  const shown: string[] = [];
  const ends: ((error?: Error) => void)[] = [];
  const bench = { nowMs: 1000, shown, end: (error?: Error) => ends.shift()?.(error) };
  const answer = ({ content }: { readonly content: string }) => {
    shown.push(content);
    return new Promise<void>((resolve, reject) => {
      ends.push((error) => (error ? reject(error) : resolve()));
    });
  };
  return { ...bench, bench, answers: createSparseAnswers({ answer }, () => bench.nowMs) };
}

describe('answers on the way', () => {
  it('are given one at a time, one per gap, and only when something changed', async () => {
    const { answers, bench, shown } = openBench();
    answers.show('5 %');
    answers.show('10 %');
    bench.end();
    await settle();
    answers.show('15 %');
    bench.nowMs += 3000;
    answers.show('5 %');
    answers.show('20 %');
    bench.end();
    await settle();
    expect(shown).toEqual(['5 %', '20 %']);
  });

  it('may be lost; the next one is tried all the same', async () => {
    const { answers, bench, shown } = openBench();
    answers.show('5 %');
    bench.end(new Error('gone'));
    await answers.idle();
    bench.nowMs += 3000;
    answers.show('20 %');
    expect(shown).toEqual(['5 %', '20 %']);
    bench.end();
  });

  it('are over before the last word', async () => {
    const { answers, bench } = openBench();
    await answers.idle();
    answers.show('5 %');
    const told: string[] = [];
    const idle = answers.idle().then(() => told.push('idle'));
    await settle();
    told.push('ended');
    bench.end();
    await idle;
    expect(told).toEqual(['ended', 'idle']);
  });
});
