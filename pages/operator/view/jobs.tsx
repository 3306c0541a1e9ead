import { useState } from 'preact/hooks';
import type { JobLine, JobsAnswer } from '../../../src/web/wire.ts';
import { duration, number } from '../state/format.ts';
import { linkTo } from '../state/route.ts';
import { useData } from '../state/use-data.ts';
import type { ViewProps } from './app.tsx';
import { JobDialog } from './job.tsx';
import { Badge, Moment, Pager, Trouble } from './parts.tsx';

const states = {
  open: ['opened', 'sending', 'submitted', 'delivering', 'unsure'],
  ended: ['delivered', 'failed', 'cancelled'],
} as const;
const kinds = ['image', 'video', 'audio', 'model3d', 'text'];
const filterNames = ['guild', 'member', 'state', 'model', 'kind'] as const;
type Filters = Readonly<Record<(typeof filterNames)[number], string>>;

/** Jobs in flight, or ended, with filters. */
export function Jobs({ route: { query }, overview }: ViewProps) {
  const phase = query.get('phase') === 'ended' ? 'ended' : 'open';
  const filters = Object.fromEntries(filterNames.map((name) => [name, query.get(name) ?? ''])) as Filters;
  const before = query.get('before') ?? '';
  const [openJob, setOpenJob] = useState<string | null>(null);
  const path = `jobs?${new URLSearchParams({ phase, ...filters, before }).toString()}`;
  const { data, error, isLoading, reload } = useData<JobsAnswer>(path, phase === 'open' ? 3_000 : 15_000);
  const go = (changes: Readonly<Record<string, string>>) => {
    location.hash = linkTo('jobs', { phase, ...filters, ...changes });
  };
  const { next } = data ?? { next: null };
  return (
    <>
      <h1>Jobs</h1>
      <p class="tabs">
        {(['open', 'ended'] as const).map((each) => (
          <a
            key={each}
            href={linkTo('jobs', { ...filters, state: '', phase: each })}
            aria-current={each === phase ? 'true' : undefined}
          >
            {each === 'open' ? 'In flight' : 'Ended'}
          </a>
        ))}
      </p>
      <Filter
        key={JSON.stringify([phase, filters])}
        phase={phase}
        filters={filters}
        models={overview.data?.models ?? []}
        onChange={go}
      />
      <Trouble error={error} />
      <p class="note" role="status">
        {data === null ? (isLoading ? 'Reading…' : '') : countText(data)}
      </p>
      {data !== null && data.jobs.length > 0 && <Table jobs={data.jobs} nowMs={Date.now()} onOpen={setOpenJob} />}
      <Pager
        isFirst={before === ''}
        hasNext={next !== null}
        onFirst={() => go({})}
        onNext={() => go({ before: next ?? '' })}
      />
      {openJob !== null && <JobDialog id={openJob} onClose={() => setOpenJob(null)} onChange={reload} />}
    </>
  );
}

function countText({ jobs, next }: JobsAnswer): string {
  if (jobs.length > 0) return `${jobs.length} on this page${next === null ? ', and no more' : ''}`;
  return next === null ? 'No job fits.' : 'None of the last 5,000 fits. Look further back.';
}

interface FilterProps {
  readonly phase: 'open' | 'ended';
  readonly filters: Filters;
  readonly models: readonly { readonly id: string; readonly title: string }[];
  readonly onChange: (filters: Readonly<Record<string, string>>) => void;
}

function Filter({ phase, filters, models, onChange }: FilterProps) {
  const submit = (event: Event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    onChange(Object.fromEntries(filterNames.map((name) => [name, String(form.get(name) ?? '').trim()])));
  };
  const isFiltered = Object.values(filters).some((value) => value !== '');
  const choose = (event: Event) => (event.currentTarget as HTMLSelectElement).form?.requestSubmit();
  return (
    <form class="filters" onSubmit={submit} aria-label="Filters">
      <label>
        Server
        <input name="guild" inputMode="numeric" pattern="[0-9]{1,20}" placeholder="id" defaultValue={filters.guild} />
      </label>
      <label>
        Member
        <input name="member" placeholder="id" defaultValue={filters.member} />
      </label>
      <Choice
        name="state"
        title="State"
        value={filters.state}
        choices={states[phase].map((id) => ({ id, title: id }))}
        onChange={choose}
      />
      <Choice name="model" title="Model" value={filters.model} choices={models} onChange={choose} />
      <Choice
        name="kind"
        title="Kind"
        value={filters.kind}
        choices={kinds.map((id) => ({ id, title: kindText(id) }))}
        onChange={choose}
      />
      <button type="submit">Filter</button>
      {isFiltered && <a href={linkTo('jobs', { phase })}>Clear</a>}
    </form>
  );
}

