import { describe, expect, it } from 'vitest';
import { jobId } from '#core/ids.ts';
import { createFavourites, mostFavourites } from '#members/favourites.ts';
import { engines } from '../support/store/engines.ts';
import { ada, bob, guild, guildOf, wednesdayMs } from '../support/store/money.ts';
import { storesOn } from '../support/store/on-engine.ts';

const mark = (id: string, atMs = wednesdayMs) => ({ jobId: jobId(id), atMs });

describe.each(engines)('favourites on $name', (engine) => {
  const stores = storesOn(engine);
  const open = () => createFavourites(stores.store);

  it('are listed newest first, each member and guild their own', async () => {
    const favourites = open();
    expect(await favourites.list(guild, ada)).toEqual([]);
    expect(await favourites.toggle(guild, ada, mark('1'))).toBe('added');
    expect(await favourites.toggle(guild, ada, mark('2', wednesdayMs + 1))).toBe('added');
    expect(await open().list(guild, ada)).toEqual([mark('2', wednesdayMs + 1), mark('1')]);
    expect(await favourites.exportOf(guild, ada)).toHaveLength(2);
    expect([await favourites.list(guild, bob), await favourites.list(guildOf(2), ada)]).toEqual([[], []]);
  });

  it('are taken away by the second press, and leave no row behind', async () => {
    const favourites = open();
    await favourites.toggle(guild, ada, mark('1'));
    expect(await favourites.toggle(guild, ada, mark('1', wednesdayMs + 1))).toBe('taken');
    expect(await stores.rows()).toEqual([]);
  });

  it('are so many at most, also when two processes mark them at once; taking one away makes room', async () => {
    const favourites = open();
    const ids = Array.from({ length: mostFavourites + 1 }, (_, index) => `${index}`);
    const others = createFavourites(stores.other);
    const toggled = await Promise.all(
      ids.map((id, index) => (index % 2 === 0 ? favourites : others).toggle(guild, ada, mark(id))),
    );
    expect(toggled.filter((each) => each === 'full')).toHaveLength(1);
    expect(await favourites.list(guild, ada)).toHaveLength(mostFavourites);
    const [some] = await favourites.list(guild, ada);
    expect(await favourites.toggle(guild, ada, mark(some?.jobId ?? ''))).toBe('taken');
    expect(await favourites.toggle(guild, ada, mark('new'))).toBe('added');
  });

  it('of pictures that are gone are dropped', async () => {
    const favourites = open();
    for (const id of ['1', '2', '3']) await favourites.toggle(guild, ada, mark(id));
    await favourites.toggle(guild, bob, mark('1'));
    await favourites.drop(guild, ada, [jobId('3'), jobId('1')]);
    for (const gone of [[jobId('3')], []]) await favourites.drop(guild, ada, gone);
    expect(await favourites.list(guild, ada)).toEqual([mark('2')]);
    expect(await favourites.list(guild, bob)).toEqual([mark('1')]);
  });

  it('are erased with the data of their member, and nobody else’s', async () => {
    const favourites = open();
    for (const member of [ada, bob]) await favourites.toggle(guild, member, mark('1'));
    for (let times = 0; times < 2; times += 1) expect(await favourites.erase(guild, ada, wednesdayMs)).toBeNull();
    expect(await favourites.list(guild, ada)).toEqual([]);
    expect(await favourites.list(guild, bob)).toHaveLength(1);
  });
});
