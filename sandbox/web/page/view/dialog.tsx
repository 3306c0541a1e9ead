import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from './icon.tsx';

/** @see Dialog */
export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  readonly kind?: string;
}

const reachable =
  'button:not([disabled]), [href], input:not([disabled]), textarea, select, video, audio, [tabindex="0"]';

/** A window over the page that keeps the focus until it is closed, and gives it back then. */
export function Dialog({ title, onClose, children, kind = 'form' }: DialogProps) {
  const box = useRef<HTMLDivElement>(null);
  // At once, both ways: a key that is pressed meanwhile would go elsewhere.
  useLayoutEffect(() => {
    const before = document.activeElement;
    const first =
      box.current?.querySelector<HTMLElement>('textarea, input, [role="combobox"]') ?? focusable(box.current)[0];
    first?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    }
    if (event.key === 'Tab') keepWithin(box.current, event);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a click beside the window closes it, as Escape does
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does the same
    <div class="veil" onClick={(event) => event.target === event.currentTarget && onClose()}>
      <div class={`dialog ${kind}`} role="dialog" aria-modal="true" aria-label={title} ref={box} onKeyDown={onKeyDown}>
        <header>
          <h2>{title}</h2>
          <button type="button" class="plain close" aria-label="Close" onClick={onClose}>
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </div>
  );
}

function focusable(box: HTMLElement | null): readonly HTMLElement[] {
  return [...(box?.querySelectorAll<HTMLElement>(reachable) ?? [])];
}

function keepWithin(box: HTMLElement | null, event: KeyboardEvent): void {
  const all = focusable(box);
  const [first] = all;
  const last = all.at(-1);
  const edge = event.shiftKey ? first : last;
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}
