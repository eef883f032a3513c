/** What the stream of a job has told so far. It is passed on once a frame, however many events there are. */
import { store } from '../core/view.js';

export const FINAL = ['COMPLETED', 'FAILED', 'CANCELLED'];

/** Lines that are kept: several times what a job writes. */
const MOST_LINES = 5000;

/** @typedef {{id: number, at: string, level: string, stage: string | null, message: string}} Line */

/**
 * @typedef {object} Told
 * @property {any} state the newest state; null before the first
 * @property {number} states how many states there were
 * @property {any} progress the newest progress; null before the first
 * @property {Line[]} logs
 * @property {number} dropped lines that are no longer kept
 * @property {number} trials counts up when there may be new trials
 * @property {number} begun counts up when the story begins anew
 * @property {boolean} isOver whether the newest state is final
 * @property {string} at time of the newest state
 */

export function createStory() {
  /** @type {Told} */
  let told = { state: null, states: 0, progress: null, logs: [], dropped: 0, trials: 0, begun: 0, isOver: false, at: '' };
  const now = store(told);
  /** @type {Line[]} */
  let fresh = [];
  let frame = 0;

  const pass = () => {
    frame = 0;
    if (fresh.length > 0) {
      const logs = [...told.logs, ...fresh];
      const surplus = Math.max(0, logs.length - MOST_LINES);
      told = { ...told, logs: logs.slice(surplus), dropped: told.dropped + surplus };
      fresh = [];
    }
    now.set({ ...told });
  };

  return {
    now,
    isOver: () => told.isOver,
    hear: (/** @type {string} */ type, /** @type {any} */ data, /** @type {number} */ id) => {
      if (type === 'gap') {
        fresh = [];
        told = { ...told, state: null, logs: [], dropped: 0, begun: told.begun + 1, isOver: false, at: '' };
      } else if (type === 'log') {
        fresh.push({ id, at: data.at, level: data.level, stage: data.stage, message: data.message });
        // A page that nobody sees gets no frames
        if (fresh.length > MOST_LINES) {
          fresh.splice(0, fresh.length - MOST_LINES);
        }
      } else if (type === 'progress') {
        told.progress = data;
      } else if (type === 'trial') {
        if (data.study === 'search') told.trials++;
      } else if (type === 'state') {
        told.state = data;
        told.states++;
        told.isOver = FINAL.includes(data.status);
        told.at = data.at;
        // A search that was short tells of few of its trials
        told.trials++;
      }
      frame ||= requestAnimationFrame(pass);
    },
  };
}
