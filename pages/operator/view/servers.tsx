import type { BooksLine, GuildsAnswer } from '../../../src/web/wire.ts';
import { number } from '../state/format.ts';
import { linkTo } from '../state/route.ts';
import { useData } from '../state/use-data.ts';
import type { ViewProps } from './app.tsx';
import { Pager, Trouble } from './parts.tsx';

/** All servers with their books. */
export function Servers({ route: { query } }: ViewProps) {
  const after = query.get('after') ?? '';
  const { data, error } = useData<GuildsAnswer>(`guilds?${new URLSearchParams({ after }).toString()}`, 30_000);
  const find = (event: Event) => {
    event.preventDefault();
    const id = String(new FormData(event.currentTarget as HTMLFormElement).get('id') ?? '').trim();
    location.hash = `#server/${encodeURIComponent(id)}`;
  };
  return (
    <>
      <h1>Servers</h1>
      <form class="filters" onSubmit={find} aria-label="Find a server">
        <label>
          Server
          <input name="id" required inputMode="numeric" pattern="[0-9]{1,20}" placeholder="id" />
        </label>
        <button type="submit">Show</button>
      </form>
      <Trouble error={error} />
      {data === null && error === null && <p>Reading…</p>}
      {data !== null && data.guilds.length === 0 && <p class="note">No server has used Easel yet.</p>}
      {data !== null && data.guilds.length > 0 && <Books guilds={data.guilds} />}
      <Pager
        isFirst={after === ''}
        hasNext={(data?.next ?? null) !== null}
        onFirst={() => (location.hash = linkTo('servers'))}
        onNext={() => (location.hash = linkTo('servers', { after: data?.next ?? '' }))}
      />
    </>
  );
}

function Books({ guilds }: { readonly guilds: readonly BooksLine[] }) {
  return (
    <table class="stacked">
      <caption class="note">What was added is what lies in the pool, in bonuses, is held, and was spent.</caption>
      <thead>
        <tr>
          <th scope="col">Server</th>
          <th scope="col">Pool</th>
          <th scope="col" class="number">
            Added
          </th>
          <th scope="col" class="number">
            In the pool
          </th>
          <th scope="col" class="number">
            Bonuses
          </th>
          <th scope="col" class="number">
            Held
          </th>
          <th scope="col" class="number">
            Spent
          </th>
          <th scope="col" class="number">
            Members
          </th>
        </tr>
      </thead>
      <tbody>
        {guilds.map((books) => (
          <tr key={books.guildId}>
            <th scope="row">
              <a href={`#server/${books.guildId}`}>{books.guildId}</a>
            </th>
            <td data-label="Pool">{books.mode}</td>
            <td class="number" data-label="Added">
              {number(books.added)}
            </td>
            <td class="number" data-label="In the pool">
              {number(books.pool)}
            </td>
            <td class="number" data-label="Bonuses">
              {number(books.bonuses)}
            </td>
            <td class="number" data-label="Held">
              {number(books.held)}
            </td>
            <td class="number" data-label="Spent">
              {number(books.spent)}
            </td>
            <td class="number" data-label="Members">
              {number(books.members)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
