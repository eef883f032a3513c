import { post, request } from '../core/api.js';
import { absolute, Time } from '../core/format.js';
import { useList } from '../core/list.js';
import { to } from '../core/router.js';
import { html, useState } from '../core/view.js';
import { Action, Dialog, Empty, Json, Page, Panel, Shown, Status, tell } from '../core/widgets.js';
import { ApiError } from '../core/api.js';

/** What a run has started. @param {{run: any}} properties */
function Started({ run }) {
  if (run.job_id) return html`<a href=${to(['jobs', run.job_id])}>job</a>`;
  if (run.batch_id) return html`<a href=${to(['batches', run.batch_id])}>batch</a>`;
  if (run.fetch_id) return html`<a href=${to(['market-data'], { tab: 'fetches' })}>fetch</a>`;
  return null;
}

/** What is submitted by the clock: when next, what became of it last. */
export default function Schedules() {
  const list = useList('schedules', [], { events: ['schedule'], every: 60_000 });
  const [edited, setEdited] = useState(/** @type {any} */ (null));
  const change = async (/** @type {any} */ one, /** @type {any} */ changes) => {
    const { name, cron, time_zone, enabled, overlap, misfire, request: job, batch, fetch } = one;
    const what = Object.fromEntries(Object.entries({ request: job, batch, fetch }).filter(([, value]) => value !== undefined));
    await request('PUT', 'schedules/' + one.id, { body: { name, cron, time_zone, enabled, overlap, misfire, ...what, ...changes } });
    list.source.reload();
  };
  const run = async (/** @type {any} */ one) => {
    const started = await post(`schedules/${one.id}/run`);
    list.source.reload();
    tell(html`Started: <${Started} run=${started} />`);
  };
  const remove = async (/** @type {any} */ one) => {
    await request('DELETE', 'schedules/' + one.id);
    list.source.reload();
  };
  return html`<${Page} title="Schedules" sub="Training and fetches by the clock"
      actions=${html`<${Action} kind="primary" onClick=${() => setEdited({})}>New schedule<//>`}>
    ${edited && html`<${Editor} of=${edited} onClose=${() => setEdited(null)} saved=${() => { setEdited(null); list.source.reload(); }} />`}
    <${Shown} of=${list.source}>${(/** @type {any} */ page) => html`
      ${page.items.length === 0 && html`<${Empty} title="Nothing is scheduled">A schedule trains again every Sunday, or fetches candles every night.
        Make one here, from a job by “same again”, or as a file in <code>config/schedules</code>.<//>`}
      ${page.items.map((/** @type {any} */ one) => html`<${Panel} key=${one.id} title=${html`${one.name} ${one.enabled ? html`<${Status} of="active" title="It fires" />` : html`<span class="status calm"><span aria-hidden="true">⊘</span> paused</span>`}`}
          actions=${one.source === 'file' ? html`<span class="sub">from <code>${one.file}</code>: edit it there</span>` : html`
            <${Action} onClick=${() => change(one, { enabled: !one.enabled })}>${one.enabled ? 'Pause' : 'Go on'}<//>
            <${Action} onClick=${() => setEdited(one)}>Edit<//>
            <${Action} kind="danger" confirm=${`The schedule ${one.name} is deleted; what it has started stays.`} sure="Delete" onClick=${() => remove(one)}>Delete<//>`}>
        ${one.problem && html`<p class="fault">It does not fire: ${one.problem}</p>`}
        <dl class="facts">
          <dt>When</dt><dd><code>${one.cron}</code> in ${one.time_zone}; a run that is missed ${one.misfire === 'once' ? 'is made up for once' : 'is left out'}, and while the last one lasts the next ${one.overlap === 'queue' ? 'waits its turn' : 'is left out'}</dd>
          <dt>Next</dt><dd>${one.next_runs.length === 0 ? html`<span class="none">never, as it is</span>` : html`<ol class="reasons">${one.next_runs.map((/** @type {string} */ time) => html`<li><code>${time.replace('T', ' ')}</code> <span class="sub"><${Time} at=${time} /></span></li>`)}</ol>`}</dd>
          <dt>Last</dt><dd>${one.last_run ? html`<${Status} of=${one.last_run.outcome} /> <span title=${absolute(one.last_run.fire_time)}><${Time} at=${one.last_run.at} /></span> <${Started} run=${one.last_run} /> ${one.last_run.reason ?? ''}` : html`<span class="none">not yet</span>`}</dd>
          <dt>By</dt><dd>${one.created_by ?? '–'}</dd>
        </dl>
        <details><summary>${one.request ? 'The job' : one.batch ? 'The batch' : 'The fetch'} that it starts</summary><${Json} of=${one.request ?? one.batch ?? one.fetch} /></details>
        <div class="actions"><${Action} onClick=${() => run(one)}>Run now<//></div>
      <//>`)}
      ${list.pager(page)}`}<//>
  <//>`;
}

const EXAMPLE = { strategy: 'LIQUIDITY_SWEEP', symbol: 'BTC/USDT', exchange: 'binance', timeframe: '1h' };

/** @param {{of: any, onClose: () => void, saved: () => void}} properties */
function Editor({ of, onClose, saved }) {
  const [fields, setFields] = useState({
    name: of.name ?? '', cron: of.cron ?? '0 3 * * SUN', time_zone: of.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    overlap: of.overlap ?? 'skip', misfire: of.misfire ?? 'once',
    kind: of.batch ? 'batch' : of.fetch ? 'fetch' : 'request',
    what: JSON.stringify(of.request ?? of.batch ?? of.fetch ?? EXAMPLE, null, 2),
  });
  const [error, setError] = useState(/** @type {ApiError | null} */ (null));
  const faults = error?.fields ?? {};
  const set = (/** @type {string} */ name) => (/** @type {any} */ e) => setFields({ ...fields, [name]: e.target.value });
  const save = async () => {
    let what;
    try {
      what = JSON.parse(fields.what);
    } catch (e) {
      setError(new ApiError('the request is no JSON: ' + /** @type {Error} */ (e).message, 422));
      return;
    }
    const { name, cron, time_zone, overlap, misfire } = fields;
    const body = { name, cron, time_zone, overlap, misfire, enabled: of.enabled ?? true, [fields.kind]: what };
    try {
      await (of.id ? request('PUT', 'schedules/' + of.id, { body }) : post('schedules', body));
      tell('Saved');
      saved();
    } catch (e) {
      if (!(e instanceof ApiError)) throw e;
      setError(e);
    }
  };
  const field = (/** @type {'name' | 'cron' | 'time_zone'} */ name, /** @type {string} */ label, /** @type {string} */ hint) => html`<div class="field">
    <label for=${'s-' + name}>${label}</label>
    <input id=${'s-' + name} value=${fields[name]} onInput=${set(name)} aria-invalid=${faults[name] !== undefined} />
    <span class="hint">${hint}</span>${faults[name] && html`<p class="field-error">${faults[name]}</p>`}</div>`;
  const named = ['name', 'cron', 'time_zone'];
  return html`<${Dialog} title=${of.id ? 'Edit the schedule' : 'New schedule'} wide onClose=${onClose}>
    <div class="form">
      ${field('name', 'Name', 'Unique')}
      ${field('cron', 'When', 'Minute, hour, day, month, weekday: 0 3 * * SUN')}
      ${field('time_zone', 'Zone', 'Europe/Berlin, UTC …')}
      <div class="field"><label for="s-overlap">While the last run lasts</label><select id="s-overlap" value=${fields.overlap} onChange=${set('overlap')}><option value="skip">leave out</option><option value="queue">wait in turn</option></select></div>
      <div class="field"><label for="s-misfire">A run that was missed</label><select id="s-misfire" value=${fields.misfire} onChange=${set('misfire')}><option value="once">make up for once</option><option value="skip">leave out</option></select></div>
      <div class="field"><label for="s-kind">It starts</label><select id="s-kind" value=${fields.kind} onChange=${set('kind')}><option value="request">a job</option><option value="batch">a batch</option><option value="fetch">a fetch</option></select></div>
    </div>
    <div class="field"><label for="s-what">As POST ${fields.kind === 'request' ? '/start' : fields.kind === 'batch' ? '/batches' : '/market-data/…/fetch'} takes it</label>
      <textarea id="s-what" rows="10" spellcheck=${false} value=${fields.what} onInput=${set('what')}></textarea></div>
    ${error && html`<div class="fault" role="alert">${error.message}${Object.entries(faults).filter(([name]) => !named.includes(name)).map(([name, text]) => html`<p><code>${name}</code> ${text}</p>`)}</div>`}
    <div class="actions end"><button type="button" onClick=${onClose}>Back</button><${Action} kind="primary" onClick=${save}>Save<//></div>
  <//>`;
}
