import { ApiError, get } from '../core/api.js';
import { absolute, change, count, figure, percent } from '../core/format.js';
import { METRICS } from '../core/metrics.js';
import { setQuery, to } from '../core/router.js';
import { colour } from '../core/settings.js';
import { html, useEffect, useMemo, useState } from '../core/view.js';
import { axis, Plot, timeAxis } from '../charts/plot.js';
import uPlot from '../vendor/uplot.js';
import { Empty, Fault, Id, Page, Panel, Status, Waiting } from '../core/widgets.js';

const MOST = 8;
const TONES = ['series-1', 'series-2', 'series-3', 'series-4', 'series-5', 'soft', 'warn', 'accent'];

/** Several configurations side by side. @param {{route: import('../core/router.js').Route}} properties */
export default function Compare({ route }) {
  const ids = [...new Set((route.query.get('ids') ?? '').split(',').filter(Boolean))].slice(0, MOST);
  const isAll = route.query.get('all') === 'true';
  const key = ids.join();
  const [state, setState] = useState(/** @type {{key: string, all: any[], error: ApiError | null}} */ ({ key: '', all: [], error: null }));
  useEffect(() => {
    const stop = new AbortController();
    Promise.all(ids.map(id => get('configurations/' + id, {}, { signal: stop.signal })))
      .then(all => setState({ key, all, error: null }), error => stop.signal.aborted || setState({ key, all: [], error }));
    return () => stop.abort();
  }, [key]);
  const add = (/** @type {Event} */ e) => {
    e.preventDefault();
    const field = /** @type {HTMLInputElement} */ (/** @type {HTMLFormElement} */ (e.target).elements.namedItem('id'));
    const id = field.value.trim().split('/').pop() ?? '';
    if (id) setQuery({ ids: [...ids, id].join(',') }, { replace: false });
    field.value = '';
  };
  return html`<${Page} title="Compare" sub="What differs, and nothing else"
      actions=${html`<label class="field row"><input type="checkbox" checked=${isAll} onChange=${(/** @type {any} */ e) => setQuery({ all: e.target.checked ? 'true' : null })} /> Show what is equal too</label>`}>
    <form class="filters" onSubmit=${add}><div class="field"><label for="add-id">Add a configuration</label><input id="add-id" name="id" placeholder="its id" spellcheck=${false} /></div><button disabled=${ids.length >= MOST}>Add</button>
      <span class="sub">or choose several in <a href="#/configurations">the list</a></span></form>
    ${state.error ? html`<${Fault} error=${state.error} />` : ids.length === 0 ? html`<${Empty} title="Nothing to compare">Choose two or more in <a href="#/configurations">the list</a>.<//>`
      : state.key !== key ? html`<${Waiting} />` : html`<${Side} all=${state.all} isAll=${isAll} ids=${ids} /><${Curves} all=${state.all} />`}
  <//>`;
}

/** An object as flat entries. @param {any} value @param {string} name @returns {[string, any][]} */
function flat(value, name) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [[name, Array.isArray(value) ? value.join(', ') : value]];
  return Object.entries(value).flatMap(([key, inner]) => flat(inner, name ? name + '.' + key : key));
}

