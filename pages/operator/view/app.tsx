import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Overview as OverviewData } from '../../../src/web/wire.ts';
import { logout, resumeSession, whenSessionEnds } from '../state/api.ts';
import { linkTo, type Route, useRoute } from '../state/route.ts';
import { useData } from '../state/use-data.ts';
import { Jobs } from './jobs.tsx';
import { Login } from './login.tsx';
import { Overview } from './overview.tsx';
import { Server } from './server.tsx';
import { Servers } from './servers.tsx';
import { Spend } from './spend.tsx';

type State = 'asking' | 'out' | 'ended' | 'in' | 'away';

/** The page: the login, or everything behind it. */
export function App() {
  const [state, setState] = useState<State>('asking');
  useEffect(() => {
    whenSessionEnds(() => setState('ended'));
    resumeSession().then(
      (isIn) => setState(isIn ? 'in' : 'out'),
      () => setState('away'),
    );
  }, []);
  switch (state) {
    case 'asking':
      return <p class="alone">Opening…</p>;
    case 'away':
      return <p class="alone">Easel does not answer. Load the page again.</p>;
    case 'out':
    case 'ended':
      return <Login isEnded={state === 'ended'} onIn={() => setState('in')} />;
    case 'in':
      return <Inside onOut={() => setState('out')} />;
  }
}

const views = [
  { name: 'overview', title: 'Overview' },
  { name: 'jobs', title: 'Jobs' },
  { name: 'spend', title: 'Spending' },
  { name: 'servers', title: 'Servers' },
] as const;

const refreshMs = 5_000;

function Inside({ onOut }: { readonly onOut: () => void }) {
  const route = useRoute();
  const overview = useData<OverviewData>('overview', refreshMs);
  const main = useRef<HTMLElement>(null);
  const shown = views.find(({ name }) => name === (route.view === 'server' ? 'servers' : route.view));
  useLayoutEffect(() => {
    document.title = `${shown?.title ?? 'Easel'} – Easel, operator`;
    main.current?.focus();
  }, [shown]);
  const leave = () => void logout().then(onOut, onOut);
  return (
    <>
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <header class="top">
        <span class="brand">
          <img src="/operator/page/icon.svg" alt="" width="24" height="24" /> Easel
        </span>
        <nav aria-label="Views">
          {views.map(({ name, title }) => (
            <a key={name} href={linkTo(name)} aria-current={shown?.name === name ? 'page' : undefined}>
              {title}
            </a>
          ))}
        </nav>
        <button type="button" class="quiet" onClick={leave}>
          Log out
        </button>
      </header>
      {overview.data?.pause && (
        <p class="banner" role="status">
          The whole bot is paused. Members read: <q>{overview.data.pause.reason}</q>
        </p>
      )}
      <main id="main" tabIndex={-1} ref={main}>
        <View route={route} overview={overview} />
      </main>
    </>
  );
}

/** What every view gets. */
export interface ViewProps {
  readonly route: Route;
  readonly overview: ReturnType<typeof useData<OverviewData>>;
}

function View(props: ViewProps) {
  switch (props.route.view) {
    case 'overview':
      return <Overview {...props} />;
    case 'jobs':
      return <Jobs {...props} />;
    case 'spend':
      return <Spend {...props} />;
    case 'servers':
      return <Servers {...props} />;
    case 'server':
      return <Server {...props} />;
    default:
      return <p>There is no such view.</p>;
  }
}
