/** The trials of a job as its charts show them: in columns, asked for as they come, and never more than are drawn. */
import { ApiError, get } from '../core/api.js';
import { median, scaleOf } from '../charts/axes.js';
import { useEffect, useRef, useState } from '../core/view.js';

const POINTS = 2000;
/** Of what is new since the last answer. */
const NEW_POINTS = 400;
/** With more points than these, the service thins the whole search out again, evenly. */
const MOST = 4000;
const PACE = 1500;
/** The service rests this many times as long as its last answer took. */
const REST = 15;

/**
 * @typedef {object} Columns
 * @property {number} total
 * @property {number} feasible_count
 * @property {number | null} last_number
 * @property {number | null} winner
 * @property {boolean} thinned
 * @property {number[]} number
 * @property {(number | null)[]} score
 * @property {boolean[]} feasible
 * @property {(number | null)[]} best
 * @property {Record<string, any[]>} parameters
 * @property {Record<string, number> | null} importance
 */

/**
 * The columns of a job.
 *
 * @param {string} id of the job
 * @param {number} turn changes when there may be new trials
 * @param {number} story changes when the story of the job begins anew, and the trials with it
 * @param {boolean} isOver whether there will be no more
 */
export function useTrials(id, turn, story, isOver) {
  const [state, setState] = useState({ data: /** @type {Columns | null} */ (null), error: /** @type {ApiError | null} */ (null) });
  const control = useRef({ ask: () => {}, forget: () => {}, even: () => {} });
  useEffect(() => {
    const stop = new AbortController();
    /** @type {Columns | null} */
    let have = null;
    let isAsking = false;
    let isWanted = false;
    let turns = 0;
    let isUneven = false;
    let failures = 0;
    /** @type {number | undefined} */
    let timer;
    const ask = async () => {
      if (isAsking || timer !== undefined) {
        isWanted = true;
        return;
      }
      isAsking = true;
      isWanted = false;
      const begun = performance.now();
      const mine = turns;
      try {
        const before = have;
        const goesOn = before !== null && before.last_number !== null && before.number.length < MOST;
        const answer = await get(`jobs/${id}/trials/chart`, goesOn ? { points: NEW_POINTS, after: before.last_number } : { points: POINTS }, { signal: stop.signal });
        if (stop.signal.aborted) return;
        if (mine !== turns) {
          isWanted = true;
        } else if (goesOn && answer.total < before.total) {
          // The trials were discarded, as the job runs on other candles
          have = null;
          isWanted = true;
        } else {
          /** @type {Columns} */
          const now = goesOn ? joined(before, answer) : answer;
          isUneven = goesOn && now.thinned && (isUneven || answer.number.length > 0);
          have = now;
          setState({ data: have, error: null });
        }
        failures = 0;
      } catch (e) {
        if (stop.signal.aborted) return;
        failures++;
        // What was removed does not come back
        isWanted = /** @type {ApiError} */ (e).status !== 410;
        setState(old => ({ ...old, error: /** @type {ApiError} */ (e) }));
      } finally {
        isAsking = false;
      }
      const rest = Math.max(PACE, REST * (performance.now() - begun), failures === 0 ? 0 : Math.min(30_000, 1000 * 2 ** failures));
      timer = setTimeout(() => {
        timer = undefined;
        if (isWanted && !stop.signal.aborted) ask();
      }, rest);
    };
    const forget = () => {
      turns++;
      have = null;
      ask();
    };
    control.current = { ask, forget, even: () => (isUneven ? forget() : ask()) };
    ask();
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [id]);
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) control.current[isOver ? 'even' : 'ask']();
  }, [turn, isOver]);
  useEffect(() => {
    if (!isFirst.current) control.current.forget();
    isFirst.current = false;
  }, [story]);
  return { ...state, reload: () => control.current.forget() };
}

/**
 * @param {Columns} before
 * @param {Columns} more
 * @returns {Columns}
 */
