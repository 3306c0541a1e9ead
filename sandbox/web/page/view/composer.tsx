import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { type Filled, openOptions, optionOf } from '../command/draft.ts';
import { useSurroundings } from './context.ts';
import { Icon } from './icon.tsx';
import { type Composer, useComposer } from './use-composer.ts';

const listId = 'suggestions';
const attachmentType = 11;

/** The box at the bottom: an ordinary message, or a command with its options. */
export function ComposerView({ register }: { readonly register: (type: (line: string) => void) => void }) {
  const composer = useComposer();
  const { session, stage } = useSurroundings();
  const { problem, isBusy, channelId } = session.view();
  const box = useRef<HTMLDivElement>(null);
  const channel = stage.channels.find(({ id }) => id === channelId);
  const { draft, text } = composer;
  useEffect(() => {
    register((line) => {
      composer.type(line);
      requestAnimationFrame(() => focusOn(box.current, '.draft input, #command-box'));
    });
  });
  const focusKey = draft === null ? '' : `${draft.leaf.path.join(' ')} ${draft.focus} ${draft.filled.length}`;
  // At once: what is typed meanwhile would be lost.
  useLayoutEffect(() => {
    if (focusKey === '' || draft === null) return;
    focusOn(box.current, draft.focus === null ? '.tail' : `[data-at="${draft.focus}"]`);
  }, [focusKey]);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    for (const file of event.dataTransfer?.files ?? []) composer.drop(file);
  };
  const onPaste = (event: ClipboardEvent) => {
    for (const file of event.clipboardData?.files ?? []) composer.drop(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files can be dropped here; the buttons do the same
    <div class="composer" ref={box} onDrop={onDrop} onDragOver={(event) => event.preventDefault()} onPaste={onPaste}>
      {problem !== null && session.view().form === null && (
        <p class="problem" role="alert">
          <span>{problem}</span>
          <button type="button" class="plain" aria-label="Put away" onClick={session.clearProblem}>
            <Icon name="close" />
          </button>
        </p>
      )}
      <Suggestions composer={composer} />
      {composer.files.length > 0 && (
        <p class="pending-files">
          {composer.files.map(({ name }) => (
            <span key={name}>
              <Icon name="file" /> {name}
            </span>
          ))}
        </p>
      )}
      <div class={`box ${isBusy ? 'busy' : ''}`}>
        {draft === null ? (
          <>
            <FilePick label="Attach files" isSeveral onPick={(files) => composer.add(files)} />
            <input
              id="command-box"
              type="text"
              autocomplete="off"
              aria-label={`Message #${channel?.name ?? ''}, or a command after a slash`}
              placeholder={`Message #${channel?.name ?? ''}, or / for commands`}
              value={text}
              {...comboOf(composer)}
              onInput={(event) => composer.type(event.currentTarget.value)}
              onKeyDown={composer.onKey}
            />
          </>
        ) : (
          <DraftView composer={composer} />
        )}
        <button type="button" class="send" aria-label="Send" disabled={isBusy} onClick={composer.send}>
          <Icon name="send" />
        </button>
      </div>
    </div>
  );
}

function focusOn(box: HTMLElement | null, selector: string): void {
  const element = box?.querySelector<HTMLElement>(selector);
  if (element !== document.activeElement) element?.focus();
}

function comboOf({ suggestions, active }: Composer) {
  return {
    role: 'combobox' as const,
    'aria-expanded': suggestions.length > 0,
    'aria-controls': listId,
    'aria-autocomplete': 'list' as const,
    ...(active >= 0 && suggestions.length > 0 ? { 'aria-activedescendant': `${listId}-${active}` } : {}),
  };
}

