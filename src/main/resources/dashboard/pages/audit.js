import { absolute } from '../core/format.js';
import { Filter, useList } from '../core/list.js';
import { to } from '../core/router.js';
import { useSettings } from '../core/settings.js';
import { html } from '../core/view.js';
import { Empty, Page, Shown, Status, Table } from '../core/widgets.js';

const ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** What it was done to, as a link where there is a page. @param {{of: any}} properties */
function Target({ of }) {
  if (!of.target) return html`<span class="none">–</span>`;
  const page = of.action.startsWith('job.') ? 'jobs' : of.action.startsWith('batch.') ? 'batches' : of.action.startsWith('configuration.') ? 'configurations' : '';
  return page && ID.test(of.target) ? html`<a href=${to([page, of.target])}><code>${of.target}</code></a>` : html`<code>${of.target}</code>`;
}

/** Who did what, when, from where. */
export default function Audit() {
  useSettings();
  const list = useList('audit', ['caller', 'action', 'target', 'outcome', 'from', 'to'], { every: 30_000 });
  const field = (/** @type {string} */ name, /** @type {string} */ label, /** @type {any} */ options = undefined, placeholder = '') =>
    html`<${Filter} name=${name} label=${label} value=${list.values[name]} set=${list.set} options=${options} placeholder=${placeholder} />`;
  return html`<${Page} title="Audit" sub="Who changed what, through HTTP, JMX, the command line and the files">
    <div class="filters">${field('caller', 'Who')}${field('action', 'What', undefined, 'job.cancel')}${field('target', 'On what')}
      ${field('outcome', 'Outcome', ['done', 'denied'])}${field('from', 'From', undefined, '2026-01-31T00:00:00Z')}${field('to', 'To', undefined, '2026-02-28T00:00:00Z')}
      ${list.isFiltered && html`<button type="button" onClick=${list.clear}>Clear</button>`}</div>
    <${Shown} of=${list.source}>${(/** @type {any} */ page) => html`${page.items.length === 0 ? html`<${Empty} title="Nothing is like that" />` : html`
      <${Table} label="Audit log" rows=${page.items} id=${(/** @type {any} */ one) => one.seq} columns=${[
        { title: 'When', cell: (/** @type {any} */ one) => absolute(one.time) },
        { title: 'Who', cell: (/** @type {any} */ one) => html`<a href=${to(['audit'], { caller: one.caller })}>${one.caller}</a>` },
        { title: 'What', cell: (/** @type {any} */ one) => html`<a href=${to(['audit'], { action: one.action })}>${one.action}</a>` },
        { title: 'On', class: 'wide', cell: (/** @type {any} */ one) => html`<${Target} of=${one} />` },
        { title: 'Outcome', cell: (/** @type {any} */ one) => html`<${Status} of=${one.outcome} />` },
        { title: 'Way in', class: 'rare', cell: (/** @type {any} */ one) => one.door },
        { title: 'Address', class: 'rare', cell: (/** @type {any} */ one) => one.address ?? '–' },
        { title: 'More', class: 'wide rare', cell: (/** @type {any} */ one) => one.details ?? '' },
      ]} />`}${list.pager(page)}`}<//>
  <//>`;
}