function kindText(kind: string): string {
  return kind === 'model3d' ? '3D' : kind;
}

interface ChoiceProps {
  readonly name: string;
  readonly title: string;
  readonly value: string;
  readonly choices: readonly { readonly id: string; readonly title: string }[];
  readonly onChange: (event: Event) => void;
}

/** One of some, or any. A value that is not among them stays chosen. */
export function Choice({ name, title, value, choices, onChange }: ChoiceProps) {
  const isKnown = value === '' || choices.some(({ id }) => id === value);
  const all = isKnown ? choices : [{ id: value, title: value }, ...choices];
  return (
    <label>
      {title}
      <select name={name} value={value} onChange={onChange}>
        <option value="">any</option>
        {all.map((each) => (
          <option key={each.id} value={each.id} selected={each.id === value}>
            {each.title}
          </option>
        ))}
      </select>
    </label>
  );
}

function Table({
  jobs,
  nowMs,
  onOpen,
}: {
  readonly jobs: readonly JobLine[];
  readonly nowMs: number;
  readonly onOpen: (id: string) => void;
}) {
  return (
    <table class="stacked jobs">
      <thead>
        <tr>
          <th scope="col">Job</th>
          <th scope="col">State</th>
          <th scope="col">Who</th>
          <th scope="col">Life</th>
          <th scope="col" class="number">
            Credits
          </th>
          <th scope="col" class="number">
            Service took
          </th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <tr key={job.id}>
            <th scope="row">
              <button type="button" class="link" onClick={() => onOpen(job.id)}>
                {job.model}
              </button>
              <span class="note">
                {kindText(job.kind)} · {job.service} · <Moment ms={job.openedAtMs} nowMs={nowMs} />
              </span>
            </th>
            <td data-label="State">
              <Badge state={job.state} /> <span class="note">{job.error ?? job.progress}</span>
            </td>
            <td data-label="Who">
              <span class="note ids">
                member <a href={linkTo('jobs', { phase: 'ended', member: job.member })}>{job.member}</a>
                <br />
                server <a href={`#server/${job.guild}`}>{job.guild}</a>
              </span>
            </td>
            <td data-label="Life">
              <Life job={job} nowMs={nowMs} />
            </td>
            <td data-label="Credits" class="number">
              {creditsText(job)}
            </td>
            <td data-label="Service took" class="number">
              {job.took === null ? '–' : number(job.took)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function creditsText({ charged, credits, refunded }: JobLine) {
  if (charged === null)
    return (
      <>
        {number(credits)} <span class="note">held</span>
      </>
    );
  return (
    <>
      {number(charged)} {refunded > 0 && <span class="note">−{number(refunded)} refunded</span>}
      {charged === 0 && <span class="note">of {number(credits)}</span>}
    </>
  );
}

/** One part of a life: what happened in it, and how long it took. */
export interface LifePart {
  readonly what: string;
  readonly ms: number;
  readonly tone: string;
}

/** The parts that are known; an open job's last one lasts until now. */
export function lifeOf(
  { openedAtMs, submittedAtMs, readyAtMs, endedAtMs }: JobLine,
  nowMs: number,
): readonly LifePart[] {
  const end = endedAtMs ?? nowMs;
  const handed = submittedAtMs ?? end;
  const ready = readyAtMs ?? end;
  return [
    { what: 'to the service', ms: handed - openedAtMs, tone: 'sending' },
    ...(submittedAtMs === null ? [] : [{ what: 'made and fetched', ms: ready - submittedAtMs, tone: 'making' }]),
    ...(readyAtMs === null ? [] : [{ what: 'posted', ms: end - readyAtMs, tone: 'posting' }]),
  ].map((part) => ({ ...part, ms: Math.max(0, part.ms) }));
}

/** The life of a job as a line. */
export function Life({ job, nowMs }: { readonly job: JobLine; readonly nowMs: number }) {
  const parts = lifeOf(job, nowMs);
  const whole = Math.max(
    1,
    parts.reduce((sum, { ms }) => sum + ms, 0),
  );
  let at = 0;
  const drawn = parts.map((part) => {
    const width = (part.ms / whole) * 100;
    const x = at;
    at += width;
    return { ...part, x, width };
  });
  return (
    <>
      <svg class="life" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        {drawn.map(({ what, x, width, tone }) => (
          <rect key={what} class={tone} x={x} width={width} height="6" />
        ))}
      </svg>
      <span class="note">{parts.map(({ what, ms }) => `${duration(ms)} ${what}`).join(' · ')}</span>
    </>
  );
}
