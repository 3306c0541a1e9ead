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
  const groups = [...new Set(list.map(({ group }) => group))];
  const start = (id: string) => void startFault(session.asker(), id);
  return (
    <Panel title="Faults" onClose={onClose}>
      <Credits />
      {!stage.hasFaults && <p>Nothing can be made to go wrong on the tour: leave it first.</p>}
      {stage.hasFaults && (
        <p class="pending" aria-live="polite">
          {pending === 0 ? 'Everything works.' : `Requests that will still be hit: ${pending}.`}
          <button type="button" class="button secondary small" disabled={pending === 0} onClick={() => start('clear')}>
            Put everything right
          </button>
        </p>
      )}
      {groups.map((group) => (
        <section key={group}>
          <h3>{group}</h3>
          <ul class="faults">
            {list
              .filter((fault) => fault.group === group)
              .map(({ id, title, about }) => (
                <li key={id}>
                  <div>
                    <strong>{title}</strong>
                    <small>{about}</small>
                  </div>
                  <button
                    type="button"
                    class="button danger small"
                    aria-label={`Break: ${title}`}
                    onClick={() => start(id)}
                  >
                    Break
                  </button>
                </li>
              ))}
          </ul>
        </section>
      ))}
      <p class="hint">
        A prompt with the word <code>failing-sample</code> fails while it runs; <code>forbidden-sample</code> is refused
        by the service’s own filter.
      </p>
    </Panel>
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
      {isOld && <p class="hint">The bot is not asked while something of Discord is broken.</p>}
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
