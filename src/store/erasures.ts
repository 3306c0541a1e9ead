import { z } from 'zod';
import { openDocuments } from '../db/documents.ts';
import type { Store } from '../db/open-store.ts';
import { guildId, type UserId, userId } from '../domain/ids.ts';
import { createOneAtATime } from '../domain/one-at-a-time.ts';

const member = { guildId: z.string().transform(guildId), userId: z.string().transform(userId) };
const cutSchema = z.object({ atMs: z.number(), cursor: z.int().min(0) });
const erasureSchema = z.object({
  ...member,
  pseudonym: z.string().transform(userId),
  cut: cutSchema.nullable(),
});
const restSchema = z.object({ ...member, untilMs: z.number() });
const erasuresSchema = z.object({ going: z.array(erasureSchema), rests: z.array(restSchema) });

/** When a member was cut off, and the next entry to rename; 0 when all are. */
export type Cut = Readonly<z.output<typeof cutSchema>>;
/** A member whose data is being erased; `cut` is null before the member is cut off. */
export type Erasure = Readonly<z.output<typeof erasureSchema>>;
/** A member of whom something stays; at `untilMs` some of it may go. The pseudonym is forgotten by then. */
export type Rest = Readonly<z.output<typeof restSchema>>;
type Erasures = Readonly<z.output<typeof erasuresSchema>>;

/** What has been promised to be erased: written before anything is, so that a restart goes on with it. Every method throws `store.unavailable`. */
export interface ErasureList {
  going(): Promise<readonly Erasure[]>;
  rests(): Promise<readonly Rest[]>;
  /** As it is by now; null when it has ended. */
  find(erasure: Erasure): Promise<Erasure | null>;
  /** The erasure of this member that is under way, else a new one. */
  begin(wish: Erasure): Promise<Erasure>;
  advance(erasure: Erasure, cut: Cut): Promise<void>;
  /** Ends it; `untilMs` null when nothing stays. */
  end(erasure: Erasure, untilMs: number | null): Promise<void>;
  /** Looks at it again at `untilMs`; null when nothing stays any more. */
  putOff(rest: Rest, untilMs: number | null): Promise<void>;
}

const key = 'all';
const empty: Erasures = { going: [], rests: [] };

/** @see ErasureList */
export function openErasureList(store: Store): ErasureList {
  const table = openDocuments(store.namespace('erasures'), erasuresSchema);
  const inTurn = createOneAtATime();
  const read = async () => (await table.get(key)) ?? empty;
  const change = (work: (erasures: Erasures) => Erasures) =>
    inTurn(key, async () => table.set(key, work(await read())));

  return {
    going: async () => (await read()).going,
    rests: async () => (await read()).rests,
    find: async (erasure) => (await read()).going.find((each) => isOf(each, erasure)) ?? null,
    begin: (wish) =>
      inTurn(key, async () => {
        const erasures = await read();
        const known = erasures.going.find((erasure) => isOf(erasure, wish));
        if (known === undefined) await table.set(key, { ...erasures, going: [...erasures.going, wish] });
        return known ?? wish;
      }),
    advance: (erasure, cut) =>
      change(({ going, rests }) => ({
        going: going.map((each) => (isOf(each, erasure) ? { ...each, cut } : each)),
        rests,
      })),
    end: (erasure, untilMs) =>
      change(({ going, rests }) => ({
        going: going.filter((each) => !isOf(each, erasure)),
        rests: untilMs === null ? rests : withRest(rests, erasure, untilMs),
      })),
    putOff: (rest, untilMs) => change(({ going, rests }) => ({ going, rests: withRest(rests, rest, untilMs) })),
  };
}

function withRest(rests: readonly Rest[], member: Member, untilMs: number | null): Rest[] {
  const others = rests.filter((each) => !isOf(each, member));
  return untilMs === null ? others : [...others, { guildId: member.guildId, userId: member.userId, untilMs }];
}

type Member = Pick<Rest, 'guildId'> & { readonly userId: UserId };

function isOf(one: Member, other: Member): boolean {
  return one.guildId === other.guildId && one.userId === other.userId;
}
