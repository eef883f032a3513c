/** An empty candle chart, in the colours and the zone of the page. */
import { CandlestickSeries, createChart } from '../vendor/lightweight-charts.js';
import { absolute } from '../core/format.js';
import { colour } from '../core/settings.js';

/**
 * A time below the chart: as short as it can be told apart.
 *
 * @param {number} time seconds
 * @param {number} kind what begins there, as Lightweight Charts counts: 0 year, 1 month, 2 day, 3 time
 */
function tick(time, kind) {
  const text = absolute(time * 1000, { seconds: false, named: false });
  return kind === 0 ? text.slice(0, 4) : kind === 1 ? text.slice(0, 7) : kind === 2 ? text.slice(5, 10) : text.slice(11);
}

/**
 * @param {HTMLElement} element which it fills; `remove` the chart when it goes
 */
export function candleChart(element) {
  const chart = createChart(element, {
    autoSize: true,
    // The page names the library below the chart: its logo would write a style into the page, which the policy forbids
    layout: { background: { color: 'transparent' }, textColor: colour('soft'), attributionLogo: false },
    grid: { vertLines: { color: colour('line') }, horzLines: { color: colour('line') } },
    timeScale: { timeVisible: true, borderColor: colour('line'), tickMarkFormatter: tick },
    rightPriceScale: { borderColor: colour('line') },
    localization: { timeFormatter: (/** @type {number} */ time) => absolute(time * 1000, { seconds: false }) },
  });
  const series = chart.addSeries(CandlestickSeries, {
    upColor: colour('series-3'), downColor: colour('series-5'), borderVisible: false, wickUpColor: colour('series-3'), wickDownColor: colour('series-5'),
  });
  return { chart, series };
}

/** Candles of the service as the chart takes them. @param {any} bars */
export const rowsOf = bars => bars.time.map((/** @type {number} */ time, /** @type {number} */ i) => ({
  time: time / 1000, open: bars.open[i], high: bars.high[i], low: bars.low[i], close: bars.close[i],
}));
