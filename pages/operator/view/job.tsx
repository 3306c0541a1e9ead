import type { JobDetails, Outcome } from '../../../src/web/wire.ts';
import { count, duration, number } from '../state/format.ts';
import { useData } from '../state/use-data.ts';
import { ActForm } from './act-form.tsx';
import { Life, lifeOf } from './jobs.tsx';
import { Badge, Dialog, Moment, Trouble } from './parts.tsx';

/** Everything about a job, and what can be done about it. */
export function JobDialog({
  id,
  onClose,
  onChange,
}: {
  readonly id: string;
  readonly onClose: () => void;
  readonly onChange: () => void;
}) {
  const { data, error, reload } = useData<JobDetails>(`jobs/${id}`, 5_000);
  const changed = () => {
    reload();
    onChange();
  };
  return (
    <Dialog title={data === null ? 'Job' : data.model} onClose={onClose}>
      <Trouble error={error} />
      {data === null ? <p>{error === null ? 'Reading…' : ''}</p> : <Details job={data} onChange={changed} />}
    </Dialog>
  );
}

const openStates = ['opened', 'sending', 'submitted', 'delivering', 'unsure'];

function Details({ job, onChange }: { readonly job: JobDetails; readonly onChange: () => void }) {
  const nowMs = Date.now();
  const isOpen = openStates.includes(job.state);
  const left = (job.charged ?? 0) - job.refunded;
  return (
    <>
      <p>
        <Badge state={job.state} /> {job.error !== null && <code>{job.error}</code>}{' '}
        {job.cancelledBy !== null && (
          <>cancel asked for by a {job.cancelledBy === 'user' ? 'member' : 'moderator or the operator'}</>
        )}
      </p>
      <blockquote class="prompt">
        {job.prompt === '' ? <em>The prompt is deleted, or there was none.</em> : job.prompt}
      </blockquote>
      <Life job={job} nowMs={nowMs} />
      <dl class="facts">
        <Fact name="Opened">
          <Moment ms={job.openedAtMs} />
        </Fact>
        <Fact name="At the service">
          <Moment ms={job.submittedAtMs} />
        </Fact>
        <Fact name="Ready and charged">
          <Moment ms={job.readyAtMs} />
        </Fact>
        <Fact name={job.state === 'delivered' ? 'Delivered' : 'Ended'}>
          <Moment ms={job.endedAtMs} />
        </Fact>
        <Fact name="Took">{duration(lifeOf(job, nowMs).reduce((sum, { ms }) => sum + ms, 0))}</Fact>
        <Fact name="Results">{job.came === null ? `${job.pictures} asked for` : `${job.came} of ${job.pictures}`}</Fact>
        <Fact name="Credits">{creditsText(job)}</Fact>
        <Fact name="Service took">{tookText(job)}</Fact>
        <Fact name="Route">
          <code>
            {job.service}/{job.endpoint}
          </code>
        </Fact>
        <Fact name="Ids at the service">
          {job.remoteIds.length === 0 ? '–' : <code>{job.remoteIds.join(', ')}</code>}
        </Fact>
        <Fact name="Job">
          <code>{job.id}</code>
        </Fact>
        <Fact name="Server">
          <a href={`#server/${job.guild}`}>{job.guild}</a>
        </Fact>
        <Fact name="Member">
          <code>{job.member}</code>
        </Fact>
        <Fact name="Message">
          <Message job={job} />
        </Fact>
      </dl>
      {isOpen && (
        <ActForm
          key="cancel"
          wish={{ kind: 'cancel', job: job.id }}
          button="Cancel this job"
          label="Why (the server's journal and log channel say it)"
          isDangerous
          describe={told}
          onDone={onChange}
        />
      )}
      {left > 0 && (
        <ActForm
          key="refund"
          wish={{ kind: 'refund', job: job.id }}
          button={`Refund ${count(left, 'credit')}`}
          label="Why (the server's journal and log channel say it)"
          describe={told}
          onDone={onChange}
        />
      )}
    </>
  );
}

function creditsText({ charged, credits, refunded }: JobDetails): string {
  if (charged === null) return `${number(credits)} held`;
  const text = `${number(charged)} charged of ${number(credits)}`;
  return refunded > 0 ? `${text}, ${number(refunded)} refunded` : text;
}

function tookText({ costs, took }: JobDetails): string {
  if (costs.length === 0) return 'not told';
  const text = costs.map(({ currency, amount }) => `${amount} ${currency}`).join(', ');
  return took === null ? text : `${text} (${count(took, 'credit')})`;
}

function Message({ job: { link, isPrivate, isRemoved } }: { readonly job: JobDetails }) {
  if (link === null) return <>{isPrivate ? 'only its member sees it' : '–'}</>;
  return (
    <>
      <a href={link} target="_blank" rel="noreferrer">
        at Discord
      </a>
      {isRemoved && ', deleted'}
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const cancelTexts = {
  cancelled: 'Stopped; nothing is charged for what the service does not bill.',
  asked: 'The service was asked to stop it, and has not said yet.',
  too_late: 'Too late: it goes on and will be delivered.',
  over: 'It had ended before.',
  not_found: 'There is no such job.',
  not_yours: 'It is not the bot’s to stop.',
} as const;

function told(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'cancel':
      return cancelTexts[outcome.answer];
    case 'refund':
      if (outcome.credits === null) return 'There is no such job.';
      return outcome.credits === 0
        ? 'Nothing was left to give back.'
        : `${count(outcome.credits, 'credit')} given back.`;
    default:
      return '';
  }
}
