import { type Cell, cells, type FaultName, faultNames, faults, noCells, type Verb, verbs } from './definition.ts';
import type { Facts, Money } from './facts.ts';

/** What was recorded, by the id of its cell. */
export type Recorded = ReadonlyMap<string, Facts>;

const columns = ['fault', 'what it hits', 'the member reads', 'money', 'asked', 'made'] as const;

/** What the tables of docs/faults.md stand under. */
const intro = `# Faults

What one \`/imagine\` ends in where something fails, for each of the [five verbs](../ARCHITECTURE.md) and each fault. \`npm run faults\` writes this page: it
plays every row on the whole bot against the [loopback Discord](../sandbox/discord/README.md) and the
[stand-ins of the services](../sandbox/services/README.md), and reads what came of it from them and from the ledger. A row that breaks a rule below fails the run.
The playground's [Faults panel](../sandbox/web/README.md) is this page with buttons.

- **what it hits**: each request of that kind, until it is put right, where no number is given.
- **the member reads**: the first line in the end. *the picture* is what was asked for; “The application did not respond” are Discord's own words.
- **money**: *charged* · *returned* it was held and came back · *held* it comes back an hour later, because a job may exist that can't be asked for ·
  *nothing held*.
- **asked** and **made**: how many submits arrived at the services, and how many jobs they made of them.

What must hold in every row: a request is made once at most, and no submit follows one that may have been taken; the member is told; a picture is
charged and posted once; what brings no picture costs nothing; credits are held only where a service was asked; the ledger adds up.
`;

/** docs/faults.md. @throws Error for a cell that was not recorded */
export function renderFaults(recorded: Recorded): string {
  return [intro, ...verbs.map((verb) => renderVerb(verb, recorded))].join('\n');
}

function renderVerb(verb: Verb, recorded: Recorded): string {
  const rows = faultNames.flatMap((fault) => rowsOf(verb, fault, recorded));
  const lines = [columns, columns.map(() => '---'), ...rows].map((row) => `| ${row.map(escaped).join(' | ')} |`);
  return `## ${verb}\n\n${lines.join('\n')}\n`;
}

function rowsOf(verb: Verb, fault: FaultName, recorded: Recorded): (readonly string[])[] {
  const none = noCells.find((each) => each.verb === verb && each.fault === fault);
  if (none) return [[faults[fault], 'nothing', `cannot meet: ${none.because}`, '–', '–', '–']];
  return cells.filter((cell) => cell.verb === verb && cell.fault === fault).map((cell) => rowOf(cell, recorded));
}

function rowOf({ id, fault, where }: Cell, recorded: Recorded): readonly string[] {
  const facts = recorded.get(id);
  if (facts === undefined) throw new Error(`${id} was not played.`);
  return [faults[fault], where, facts.reads, facts.money, String(facts.asked), String(facts.made)];
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}

/**
 * What docs/faults.md says of each cell.
 *
 * @throws Error for a row that is missing, or that says something else than facts
 */
export function readFaults(text: string): Recorded {
  const rows = text.split('\n').filter((line) => line.startsWith('| '));
  return new Map(cells.map((cell) => [cell.id, factsIn(rowFor(cell, text, rows), cell.id)]));
}

function rowFor({ verb, fault, where }: Cell, text: string, rows: readonly string[]): readonly string[] {
  const section = text.slice(text.indexOf(`\n## ${verb}\n`)).split('\n## ')[1] ?? '';
  const start = `| ${faults[fault]} | ${escaped(where)} |`;
  const row = rows.find((line) => line.startsWith(start) && section.includes(line));
  return (row ?? '').slice(2, -2).split(/(?<!\\) \| /u);
}

function factsIn([, , reads = '', money = '', asked, made]: readonly string[], id: string): Facts {
  const found = moneys.find((each) => each === money);
  if (found === undefined) throw new Error(`docs/faults.md has no row for ${id}.`);
  return { reads: reads.replaceAll('\\|', '|'), money: found, asked: Number(asked), made: Number(made) };
}

const moneys: readonly Money[] = ['charged', 'returned', 'held', 'nothing held'];
