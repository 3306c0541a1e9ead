import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PageState } from '../state/apply.ts';
import type { Session, View } from '../state/session.ts';
import { ComposerView } from './composer.tsx';
import { type Enlarged, SurroundingsProvider, useSurroundings } from './context.ts';
import { Dialog } from './dialog.tsx';
import { Form } from './form.tsx';
import { Icon } from './icon.tsx';
import { Log } from './log.tsx';
import { ChecksPanel, FaultsPanel } from './panels.tsx';
import { Sidebar } from './sidebar.tsx';
import { nextTheme, readTheme, setTheme } from './theme.ts';
import { TourBar } from './tour-bar.tsx';

type PanelName = 'faults' | 'checks' | null;

/** The whole page. */
export function App({ session }: { readonly session: Session }) {
  const view = useView(session);
  const { page, commands } = view;
  const [panel, openPanel] = useState<PanelName>(null);
  const [isMenuOpen, openMenu] = useState(false);
  const [enlarged, enlarge] = useState<Enlarged | null>(null);
  const typing = useRef<(line: string) => void>(() => {});
  const ahead = useRef(0);
  ahead.current = page?.aheadMs ?? 0;
  const stage = page?.stage;
  const surroundings = useMemo(
    () =>
      stage === undefined
        ? null
        : {
            session,
            stage,
            commands,
            now: () => Date.now() + ahead.current,
            type: (line: string) => typing.current(line),
            enlarge,
          },
    [session, stage, commands],
  );
  if (page === null || surroundings === null) return <p class="loading">Opening the server…</p>;
  return (
    <SurroundingsProvider value={surroundings}>
      <div class={`page ${panel === null ? '' : 'with-panel'}`}>
        <Sidebar isOpen={isMenuOpen} onLeave={() => openMenu(false)} />
        <main>
          <Header view={view} panel={panel} openPanel={openPanel} isMenuOpen={isMenuOpen} openMenu={openMenu} />
          <Channel view={view} page={page} typing={typing} />
        </main>
        {panel === 'faults' && <FaultsPanel onClose={() => openPanel(null)} />}
        {panel === 'checks' && <ChecksPanel violations={page.violations} onClose={() => openPanel(null)} />}
      </div>
      {view.form !== null && <Form key={view.form.key} form={view.form} />}
      {enlarged !== null && <LargePicture picture={enlarged} onClose={() => enlarge(null)} />}
    </SurroundingsProvider>
  );
}

interface ChannelProps {
  readonly view: View;
  readonly page: PageState;
  readonly typing: { current: (line: string) => void };
}

function Channel({ view: { connection, channelId }, page, typing }: ChannelProps) {
  const { stage, me, channels } = page.stage;
  const channel = channels.find(({ id }) => id === channelId);
  return (
    <>
      {stage === 'tour' && <TourBar step={page.step} />}
      {connection === 'lost' && (
        <p class="connection" role="status">
          The connection is lost. Trying again…
        </p>
      )}
      <Log
        key={`${stage} ${me.id} ${channelId}`}
        timeline={page.timelines[channelId]}
        title={`#${channel?.name ?? ''}`}
        topic={channel?.topic ?? ''}
      />
      <ComposerView
        key={`${me.id} ${channelId}`}
        register={(type) => {
          typing.current = type;
        }}
      />
    </>
  );
}

function LargePicture({
  picture: { url, about },
  onClose,
}: {
  readonly picture: Enlarged;
  readonly onClose: () => void;
}) {
  return (
    <Dialog title={about} kind="picture-dialog" onClose={onClose}>
      <img src={url} alt={about} />
      <a href={url} target="_blank" rel="noopener noreferrer">
        Open in a tab of its own
      </a>
    </Dialog>
  );
}

function useView(session: Session): View {
  const [view, setView] = useState(session.view());
  useEffect(() => {
    setView(session.view());
    return session.subscribe(() => setView(session.view()));
  }, [session]);
  return view;
}

interface HeaderProps {
  readonly view: View;
  readonly panel: PanelName;
  readonly openPanel: (panel: PanelName) => void;
  readonly isMenuOpen: boolean;
  readonly openMenu: (isOpen: boolean) => void;
}

function Header({ view, panel, openPanel, isMenuOpen, openMenu }: HeaderProps) {
  const { page, channelId } = view;
  const [theme, choose] = useState(readTheme);
  useEffect(() => setTheme(theme), [theme]);
  const channel = page?.stage.channels.find(({ id }) => id === channelId);
  const violations = page?.violations.length ?? 0;
  const toggle = (name: Exclude<PanelName, null>) => openPanel(panel === name ? null : name);
  return (
    <header class="channel-header">
      <button
        type="button"
        class="plain hamburger"
        aria-label="Channels and people"
        aria-expanded={isMenuOpen}
        onClick={() => openMenu(!isMenuOpen)}
      >
        <Icon name="menu" />
      </button>
      <h1>
        <span aria-hidden="true">#</span> {channel?.name}
      </h1>
      <p class="topic">{channel?.topic}</p>
      <div class="tools">
        <TourButton />
        <button type="button" class="tool" aria-pressed={panel === 'faults'} onClick={() => toggle('faults')}>
          <Icon name="bolt" /> <span class="tool-name">Faults</span>
        </button>
        <button
          type="button"
          class={`tool ${violations > 0 ? 'bad' : 'good'}`}
          aria-pressed={panel === 'checks'}
          aria-label={violations === 0 ? 'Checks: none broken' : `Checks: ${violations} broken`}
          onClick={() => toggle('checks')}
        >
          <Icon name={violations > 0 ? 'warning' : 'check'} />{' '}
          <span class="tool-name">{violations > 0 ? `${violations} broken` : 'Checks'}</span>
        </button>
        <button
          type="button"
          class="tool"
          aria-label={`Colours: ${theme}. Change`}
          onClick={() => choose(nextTheme(theme))}
        >
          <Icon name={theme} />
        </button>
      </div>
    </header>
  );
}

function TourButton() {
  const { session, stage } = useSurroundings();
  if (stage.stage === 'tour') return null;
  return (
    <button type="button" class="tool" onClick={() => void session.startTour()}>
      <Icon name="play" /> <span class="tool-name">Tour</span>
    </button>
  );
}
