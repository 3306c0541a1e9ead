import type { SpendReport, SpendRow } from '../../../src/web/wire.ts';
import { addressOf } from '../state/api.ts';
import { money, number } from '../state/format.ts';
import { linkTo } from '../state/route.ts';
import { useData } from '../state/use-data.ts';
import type { ViewProps } from './app.tsx';
import { Chart } from './chart.tsx';
import { Bar, Figure, Trouble } from './parts.tsx';

const bys = { model: 'Model', kind: 'Kind', guild: 'Server', member: 'Member' } as const;
type By = keyof typeof bys;

/** What was spent, by day and by something, beside what the services took. */
export function Spend({ route: { query } }: ViewProps) {
  const days = ['7', '14', '30'].find((each) => each === query.get('days')) ?? '30';
  const by = (Object.keys(bys) as By[]).find((each) => each === query.get('by')) ?? 'model';
  const guild = query.get('guild') ?? '';
  const asked = new URLSearchParams({ days, by, guild }).toString();
  const { data, error } = useData<SpendReport>(`spend?${asked}`, 60_000);
  const go = (changes: Readonly<Record<string, string>>) => {
    location.hash = linkTo('spend', { days, by, guild, ...changes });
  };
  const submit = (event: Event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    go(Object.fromEntries(['days', 'by', 'guild'].map((name) => [name, String(form.get(name) ?? '').trim()])));
  };
  const choose = (event: Event) => (event.currentTarget as HTMLSelectElement).form?.requestSubmit();
  return (
    <>
      <h1>Spending</h1>
      <form class="filters" key={asked} onSubmit={submit} aria-label="What is added up">
        <label>
          Days
          <select name="days" onChange={choose}>
            {['7', '14', '30'].map((each) => (
              <option key={each} selected={each === days}>
                {each}
              </option>
            ))}
          </select>
        </label>
        <label>
          By
          <select name="by" onChange={choose}>
            {Object.entries(bys).map(([name, title]) => (
              <option key={name} value={name} selected={name === by}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <label>
          Server
          <input name="guild" inputMode="numeric" pattern="[0-9]{1,20}" placeholder="all" defaultValue={guild} />
        </label>
        <button type="submit">Add up</button>
        <a href={addressOf(`spend.csv?${asked}`)} download>
          Download as CSV
        </a>
      </form>
      <Trouble error={error} />
      {data === null ? <p>{error === null ? 'Reading…' : ''}</p> : <Report report={data} by={by} />}
    </>
  );
}

function Report({ report: { days, rows }, by }: { readonly report: SpendReport; readonly by: By }) {
  const sum = (what: 'credits' | 'pictures' | 'jobs' | 'took' | 'chargedOfTold') =>
    days.reduce((total, each) => total + each[what], 0);
  const [took, told] = [sum('took'), sum('chargedOfTold')];
  return (
    <>
      <div class="figures">
        <Figure title="Members spent" note={`${number(sum('pictures'))} results`}>
          {number(sum('credits'))} <small>credits, {money(sum('credits'))}</small>
        </Figure>
        <Figure
          title="Services took"
          note={told === 0 ? 'They told nothing' : `${number(told)} credits were charged for the same jobs`}
        >
          {number(took)} <small>credits, {money(took)}</small>
        </Figure>
        <Figure title="Charged beside taken" note="100 %: members pay what the services take">
          {took === 0 ? '–' : `${number((told / took) * 100)} %`}
        </Figure>
      </div>
      <section class="card">
        <h2>By day</h2>
        <Chart
          label="Credits by day"
          unit="day"
          times={days.map(({ key }) => Number(key))}
          series={[
            { title: 'members spent', tone: 'accent', kind: 'bars', values: days.map(({ credits }) => credits) },
            { title: 'services took', tone: 'warm', kind: 'line', values: days.map(({ took: each }) => each) },
          ]}
        />
      </section>
      <section class="card">
        <h2>By {bys[by].toLowerCase()}</h2>
        {rows.length === 0 ? <p class="note">Nothing was spent in these days.</p> : <Rows rows={rows} by={by} />}
      </section>
    </>
  );
}

function Rows({ rows, by }: { readonly rows: readonly SpendRow[]; readonly by: By }) {
  const most = Math.max(1, ...rows.map(({ credits }) => credits));
  return (
    <table class="stacked">
      <thead>
        <tr>
          <th scope="col">{bys[by]}</th>
          <th scope="col" class="number">
            Credits
          </th>
          <th scope="col" class="bars">
            <span class="hidden">Share</span>
          </th>
          <th scope="col" class="number">
            Results
          </th>
          <th scope="col" class="number">
            Jobs
          </th>
          <th scope="col" class="number">
            Services took
          </th>
          <th scope="col" class="number">
            Charged for these
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">{nameOf(row, by)}</th>
            <td class="number" data-label="Credits">
              {number(row.credits)}
            </td>
            <td class="bars">
              <Bar share={row.credits / most} label={`${number(row.credits)} credits`} />
            </td>
            <td class="number" data-label="Results">
              {number(row.pictures)}
            </td>
            <td class="number" data-label="Jobs">
              {number(row.jobs)}
            </td>
            <td class="number" data-label="Services took">
              {row.took === 0 ? '–' : number(row.took)}
            </td>
            <td class="number" data-label="Charged for these">
              {row.took === 0 ? '–' : number(row.chargedOfTold)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function nameOf({ key, title }: SpendRow, by: By) {
  switch (by) {
    case 'guild':
      return <a href={`#server/${key}`}>{key}</a>;
    case 'member':
      return <a href={linkTo('jobs', { phase: 'ended', member: key })}>{key}</a>;
    case 'model':
      return <a href={linkTo('jobs', { phase: 'ended', model: key })}>{title}</a>;
    case 'kind':
      return <a href={linkTo('jobs', { phase: 'ended', kind: key })}>{key}</a>;
  }
}
