/** What the figures of a back-test are: their names, how they are written, and how they are computed. */
import { change, count, number, percent } from './format.js';

/** @typedef {{key: string, name: string, hint: string, show: (value: any, block?: any) => string, better?: 1 | -1}} Metric */

const ratio = (/** @type {any} */ value) => number(value, 2);

/** @type {Metric[]} */
export const METRICS = [
  { key: 'net_profit_pct', name: 'Net profit', better: 1, show: value => change(value), hint: 'Sum of the results of all closed trades after costs, in per cent of the capital at the start' },
  { key: 'sharpe_ratio', name: 'Sharpe ratio', better: 1, show: ratio, hint: 'Mean of the returns of all bars over their standard deviation, times the square root of the bars of a year; a market that never closes has all 365 days' },
  { key: 'sortino_ratio', name: 'Sortino ratio', better: 1, show: ratio, hint: 'As the Sharpe ratio, over the deviation of the losses alone' },
  { key: 'calmar_ratio', name: 'Calmar ratio', better: 1, show: ratio, hint: 'Net profit over the deepest drawdown' },
  { key: 'max_drawdown_pct', name: 'Deepest drawdown', better: 1, show: value => change(value), hint: 'Largest fall of the equity from a peak, bar by bar, in per cent of the peak' },
  { key: 'profit_factor', name: 'Profit factor', better: 1, show: ratio, hint: 'Sum of the gains over the sum of the losses' },
  { key: 'expectancy', name: 'Mean trade', better: 1, show: value => change(value), hint: 'Mean result of a trade after costs, in per cent of its size' },
  { key: 'gross_win_rate', name: 'Winners', show: value => percent(value), hint: 'Share of the trades with a gain' },
  { key: 'total_trades', name: 'Trades', show: value => count(value), hint: 'Closed trades: the n of all figures of trades' },
  { key: 'avg_holding_periods', name: 'Mean holding', show: value => number(value, 1) + ' bars', hint: 'Bars that a trade lasts' },
  { key: 'exposure', name: 'Exposure', show: value => percent(value), hint: 'Share of the bars with an open position' },
  { key: 'turnover', name: 'Turnover', show: value => number(value, 1) + ' ×', hint: 'Traded volume over the capital' },
  { key: 'cost_share', name: 'Costs', better: -1, show: value => percent(value), hint: 'Fees, slippage and funding over the gains before costs; above 100 % they eat all of it' },
  { key: 'bars', name: 'Bars', show: value => count(value), hint: 'Candles: the n of the Sharpe and Sortino ratios' },
];

/** @type {Record<string, {headline: string, tone: string, what: string}>} */
export const VERDICTS = {
  EDGE: { headline: 'It has an edge: it holds on candles that the search never saw.', tone: 'good', what: 'The hold-out passes every test below.' },
  NO_EDGE: { headline: 'No edge: on candles that the search never saw it is no better than chance.', tone: 'bad', what: 'Do not trade it. Other markets, timeframes or a narrower space may do better.' },
  OVERFIT: { headline: 'Overfitted: good on the candles it was chosen on, and not on those it had not seen.', tone: 'bad', what: 'Do not trade it. Fewer parameters, fewer trials or more candles make this rarer.' },
  INSUFFICIENT_DATA: { headline: 'Too little data to tell an edge from luck.', tone: 'warn', what: 'Train on more candles, or on a shorter timeframe.' },
};
