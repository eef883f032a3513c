/** A file as text: checked while it is typed, looked at as a difference, and applied. */
import { ApiError, may, me, request } from '../core/api.js';
import { html, useEffect, useRef, useState, useStore } from '../core/view.js';
import { Action, Copy, Dialog, Panel, tell } from '../core/widgets.js';
import { useCheck } from './routes-check.js';
import { Diff, extentOf } from './routes-diff.js';
import { drafts, endOfLine, keepDraft } from './routes-draft.js';
import { fileOperation } from './routes-graph.js';
import { YamlText } from './routes-text.js';

/** How long the service may check, write and apply. */
const PATIENCE = 40_000;

/**
 * @param {object} properties
 * @param {any} properties.disk the file as it is on disk
 * @param {number | null} properties.line line to begin at
 * @param {() => void} properties.reload asks for the file again
 * @param {ApiError | null} properties.error why the newest version is not known
 */
export function Editor({ disk, line, reload, error }) {
  useStore(me);
  const { path } = disk;
  const draft = useStore(drafts).get(path) ?? null;
  const [goTo, setGoTo] = useState(/** @type {{line: number, column: number, at: number} | null} */ (null));
  const [isApplying, setApplying] = useState(false);
  const [isComparing, setComparing] = useState(false);
  const wishes = useRef(0);
  const go = (/** @type {number} */ to, column = 0) => setGoTo({ line: to, column, at: ++wishes.current });
  useEffect(() => {
    if (line) go(line);
  }, [path, line]);

  const ending = endOfLine(disk.text);
  const onScreen = (/** @type {string} */ text) => text.replaceAll('\r\n', '\n');
  const onDisk = (/** @type {string} */ text) => (ending === '\r\n' ? text.replaceAll('\n', '\r\n') : text);
  const text = draft ? draft.text : disk.text;
  const isChanged = draft !== null && draft.text !== disk.text;
  const isStale = draft !== null && draft.digest !== disk.digest;
  const mayEdit = may('operator') && ending !== null;
  const check = useCheck(path, text, disk.digest, may('operator') && (isChanged || !disk.is_running));
  const problems = check.checked && (isChanged || !disk.is_running) ? check.checked.problems : [];
  const here = problems.filter((/** @type {any} */ one) => one.file === path);
  const marks = new Map(here.filter((/** @type {any} */ one) => one.line > 0).map((/** @type {any} */ one) => [one.line, one.message]));

  const edit = (/** @type {string} */ shown) => {
    const next = onDisk(shown);
    if (next === text) return;
    keepDraft(path, next === disk.text && !isStale ? null : { text: next, digest: draft?.digest ?? disk.digest });
  };

  return html`<div class="editor">
    <${Panel} title=${html`<code>${path}</code> ${isChanged ? html`<span class="warn-text">✎ changed</span>` : disk.is_running ? html`<span class="good-text">✓ runs</span>` : html`<span class="bad-text">✕ not running</span>`}`}
        actions=${isChanged && html`<button type="button" onClick=${() => setComparing(true)}>Changes ${check.isCurrent && check.checked ? extentOf(check.checked.diff) : ''}</button>
          <${Action} kind="plain" role="operator" confirm=${`Your changes of ${path} are dropped.`} sure="Drop them" onClick=${() => keepDraft(path, null)}>Drop<//>`}>
      ${error && html`<p class="stale" role="status">Not up to date: ${error.message}.</p>`}
      ${ending === null && html`<p class="note warn">This file ends its lines in two ways, of which a text field keeps one: edit it on the machine.</p>`}
      ${!may('operator') && html`<p class="note">You may read this file. To check a change takes the role operator, to apply it the role admin.</p>`}
      ${isStale && html`<${Stale} isSame=${draft?.text === disk.text}
          take=${() => keepDraft(path, null)} keep=${() => keepDraft(path, draft && { ...draft, digest: disk.digest })} compare=${() => setComparing(true)} />`}
      <${YamlText} text=${onScreen(text)} onText=${edit} label=${path} readOnly=${!mayEdit} marks=${marks} goTo=${goTo} />
      <${Findings} check=${check} isChanged=${isChanged} isRunning=${disk.is_running} path=${path} go=${go} />
      ${isChanged && html`<${Applying} path=${path} check=${check} isStale=${isStale} text=${text} onApply=${() => setApplying(true)} />`}
    <//>
    ${isComparing && html`<${Dialog} title="Changes against the file on disk" wide onClose=${() => setComparing(false)}>
      ${check.isCurrent && check.checked ? html`<${Diff} of=${check.checked.diff} />` : html`<p class="waiting" role="status">${check.error ? check.error.message : 'Being compared …'}</p>`}<//>`}
    ${isApplying && html`<${Apply} path=${path} text=${text} digest=${draft?.digest ?? disk.digest} check=${check} onClose=${() => setApplying(false)} reload=${reload} />`}
  </div>`;
}

/** Somebody else was quicker. @param {{isSame: boolean, take: () => void, keep: () => void, compare: () => void}} properties */
function Stale({ isSame, take, keep, compare }) {
  return html`<div class="note warn" role="alert">
    <strong>! The file has changed on disk since you began.</strong>
    <p>${isSame ? 'It now is what you have written.' : 'Nothing is overwritten unless you say so. Look at the difference between the disk and your text first.'}</p>
    <div class="actions">
      ${!isSame && html`<button type="button" onClick=${compare}>Show the difference</button>`}
      <button type="button" onClick=${take}>Take the version on disk, drop mine</button>
      ${!isSame && html`<button type="button" class="danger" onClick=${keep}>Keep mine; it will replace theirs when applied</button>`}
    </div></div>`;
}

/**
 * @param {object} properties
 * @param {ReturnType<typeof useCheck>} properties.check
 * @param {boolean} properties.isChanged
 * @param {boolean} properties.isRunning
 * @param {string} properties.path
 * @param {(line: number, column?: number) => void} properties.go
 */
function Findings({ check, isChanged, isRunning, path, go }) {
  if (!isChanged && isRunning) return null;
  if (check.error) return html`<p class="stale" role="status">Not checked: ${check.error.message}</p>`;
  if (check.checked === null) return may('operator') ? html`<p class="waiting" role="status">Being checked …</p>` : null;
  const { problems } = check.checked;
  const state = check.isCurrent ? '' : ' (of a former text; checked again)';
  if (problems.length === 0) return html`<p class="good-text" role="status">✓ All files may run with this text${state}</p>`;
  return html`<div class="findings" role="status"><strong class="bad-text">✕ ${problems.length} problem${problems.length === 1 ? '' : 's'}${state}</strong>
    <ul class="reasons">${problems.map((/** @type {any} */ one) => html`<li>${one.file === path
      ? html`<button type="button" class="plain small place" onClick=${() => go(Math.max(1, one.line), one.column)}>${one.line > 0 ? `Line ${one.line}` : 'The file'}</button>`
      : html`<code>${one.file}:${one.line}</code>`} ${one.message}</li>`)}</ul></div>`;
}

/**
 * What it takes to apply.
 *
 * @param {object} properties
 * @param {string} properties.path
 * @param {ReturnType<typeof useCheck>} properties.check
 * @param {boolean} properties.isStale
 * @param {string} properties.text
 * @param {() => void} properties.onApply
 */
function Applying({ path, check, isStale, text, onApply }) {
  const who = me.get();
  const copies = html`<${Copy} text=${text}>Copy the text<//>
    <${Copy} text=${() => check.checked?.diff ?? ''}>Copy the difference<//>`;
  if (who?.mode === 'off') {
    return html`<div class="note"><strong>It is not applied from here while nobody has to sign in.</strong>
      <p>Whoever reaches this page could change what the service does. Save the text as <code>${path}</code> on the machine: it is applied at once.
        Or start the service with <code>--trainyard.auth.mode=keys</code> and sign in with the key of an admin.</p><div class="actions">${copies}</div></div>`;
  }
  if (!may('admin')) {
    return html`<div class="note">Applying needs the role admin; you are ${who?.name ?? 'nobody'}, ${who?.role ?? 'without a role'}. Hand the difference to an admin.<div class="actions">${copies}</div></div>`;
  }
  const why = isStale ? 'First say what becomes of the version on disk, above' : !check.isCurrent ? 'The text is being checked'
    : check.checked && check.checked.problems.length > 0 ? 'The files would not run: see the problems' : '';
  return html`<div class="actions end">${why && html`<span class="sub">${why}</span>`}
    <${Action} role="admin" kind="primary" disabled=${why !== ''} onClick=${onApply}>Apply …<//></div>`;
}

