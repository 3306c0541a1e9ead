import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { type Playground, startPlayground } from '../../sandbox/web/playground.ts';
import { startChromium } from './chromium.ts';
import { type Visitor, visit } from './visitor.ts';

/** A playground and a browser for the tests of a file. */
export interface Stage {
  readonly playground: () => Playground;
  /** Opens the page in a context of its own. */
  readonly open: (options?: Parameters<typeof visit>[2]) => Promise<Visitor>;
}

/** Starts both before the tests and stops them afterwards; `isFast` false keeps the services' own pace. */
export function setStage(isFast: boolean): Stage {
  let started: { readonly browser: Browser; readonly playground: Playground } | null = null;
  const both = () => {
    if (started === null) throw new Error('the stage is not set yet');
    return started;
  };
  beforeAll(async () => {
    const [browser, playground] = await Promise.all([
      startChromium(),
      startPlayground({ isFast, port: 0, writeLog: () => undefined }),
    ]);
    started = { browser, playground };
  });
  afterAll(async () => {
    await both().browser.close();
    await both().playground.stop();
  });
  return {
    playground: () => both().playground,
    open: (options) => visit(both().browser, both().playground.url, options),
  };
}
