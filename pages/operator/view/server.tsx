import { useEffect, useState } from 'preact/hooks';
import type { EntryLine, GuildAnswer, JournalAnswer } from '../../../src/web/wire.ts';
import { addressOf } from '../state/api.ts';
import { count, number } from '../state/format.ts';
import { linkTo } from '../state/route.ts';
import { useData } from '../state/use-data.ts';
import type { ViewProps } from './app.tsx';
import { Choice } from './jobs.tsx';
import { Figure, Moment, Pager, Trouble } from './parts.tsx';

/** One server: its books, what its managers have decided, and its journal. */
export function Server({ route: { subject } }: ViewProps) {
  const id = /^\d{1,20}$/u.test(subject) ? subject : '0';
  const { data, error } = useData<GuildAnswer>(`guilds/${id}`, 30_000);
  return (
    <>
      <h1>Server {id}</h1>
      <p class="tabs">
        <a href={linkTo('jobs', { guild: id })}>Jobs in flight</a>
        <a href={linkTo('jobs', { phase: 'ended', guild: id })}>Ended jobs</a>
        <a href={linkTo('spend', { guild: id })}>Spending</a>
      </p>
      <Trouble error={error} />
      {data !== null && <Known answer={data} />}
      {data !== null && <Journal id={id} />}
    </>
  );
}

function Known({ answer: { books, today, settings } }: { readonly answer: GuildAnswer }) {
  return (
    <>
      <div class="figures">
        <Figure title="Pool" note={books.mode}>
          {number(books.pool)}
        </Figure>
        <Figure title="Bonuses" note={count(books.members, 'member')}>
          {number(books.bonuses)}
        </Figure>
        <Figure title="Held">{number(books.held)}</Figure>
        <Figure title="Spent" note={`of ${number(books.added)} that were added`}>
          {number(books.spent)}
        </Figure>
        <Figure
          title="Of your money, today"
          note={today.limit === null ? 'no limit of its own' : `of ${number(today.limit)}`}
        >
          {number(today.spent)}
        </Figure>
      </div>
      <section class="card">
        <details>
          <summary>What its managers have decided</summary>
          <dl class="facts">
            {Object.entries(settings).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <pre>{JSON.stringify(value, null, 1)}</pre>
                </dd>
              </div>
            ))}
          </dl>
        </details>
      </section>
    </>
  );
}

const kinds =
  'open reserve settle release refund grant revoke give add remove mode refill erase suspend unsuspend strike forgive block unblock cancel approve decline report delete setup'
    .split(' ')
    .map((id) => ({ id, title: id }));
const searchNames = ['kind', 'member', 'text', 'id'] as const;
type Search = Readonly<Record<(typeof searchNames)[number], string>>;
const blank: Search = { kind: '', member: '', text: '', id: '' };

function Journal({ id }: { readonly id: string }) {
  const [search, setSearch] = useState(blank);
  const [before, setBefore] = useState('');
  useEffect(() => {
    setSearch(blank);
    setBefore('');
  }, [id]);
  const query = new URLSearchParams(search).toString();
  const { data, error } = useData<JournalAnswer>(`guilds/${id}/journal?${query}&before=${before}`, 30_000);
  const submit = (event: Event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    setSearch(Object.fromEntries(searchNames.map((name) => [name, String(form.get(name) ?? '').trim()])) as Search);
    setBefore('');
  };
  const choose = (event: Event) => (event.currentTarget as HTMLSelectElement).form?.requestSubmit();
  return (
    <section class="card">
      <h2>Journal</h2>
      <form class="filters" onSubmit={submit} aria-label="Search the journal">
        <Choice name="kind" title="What" value={search.kind} choices={kinds} onChange={choose} />
        <label>
          Member or actor
          <input name="member" placeholder="id, or operator" defaultValue={search.member} />
        </label>
        <label>
          In the reason
          <input name="text" maxLength={100} defaultValue={search.text} />
        </label>
        <label>
          Job or act
          <input name="id" maxLength={100} placeholder="id" defaultValue={search.id} />
        </label>
        <button type="submit">Search</button>
        <a href={addressOf(`guilds/${id}/journal.csv?${query}`)} download>
          Download as CSV
        </a>
      </form>
      <Trouble error={error} />
      <p class="note" role="status">
        {data === null ? 'Reading…' : foundText(data)}
      </p>
      {data !== null && data.entries.length > 0 && <Entries entries={data.entries} />}
      <Pager
        isFirst={before === ''}
        hasNext={(data?.next ?? null) !== null}
        onFirst={() => setBefore('')}
        onNext={() => setBefore(String(data?.next ?? ''))}
      />
    </section>
  );
}

function foundText({ entries, next }: JournalAnswer): string {
  if (entries.length > 0)
    return `${entries.length === 1 ? '1 entry' : `${entries.length} entries`} on this page${next === null ? ', and no more' : ''}`;
  return next === null ? 'No entry fits.' : 'None of the last 5,000 fits. Look further back.';
}

function Entries({ entries }: { readonly entries: readonly EntryLine[] }) {
  return (
    <table class="stacked">
      <thead>
        <tr>
          <th scope="col">Entry</th>
          <th scope="col">What</th>
          <th scope="col">By</th>
          <th scope="col">Member</th>
          <th scope="col" class="number">
            Credits
          </th>
          <th scope="col">Reason</th>
          <th scope="col">Id</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.seq}>
            <th scope="row">
              {entry.seq}{' '}
              <span class="note">
                <Moment ms={entry.atMs} />
              </span>
            </th>
            <td data-label="What">{entry.kind}</td>
            <td data-label="By">{entry.by ?? 'Easel'}</td>
            <td data-label="Member">{entry.member ?? '–'}</td>
            <td class="number" data-label="Credits">
              {entry.credits === 0 ? '–' : number(entry.credits)}
            </td>
            <td data-label="Reason" class="words">
              {entry.reason === '' ? '–' : entry.reason}
            </td>
            <td data-label="Id">
              <code class="ids">{entry.id}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
