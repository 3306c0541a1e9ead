import type { Act, CommandInfo, FormInfo, Outcome } from '../../protocol.ts';
import { readAddress, writeAddress } from './address.ts';
import {
  type Asker,
  type Attached,
  eventsAddress,
  perform,
  readCommands,
  readMessages,
  readStage,
  startTour,
} from './api.ts';
import { addPart, applyEvent, markRead, openState, type PageState } from './apply.ts';
import { type Connection, followEvents } from './live.ts';

/** What the page shows at this moment. */
export interface View {
  /** Null until the stage has been read. */
  readonly page: PageState | null;
  readonly channelId: string;
  readonly commands: readonly CommandInfo[];
  readonly connection: Connection;
  /** A form that is open. */
  readonly form: FormInfo | null;
  /** Why the last act came to nothing; null where it did not. */
  readonly problem: string | null;
  readonly isBusy: boolean;
  /** The tour takes the page along. */
  readonly follows: boolean;
  /** How often something was typed and sent. */
  readonly sent: number;
  /** Ephemeral messages that were put away. */
  readonly dismissed: readonly string[];
}

/** One page's dealings with the server. */
export interface Session {
  view(): View;
  subscribe(listener: () => void): () => void;
  open(): Promise<void>;
  become(personId: string): Promise<void>;
  go(channelId: string): Promise<void>;
  readOlder(): Promise<void>;
  act(act: Act, files?: Attached): Promise<Outcome>;
  closeForm(): void;
  clearProblem(): void;
  dismiss(messageId: string): void;
  startTour(): Promise<void>;
  follow(follows: boolean): void;
  leaveTour(): Promise<void>;
  asker(): Asker;
}

const retryMs = 2000;
const typedKinds: ReadonlySet<Act['kind']> = new Set(['say', 'line', 'command']);

/** A session that reads where it is from the page's address. */
export function createSession(): Session {
  let view: View = {
    page: null,
    channelId: '',
    commands: [],
    connection: 'connecting',
    form: null,
    problem: null,
    isBusy: false,
    follows: true,
    sent: 0,
    dismissed: [],
  };
  const listeners = new Set<() => void>();
  let stopFollowing = () => {};
  const set = (change: Partial<View>) => {
    view = { ...view, ...change };
    for (const listener of [...listeners]) listener();
  };
  const setPage = (change: (page: PageState) => PageState) => {
    if (view.page !== null) set({ page: change(view.page) });
  };
  const asker = (): Asker => ({ stage: view.page?.stage.stage ?? 'demo', personId: view.page?.stage.me.id ?? '' });

  let visits = 0;
  const enter = async (stageId: string, personId: string | null, channelId: string | null): Promise<void> => {
    visits += 1;
    const visit = visits;
    stopFollowing();
    const stage = (await readStage(stageId, personId)) ?? (await readStage('demo', null));
    // The tour may have gone on meanwhile.
    if (visit !== visits) return;
    if (stage === null) {
      set({ connection: 'lost' });
      setTimeout(() => visit === visits && void enter(stageId, personId, channelId), retryMs);
      return;
    }
    const channel = stage.channels.find(({ id }) => id === channelId) ?? stage.channels[0];
    set({ page: openState(stage, Date.now()), channelId: channel?.id ?? '', form: null, commands: [] });
    stopFollowing = followEvents({
      open: () => new EventSource(eventsAddress(asker(), stage.epoch, view.page?.seq ?? stage.seq)),
      setTimer: (delayMs, run) => {
        const timer = setTimeout(run, delayMs);
        return () => clearTimeout(timer);
      },
      onEvent: (event) => {
        setPage((page) => applyEvent(page, event, Date.now()));
        if (event.kind === 'message' && event.shown.message.channel_id === view.channelId)
          setPage((page) => markRead(page, view.channelId));
        if (event.kind === 'tour' && view.follows) void takeAlong(event.step.personId, event.step.channelId);
      },
      onConnection: (connection) => {
        if (connection !== view.connection) set({ connection });
      },
      onGone: () => void enter(stageId, asker().personId, view.channelId),
    });
    await readChannel();
  };

  const readChannel = async (): Promise<void> => {
    const { channelId, page } = view;
    if (page === null || channelId === '') return;
    const { stage, me } = page.stage;
    history.replaceState(null, '', writeAddress({ stage, personId: me.id, channelId }));
    setPage((each) => markRead(each, channelId));
    const isKnown = page.timelines[channelId] !== undefined;
    const [part, commands] = await Promise.all([
      isKnown ? null : readMessages(asker(), channelId),
      readCommands(asker(), channelId),
    ]);
    if (view.channelId !== channelId || asker().personId !== me.id) return;
    set({ commands });
    if (part !== null) setPage((each) => addPart(each, channelId, part));
  };

  const takeAlong = async (personId: string | null, channelId: string | null): Promise<void> => {
    if (personId === null) return;
    const { stage, me } = view.page?.stage ?? {};
    if (stage === undefined || (me?.id === personId && view.channelId === channelId)) return;
    if (me?.id === personId && channelId !== null) return goTo(channelId);
    await enter(stage, personId, channelId);
  };

  const goTo = async (channelId: string): Promise<void> => {
    set({ channelId, problem: null });
    await readChannel();
  };

  return {
    view: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async open() {
      const { stage, personId, channelId } = readAddress(location.hash);
      await enter(stage, personId, channelId);
    },
    become: (personId) => enter(asker().stage, personId, view.channelId),
    go: goTo,
    async readOlder() {
      const timeline = view.page?.timelines[view.channelId];
      const [oldest] = timeline?.messages ?? [];
      if (!timeline?.hasOlder || oldest === undefined) return;
      const { channelId } = view;
      const part = await readMessages(asker(), channelId, oldest.message.id);
      if (part !== null) setPage((page) => addPart(page, channelId, part));
    },
    async act(act, files) {
      // What is offered while somebody types is asked for aside.
      if (act.kind === 'complete') return perform(asker(), view.channelId, act);
      set({ isBusy: true, problem: null, sent: typedKinds.has(act.kind) ? view.sent + 1 : view.sent });
      const outcome = await perform(asker(), view.channelId, act, files);
      const form = formAfter(view.form, act, outcome);
      set({ isBusy: false, form, problem: outcome.kind === 'problem' ? outcome.problem : null });
      return outcome;
    },
    closeForm: () => set({ form: null }),
    clearProblem: () => set({ problem: null }),
    dismiss: (messageId) => set({ dismissed: [...view.dismissed, messageId] }),
    async startTour() {
      set({ isBusy: true });
      const isOpen = await startTour();
      set({ isBusy: false, follows: true });
      if (isOpen) await enter('tour', null, null);
    },
    follow(follows) {
      set({ follows });
      const step = view.page?.step ?? null;
      if (follows && step !== null) void takeAlong(step.personId, step.channelId);
    },
    leaveTour: () => enter('demo', null, null),
    asker,
  };
}

/** A form stays open until it has been taken. */
function formAfter(open: FormInfo | null, act: Act, outcome: Outcome): FormInfo | null {
  if (outcome.kind === 'form') return outcome.form;
  return act.kind === 'form' && outcome.kind === 'done' ? null : open;
}
