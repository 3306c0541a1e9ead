import { serve } from '@hono/node-server';
import { buildPage } from './build-page.ts';
import { openDemo } from './open-demo.ts';
import { openTour } from './open-tour.ts';
import { createWebServer } from './server.ts';
import type { WebStage } from './stage.ts';

/** @see startPlayground */
export interface PlaygroundOptions {
  /** Pictures, and the tour, at once. */
  readonly isFast: boolean;
  readonly writeLog: (line: string) => void;
  /** 0 takes any free port. */
  readonly port: number;
}

/** A page that is served. */
export interface Playground {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly demo: WebStage;
  /** Breaks every connection of every page; they come back by themselves. */
  dropPages(): void;
  stop(): Promise<void>;
}

/** Long enough to read what happens. */
const tourPauseMs = 2200;
const fastTourPauseMs = 150;

/** Starts the demo's stage and serves it on 127.0.0.1. */
export async function startPlayground({ isFast, writeLog, port }: PlaygroundOptions): Promise<Playground> {
  const [page, demo] = await Promise.all([buildPage(), openDemo({ isFast, writeLog })]);
  let listening = port;
  const { app, stages } = createWebServer({
    page,
    epoch: String(Date.now()),
    demo,
    port: () => listening,
    openTour: () => openTour(isFast ? fastTourPauseMs : tourPauseMs),
  });
  const server = await new Promise<ReturnType<typeof serve>>((resolve, reject) => {
    const starting = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, (address) => {
      listening = address.port;
      resolve(starting);
    });
    starting.once('error', reject);
  });
  const dropPages = () => {
    if ('closeAllConnections' in server) server.closeAllConnections();
  };
  return {
    url: `http://127.0.0.1:${listening}`,
    demo,
    dropPages,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      dropPages();
      await closed;
      await Promise.all([...stages.values()].map((stage) => stage.stop()));
    },
  };
}
