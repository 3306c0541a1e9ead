import type { Entry, GuildBooks, Problem } from './evidence.ts';

/** Conservation to the credit, at the end and after each entry, and every bonus explained by the journal. */
export function judgeBooks(books: GuildBooks): Problem[] {
  return [...judgeSums(books), ...judgeEntries(books), ...judgeAccounts(books), ...judgeActs(books)];
}

function judgeSums({ guildId, totals, openHolds }: GuildBooks): Problem[] {
  const { added, pool, bonuses, held, spent } = totals;
  const problems: Problem[] = [];
  if (added !== pool + bonuses + held + spent)
    problems.push(money(guildId, `the books do not add up: ${JSON.stringify(totals)}`));
  if (held !== 0) problems.push(money(guildId, `${held} credits are still held`));
  for (const id of openHolds) problems.push({ kind: 'held', about: id, what: 'its hold never ended' });
  return problems;
}

function judgeEntries({ guildId, entries }: GuildBooks): Problem[] {
  const problems: Problem[] = [];
  const bonuses = new Map<string, number>();
  let sums = { added: 0, pool: 0, bonuses: 0, held: 0, spent: 0 };
  entries.forEach((entry, index) => {
    const where = `entry ${entry.seq} (${entry.kind} ${entry.id})`;
    const { books } = entry;
    if (entry.seq !== index + 1) problems.push(money(guildId, `${where} stands at place ${index + 1}`));
    if (books.added !== books.pool + books.bonuses + books.held + books.spent)
      problems.push(money(guildId, `${where} does not add up`));
    const moved = entry.accounts.reduce((sum, { userId, bonus }) => sum + bonus - (bonuses.get(userId) ?? 0), 0);
    if (moved !== books.bonuses - sums.bonuses)
      problems.push(money(guildId, `${where} moves ${books.bonuses - sums.bonuses} of bonus, its members ${moved}`));
    problems.push(...judgeStep(guildId, entry, sums));
    for (const { userId, bonus } of entry.accounts) bonuses.set(userId, bonus);
    sums = books;
  });
  return problems;
}

type Sums = Pick<Entry['books'], 'held' | 'spent'>;

/** What an entry says that it did is what its sums did. */
function judgeStep(guildId: string, { kind, seq, credits, heldCredits, books }: Entry, before: Sums): Problem[] {
  const [held, spent] = [books.held - before.held, books.spent - before.spent];
  const reserved = heldCredits ?? 0;
  const expected: Partial<Record<Entry['kind'], readonly [number, number]>> = {
    reserve: [credits, 0],
    settle: [-reserved, credits],
    release: [-reserved, 0],
    refund: [0, -credits],
  };
  const [wantsHeld, wantsSpent] = expected[kind] ?? [0, 0];
  if (held === wantsHeld && spent === wantsSpent) return [];
  return [money(guildId, `entry ${seq} (${kind} of ${credits}) moved held by ${held} and spent by ${spent}`)];
}

function judgeAccounts({ guildId, entries, bonuses }: GuildBooks): Problem[] {
  const told = new Map<string, number>(
    entries.flatMap(({ accounts }) => accounts.map(({ userId, bonus }) => [userId, bonus] as const)),
  );
  return [...bonuses].flatMap(([userId, bonus]) =>
    bonus === (told.get(userId) ?? 0)
      ? []
      : [money(guildId, `<@${userId}> has a bonus of ${bonus}, the journal says ${told.get(userId) ?? 0}`)],
  );
}

/** Grants, gifts and refunds: each once. */
function judgeActs({ guildId, entries }: GuildBooks): Problem[] {
  const once = entries.filter(({ isAct, kind }) => isAct || kind === 'refund');
  const names = once.map(({ kind, id }) => `${kind} ${id}`);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return twice.map((name) => money(guildId, `${name} stands twice in the journal`));
}

function money(guildId: string, what: string): Problem {
  return { kind: 'books', about: null, what: `server ${guildId}: ${what}` };
}
