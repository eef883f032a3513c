/** The search of a job in pictures: its course, what mattered, and what lies around the winner. */
import { Course } from '../charts/course.js';
import { insideOf, nameOf, Parallel, SCORE } from '../charts/parallel.js';
import { HeatMap, MEASURES, Slice } from '../charts/slice.js';
import { scaleOf, tick } from '../charts/axes.js';
import { count, figure, number, percent, words } from '../core/format.js';
import { setQuery, to, useRoute } from '../core/router.js';
import { useSource } from '../core/source.js';
import { html, useCallback, useMemo, useRef, useState } from '../core/view.js';
import { Empty, Panel } from '../core/widgets.js';
import { neighbourhood, searchOf } from './job-trials.js';

/** @typedef {import('./job-trials.js').Search} SearchOf */

/**
 * @param {object} properties
 * @param {any} properties.job
 * @param {import('./job-trials.js').Columns} properties.columns
 * @param {boolean} properties.isLive
 */
export function Search({ job, columns, isLive }) {
  const { query } = useRoute();
  const search = useMemo(() => searchOf(columns), [columns]);
  const [pointed, setPointed] = useState(-1);
  const [brushes, setBrushes] = useState(/** @type {import('../charts/parallel.js').Brushes} */ ({}));
  const inside = useMemo(() => insideOf(search, brushes), [search, brushes]);
  const withInfeasible = query.get('infeasible') !== 'no';
  const fixed = query.get('trial') === null ? -1 : columns.number.indexOf(Number(query.get('trial')));
  const chosen = pointed >= 0 && pointed < columns.number.length ? pointed : fixed;

  // One drawing a frame, however fast one points
  const next = useRef({ frame: 0, at: -1 });
  const onPoint = useCallback((/** @type {number} */ at, /** @type {boolean} */ isFinal) => {
    next.current.at = at;
    if (isFinal) {
      setPointed(-1);
      setQuery({ trial: at < 0 ? null : columns.number[at] });
    } else {
      next.current.frame ||= requestAnimationFrame(() => {
        next.current.frame = 0;
        setPointed(next.current.at);
      });
    }
  }, [columns]);

  if (columns.total === 0) {
    return html`<${Panel}><${Empty} title=${isLive ? 'No trials yet' : 'No trials'}>${isLive ? 'They appear here as they are made, once the candles are prepared.' : 'The job ended before its search began; its log says why.'}<//><//>`;
  }
  const common = { search, inside, withInfeasible, chosen, onPoint };
  const infeasible = columns.total - columns.feasible_count;
  return html`
    <${Panel} title=${`${words(job.request.objective)} by trial`} actions=${html`
        <label class="field row"><input type="checkbox" checked=${withInfeasible} disabled=${infeasible === 0}
          onChange=${(/** @type {any} */ e) => setQuery({ infeasible: e.target.checked ? null : 'no' })} /> ${count(infeasible)} infeasible</label>`}>
      <p class="key"><span class="dot feasible"></span> feasible <span class="dot infeasible"></span> infeasible <span class="dash"></span> best so far <span class="dot winner"></span> winner</p>
      <${Course} ...${common} />
      <${Pointed} ...${common} job=${job} isFixed=${pointed < 0} />
      <p class="sub">${note(search, inside)}</p>
    <//>
    ${search.varied.length > 0 && html`
      <div class="grid">
        <${Importance} columns=${columns} isLive=${isLive} isValidated=${job.request.run_validation !== false} />
        <${Around} job=${job} search=${search} />
      </div>
      <${Panel} title="Parallel coordinates" actions=${Object.keys(brushes).length > 0 && html`<button type="button" onClick=${() => setBrushes({})}>Clear the ranges</button>`}>
        <p class="sub">Each line is a trial; the better, the stronger its colour. Drag along an axis to keep a range of it; all pictures here show only the trials within.</p>
        <${Parallel} ...${common} brushes=${brushes} onBrush=${setBrushes} />
        <${Ranges} search=${search} brushes=${brushes} onBrush=${setBrushes} />
      <//>
      <${Panel} title="Score by each parameter">
        <p class="sub">The green steps are the best of each part of the range: flat around the winner is a plateau, a single step up a peak.</p>
        <div class="slices">${search.varied.map(name => html`<${Slice} key=${name} name=${name} ...${common} />`)}</div>
      <//>
      ${search.varied.length > 1 && html`<${Two} search=${search} />`}`}`;
}

