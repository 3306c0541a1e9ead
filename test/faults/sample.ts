import { expect } from 'vitest';
import { cells } from '../../sandbox/faults/definition.ts';
import { readFaults } from '../../sandbox/faults/table.ts';
import { readText } from '../support/repository.ts';
import { playAndJudge } from './play-verb.ts';

/** Plays one fault and compares what came of it with its row in docs/faults.md. */
export async function expectAsRecorded(id: string): Promise<void> {
  const cell = cells.find((each) => each.id === id);
  if (cell === undefined) throw new Error(`There is no ${id}.`);
  expect(await playAndJudge(cell)).toEqual(readFaults(readText('docs/faults.md')).get(id));
}
