/** Signing in with an API key. The key goes to the service once and comes back as a cookie that no script can read. */
import { ApiError, learnWho, me, request } from './api.js';
import { absolute } from './format.js';
import { Action } from './widgets.js';
import { html, useEffect, useState } from './view.js';

/**
 * Asks for a key.
 *
 * @param {{reason: string}} properties why it is needed
 */
export function SignIn({ reason }) {
  const [key, setKey] = useState('');
  const [error, setError] = useState('');
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    document.title = 'Sign in · Trainyard';
  }, []);
  const send = async (/** @type {Event} */ e) => {
    e.preventDefault();
    setBusy(true);
    setError('');
    try {
      await request('POST', 'session', { body: { key: key.trim() } });
      setKey('');
      await learnWho();
    } catch (fault) {
      setError(fault instanceof ApiError ? fault.message : String(fault));
    } finally {
      setBusy(false);
    }
  };
  return html`<form class="sign-in panel" onSubmit=${send}>
    <h1>Sign in</h1>
    <p class="sub">${reason.startsWith('say who you are') ? 'This service asks who you are.' : reason}</p>
    <label for="key">API key</label>
    <input id="key" type="password" autocomplete="current-password" autofocus required spellcheck=${false} placeholder="ty_…"
      aria-invalid=${error !== ''} aria-describedby=${error ? 'key-error' : undefined}
      value=${key} onInput=${(/** @type {any} */ e) => setKey(e.target.value)} />
    ${error && html`<p id="key-error" class="field-error" role="alert">${error}</p>`}
    <button class="primary" disabled=${isBusy || key.trim() === ''}>Sign in</button>
    <p class="sub">An admin makes keys on the page Keys, or at the machine of the service by${' '}<code>java -jar trainyard.jar keys create --name NAME --role operator</code>.</p>
  </form>`;
}

/** @param {string} path @param {string} reason */
async function end(path, reason) {
  await request('DELETE', path);
  me.set({ needed: reason });
}

/**
 * Who one is, and the ways out.
 *
 * @param {{who: {name: string, role: string, mode: string, expires_at: string | null}}} properties
 */
export function SignOut({ who }) {
  if (who.mode === 'off') return html`<span class="who" title="Authentication is off: whoever reaches this address may do everything">no sign-in</span>`;
  return html`<details class="who">
    <summary>${who.name} <span class="sub">${who.role}</span></summary>
    <div class="menu-body">
      <p class="sub">${who.expires_at ? 'Until ' + absolute(who.expires_at) : 'Without an end'}</p>
      <${Action} role="viewer" onClick=${() => end('session', 'You have signed out.')}>Sign out<//>
      <${Action} role="viewer" kind="danger" confirm="Every browser that has signed in with this key has to sign in again." sure="Sign out everywhere"
        onClick=${() => end('sessions', 'You have signed out everywhere.')}>Sign out everywhere<//>
    </div>
  </details>`;
}