/** What the pictures leave out. @param {SearchOf} search @param {boolean[] | null} inside */
function note({ columns, below }, inside) {
  const parts = [];
  if (columns.thinned) {
    parts.push(`${count(columns.number.length)} of ${count(columns.total)} trials are drawn: the lowest and the highest of each range of numbers, and each improvement of the best. Totals, winner and best so far are of all.`);
  }
  if (below > 0) parts.push(`${below === 1 ? '1 trial lies' : count(below) + ' trials lie'} at the lower edge, as a score that low would press the others flat.`);
  if (inside) parts.push(`${count(inside.filter(Boolean).length)} lie within the chosen ranges.`);
  parts.push('Drag to zoom, double click to see all; click a trial to keep it in view.');
  return parts.join(' ');
}

/**
 * The trial that one points at, or has chosen.
 *
 * @param {{job: any, search: SearchOf, chosen: number, isFixed: boolean}} properties
 */
function Pointed({ job, search, chosen, isFixed }) {
  const { query } = useRoute();
  const { columns, winner, varied } = search;
  // A trial that is thinned out can be chosen in the table
  const wanted = chosen < 0 ? query.get('trial') : null;
  const missing = useSource(wanted === null || !/^\d+$/.test(wanted) ? null : `jobs/${job.job_id}/trials`, { from: wanted, limit: 1 }, { every: 0 });
  const at = chosen >= 0 ? chosen : winner;
  const other = wanted !== null && missing.data?.items[0]?.number === Number(wanted) ? missing.data.items[0] : null;
  if (!other && at < 0) return html`<p class="pointed sub">Point at a trial to see its parameters.</p>`;
  const trial = other ?? {
    number: columns.number[at],
    score: columns.score[at],
    feasible: columns.feasible[at],
    parameters: Object.fromEntries(varied.map(name => [name, columns.parameters[name][at]])),
  };
  return html`<div class="pointed" aria-live=${isFixed ? 'polite' : 'off'}>
    <strong>${trial.number === columns.winner ? '★ ' : ''}Trial ${count(trial.number)}</strong> <span>score <b>${number(trial.score, 4)}</b></span>
    <span>${trial.feasible ? 'feasible' : 'infeasible'}</span>
    ${Object.entries(trial.parameters).map(([name, value]) => html`<span><span class="sub">${name}</span> <b>${figure(/** @type {any} */ (value))}</b></span>`)}
    <a href=${to(['jobs', job.job_id], { tab: 'trials', from: trial.number, trial: trial.number })}>in the table</a>
  </div>`;
}

/** @param {{columns: import('./job-trials.js').Columns, isLive: boolean, isValidated: boolean}} properties */
function Importance({ columns, isLive, isValidated }) {
  const shares = columns.importance;
  const title = html`<abbr tabindex="0" title="PED-ANOVA: how differently the best tenth of the trials is spread over a parameter than all trials are. The effect of each parameter by itself, not of combinations; the shares add up to 100 %.">Importance of the parameters</abbr>`;
  if (!shares) {
    return html`<${Panel} title=${title}><p class="sub">${isLive ? 'It is worked out when the winner is validated.'
      : isValidated ? 'There is none: fewer than 30 different trials, or the job ended before its validation.' : 'The job was asked for without validation, which works it out.'}</p><//>`;
  }
  const rows = Object.entries(shares).sort((a, b) => b[1] - a[1]);
  const most = Math.max(...rows.map(row => row[1]), 1e-9);
  return html`<${Panel} title=${title}><ul class="importance">${rows.map(([name, share]) => html`<li key=${name}>
    <span class="name">${name}</span><span class="track" aria-hidden="true"><span style=${{ width: (100 * share) / most + '%' }}></span></span><span class="num">${percent(share)}</span></li>`)}</ul><//>`;
}

/** Plateau or peak. @param {{job: any, search: SearchOf}} properties */
function Around({ job, search }) {
  const found = useMemo(() => neighbourhood(search), [search]);
  const results = useSource(job.config_id ? `jobs/${job.job_id}/results` : null, {}, { every: 0 });
  const tested = results.data?.validation?.sensitivity;
  return html`<${Panel} title="Plateau or peak">
    ${tested?.plateau !== undefined && tested?.plateau !== null && html`<p><strong>${tested.plateau >= 0.5 ? 'A plateau' : 'A peak'}</strong> by the validation:
      with one parameter moved a little, ${percent(tested.plateau, 0)} of ${count(tested.feasible_neighbours)} feasible neighbours keep at least 80 % of the winner's score.</p>`}
    ${found ? html`<p>${!search.columns.thinned && (tested?.plateau === undefined || tested?.plateau === null) ? html`<strong>${{ plateau: 'Looks like a plateau', slope: 'Looks like a slope', peak: 'Looks like a peak' }[found.word]}.</strong> ` : ''}
      The ${count(found.count)} ${search.columns.thinned ? 'drawn' : 'feasible'} trials nearest to the winner have a median score of <b>${number(found.near, 3)}</b>; the winner has <b>${number(found.best, 3)}</b>, all ${search.columns.thinned ? 'drawn' : 'feasible'} trials <b>${number(found.all, 3)}</b>.</p>
      ${tested?.plateau >= 0.5 && found.word === 'peak' && html`<p class="sub">The two do not contradict each other: the validation moves one parameter a little, the trials of the search lie further away and differ in several.</p>`}
      ${search.columns.thinned && html`<p class="sub">Among the drawn trials the best and the worst are more common than among all.</p>`}
      <p class="sub">A plateau deserves more trust than a peak, which may be noise.</p>`
      : html`<p class="sub">Too few feasible trials around the winner to say.</p>`}
  <//>`;
}

