import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
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

/** Twice for each step: long enough to read what happens, and what has come of it. */
const tourPauseMs = 1500;
const fastTourPauseMs = 80;

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
  const server = await listen(app, port).catch(async (error: unknown) => {
    await demo.stop();
    throw error;
  });
  listening = server.port;
  const dropPages = () => {
    if ('closeAllConnections' in server.server) server.server.closeAllConnections();
  };
  return {
    url: `http://127.0.0.1:${listening}`,
    demo,
    dropPages,
    async stop() {
      const closed = new Promise<void>((resolve) => server.server.close(() => resolve()));
      dropPages();
      await closed;
      await Promise.all([...stages.values()].map((stage) => stage.stop()));
    },
  };
}

interface Listening {
  readonly server: ReturnType<typeof serve>;
  readonly port: number;
}

/** On this machine only. @throws Error where the port is taken */
function listen({ fetch }: Hono, port: number): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname: '127.0.0.1' }, (address) => resolve({ server, port: address.port }));
    server.once('error', reject);
  });
}
