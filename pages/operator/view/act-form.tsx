import { useRef, useState } from 'preact/hooks';
import type { Outcome } from '../../../src/web/wire.ts';
import { type ActRequest, ApiError, act, newClick } from '../state/api.ts';

/** What an act is about, and how it is told. */
export interface ActFormProps {
  readonly wish: Pick<ActRequest, 'kind'> & { readonly job?: string; readonly subject?: string };
  readonly button: string;
  /** What to type; none where nothing is asked. */
  readonly label?: string;
  readonly isDangerous?: boolean;
  readonly describe: (outcome: Outcome) => string;
  readonly onDone: () => void;
}

/** One act: a reason, where one is asked for, and a button. The same click is sent again after a failure, so that it happens once. */
export function ActForm({ wish, button, label, isDangerous = false, describe, onDone }: ActFormProps) {
  const [reason, setReason] = useState('');
  const [told, setTold] = useState<{ text: string; isError: boolean } | null>(null);
  const [isBusy, setBusy] = useState(false);
  const click = useRef<string | null>(null);
  const id = `reason-${wish.kind}-${wish.job ?? wish.subject ?? ''}`;
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    click.current ??= newClick();
    const request = { ...wish, id: click.current, ...(label !== undefined && { reason: reason.trim() }) } as ActRequest;
    const result = await attempt(request);
    // The same click again finds out whether it has happened; a refusal is certain.
    if ('outcome' in result || result.isCertain) click.current = null;
    setBusy(false);
    if ('outcome' in result) {
      setReason('');
      onDone();
    }
    setTold(
      'outcome' in result ? { text: describe(result.outcome), isError: false } : { text: result.text, isError: true },
    );
  };
  return (
    <form class="act" onSubmit={(event) => void submit(event)}>
      {label !== undefined && (
        <>
          <label for={id}>{label}</label>
          <input
            id={id}
            required
            maxLength={wish.kind === 'pause' ? 300 : 500}
            value={reason}
            onInput={(event) => {
              click.current = null;
              setReason(event.currentTarget.value);
            }}
          />
        </>
      )}
      <button type="submit" class={isDangerous ? 'danger' : 'main'} disabled={isBusy}>
        {button}
      </button>
      <p class={told?.isError ? 'error' : 'done'} role="status">
        {told?.text}
      </p>
    </form>
  );
}

type Attempt = { readonly outcome: Outcome } | { readonly text: string; readonly isCertain: boolean };

async function attempt(request: ActRequest): Promise<Attempt> {
  try {
    return { outcome: await act(request) };
  } catch (error) {
    if (!(error instanceof ApiError)) return { text: 'Something went wrong on this page.', isCertain: false };
    return { text: error.message, isCertain: error.status === 400 };
  }
}
