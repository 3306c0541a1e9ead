import { useCallback, useEffect, useState } from 'preact/hooks';
import { ApiError, read } from './api.ts';

/** What was read last. After a failure the last data stays. */
export interface Data<T> {
  readonly data: T | null;
  readonly error: string | null;
  readonly isLoading: boolean;
  /** Reads again now. */
  readonly reload: () => void;
}

/** Reads a path, and again every `everyMs` while somebody looks at the page; 0 reads once. */
export function useData<T>(path: string, everyMs = 0): Data<T> {
  const [held, setHeld] = useState<{ path: string; data: T | null; error: string | null }>({
    path,
    data: null,
    error: null,
  });
  const [isLoading, setLoading] = useState(true);
  const [round, setRound] = useState(0);
  const reload = useCallback(() => setRound((before) => before + 1), []);

  useEffect(() => {
    const stop = new AbortController();
    setLoading(true);
    read<T>(path, stop.signal).then(
      (data) => {
        setHeld({ path, data, error: null });
        setLoading(false);
      },
      (error: unknown) => {
        if (stop.signal.aborted) return;
        const told = error instanceof ApiError ? error.message : 'Something went wrong on this page.';
        setHeld((before) => ({ path, data: before.path === path ? before.data : null, error: told }));
        setLoading(false);
      },
    );
    return () => stop.abort();
  }, [path, round]);

  useEffect(() => {
    if (everyMs === 0) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') reload();
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs, reload]);

  const isOfPath = held.path === path;
  return { data: isOfPath ? held.data : null, error: isOfPath ? held.error : null, isLoading, reload };
}
