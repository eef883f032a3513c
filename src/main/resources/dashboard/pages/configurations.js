import { change, count, number, percent, Time } from '../core/format.js';
import { CHOICES, Filter, useList } from '../core/list.js';
import { go, to } from '../core/router.js';
import { html, useState } from '../core/view.js';
import { Empty, Page, Shown, Status, Table } from '../core/widgets.js';
import Configuration from './configuration.js';

const SORTS = ['created_at', 'net_profit', 'sharpe_ratio'];

/** @param {{route: import('../core/router.js').Route}} properties */
export default function Configurations({ route }) {
  return route.rest.length > 0 ? html`<${Configuration} id=${route.rest[0]} route=${route} />` : html`<${List} />`;
}

/** What training has found, with what it is worth. */
function List() {
  const list = useList('configurations', ['strategy', 'symbol', 'exchange', 'timeframe', 'verdict', 'lifecycle', 'active', 'sort'], { events: ['state', 'forward'], every: 60_000 });
  const [chosen, setChosen] = useState(/** @type {string[]} */ ([]));
  const field = (/** @type {string} */ name, /** @type {string} */ label, /** @type {any} */ options = undefined, placeholder = '') =>
    html`<${Filter} name=${name} label=${label} value=${list.values[name]} set=${list.set} options=${options} placeholder=${placeholder} />`;
  const toggle = (/** @type {string} */ id) => setChosen(chosen.includes(id) ? chosen.filter(one => one !== id) : [...chosen, id]);
  return html`<${Page} title="Configurations" sub="Trained parameters. All figures of the list are of the hold-out: candles that the search never saw."
      actions=${html`<button type="button" disabled=${chosen.length < 2} title="Choose two or more in the list" onClick=${() => go(to(['compare'], { ids: chosen.join(',') }))}>Compare ${chosen.length >= 2 ? count(chosen.length) : ''}</button>`}>
    <div class="filters">${field('strategy', 'Strategy')}${field('symbol', 'Market', undefined, 'BTC/USDT')}${field('timeframe', 'Timeframe', CHOICES.timeframe)}
      ${field('verdict', 'Verdict', CHOICES.verdict)}${field('lifecycle', 'Stage', CHOICES.lifecycle)}${field('active', 'Active', [['true', 'yes'], ['false', 'no']])}
      ${field('sort', 'Order', SORTS.slice(1).map(sort => [sort, sort.replace('_', ' ') + ', best first']))}
      ${list.isFiltered && html`<button type="button" onClick=${list.clear}>Clear</button>`}</div>
    <${Shown} of=${list.source}>${(/** @type {any} */ page) => html`${page.items.length === 0
      ? html`<${Empty} title=${list.isFiltered ? 'No configuration is like that' : 'Nothing is trained yet'}>${list.isFiltered
        ? html`<button type="button" onClick=${list.clear}>Show all</button>` : html`<a class="button primary" href="#/train">Train a strategy</a>`}<//>`
      : html`<${Table} label="Configurations" rows=${page.items} id=${(/** @type {any} */ one) => one.config_id}
          onRow=${(/** @type {any} */ one) => go(to(['configurations', one.config_id]))} tone=${(/** @type {any} */ one) => (chosen.includes(one.config_id) ? 'chosen' : '')} columns=${[
        { title: '', cell: (/** @type {any} */ one) => html`<input type="checkbox" aria-label=${'Choose ' + one.strategy + ' ' + one.symbol} checked=${chosen.includes(one.config_id)} onChange=${() => toggle(one.config_id)} />` },
        { title: 'Configuration', cell: (/** @type {any} */ one) => html`<a href=${to(['configurations', one.config_id])}>${one.strategy} ${one.symbol} ${one.timeframe}</a> ${one.is_active && html`<${Status} of="active" title="Trading systems are to use it" />`}` },
        { title: 'Verdict', cell: (/** @type {any} */ one) => html`<${Status} of=${one.verdict} />` },
        { title: 'Confidence', class: 'num', hint: 'How sure the verdict is, 0 to 100 %', cell: (/** @type {any} */ one) => percent(one.confidence, 0) },
        { title: 'Stage', class: 'rare', cell: (/** @type {any} */ one) => html`<${Status} of=${one.lifecycle_stage} />` },
        { title: 'Net profit', class: 'num', hint: 'Of the hold-out, in per cent of the capital', cell: (/** @type {any} */ one) => change(one.net_profit === null ? null : one.net_profit * 100) },
        { title: 'Sharpe', class: 'num', hint: 'Of the hold-out, annualised', cell: (/** @type {any} */ one) => number(one.sharpe_ratio) },
        { title: 'Drawdown', class: 'num rare', hint: 'Deepest of the hold-out', cell: (/** @type {any} */ one) => (one.max_drawdown === null ? '–' : change(-one.max_drawdown * 100)) },
        { title: 'Trades', class: 'num', hint: 'Of the hold-out: the n of these figures', cell: (/** @type {any} */ one) => count(one.sample_size) },
        { title: 'p', class: 'num rare', hint: 'Probability that luck times the positions as well', cell: (/** @type {any} */ one) => number(one.p_value, 3) },
        { title: 'Trained', cell: (/** @type {any} */ one) => html`<${Time} at=${one.created_at} />` },
      ]} />`}${list.pager(page)}`}<//>
  <//>`;
}
