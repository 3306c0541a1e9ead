import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { type Component, componentTypes } from '../../../discord/wire.ts';
import type { StageState } from '../../protocol.ts';
import { useSurroundings } from './context.ts';

/** @see MenuSelect */
export interface MenuSelectProps {
  readonly menu: Component;
  readonly label: string;
  readonly onChoose: (values: readonly string[]) => void;
}

interface Line {
  readonly value: string;
  readonly label: string;
  readonly about: string;
}

/** A menu to choose from; one that takes several is sent when it is closed. */
export function MenuSelect({ menu, label, onChoose }: MenuSelectProps) {
  const { stage } = useSurroundings();
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const lines = linesOf(menu, stage);
  const [chosen, choose] = useState<readonly string[]>(() => chosenAtFirst(menu));
  const [isOpen, open] = useState(false);
  const [active, setActive] = useState(0);
  const most = menu.max_values ?? 1;
  const close = () => {
    open(false);
    if (most > 1 && chosen.length >= (menu.min_values ?? 1)) onChoose(chosen);
  };
  useEffect(() => {
    if (!isOpen) return undefined;
    const leave = (event: Event) => {
      if (event.target instanceof Node && box.current?.contains(event.target) !== true) close();
    };
    document.addEventListener('pointerdown', leave);
    return () => document.removeEventListener('pointerdown', leave);
  });
  const pickOnly = (value: string) => {
    // Picked once more, it is let go of where nothing has to be chosen.
    const next = chosen.includes(value) && menu.min_values === 0 ? [] : [value];
    choose(next);
    open(false);
    onChoose(next);
  };
  const pickOneOfSeveral = (value: string) => {
    const isChosen = chosen.includes(value);
    if (!isChosen && chosen.length >= most) return;
    choose(isChosen ? chosen.filter((each) => each !== value) : [...chosen, value]);
  };
  const pick = most === 1 ? pickOnly : pickOneOfSeveral;
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => (isOpen ? setActive(Math.min(lines.length - 1, active + 1)) : open(true)),
      ArrowUp: () => setActive(Math.max(0, active - 1)),
      Enter: () => (isOpen ? pick(lines[active]?.value ?? '') : open(true)),
      ' ': () => (isOpen ? pick(lines[active]?.value ?? '') : open(true)),
      Escape: close,
    };
    if (event.key === 'Escape' && !isOpen) return;
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move();
  };
  const names = lines.filter(({ value }) => chosen.includes(value)).map((line) => line.label);
  return (
    <div class="menu-select" ref={box}>
      <button
        type="button"
        role="combobox"
        class="menu-button"
        aria-label={label}
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-haspopup="listbox"
        {...(isOpen ? { 'aria-activedescendant': `${id}-${active}` } : {})}
        disabled={menu.disabled === true}
        onClick={() => (isOpen ? close() : open(true))}
        onKeyDown={onKeyDown}
      >
        <span class={names.length === 0 ? 'placeholder' : ''}>
          {names.length === 0 ? (menu.placeholder ?? label) : names.join(', ')}
        </span>
        <span aria-hidden="true">▾</span>
      </button>
      <div
        class="menu-list"
        role="listbox"
        id={`${id}-list`}
        aria-label={label}
        aria-multiselectable={most > 1}
        hidden={!isOpen}
      >
        {lines.map((line, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the button that has the focus
          <div
            key={line.value}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            class={index === active ? 'active' : ''}
            aria-selected={chosen.includes(line.value)}
            onClick={() => pick(line.value)}
            onPointerMove={() => setActive(index)}
          >
            <span>{line.label}</span>
            {line.about !== '' && <small>{line.about}</small>}
            {chosen.includes(line.value) && <span aria-hidden="true">✓</span>}
          </div>
        ))}
      </div>
    </div>
  );
}

/** What is chosen before anybody has chosen. */
export function chosenAtFirst({ options, default_values: values }: Component): readonly string[] {
  const byOption = (options ?? []).filter((option) => option.default === true).map(({ value }) => value);
  return [...byOption, ...(values ?? []).map(({ id }) => id)];
}

const threadTypes: readonly number[] = [10, 11, 12];

function linesOf({ type, options, channel_types: types }: Component, stage: StageState): readonly Line[] {
  const { people, roles } = stage;
  const hasThreads = !types || types.some((each) => threadTypes.includes(each));
  const channels = stage.channels.filter(({ parentId }) => hasThreads || parentId === null);
  const users = people.map(({ id, name, about }) => ({ value: id, label: `@${name}`, about }));
  const groups = roles.map(({ id, name }) => ({ value: id, label: `@${name}`, about: '' }));
  switch (type) {
    case componentTypes.userSelect:
      return users;
    case componentTypes.roleSelect:
      return groups;
    case componentTypes.mentionableSelect:
      return [...users, ...groups];
    case componentTypes.channelSelect:
      return channels.map(({ id, name, topic }) => ({ value: id, label: `#${name}`, about: topic }));
    default:
      return (options ?? []).map(({ value, label, description }) => ({ value, label, about: description ?? '' }));
  }
}
