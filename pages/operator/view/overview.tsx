import type { Overview as OverviewData, PauseActLine, ServiceLine } from '../../../src/web/wire.ts';
import { count, duration, money, number, timeOfDay } from '../state/format.ts';
import { linkTo } from '../state/route.ts';
import { ActForm } from './act-form.tsx';
import type { ViewProps } from './app.tsx';
import { Chart } from './chart.tsx';
import { Bar, Figure, Moment, Trouble } from './parts.tsx';

/** What an operator looks at first. */
export function Overview({ overview: { data, error, reload } }: ViewProps) {
  if (data === null) return error === null ? <p>Reading…</p> : <Trouble error={error} />;
  const ended = data.ends.reduce((sum, { jobs }) => sum + jobs, 0);
  const failed = data.ends.reduce((sum, { error: code, jobs }) => sum + (code === null ? 0 : jobs), 0);
  return (
    <>
      <h1>Overview</h1>
      <Trouble error={error} />
      <div class="figures">
        <Spent spent={data.spent} />
        <Figure
          title="In flight"
          note={
            data.waitingInLine > 0
              ? `${count(data.waitingInLine, 'approved request')} waiting in line`
              : 'Nothing waits in line'
          }
        >
          <a href={linkTo('jobs')}>{count(data.open, 'job')}</a>
        </Figure>
        <Figure
          title="Not delivered, 24 h"
          note={ended === 0 ? 'Nothing ended' : `${number((failed / ended) * 100)} % of ${count(ended, 'job')}`}
        >
          {count(failed, 'job')}
        </Figure>
        <Figure
          title="Delivery lag"
          note={`From the service’s end to Discord; ${count(data.lag.pictures, 'result')} since the start`}
        >
          <Lag lag={data.lag} />
        </Figure>
      </div>
      <Services services={data.services} onDone={reload} />
      <Ends data={data} />
      <Troubled data={data} />
      <WholeBot data={data} onDone={reload} />
    </>
  );
}

function Spent({ spent: { today, limit, renewsAtMs } }: Pick<OverviewData, 'spent'>) {
  const note = (
    <>
      {limit === null ? 'No limit of the day' : `${number((today / limit) * 100)} % of ${number(limit)}`} · a new day at{' '}
      {timeOfDay(renewsAtMs)}
    </>
  );
  const share = limit === null || limit === 0 ? 0 : today / limit;
  return (
    <Figure title="Spent today" note={note}>
      {number(today)} <small>credits, {money(today)}</small>
      {limit !== null && (
        <Bar share={share} label={`${number(share * 100)} % of the limit`} tone={share >= 0.8 ? 'warm' : 'plain'} />
      )}
    </Figure>
  );
}

function Lag({ lag: { pictures, p50, p95 } }: Pick<OverviewData, 'lag'>) {
  if (pictures === 0) return <>–</>;
  const atMost = (seconds: number | null) => (seconds === null ? 'over 30 s' : `≤ ${number(seconds)} s`);
  return (
    <>
      {atMost(p50)} <small>for half, {atMost(p95)} for 95 %</small>
    </>
  );
}

const pausedTold = (outcome: { readonly kind: string }) =>
  outcome.kind === 'pause' ? 'Paused.' : outcome.kind === 'resume' ? 'Taken up again.' : '';