function Suggestions({ composer }: { readonly composer: Composer }) {
  const { suggestions, about, active, pick, point } = composer;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  const isShown = suggestions.length > 0 || about !== '';
  return (
    <div class="suggestions" hidden={!isShown}>
      <p aria-live="polite">{about}</p>
      <div role="listbox" id={listId} aria-label={about === '' ? 'Suggestions' : about} ref={list}>
        {suggestions.map((suggestion, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field that has the focus
          <div
            key={suggestion.value}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onPointerMove={() => active !== index && point(index)}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => pick(suggestion)}
          >
            <strong>{suggestion.name}</strong>
            <small>{suggestion.about}</small>
          </div>
        ))}
      </div>
    </div>
  );
}

function DraftView({ composer }: { readonly composer: Composer }) {
  const { draft, tail, onKey } = composer;
  if (draft === null) return null;
  const open = openOptions(draft).length;
  return (
    <div class="draft">
      <button
        type="button"
        class="command-name"
        aria-label={`/${draft.leaf.path.join(' ')}, choose another command`}
        onClick={() => composer.remove(-1)}
      >
        /{draft.leaf.path.join(' ')}
      </button>
      {draft.filled.map((field, at) => (
        <FieldView key={field.name} composer={composer} field={field} at={at} />
      ))}
      <input
        class="tail"
        type="text"
        autocomplete="off"
        aria-label={open === 0 ? 'Enter sends the command' : `${open} more options`}
        placeholder={open === 0 ? '' : `+ ${open} more`}
        value={tail}
        {...comboOf(composer)}
        onFocus={() => composer.focus(null)}
        onInput={(event) => composer.typeTail(event.currentTarget.value)}
        onKeyDown={onKey}
      />
    </div>
  );
}

interface FieldViewProps {
  readonly composer: Composer;
  readonly field: Filled;
  readonly at: number;
}

function FieldView({ composer, field, at }: FieldViewProps) {
  const { draft, complaint, onKey } = composer;
  const option = draft === null ? undefined : optionOf(draft, field.name);
  const isMissing = complaint === field.name;
  const width = Math.min(36, Math.max(5, field.text.length + 1));
  return (
    <span class={`chip ${isMissing ? 'missing' : ''}`}>
      <span class="chip-name">{field.name}</span>
      {option?.type === attachmentType ? (
        <FilePick
          label={field.file?.name ?? `Choose a file for ${field.name}`}
          at={at}
          accept={option.fileTypes}
          text={field.file?.name ?? 'Choose a file'}
          onPick={(files) => composer.add(files, field.name)}
          onFocus={() => composer.focus(at)}
          onKey={onKey}
        />
      ) : (
        <input
          type="text"
          autocomplete="off"
          data-at={at}
          size={width}
          aria-label={`${field.name}: ${option?.description ?? ''}`}
          aria-required={option?.isRequired === true}
          aria-invalid={isMissing}
          value={field.text}
          {...comboOf(composer)}
          onFocus={() => composer.focus(at)}
          onInput={(event) => composer.typeField(at, event.currentTarget.value)}
          onKeyDown={onKey}
        />
      )}
      {isMissing && <span class="hidden-text" role="alert">{`${field.name} is required`}</span>}
    </span>
  );
}

interface FilePickProps {
  readonly label: string;
  readonly onPick: (files: readonly File[]) => void;
  readonly text?: string;
  readonly at?: number;
  readonly isSeveral?: boolean;
  readonly accept?: readonly string[];
  readonly onFocus?: () => void;
  readonly onKey?: (event: KeyboardEvent) => void;
}

/** A button that asks for files. */
function FilePick({ label, onPick, text, at, isSeveral = false, accept = [], onFocus, onKey }: FilePickProps) {
  const input = useRef<HTMLInputElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') onKey?.(event);
  };
  return (
    <>
      <button
        type="button"
        class={text === undefined ? 'attach' : 'pick-file'}
        aria-label={label}
        data-at={at}
        onFocus={onFocus}
        onKeyDown={onKeyDown}
        onClick={() => input.current?.click()}
      >
        {text ?? <Icon name="plus" />}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        multiple={isSeveral}
        accept={accept.join(',')}
        onChange={(event) => {
          onPick([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}
