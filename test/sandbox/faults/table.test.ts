import { describe, expect, it } from 'vitest';
import { cells, faultNames, noCells, verbs } from '../../../sandbox/faults/definition.ts';
import { breachesOf, type Facts, firstLine, thePicture } from '../../../sandbox/faults/facts.ts';
import { readFaults, renderFaults } from '../../../sandbox/faults/table.ts';
import { readText } from '../../support/repository.ts';

const page = readText('docs/faults.md');

describe('docs/faults.md', () => {
  it('is what the definition makes of the facts in it, to the letter', () => {
    expect(renderFaults(readFaults(page))).toBe(page);
  });

  it.each(cells)('$id: what was recorded satisfies every rule', ({ id }) => {
    const facts = readFaults(page).get(id);
    expect(facts).toBeDefined();
    expect(facts && breachesOf(facts)).toEqual([]);
  });

  it('knows every fault at every verb, as a row or with the reason why it cannot be met', () => {
    for (const verb of verbs) {
      for (const fault of faultNames) {
        const isHere = (each: { verb: string; fault: string | number }) => each.verb === verb && each.fault === fault;
        expect([verb, fault, cells.some(isHere) !== noCells.some(isHere)]).toEqual([verb, fault, true]);
      }
    }
    expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
  });

  it('is not read where a row is missing, or has another text', () => {
    const [line = ''] = page.split('\n').filter((each) => each.startsWith('| SIGKILL'));
    expect(() => readFaults(page.replace(line, ''))).toThrow(/has no row for admit-sigkill/u);
    expect(() => readFaults(page.replace(line, line.replace(/\| [a-z ]+ \| \d/u, '| lost | 0')))).toThrow(/no row/u);
    expect(() => renderFaults(new Map())).toThrow(/was not played/u);
  });
});

describe('a breach', () => {
  const fine: Facts = { reads: thePicture, money: 'charged', asked: 1, made: 1 };
  it.each<[string, Partial<Facts>]>([
    ['The services made it more than once.', { made: 2 }],
    ['The member was not told.', { reads: 'Easel is thinking', money: 'returned' }],
    ['The picture was posted and not charged.', { money: 'returned' }],
    ['It was charged although no service has made it.', { made: 0 }],
    ['It was charged although the member has no picture.', { reads: 'It failed.' }],
    ['Credits are held although no service was asked.', { reads: 'It failed.', money: 'held', asked: 0, made: 0 }],
  ])('is told: %s', (sentence, change) => {
    expect(breachesOf(fine)).toEqual([]);
    expect(breachesOf({ ...fine, ...change })).toEqual([sentence]);
  });
});

it('what differs from run to run is no part of a line', () => {
  expect(firstLine('held until <t:1700000000:f>, mention `bz5t7z1ye3ow`\nmore')).toBe(
    'held until (time), mention (reference)',
  );
});