function Services({ services, onDone }: { readonly services: readonly ServiceLine[]; readonly onDone: () => void }) {
  return (
    <section class="card">
      <h2>Services and their queues</h2>
      <table class="stacked">
        <thead>
          <tr>
            <th scope="col">Service</th>
            <th scope="col" class="number">
              Waiting for it
            </th>
            <th scope="col" class="number">
              Queued there
            </th>
            <th scope="col" class="number">
              Being made
            </th>
            <th scope="col" class="number">
              In flight
            </th>
            <th scope="col" class="number">
              Being posted
            </th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {services.map((service) => (
            <tr key={service.name}>
              <th scope="row">{service.title}</th>
              <td class="number" data-label="Waiting for it">
                {service.waiting}
              </td>
              <td class="number" data-label="Queued there">
                {service.queued}
              </td>
              <td class="number" data-label="Being made">
                {service.running}
              </td>
              <td class="number" data-label="In flight">
                {service.submitted}
              </td>
              <td class="number" data-label="Being posted">
                {service.delivering}
              </td>
              <td data-label="State">{stateOf(service)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div class="acts">
        {services.map(({ name, title, pause }) =>
          pause === null ? (
            <details key={`pause-${name}`}>
              <summary>Pause {title}</summary>
              <p>
                Nothing new goes to it. What it has already is followed and delivered. Members are told where no other
                service has the model.
              </p>
              <ActForm
                wish={{ kind: 'pause', subject: name }}
                button={`Pause ${title}`}
                label="Why, for this page"
                isDangerous
                describe={pausedTold}
                onDone={onDone}
              />
            </details>
          ) : (
            <ActForm
              key={`resume-${name}`}
              wish={{ kind: 'resume', subject: name }}
              button={`Resume ${title}`}
              describe={pausedTold}
              onDone={onDone}
            />
          ),
        )}
      </div>
    </section>
  );
}

function stateOf({ pause, restsForMs }: ServiceLine) {
  if (pause !== null) {
    return (
      <>
        <span class="badge bad">paused</span> since <Moment ms={pause.sinceMs} />: {pause.reason}
      </>
    );
  }
  if (restsForMs > 0) return <span class="badge busy">rests {duration(restsForMs)}: too many requests</span>;
  return <span class="badge good">takes jobs</span>;
}

function Ends({ data: { ends, nowMs } }: { readonly data: OverviewData }) {
  const hourMs = 3_600_000;
  const last = Math.floor(nowMs / hourMs) * hourMs;
  const hours = Array.from({ length: 24 }, (_, index) => last - (23 - index) * hourMs);
  const inHour = (hour: number, isDelivered: boolean) =>
    ends
      .filter((each) => each.hourMs === hour && (each.error === null) === isDelivered)
      .reduce((sum, { jobs }) => sum + jobs, 0);
  const codes = new Map<string, number>();
  for (const { error, jobs } of ends) if (error !== null) codes.set(error, (codes.get(error) ?? 0) + jobs);
  const sorted = [...codes].sort(([, one], [, other]) => other - one);
  const most = sorted[0]?.[1] ?? 1;
  return (
    <section class="card">
      <h2>How jobs ended in the last 24 hours</h2>
      <Chart
        label="Jobs that ended, by hour"
        unit="hour"
        times={hours}
        series={[
          { title: 'delivered', tone: 'accent', kind: 'bars', values: hours.map((hour) => inHour(hour, true)) },
          { title: 'not delivered', tone: 'bad', kind: 'bars', values: hours.map((hour) => inHour(hour, false)) },
        ]}
      />
      {sorted.length === 0 ? (
        <p class="note">Every job that ended was delivered.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">Error code</th>
              <th scope="col" class="number">
                Jobs
              </th>
              <th scope="col" class="bars">
                <span class="hidden">Share</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {sorted.map(([code, jobs]) => (
              <tr key={code}>
                <th scope="row">
                  <code>{code}</code>
                </th>
                <td class="number">{number(jobs)}</td>
                <td class="bars">
                  <Bar share={jobs / most} label={count(jobs, 'job')} tone="warm" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Troubled({ data: { troubled } }: { readonly data: OverviewData }) {
  return (
    <section class="card">
      <h2>Routes in trouble</h2>
      {troubled.length === 0 ? (
        <p class="note">The last submit of every route worked.</p>
      ) : (
        <ul class="lines">
          {troubled.map(({ route, failures, agoMs, isOpen }) => (
            <li key={route}>
              <code>{route}</code>: {count(failures, 'failed submit')} in a row, the last {duration(agoMs)} ago{' '}
              {isOpen && <span class="badge bad">offered last</span>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function WholeBot({ data: { pause, acts }, onDone }: { readonly data: OverviewData; readonly onDone: () => void }) {
  return (
    <section class="card">
      <h2>The whole bot</h2>
      {pause === null ? (
        <>
          <p>
            While it is paused members read your notice in place of a picture. Nothing is charged; what is under way
            goes on, and approvals stay.
          </p>
          <ActForm
            wish={{ kind: 'pause', subject: 'bot' }}
            button="Pause the bot"
            label="What members read"
            isDangerous
            describe={pausedTold}
            onDone={onDone}
          />
        </>
      ) : (
        <>
          <p>
            Paused since <Moment ms={pause.sinceMs} />. Members read: <q>{pause.reason}</q>
          </p>
          <ActForm
            wish={{ kind: 'resume', subject: 'bot' }}
            button="Resume the bot"
            describe={pausedTold}
            onDone={onDone}
          />
        </>
      )}
      {acts.length > 0 && (
        <details>
          <summary>What was paused and taken up again</summary>
          <ul class="lines">
            {acts.map((each) => (
              <li key={each.id}>{actText(each)}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function actText({ atMs, subject, isPaused, reason }: PauseActLine) {
  return (
    <>
      <Moment ms={atMs} />: {subject === 'bot' ? 'the whole bot' : subject} {isPaused ? 'paused' : 'taken up again'}
      {reason !== '' && <>: {reason}</>}
    </>
  );
}