/**
 * Ranges of the axes as numbers, for the keyboard.
 *
 * @param {{search: SearchOf, brushes: import('../charts/parallel.js').Brushes, onBrush: (brushes: import('../charts/parallel.js').Brushes) => void}} properties
 */
function Ranges({ search, brushes, onBrush }) {
  const axes = [...search.varied.map(name => ({ name, scale: search.scales[name] })), { name: SCORE, scale: scaleOf(search.range) }];
  const change = (/** @type {string} */ name, /** @type {0 | 1} */ side, /** @type {import('../charts/axes.js').Scale} */ scale) => (/** @type {any} */ e) => {
    const text = e.target.value.trim();
    const typed = scale.choices && typeof scale.choices[0] === 'string' ? text : Number(text);
    const share = text === '' ? side : Math.min(1, Math.max(0, scale.share(typed)));
    if (Number.isNaN(share)) return;
    /** @type {[number, number]} */
    const range = [...(brushes[name] ?? [0, 1])];
    range[side] = share;
    const { [name]: _, ...others } = brushes;
    onBrush(range[0] <= 0 && range[1] >= 1 ? others : { ...others, [name]: range });
  };
  const shown = (/** @type {string} */ name, /** @type {0 | 1} */ side, /** @type {import('../charts/axes.js').Scale} */ scale) => {
    const share = brushes[name]?.[side];
    return share === undefined || share === side ? '' : String(typeof scale.value(share) === 'number' ? Number(scale.value(share).toPrecision(6)) : scale.value(share));
  };
  return html`<details class="ranges"><summary>Ranges as numbers</summary><div class="form">${axes.map(({ name, scale }) => html`
    <fieldset key=${name}><legend>${nameOf(name)}</legend><div class="pair">
      <input aria-label=${`${nameOf(name)}, at least`} placeholder=${tick(scale.ends[0])} value=${shown(name, 0, scale)} onChange=${change(name, 0, scale)} />
      <input aria-label=${`${nameOf(name)}, at most`} placeholder=${tick(scale.ends[scale.ends.length - 1])} value=${shown(name, 1, scale)} onChange=${change(name, 1, scale)} />
    </div></fieldset>`)}</div></details>`;
}

/** The heat map with its choices. @param {{search: SearchOf}} properties */
function Two({ search }) {
  const { query } = useRoute();
  const { varied, columns } = search;
  const ranked = useMemo(() => [...varied].sort((a, b) => (columns.importance?.[b] ?? 0) - (columns.importance?.[a] ?? 0)), [search]);
  const pick = (/** @type {string} */ key, /** @type {string} */ fallback) => (varied.includes(query.get(key) ?? '') ? /** @type {string} */ (query.get(key)) : fallback);
  const x = pick('x', ranked[0]);
  const y = pick('y', ranked.find(name => name !== x) ?? ranked[0]);
  const measure = MEASURES.some(([key]) => key === query.get('cell')) ? /** @type {string} */ (query.get('cell')) : 'best';
  const choice = (/** @type {string} */ key, /** @type {string} */ label, /** @type {string} */ value, /** @type {[string, string][]} */ options) => html`
    <div class="field"><label for=${'map-' + key}>${label}</label><select id=${'map-' + key} onChange=${(/** @type {any} */ e) => setQuery({ [key]: e.target.value })}>
      ${options.map(([one, shown]) => html`<option key=${one} value=${one} selected=${one === value}>${shown}</option>`)}</select></div>`;
  const names = /** @type {[string, string][]} */ (varied.map(name => [name, name]));
  return html`<${Panel} title="Score by two parameters">
    <div class="filters">${choice('x', 'Across', x, names)}${choice('y', 'Up', y, names)}${choice('cell', 'Each cell shows', measure, MEASURES)}</div>
    ${x === y ? html`<p class="sub">Choose two different parameters.</p>` : html`<${HeatMap} search=${search} x=${x} y=${y} measure=${measure} />`}
    ${columns.thinned && html`<p class="sub">Of the drawn trials, among which the best and the worst are more common than among all.</p>`}
  <//>`;
}
