import { post } from '../core/api.js';
import { count, Time } from '../core/format.js';
import { Filter, useList } from '../core/list.js';
import { to } from '../core/router.js';
import { html } from '../core/view.js';
import { Action, Empty, Id, Page, Shown, Status, Table, tell } from '../core/widgets.js';

/** What receivers are told of jobs, and whether they have heard it. */
export default function Callbacks() {
  const list = useList('callbacks', ['state', 'event', 'job_id'], { events: ['state'], every: 30_000 });
  const field = (/** @type {string} */ name, /** @type {string} */ label, /** @type {any} */ options = undefined) =>
    html`<${Filter} name=${name} label=${label} value=${list.values[name]} set=${list.set} options=${options} />`;
  const replay = async (/** @type {any} */ one) => {
    await post(`callbacks/${one.id}/replay`);
    list.source.reload();
    tell('It is sent again');
  };
  const replayAll = async () => {
    const { callbacks } = await post('callbacks/replay', Object.fromEntries(Object.entries({ ...list.values, state: '' }).filter(([, value]) => value !== '')));
    list.source.reload();
    tell(`${count(callbacks)} are sent again`);
  };
  return html`<${Page} title="Callbacks" sub="Receivers that a job names are told of its end."
      actions=${html`<${Action} confirm="All callbacks of the filter that were given up are sent again." sure="Send again" onClick=${replayAll}>Send all dead ones again<//>`}>
    <div class="filters">${field('state', 'State', ['pending', 'delivered', 'dead'])}${field('event', 'Event', ['completed', 'failed', 'cancelled', 'decayed'])}${field('job_id', 'Job')}
      ${list.isFiltered && html`<button type="button" onClick=${list.clear}>Clear</button>`}</div>
    <${Shown} of=${list.source}>${(/** @type {any} */ page) => html`${page.items.length === 0
      ? html`<${Empty} title="No callbacks">A request with <code>callback_url</code> is told of its end here.<//>`
      : html`<${Table} label="Callbacks" rows=${page.items} id=${(/** @type {any} */ one) => one.id}
          below=${(/** @type {any} */ one) => one.last_error && html`<span class="bad-text">${one.last_error}</span>`} columns=${[
        { title: 'State', cell: (/** @type {any} */ one) => html`<${Status} of=${one.state} />` },
        { title: 'Event', cell: (/** @type {any} */ one) => one.event },
        { title: 'Receiver', class: 'wide', cell: (/** @type {any} */ one) => one.url },
        { title: 'Job', cell: (/** @type {any} */ one) => html`<${Id} of=${one.job_id} href=${to(['jobs', one.job_id])} />` },
        { title: 'Made', cell: (/** @type {any} */ one) => html`<${Time} at=${one.created_at} />` },
        { title: 'Attempts', class: 'num', cell: (/** @type {any} */ one) => one.attempts },
        { title: 'Last answer', class: 'rare', cell: (/** @type {any} */ one) => one.last_status ?? '–' },
        { title: 'Next', class: 'rare', cell: (/** @type {any} */ one) => html`<${Time} at=${one.next_at} />` },
        { title: '', cell: (/** @type {any} */ one) => one.state === 'dead' && html`<${Action} onClick=${() => replay(one)}>Send again<//>` },
      ]} />`}${list.pager(page)}`}<//>
  <//>`;
}
