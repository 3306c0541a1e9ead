import { readFile } from 'node:fs/promises';
import { type Cell, cells, faultNames, faults, noCells, verbs } from '../faults/definition.ts';
import { type Breakable, type Playing, playFault } from '../faults/play.ts';
import { type Recorded, readFaults } from '../faults/table.ts';
import type { FaultInfo } from './protocol.ts';

/** Makes things go wrong in a house, and right again. */
export interface FaultDesk {
  /** docs/faults.md, row by row. */
  readonly list: readonly FaultInfo[];
  /** False where there is no such fault, or the page cannot play it. */
  start(id: string): boolean;
  /** Everything works again, as far as it can be taken back. */
  clear(): Promise<void>;
  /** How often something will still fail; `Infinity` until it is put right. */
  pending(): number;
}

const page = new URL('../../docs/faults.md', import.meta.url);

/** What docs/faults.md says. @throws Error for a page that is not whole */
export async function readRecordedFaults(): Promise<Recorded> {
  return readFaults(await readFile(page, 'utf8'));
}

/** A desk with every fault of docs/faults.md. */
export function createFaultDesk(world: Breakable, recorded: Recorded): FaultDesk {
  const playing: Playing[] = [];
  const byId = new Map(cells.map((cell) => [cell.id, cell]));
  return {
    list: verbs.flatMap((verb) =>
      faultNames.flatMap((fault): FaultInfo[] => {
        const none = noCells.filter((each) => each.verb === verb && each.fault === fault);
        const some = cells.filter((each) => each.verb === verb && each.fault === fault);
        return [...some.map((cell) => infoOf(cell, recorded)), ...none.map(infoOfNone)];
      }),
    ),
    start(id) {
      const cell = byId.get(id);
      if (cell === undefined || whyNot(cell) !== null) return false;
      playing.push(playFault(world, cell.play, () => undefined));
      return true;
    },
    async clear() {
      await Promise.all(playing.splice(0).map((each) => each.clear()));
    },
    // Faults of the wire count together.
    pending: () => Math.max(0, ...playing.map((each) => each.pending())),
  };
}

function infoOf(cell: Cell, recorded: Recorded): FaultInfo {
  const { id, verb, fault, where } = cell;
  const { reads, money, asked, made } = recorded.get(id) ?? noFacts;
  return { id, verb, title: faults[fault], where, reads, money, asked, made, whyNot: whyNot(cell) };
}

const noFacts = { reads: '', money: '', asked: 0, made: 0 } as const;

function infoOfNone({ verb, fault, because }: (typeof noCells)[number]): FaultInfo {
  const id = `${verb}-${fault}`;
  return { id, verb, title: faults[fault], where: 'nothing', ...noFacts, whyNot: `Cannot meet: ${because}.` };
}

/** Why a page cannot play it; null where it can. */
function whyNot({ verb, play }: Cell): string | null {
  if (play.kind === 'signal') return 'The bot and this page are one process: npm run faults plays it.';
  const isAsking = play.kind === 'wire' && play.call === 'asking';
  if (isAsking || (verb === 'admit' && 'moment' in play && play.moment === 'asking')) {
    return 'Discord is asked once an hour, and has been: npm run faults plays it.';
  }
  return null;
}
