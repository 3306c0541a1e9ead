import { creditsForSome } from '#catalog/fit-route.ts';
import { creditsIn, type Evidence, entriesOf, isOutOfReach, type Problem, picturesOf, type Wish } from './evidence.ts';

/** What a wish came to: its pictures in Discord, and its credits in the journal. */
interface Sums {
  readonly count: number;
  /** Messages that hold pictures of it. */
  readonly posts: number;
  readonly posted: number;
  readonly reserved: number;
  readonly reserves: number;
  readonly settles: number;
  readonly ends: number;
  readonly charged: number;
  /** Given back by the bot itself; what moderators refund is their own business. */
  readonly takenBack: number;
  readonly refunded: number;
}

/** Delivered once and charged once for what was posted, or returned once. */
export function judgeMoney(evidence: Evidence, wish: Wish): Problem[] {
  const sums = sumsOf(evidence, wish);
  const about = wish.id;
  const found = rules
    .filter(([, isBroken]) => isBroken(sums))
    .map(([kind, , what]) => ({ kind, about, what: what(sums) }));
  return [...found, ...judgeGrant(evidence, wish, sums.charged)];
}

type Rule = readonly [kind: string, isBroken: (sums: Sums) => boolean, what: (sums: Sums) => string];

const rules: readonly Rule[] = [
  ['twice', ({ posts }) => posts > 1, ({ posts }) => `delivered in ${posts} messages`],
  [
    'twice',
    ({ posted, count }) => posted > count,
    ({ posted, count }) => `${posted} pictures were posted, ${count} were asked for`,
  ],
  ['twice', ({ settles }) => settles > 1, ({ settles }) => `charged ${settles} times`],
  [
    'held',
    ({ reserves, ends }) => reserves !== ends,
    ({ reserves, ends }) => `${reserves} holds, and ${ends} ends of them`,
  ],
  [
    'free',
    (sums) => sums.posted > 0 && sums.charged === sums.takenBack,
    ({ posted }) => `${posted} posted, nothing charged`,
  ],
  [
    'lost',
    (sums) => sums.posted === 0 && sums.charged > sums.refunded,
    ({ charged }) => `charged ${charged}, and no picture was posted`,
  ],
  [
    'price',
    (sums) => sums.posted > 0 && sums.charged > 0 && sums.charged !== priceOf(sums),
    (sums) => `charged ${sums.charged} for ${sums.posted} of ${sums.count}, which cost ${priceOf(sums)}`,
  ],
];

function priceOf({ reserved, posted, count }: Sums): number {
  return creditsForSome(reserved, Math.min(posted, count), count);
}

function sumsOf(evidence: Evidence, { id, count }: Wish): Sums {
  const entries = entriesOf(evidence, id);
  const posts = picturesOf(evidence, id);
  // A picture that could not be posted is kept, and its member may look at it again and again: that is one delivery.
  const fetches = new Set(evidence.acts.filter(({ kind }) => kind === 'fetch').flatMap(({ messageIds }) => messageIds));
  const fetched = posts.filter((post) => fetches.has(post.id)).length;
  // One whose answer was lost with a kill may lie there in private; no process could look while its token lasted.
  const unseen =
    fetched === 0 ? 0 : posts.filter((post) => !fetches.has(post.id) && isOutOfReach(post, evidence)).length;
  const files = posts.flatMap((post) => post.files.filter((name) => name.includes(`easel-${id}-`)));
  const of = (...kinds: readonly string[]) => entries.filter(({ kind }) => kinds.includes(kind));
  const itself = entries.filter(({ byUserId }) => byUserId === null);
  return {
    count,
    posts: posts.length - Math.max(0, fetched - 1) - unseen,
    posted: new Set(files).size,
    reserved: of('reserve').at(-1)?.credits ?? 0,
    reserves: of('reserve').length,
    settles: of('settle').length,
    ends: of('settle', 'release').length,
    charged: creditsIn(entries, 'settle'),
    takenBack: creditsIn(itself, 'refund'),
    refunded: creditsIn(entries, 'refund'),
  };
}

/** What an approver granted for one request is spent on it, or goes back. */
function judgeGrant(evidence: Evidence, { id }: Wish, charged: number): Problem[] {
  const all = evidence.books.flatMap(({ entries }) => entries);
  const of = (kind: string, name: string) =>
    all
      .filter((entry) => entry.kind === kind && entry.id.startsWith(name))
      .reduce((sum, { credits }) => sum + credits, 0);
  const stays = of('grant', `approval:${id}`) - of('revoke', `approval:${id}:`);
  if (stays <= charged) return [];
  return [{ kind: 'grant', about: id, what: `${stays} granted by an approval stay, ${charged} were spent on it` }];
}