/**
 * Shows what is going to change, writes it, and says what became of it.
 *
 * @param {object} properties
 * @param {string} properties.path
 * @param {string} properties.text
 * @param {string} properties.digest
 * @param {ReturnType<typeof useCheck>} properties.check
 * @param {() => void} properties.onClose
 * @param {() => void} properties.reload
 */
function Apply({ path, text, digest, check, onClose, reload }) {
  const [refusal, setRefusal] = useState(/** @type {{title: string, problems: any[]} | null} */ (null));
  const write = async () => {
    setRefusal(null);
    try {
      const written = await request('PUT', fileOperation(path), { body: { text, digest }, timeout: PATIENCE });
      keepDraft(path, null);
      reload();
      if (written.edit?.outcome === 'refused') {
        setRefusal({ title: 'The file is written, but was refused; the former routes keep running', problems: written.edit.problems });
        return;
      }
      onClose();
      tell(written.is_running ? 'Applied: it runs now' : 'Written; it is applied as soon as the service finds it');
    } catch (e) {
      if (!(e instanceof ApiError)) throw e;
      reload();
      setRefusal({ title: e.message, problems: e.problem?.problems ?? [] });
    }
  };
  return html`<${Dialog} title=${'Apply ' + path} wide onClose=${onClose}>
    <p>The file is written on disk and then applied to the running service. Messages in changed routes finish first; jobs are released, and go on from their stored trials.</p>
    <${Diff} of=${check.checked?.diff ?? ''} />
    ${refusal && html`<div class="fault" role="alert"><strong>${refusal.title}</strong>
      <ul class="reasons">${refusal.problems.map(one => html`<li><code>${one.file}:${one.line}</code> ${one.message}</li>`)}</ul></div>`}
    <div class="actions end"><button type="button" onClick=${onClose}>Back</button><${Action} role="admin" kind="primary" onClick=${write}>Write and apply<//></div>
  <//>`;
}