function joined(before, more) {
  if (more.number.length === 0) {
    const isSame = more.winner === before.winner && JSON.stringify(more.importance) === JSON.stringify(before.importance);
    return isSame ? before : { ...before, winner: more.winner, importance: more.importance };
  }
  const names = [...new Set([...Object.keys(before.parameters), ...Object.keys(more.parameters)])];
  const none = (/** @type {number} */ length) => new Array(length).fill(null);
  return {
    ...more,
    thinned: before.thinned || more.thinned,
    number: [...before.number, ...more.number],
    score: [...before.score, ...more.score],
    feasible: [...before.feasible, ...more.feasible],
    best: [...before.best, ...more.best],
    parameters: Object.fromEntries(names.map(name => [name, [
      ...(before.parameters[name] ?? none(before.number.length)),
      ...(more.parameters[name] ?? none(more.number.length)),
    ]])),
  };
}

/**
 * The columns as charts need them.
 *
 * @typedef {object} Search
 * @property {Columns} columns
 * @property {string[]} varied names of the parameters that differ between trials
 * @property {Record<string, import('../charts/axes.js').Scale>} scales axes of the varied parameters
 * @property {[number, number]} range of scores that is drawn
 * @property {number} below trials whose score lies below that
 * @property {number} winner position of the best feasible trial; −1 for none
 */

/**
 * @param {Columns} columns
 * @returns {Search}
 */
export function searchOf(columns) {
  const varied = Object.keys(columns.parameters).filter(name => {
    const values = columns.parameters[name];
    return values.some(value => value !== null && value !== values[0]);
  });
  const range = rangeOf(columns);
  return {
    columns,
    varied,
    scales: Object.fromEntries(varied.map(name => [name, scaleOf(columns.parameters[name])])),
    range,
    below: columns.score.filter(score => score !== null && score < range[0]).length,
    winner: columns.winner === null ? -1 : columns.number.indexOf(columns.winner),
  };
}

/** Scores that are worth drawing: a few very bad trials would press all others flat. @param {Columns} columns @returns {[number, number]} */
function rangeOf({ score, feasible }) {
  const finite = /** @type {number[]} */ (score.filter(one => one !== null));
  const allowed = /** @type {number[]} */ (score.filter((one, i) => one !== null && feasible[i]));
  const sorted = [...(allowed.length > 0 ? allowed : finite)].sort((a, b) => a - b);
  if (sorted.length === 0) return [0, 1];
  const low = sorted[Math.floor(sorted.length * 0.02)];
  const high = Math.max(sorted[sorted.length - 1], low);
  const room = (high - low || Math.abs(high) || 1) * 0.05;
  return [low - room, high + room];
}

/**
 * What lies around the winner: the feasible trials next to it, by the distance of all varied parameters.
 *
 * @param {Search} search
 * @returns {{near: number, count: number, all: number, best: number, word: string} | null}
 */
export function neighbourhood({ columns, varied, scales, winner }) {
  if (winner < 0 || varied.length === 0) return null;
  const home = varied.map(name => scales[name].share(columns.parameters[name][winner]));
  /** @type {{distance: number, score: number}[]} */
  const others = [];
  for (let i = 0; i < columns.number.length; i++) {
    const score = columns.score[i];
    if (i === winner || !columns.feasible[i] || score === null) continue;
    let distance = 0;
    varied.forEach((name, k) => {
      const step = scales[name].share(columns.parameters[name][i]) - home[k];
      distance += Number.isNaN(step) ? 1 : step * step;
    });
    // The same parameters again say nothing of their neighbours
    if (distance > 1e-18) others.push({ distance, score });
  }
  if (others.length < 20) return null;
  const all = /** @type {number} */ (median(others.map(one => one.score)));
  const count = Math.min(20, Math.ceil(others.length / 10));
  const near = /** @type {number} */ (median(others.sort((a, b) => a.distance - b.distance).slice(0, count).map(one => one.score)));
  const best = /** @type {number} */ (columns.score[winner]);
  const kept = best > all ? (near - all) / (best - all) : 1;
  return { near, count, all, best, word: kept >= 0.6 ? 'plateau' : kept >= 0.3 ? 'slope' : 'peak' };
}

