/** Where the values of parameters and scores lie on an axis. */
import { figure } from '../core/format.js';

/**
 * @typedef {object} Scale
 * @property {(value: any) => number} share place on the axis from 0 to 1; NaN for a value that has none
 * @property {(share: number) => any} value
 * @property {any[]} ends what to write at the ends, or all choices
 * @property {any[] | null} choices of an axis of words
 * @property {boolean} isLog
 */

/** The most whole numbers that have a place each instead of lying on a line. */
const FEW = 12;

/**
 * An axis for the values of a parameter: by words or a few whole numbers, by size, or by magnitude when they span more
 * than two of them.
 *
 * @param {any[]} values
 * @returns {Scale}
 */
export function scaleOf(values) {
  const given = values.filter(value => value !== null && value !== undefined);
  const different = [...new Set(given)];
  if (different.some(value => typeof value !== 'number') || (different.length <= FEW && different.every(Number.isInteger))) {
    const choices = different.sort((a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1));
    const places = new Map(choices.map((choice, i) => [choice, choices.length === 1 ? 0.5 : i / (choices.length - 1)]));
    return {
      share: value => places.get(value) ?? NaN,
      value: share => choices[Math.round(share * (choices.length - 1))],
      ends: choices,
      choices,
      isLog: false,
    };
  }
  let [low, high] = extent(given);
  if (low === high) {
    low -= 0.5;
    high += 0.5;
  }
  const isLog = low > 0 && high / low > 100;
  const [from, to] = isLog ? [Math.log(low), Math.log(high)] : [low, high];
  return {
    share: value => (typeof value === 'number' ? ((isLog ? Math.log(value) : value) - from) / (to - from) : NaN),
    value: share => (isLog ? Math.exp(from + share * (to - from)) : from + share * (to - from)),
    ends: [low, high],
    choices: null,
    isLog,
  };
}

/** Lowest and highest of some numbers; 0 and 1 when there are none. @param {(number | null)[]} numbers */
export function extent(numbers) {
  let low = Infinity;
  let high = -Infinity;
  for (const number of numbers) {
    if (number === null || number === undefined || !Number.isFinite(number)) continue;
    if (number < low) low = number;
    if (number > high) high = number;
  }
  return low > high ? [0, 1] : [low, high];
}

/** The middle of some numbers; null when there are none. @param {number[]} numbers */
export function median(numbers) {
  if (numbers.length === 0) return null;
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** A value as an axis writes it. @param {any} value */
export const tick = value => figure(value, 3);

/**
 * Round numbers within a range.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} about how many
 */
export function rounds(low, high, about) {
  const raw = (high - low) / about;
  if (!(raw > 0)) return [low];
  const size = 10 ** Math.floor(Math.log10(raw));
  const step = size * (raw / size >= 5 ? 10 : raw / size >= 2 ? 5 : raw / size >= 1 ? 2 : 1);
  const numbers = [];
  for (let k = Math.ceil(low / step); k * step <= high; k++) numbers.push(Number((k * step).toPrecision(12)));
  return numbers;
}
