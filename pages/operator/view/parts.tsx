import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { duration, moment } from '../state/format.ts';

/** A failure of the last read, where there is one. */
export function Trouble({ error }: { readonly error: string | null }) {
  return error === null ? null : (
    <p class="error" role="alert">
      {error}
    </p>
  );
}

/** A figure with its name. */
export function Figure({
  title,
  children,
  note,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly note?: ComponentChildren;
}) {
  return (
    <section class="card figure">
      <h2>{title}</h2>
      <p class="value">{children}</p>
      {note && <p class="note">{note}</p>}
    </section>
  );
}

const tones: Readonly<Record<string, string>> = {
  delivered: 'good',
  failed: 'bad',
  unsure: 'bad',
  cancelled: 'dull',
};

/** The state of a job. */
export function Badge({ state }: { readonly state: string }) {
  return <span class={`badge ${tones[state] ?? 'busy'}`}>{state}</span>;
}

/** A moment; how long ago it was stands in its title. */
export function Moment({ ms, nowMs }: { readonly ms: number | null; readonly nowMs?: number }) {
  if (ms === null) return <span>–</span>;
  const title = nowMs === undefined ? undefined : `${duration(nowMs - ms)} ago`;
  return (
    <time dateTime={new Date(ms).toISOString()} title={title}>
      {moment(ms)}
    </time>
  );
}

/** A share of something, as a bar. */
export function Bar({
  share,
  label,
  tone = 'plain',
}: {
  readonly share: number;
  readonly label: string;
  readonly tone?: 'plain' | 'warm';
}) {
  const percent = Math.max(0, Math.min(100, share * 100));
  return (
    <svg class={`bar ${tone}`} role="img" aria-label={label} viewBox="0 0 100 6" preserveAspectRatio="none">
      <rect class="track" width="100" height="6" />
      <rect class="filled" width={percent} height="6" />
    </svg>
  );
}

/** Something in front of the page; Escape closes it. */
export function Dialog({
  title,
  onClose,
  children,
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  // At once, both ways: a key that is pressed meanwhile would go elsewhere.
  useLayoutEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby="dialog-title" onClose={onClose}>
      <div class="dialog-head">
        <h2 id="dialog-title">{title}</h2>
        <button type="button" class="quiet" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </div>
      {children}
    </dialog>
  );
}

/** The way to the next page of a list, and back to its beginning. */
export function Pager({
  hasNext,
  isFirst,
  onNext,
  onFirst,
}: {
  readonly hasNext: boolean;
  readonly isFirst: boolean;
  readonly onNext: () => void;
  readonly onFirst: () => void;
}) {
  if (!hasNext && isFirst) return null;
  return (
    <p class="pager">
      <button type="button" disabled={isFirst} onClick={onFirst}>
        Back to the newest
      </button>
      <button type="button" disabled={!hasNext} onClick={onNext}>
        Further back
      </button>
    </p>
  );
}