/** @param {{all: any[], isAll: boolean, ids: string[]}} properties */
function Side({ all, isAll, ids }) {
  const groups = useMemo(() => {
    const text = (/** @type {any} */ value) => (value === undefined || value === null ? '–' : typeof value === 'number' ? figure(value, 7) : String(value));
    /** @type {[string, [string, string | undefined, any[]][]][]} */
    const made = [
      ['What it is worth', [
        ['Verdict', undefined, all.map(one => one.verdict ?? 'not validated')],
        ['Confidence', undefined, all.map(one => percent(one.confidence, 0))],
        ['Stage', undefined, all.map(one => one.lifecycle_stage)],
        ['Looks at the hold-out', undefined, all.map(one => count(one.holdout_uses))],
      ]],
      ['Hold-out', METRICS.map(metric => [metric.name, metric.hint, all.map(one => (one.out_of_sample ? metric.show(one.out_of_sample[metric.key]) : '–'))])],
      ['In sample', METRICS.map(metric => [metric.name, metric.hint, all.map(one => metric.show(one.in_sample?.[metric.key]))])],
    ];
    const named = (/** @type {(one: any) => any} */ part) => {
      const entries = all.map(one => Object.fromEntries(flat(part(one) ?? {}, '')));
      return [...new Set(entries.flatMap(one => Object.keys(one)))].map(name => /** @type {[string, undefined, any[]]} */ ([name, undefined, entries.map(one => text(one[name]))]));
    };
    made.push(['Parameters', named(one => one.parameters)]);
    made.push(['Request', named(one => one.request)]);
    made.push(['Data', [
      ['Candles', undefined, all.map(one => count(one.candles))],
      ['From', undefined, all.map(one => absolute(one.data_from, { seconds: false }))],
      ['To', undefined, all.map(one => absolute(one.data_to, { seconds: false }))],
      ['Fingerprint', 'Equal when the candles are', all.map(one => one.data_fingerprint.slice(0, 12))],
      ['Engine', undefined, all.map(one => one.engine_version)],
    ]]);
    return made;
  }, [all]);
  return html`<${Panel}><div class="table" tabindex="0" role="region" aria-label="Comparison"><table>
    <thead><tr><th scope="col">Configuration</th>${all.map((one, i) => html`<th scope="col" key=${one.config_id}><span class="swatch" style=${{ background: `var(--${TONES[i]})` }}></span> <a href=${to(['configurations', one.config_id])}>${one.strategy} ${one.symbol} ${one.timeframe}</a><br /><${Id} of=${one.config_id} />
      <button type="button" class="plain small" aria-label=${'Take ' + one.config_id + ' away'} onClick=${() => setQuery({ ids: ids.filter(id => id !== one.config_id).join(',') })}>×</button></th>`)}</tr></thead>
    ${groups.map(([title, rows]) => {
      const shown = rows.filter(([, , values]) => isAll || new Set(values).size > 1);
      return shown.length > 0 && html`<tbody key=${title}><tr><th scope="rowgroup" colspan=${all.length + 1}>${title}</th></tr>
        ${shown.map(([name, hint, values]) => html`<tr key=${name}><td>${hint ? html`<abbr tabindex="0" title=${hint}>${name}</abbr>` : name}</td>
          ${values.map((/** @type {any} */ value, /** @type {number} */ i) => html`<td key=${i} class="wide">${name === 'Verdict' || name === 'Stage' ? html`<${Status} of=${value} />` : value}</td>`)}</tr>`)}</tbody>`;
    })}
  </table></div>${all.length < 2 && html`<p class="sub">Add another one: with one alone nothing differs.</p>`}<//>`;
}

/** The accounts of all in one picture. @param {{all: any[]}} properties */
function Curves({ all }) {
  const [runs, setRuns] = useState(/** @type {any[] | null} */ (null));
  const [error, setError] = useState('');
  const key = all.map(one => one.config_id).join();
  useEffect(() => {
    const stop = new AbortController();
    setRuns(null);
    Promise.all(all.map(one => get(`configurations/${one.config_id}/backtest`, {}, { signal: stop.signal, timeout: 60_000 })))
      .then(setRuns, e => stop.signal.aborted || setError(e.message));
    return () => stop.abort();
  }, [key]);
  const data = useMemo(() => runs && uPlot.join(runs.map(run => [
    run.equity.map((/** @type {any} */ p) => Date.parse(p[0]) / 1000), run.equity.map((/** @type {any} */ p) => (p[1] / run.equity[0][1] - 1) * 100),
  ])), [runs]);
  if (error) return html`<p class="sub">The curves cannot be shown: ${error}</p>`;
  if (!data) return html`<${Waiting} />`;
  return html`<${Panel} title="Equity over all candles"><p class="sub">In per cent of the capital. It holds what the search has seen: compare the hold-outs above.</p>
    <${Plot} kind=${key} label=${'Equity of ' + count(all.length) + ' configurations'} height=${280} data=${data} options=${() => ({
      series: [{ value: (/** @type {any} */ u, /** @type {number} */ v) => (v === null ? '' : absolute(v * 1000, { seconds: false })) },
        ...all.map((one, i) => ({ label: `${one.strategy} ${one.symbol} ${one.timeframe}`, stroke: colour(TONES[i]), width: 1.5, spanGaps: true, value: (/** @type {any} */ u, /** @type {number} */ v) => change(v) }))],
      axes: [timeAxis(), axis({ size: 60, values: (/** @type {any} */ u, /** @type {number[]} */ values) => values.map(value => figure(value, 3) + ' %') })],
    })} /><//>`;
}
