import { ApiError, me, post, request } from '../core/api.js';
import { Time } from '../core/format.js';
import { useList } from '../core/list.js';
import { html, useState, useStore } from '../core/view.js';
import { Action, Copy, Dialog, Empty, Page, Shown, Status, Table, tell } from '../core/widgets.js';

/** API keys: who may come in. */
export default function Keys() {
  const who = useStore(me);
  const list = useList('keys', [], { every: 60_000 });
  const [isNew, setNew] = useState(false);
  const [made, setMade] = useState(/** @type {any} */ (null));
  const revoke = async (/** @type {any} */ key) => {
    await request('DELETE', 'keys/' + key.id);
    list.source.reload();
    tell(`${key.name} is revoked`);
  };
  return html`<${Page} title="Keys" sub="Whoever holds a key may do what its role may."
      actions=${html`<${Action} role="admin" kind="primary" onClick=${() => setNew(true)}>New key<//>`}>
    ${who?.mode === 'off' && html`<p class="note warn">Authentication is off (<code>trainyard.auth.mode</code>): keys open nothing until it is on, and everybody who reaches this address may do everything.</p>`}
    ${isNew && html`<${NewKey} onClose=${() => setNew(false)} made=${(/** @type {any} */ key) => { setNew(false); setMade(key); list.source.reload(); }} />`}
    ${made && html`<${Dialog} title=${'The key ' + made.name} onClose=${() => setMade(null)}>
      <p>Copy it now: it is shown this once.</p><pre class="code wrap" tabindex="0">${made.key}</pre>
      <div class="actions end"><${Copy} text=${made.key} /><button type="button" class="primary" onClick=${() => setMade(null)}>I have it</button></div><//>`}
    <${Shown} of=${list.source}>${(/** @type {any} */ page) => html`
      ${page.items.length === 0 ? html`<${Empty} title="There are no keys">Make the first one before authentication is turned on.<//>` : html`<${Table} label="API keys" rows=${page.items} id=${(/** @type {any} */ key) => key.id} columns=${[
        { title: 'Name', cell: (/** @type {any} */ key) => html`<strong>${key.name}</strong>` },
        { title: 'Role', cell: (/** @type {any} */ key) => key.role },
        { title: 'State', cell: (/** @type {any} */ key) => html`<${Status} of=${key.status} />` },
        { title: 'Begins with', class: 'rare', cell: (/** @type {any} */ key) => html`<code>${key.prefix}</code>` },
        { title: 'Made', cell: (/** @type {any} */ key) => html`<${Time} at=${key.created_at} /> <span class="sub">by ${key.created_by}</span>` },
        { title: 'Last used', cell: (/** @type {any} */ key) => html`<${Time} at=${key.last_used_at} none="never" />` },
        { title: 'Ends', cell: (/** @type {any} */ key) => html`<${Time} at=${key.revoked_at ?? key.expires_at} none="never" />` },
        { title: '', cell: (/** @type {any} */ key) => key.status === 'active' && html`<${Action} role="admin" kind="danger" sure="Revoke"
            confirm=${`Within a second nobody gets in with ${key.name}, and its sessions end. This cannot be undone.`} onClick=${() => revoke(key)}>Revoke<//>` },
      ]} />`}${list.pager(page)}`}<//>
  <//>`;
}

/** @param {{onClose: () => void, made: (key: any) => void}} properties */
function NewKey({ onClose, made }) {
  const [name, setName] = useState('');
  const [role, setRole] = useState('viewer');
  const [days, setDays] = useState('90');
  const [error, setError] = useState(/** @type {ApiError | null} */ (null));
  const create = async () => {
    const expires_at = days === '' ? null : new Date(Date.now() + Number(days) * 86_400_000).toISOString();
    try {
      made(await post('keys', { name: name.trim(), role, expires_at }));
    } catch (e) {
      if (!(e instanceof ApiError)) throw e;
      setError(e);
    }
  };
  return html`<${Dialog} title="New key" onClose=${onClose}>
    <div class="form">
      <div class="field"><label for="k-name">Name</label><input id="k-name" value=${name} autofocus onInput=${(/** @type {any} */ e) => setName(e.target.value)} aria-invalid=${error?.fields.name !== undefined} /><span class="hint">Who or what it is for</span></div>
      <div class="field"><label for="k-role">Role</label><select id="k-role" value=${role} onChange=${(/** @type {any} */ e) => setRole(e.target.value)}>
        <option value="viewer">viewer: reads</option><option value="operator">operator: also trains and steers</option><option value="admin">admin: also keys, audit, deletion</option></select></div>
      <div class="field"><label for="k-days">Ends after</label><select id="k-days" value=${days} onChange=${(/** @type {any} */ e) => setDays(e.target.value)}>
        <option value="1">a day</option><option value="30">30 days</option><option value="90">90 days</option><option value="365">a year</option><option value="">never</option></select></div>
    </div>
    ${error && html`<p class="field-error" role="alert">${Object.values(error.fields)[0] ?? error.message}</p>`}
    <div class="actions end"><button type="button" onClick=${onClose}>Back</button><${Action} role="admin" kind="primary" disabled=${name.trim() === ''} onClick=${create}>Make the key<//></div>
  <//>`;
}
