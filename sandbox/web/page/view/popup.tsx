import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** A line of a menu. */
export interface MenuEntry {
  readonly label: string;
  readonly run: () => void;
}

/** @see Popup */
export interface PopupProps {
  readonly label: string;
  readonly button: ComponentChildren;
  readonly buttonClass: string;
  readonly title?: ComponentChildren;
  readonly entries: readonly MenuEntry[];
  /** What stands there where there are no entries. */
  readonly otherwise: string;
}

/** A button that opens a menu; arrows move, Escape closes. */
export function Popup({ label, button, buttonClass, title, entries, otherwise }: PopupProps) {
  const [isOpen, open] = useState(false);
  const box = useRef<HTMLSpanElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const items = () => [...(box.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
  // At once: a key that is pressed meanwhile would go elsewhere.
  useLayoutEffect(() => {
    if (!isOpen) return undefined;
    items()[0]?.focus();
    const leave = (event: Event) => {
      if (event.target instanceof Node && box.current?.contains(event.target) !== true) open(false);
    };
    document.addEventListener('pointerdown', leave);
    return () => document.removeEventListener('pointerdown', leave);
  }, [isOpen]);
  const close = () => {
    open(false);
    opener.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isOpen) return;
    const all = items();
    const at = all.findIndex((item) => item.isSameNode(document.activeElement));
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => all[(at + 1) % all.length]?.focus(),
      ArrowUp: () => all[(at - 1 + all.length) % all.length]?.focus(),
      Escape: close,
      Tab: () => open(false),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    if (event.key !== 'Tab') event.preventDefault();
    move();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the menu within
    <span class="popup" ref={box} onKeyDown={onKeyDown}>
      <button
        type="button"
        ref={opener}
        class={buttonClass}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => open(!isOpen)}
      >
        {button}
      </button>
      {isOpen && (
        <span class="popup-list">
          {title !== undefined && <span class="popup-title">{title}</span>}
          <span role="menu" aria-label={label}>
            {entries.map((entry) => (
              <button
                key={entry.label}
                type="button"
                role="menuitem"
                onClick={() => {
                  close();
                  entry.run();
                }}
              >
                {entry.label}
              </button>
            ))}
          </span>
          {entries.length === 0 && <span class="popup-title">{otherwise}</span>}
        </span>
      )}
    </span>
  );
}
