/** The course of a search: the score of each trial in order, and the best so far. */
import { count, figure, number } from '../core/format.js';
import { colour } from '../core/settings.js';
import { html, useEffect, useLatest, useMemo, useRef } from '../core/view.js';
import { axis, Plot, stepped } from './plot.js';

/** @typedef {import('../pages/job-trials.js').Search} Search */

const REACH = 30;

/**
 * @param {object} properties
 * @param {Search} properties.search
 * @param {boolean} properties.withInfeasible
 * @param {boolean[] | null} properties.inside trials that a filter lets through; null without one
 * @param {number} properties.chosen position of the trial that is pointed out; −1 for none
 * @param {(position: number, isFinal: boolean) => void} properties.onPoint isFinal: it was clicked or walked to
 */
export function Course({ search, withInfeasible, inside, chosen, onPoint }) {
  const { columns, range, winner } = search;
  const plot = useRef(/** @type {any} */ (null));
  const data = useMemo(() => {
    const clamped = columns.score.map(score => (score === null ? null : Math.max(score, range[0])));
    const only = (/** @type {(i: number) => boolean} */ test) => clamped.map((score, i) => (test(i) ? score : null));
    const isIn = (/** @type {number} */ i) => inside === null || inside[i];
    return [
      columns.number,
      only(i => !columns.feasible[i] && withInfeasible && isIn(i)),
      only(i => columns.feasible[i] && isIn(i)),
      columns.best,
      only(i => i === winner),
      only(i => i === chosen),
    ];
  }, [search, withInfeasible, inside, chosen]);
  const latest = useLatest({ search, data, onPoint, chosen });

  const options = () => {
    const dots = (/** @type {string} */ label, /** @type {string} */ name, /** @type {number} */ size, filled = true) => ({
      label,
      stroke: () => colour(name),
      paths: () => null,
      points: { show: true, size, width: filled ? 0 : 1.5, stroke: () => colour(name), fill: () => (filled ? colour(name) : 'transparent') },
    });
    return {
      legend: { show: false },
      cursor: { drag: { x: true, y: false }, points: { show: false } },
      scales: {
        x: { time: false },
        y: { range: () => latest.current.search.range },
      },
      axes: [
        axis({ size: 34, label: 'Trial', labelSize: 16, labelFont: '12px system-ui, sans-serif', values: (/** @type {any} */ _u, /** @type {number[]} */ values) => values.map(value => (Number.isInteger(value) ? count(value) : '')) }),
        axis({ size: 60, values: (/** @type {any} */ _u, /** @type {number[]} */ values) => values.map(value => figure(value, 4)) }),
      ],
      series: [
        {},
        dots('infeasible', 'strong-line', 4, false),
        dots('feasible', 'series-1', 4),
        { label: 'best so far', stroke: () => colour('series-3'), width: 1.5, spanGaps: true, points: { show: false }, paths: stepped },
        dots('winner', 'series-2', 11, false),
        dots('chosen', 'text', 13, false),
      ],
    };
  };

  const made = (/** @type {any} */ u) => {
    plot.current = u;
    let pressed = 0;
    const find = (/** @type {MouseEvent} */ e) => nearest(u, latest.current.data, e.offsetX, e.offsetY);
    u.over.addEventListener('pointermove', (/** @type {MouseEvent} */ e) => {
      const at = find(e);
      if (at >= 0) latest.current.onPoint(at, false);
    });
    u.over.addEventListener('pointerdown', (/** @type {MouseEvent} */ e) => {
      pressed = e.clientX;
    });
    u.over.addEventListener('click', (/** @type {MouseEvent} */ e) => {
      const at = find(e);
      if (at >= 0 && Math.abs(e.clientX - pressed) < 4) latest.current.onPoint(at, true);
    });
  };
  useEffect(() => () => {
    plot.current = null;
  }, []);

  const walk = (/** @type {KeyboardEvent} */ e) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, PageUp: 25, PageDown: -25 }[e.key];
    const last = columns.number.length - 1;
    if (step === undefined && e.key !== 'Home' && e.key !== 'End') return;
    e.preventDefault();
    const from = chosen < 0 ? winner : chosen;
    onPoint(e.key === 'Home' ? 0 : e.key === 'End' ? last : Math.min(last, Math.max(0, from + (step ?? 0))), true);
  };

  return html`<div class="walk" tabindex="0" role="group" aria-label="Trials by number; the arrow keys walk through them" onKeyDown=${walk}>
    <${Plot} options=${options} data=${data} height=${300} hint="" onMade=${made} label=${summary(search)} />
  </div>`;
}

/**
 * The trial that is drawn next to a place.
 *
 * @param {any} u
 * @param {any[]} data
 * @param {number} x
 * @param {number} y
 */
function nearest(u, data, x, y) {
  let best = -1;
  let least = REACH * REACH;
  for (let i = 0; i < data[0].length; i++) {
    const score = data[2][i] ?? data[1][i];
    if (score === null) continue;
    const dx = u.valToPos(data[0][i], 'x') - x;
    if (Math.abs(dx) > REACH) continue;
    const dy = u.valToPos(score, 'y') - y;
    const distance = dx * dx + dy * dy;
    if (distance < least) {
      least = distance;
      best = i;
    }
  }
  return best;
}

/** What the chart says, in a sentence. @param {Search} search */
function summary({ columns, winner }) {
  const best = winner < 0 ? 'None keeps all constraints so far.'
    : `The best is trial ${count(columns.winner)} with a score of ${number(columns.score[winner], 4)}.`;
  const first = columns.best.find(score => score !== null);
  const rise = winner < 0 || first === undefined || first === null ? '' : ` The first feasible trial had ${number(first, 4)}.`;
  return `Score of ${count(columns.total)} trials by number, ${count(columns.feasible_count)} of them feasible. ${best}${rise}`;
}
