import { findChromium } from './chromium.ts';

/** Ends the run with what to do where there is no browser: a test that is left out in silence would be a lie. */
export function setup(): void {
  if (findChromium() !== null) return;
  throw new Error(
    'npm run test:browser needs a Chromium: install one (Debian: apt-get install chromium), or name it in CHROMIUM.',
  );
}
