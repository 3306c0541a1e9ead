import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Cell, cells, type Verb } from '../../sandbox/faults/definition.ts';
import { breachesOf, type Facts, thePicture } from '../../sandbox/faults/facts.ts';
import { playCell } from './play-cell.ts';

/** Where the run collects what was recorded; unset where a file is run alone. */
const folder = process.env.FAULTS_FOLDER;

/** Each fault at the verb as a test, which holds what came of it against every rule. */
export function playVerb(verb: Verb): void {
  test.each(cells.filter((cell) => cell.verb === verb))('$id', async (cell) => {
    const facts = await playAndJudge(cell);
    if (folder !== undefined) await appendFile(join(folder, `${verb}.jsonl`), `${JSON.stringify([cell.id, facts])}\n`);
  });
}

/** What came of the fault. Fails for a fault that has not hit, and for each rule that was broken. */
export async function playAndJudge(cell: Cell): Promise<Facts> {
  const { facts, hasHit, submitsAfterTaken, isConserved, pictures } = await playCell(cell);
  expect(hasHit, 'the fault has hit').toBe(true);
  expect(breachesOf(facts), JSON.stringify(facts)).toEqual([]);
  expect(submitsAfterTaken, 'no submit follows one that was taken').toBe(0);
  expect(isConserved, 'the ledger adds up').toBe(true);
  expect(pictures, 'it is posted once').toBe(facts.reads === thePicture ? 1 : 0);
  return facts;
}
