import { useState } from 'preact/hooks';
import { ApiError, login } from '../state/api.ts';

/** Asks for the token. */
export function Login({ isEnded, onIn }: { readonly isEnded: boolean; readonly onIn: () => void }) {
  const [token, setToken] = useState('');
  const [error, setError] = useState(isEnded ? 'Your session has ended. Log in again.' : '');
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setError('');
    try {
      await login(token.trim());
      onIn();
    } catch (thrown) {
      setError(thrown instanceof ApiError ? thrown.message : 'Something went wrong on this page.');
      setBusy(false);
    }
  };
  return (
    <main class="login">
      <form class="card" onSubmit={(event) => void submit(event)}>
        <h1>
          <img src="/operator/page/icon.svg" alt="" width="32" height="32" /> Easel
        </h1>
        <p>
          For the person who runs this bot. The token is what <code>OPERATOR_TOKEN</code> holds.
        </p>
        <label for="token">Token</label>
        <input
          id="token"
          type="password"
          autocomplete="current-password"
          required
          aria-describedby="login-error"
          aria-invalid={error === '' ? undefined : true}
          value={token}
          onInput={(event) => setToken(event.currentTarget.value)}
        />
        <p id="login-error" class="error" role="alert">
          {error}
        </p>
        <button type="submit" class="main" disabled={isBusy}>
          Log in
        </button>
      </form>
    </main>
  );
}
