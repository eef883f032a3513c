/** Times below a candle chart: as short as they can be told apart. */
import { absolute } from '../core/format.js';

/**
 * @param {number} time seconds
 * @param {number} kind what begins there, as Lightweight Charts counts: 0 year, 1 month, 2 day, 3 time
 */
export function tick(time, kind) {
  const text = absolute(time * 1000, { seconds: false, named: false });
  return kind === 0 ? text.slice(0, 4) : kind === 1 ? text.slice(0, 7) : kind === 2 ? text.slice(5, 10) : text.slice(11);
}

/** @param {number} time seconds */
export const told = time => absolute(time * 1000, { seconds: false });
