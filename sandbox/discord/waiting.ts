import { realTimer } from './settings.ts';

/** What is waited for, and how to hear that it may have come. */
export interface Watch<Value> {
  /** The value once it is there, otherwise null. May throw to give up. */
  read(): Value | null;
  /** Calls back after every change; returns what stops it. */
  listen(changed: () => void): () => void;
  /** What the error says when time is up. */
  describe(): string;
}

/** Resolves as soon as a change brings the value; no polling. Real time, whatever the sandbox's clock says. @throws Error when time is up */
export function waitFor<Value>(watch: Watch<Value>, timeoutMs: number): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stops: (() => void)[] = [];
    const settle = (act: () => void) => {
      for (const stop of stops) stop();
      act();
    };
    const check = () => {
      try {
        const value = watch.read();
        if (value !== null) settle(() => resolve(value));
      } catch (error) {
        settle(() => reject(error));
      }
    };
    stops.push(
      realTimer(timeoutMs, () =>
        settle(() => reject(new Error(`Nothing that fits within ${timeoutMs} ms; ${watch.describe()}`))),
      ),
      watch.listen(check),
    );
    check();
  });
}
