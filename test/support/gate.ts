/** A promise that a test settles when it likes. */
export interface Gate<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

/** @see Gate */
export function createGate<T = void>(): Gate<T> {
  let resolve: Gate<T>['resolve'] = () => undefined;
  let reject: Gate<T>['reject'] = () => undefined;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
