import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { FaultInfo, Violation } from '../../protocol.ts';
import { readCredits, readFaults, startFault } from '../state/api.ts';
import { useSurroundings } from './context.ts';
import { Icon } from './icon.tsx';
import { Markdown } from './markdown.tsx';

/** A part of the page beside the channel. */
function Panel({
  title,
  onClose,
  children,
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}) {
  return (
    <aside class="panel" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <button type="button" class="plain close" aria-label={`Close ${title}`} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div class="panel-body">{children}</div>
    </aside>
  );
}

/** Makes Discord or a service fail, beside what the bot says of the credits. */
export function FaultsPanel({ onClose }: { readonly onClose: () => void }) {
  const { session, stage } = useSurroundings();
  const { page } = session.view();
  const [list, setList] = useState<readonly FaultInfo[]>([]);
  const [pending, setPending] = useState(0);
  const seq = page?.seq ?? 0;
  useEffect(() => {
    const timer = setTimeout(async () => {
      const faults = await readFaults(session.asker());
      setList(faults.list);
      setPending(faults.pending);
    }, 150);
    return () => clearTimeout(timer);
  }, [seq]);
  const verbs = [...new Set(list.map(({ verb }) => verb))];
  const start = (id: string) => void startFault(session.asker(), id);
  return (
    <Panel title="Faults" onClose={onClose}>
      <Credits />
      {!stage.hasFaults && <p>Nothing can be made to go wrong on the tour: leave it first.</p>}
      {stage.hasFaults && (
        <p class="pending" aria-live="polite">
          {pendingText(pending)}
          <button type="button" class="button secondary small" disabled={pending === 0} onClick={() => start('clear')}>
            Put everything right
          </button>
        </p>
      )}
      <p class="hint">
        Switch one on, then ask for a picture with <code>/imagine</code>. Each row says what docs/faults.md has
        recorded.
      </p>
      {verbs.map((verb) => (
        <details key={verb} class="faults" open={verb === 'submit'}>
          <summary>{verb}</summary>
          <ul>
            {list
              .filter((fault) => fault.verb === verb)
              .map((fault) => (
                <Fault key={fault.id} fault={fault} onStart={() => start(fault.id)} />
              ))}
          </ul>
        </details>
      ))}
      <p class="hint">
        A prompt with the word <code>failing-sample</code> fails while it runs; <code>forbidden-sample</code> is refused
        by the service’s own filter.
      </p>
    </Panel>
  );
}

/** Below nothing: until it is put right. */
function pendingText(pending: number): string {
  if (pending === 0) return 'Everything works.';
  return pending < 0 ? 'Something fails until you put it right.' : `What will still fail: ${pending}.`;
}

/** A row of docs/faults.md, with its button where the page can play it. */
function Fault({ fault, onStart }: { readonly fault: FaultInfo; readonly onStart: () => void }) {
  const { verb, title, where, reads, money, asked, made, whyNot } = fault;
  return (
    <li>
      <div>
        <strong>{title}</strong>
        <small>{where}</small>
        {reads !== '' && (
          <dl>
            <dt>Reads</dt>
            <dd>{reads}</dd>
            <dt>Money</dt>
            <dd>{money}</dd>
            <dt>Service</dt>
            <dd>
              asked {asked}×, made {made}×
            </dd>
          </dl>
        )}
        {whyNot !== null && <small>{whyNot}</small>}
      </div>
      {whyNot === null && (
        <button
          type="button"
          class="button danger small"
          aria-label={`Break ${verb}: ${title}, ${where}`}
          onClick={onStart}
        >
          Break
        </button>
      )}
    </li>
  );
}

/** Asked again when something has happened and it has become quiet. */
function Credits() {
  const { session, stage } = useSurroundings();
  const { page } = session.view();
  const [text, setText] = useState<string | null>(null);
  const [isOld, setOld] = useState(false);
  const seq = page?.seq ?? 0;
  useEffect(() => {
    const timer = setTimeout(async () => {
      const answer = await readCredits(session.asker());
      setOld(answer === null);
      if (answer !== null) setText(answer);
    }, 700);
    return () => clearTimeout(timer);
  }, [seq, stage.me.id]);
  return (
    <section class={`credits ${isOld ? 'old' : ''}`} aria-label="Credits">
      <h3>{stage.me.name}’s credits, as the bot tells them</h3>
      {text === null ? <p>Asking…</p> : <Markdown text={text} />}
      {isOld && <p class="hint">The bot is not asked while something is broken.</p>}
    </section>
  );
}

/** What Discord does not take from the bot. */
export function ChecksPanel({
  violations,
  onClose,
}: {
  readonly violations: readonly Violation[];
  readonly onClose: () => void;
}) {
  return (
    <Panel title="Checks" onClose={onClose}>
      <p>
        What you see is what the unmodified bot has sent. Each of its requests is held against Discord’s published
        description and its limits.
      </p>
      {violations.length === 0 ? (
        <p class="fine">No request has broken a rule.</p>
      ) : (
        <ol class="violations">
          {violations.toReversed().map(({ id, method, path, problems }) => (
            <li key={id}>
              <code>
                {method} {path}
              </code>
              {problems.map((problem) => (
                <p key={problem}>{problem}</p>
              ))}
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
