/** Equity with its drawdown, the hold-out shaded, buy and hold beside it. */
import { absolute, change, count, number } from '../core/format.js';
import { colour } from '../core/settings.js';
import { useSource } from '../core/source.js';
import { html, useMemo } from '../core/view.js';
import { pathOf } from '../pages/series.js';
import { axis, Plot, timeAxis } from './plot.js';

/**
 * Shades what lies behind a time.
 *
 * @param {number | null} from seconds
 */
const shading = from => ({
  hooks: {
    drawClear: [(/** @type {any} */ u) => {
      if (from === null) return;
      const left = Math.max(u.bbox.left, u.valToPos(from, 'x', true));
      const right = u.bbox.left + u.bbox.width;
      if (left >= right) return;
      u.ctx.save();
      u.ctx.fillStyle = colour('shade');
      u.ctx.fillRect(left, u.bbox.top, right - left, u.bbox.height);
      u.ctx.restore();
    }],
  },
});

/** Deepest fall from a peak at each point, in per cent. @param {number[]} equity */
export function drawdowns(equity) {
  let peak = -Infinity;
  return equity.map(value => {
    peak = Math.max(peak, value);
    return (value / peak - 1) * 100;
  });
}

/** The close of the last bar at or before each time; null before the first. @param {number[]} times @param {number[]} barTimes @param {number[]} closes */
function aligned(times, barTimes, closes) {
  let at = -1;
  return times.map(time => {
    while (at + 1 < barTimes.length && barTimes[at + 1] <= time) at++;
    return at < 0 ? null : closes[at];
  });
}

const SYNC = 'equity';

/**
 * @param {{of: any, run: any}} properties of: the configuration; run: its back-test
 */
export function Equity({ of, run }) {
  const isOne = !of.symbol.includes(',');
  const bars = useSource(isOne ? pathOf(of) + '/candles' : null, { from: run.from, to: new Date(Date.parse(run.to) + 1).toISOString(), bars: 2000 }, { every: 0 });
  const { times, equity, held, falls } = useMemo(() => {
    const at = run.equity.map((/** @type {any} */ point) => Date.parse(point[0]) / 1000);
    const values = run.equity.map((/** @type {any} */ point) => point[1]);
    const closes = bars.data ? aligned(at, bars.data.time.map((/** @type {number} */ t) => t / 1000), bars.data.close) : at.map(() => null);
    const first = closes.findIndex((/** @type {any} */ close) => close !== null);
    return {
      times: at, equity: values, falls: drawdowns(values),
      held: closes.map((/** @type {any} */ close) => (close === null ? null : close / /** @type {number} */ (closes[first]) * values[0])),
    };
  }, [run, bars.data]);
  const holdout = run.holdout_from ? Date.parse(run.holdout_from) / 1000 : null;
  const deepest = Math.min(...falls);
  const stored = run.metrics.max_drawdown_pct;
  const last = equity[equity.length - 1];
  const money = (/** @type {any} */ u, /** @type {number[]} */ values) => values.map(value => number(value, 0));
  return html`
    <${Plot} label=${`Equity from ${number(equity[0], 0)} to ${number(last, 0)}, deepest drawdown ${change(stored)}${holdout ? ', hold-out from ' + absolute(run.holdout_from) : ''}`} height=${280}
      kind=${String(holdout)} data=${[times, equity, held]} options=${() => ({
        cursor: { sync: { key: SYNC } }, plugins: [shading(holdout)],
        series: [{ value: (/** @type {any} */ u, /** @type {number} */ v) => (v === null ? '' : absolute(v * 1000, { seconds: false })) },
          { label: 'Equity', stroke: colour('series-1'), width: 2, value: (/** @type {any} */ u, /** @type {number} */ v) => number(v) },
          { label: 'Buy and hold', stroke: colour('series-2'), width: 1, dash: [5, 4], value: (/** @type {any} */ u, /** @type {number} */ v) => number(v) }],
        axes: [timeAxis(), axis({ size: 70, values: money })],
      })} />
    <${Plot} label=${`Drawdown, ${change(deepest)} at the deepest`} height=${120} kind=${'d' + holdout} data=${[times, falls]} options=${() => ({
        cursor: { sync: { key: SYNC } }, plugins: [shading(holdout)], legend: { show: false },
        series: [{}, { label: 'Drawdown', stroke: colour('series-5'), fill: colour('bad-bg'), width: 1 }],
        axes: [timeAxis({ show: false }), axis({ size: 70, values: (/** @type {any} */ u, /** @type {number[]} */ values) => values.map(value => number(value, 0) + ' %') })],
      })} />
    <p class="sub">${holdout && html`Shaded: the hold-out, from ${absolute(run.holdout_from, { seconds: false })}. `}Below: the drawdown, ${change(deepest)} at the deepest of ${count(equity.length)} points;
      of all bars it is ${change(stored)}.${holdout && of.out_of_sample && ` This is one account over all candles; begun anew at the hold-out, it falls ${change(of.out_of_sample.max_drawdown_pct)} there.`} ${isOne ? (bars.error ? 'Buy and hold cannot be shown: ' + bars.error.message : 'Dashed: the same money held in the market, without costs.') : 'Several markets share the account.'}</p>`;
}

/** The account since the training. @param {{of: any}} properties of: what a look has seen */
export function ForwardCurve({ of }) {
  const data = useMemo(() => [of.equity.map((/** @type {any} */ p) => Date.parse(p[0]) / 1000), of.equity.map((/** @type {any} */ p) => (p[1] - 1) * 100)], [of]);
  if (data[0].length < 2) return null;
  return html`<${Plot} label=${`Since the training: ${change(data[1][data[1].length - 1])}`} height=${200} data=${data} options=${() => ({
    series: [{ value: (/** @type {any} */ u, /** @type {number} */ v) => (v === null ? '' : absolute(v * 1000, { seconds: false })) },
      { label: 'Since the training', stroke: colour('series-3'), width: 2, value: (/** @type {any} */ u, /** @type {number} */ v) => change(v) }],
    axes: [timeAxis(), axis({ size: 60, values: (/** @type {any} */ u, /** @type {number[]} */ values) => values.map(value => number(value, 1) + ' %') })],
  })} />`;
}
