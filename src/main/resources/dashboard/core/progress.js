/** How far jobs are, as events tell it between two answers. */
import { useEvents } from './live.js';
import { useEffect, useRef, useState } from './view.js';

/**
 * The newest progress of jobs, by their ids.
 *
 * @param {number | string | null | undefined} since time of the answer beside it: what was told before is forgotten
 * @returns {Record<string, any>} progress as the service tells it, of those jobs of which something has been told since
 */
export function useProgress(since) {
  const [of, set] = useState(/** @type {Record<string, any>} */ ({}));
  const heard = useRef(/** @type {Record<string, any>} */ ({}));
  const frame = useRef(0);
  const draw = () => {
    frame.current = 0;
    set({ ...heard.current });
  };
  useEvents(['progress'], {}, (type, data) => {
    if (type !== 'progress') return;
    heard.current[data.job_id] = data;
    // Many may come at once; a page is drawn once
    frame.current ||= requestAnimationFrame(draw);
  });
  useEffect(() => {
    if (!since) return;
    const time = new Date(since).getTime();
    heard.current = Object.fromEntries(Object.entries(heard.current).filter(([, one]) => new Date(one.updated_at).getTime() > time));
    draw();
  }, [since]);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  return of;
}

/**
 * A job with the newest that is known of how far it is. Progress does not go back.
 *
 * @param {any} job
 * @param {any} progress undefined when nothing has been told
 */
export function withProgress(job, progress) {
  if (!progress || (job.status ?? 'RUNNING') !== 'RUNNING') return job;
  return {
    ...job,
    percentage: Math.max(job.percentage, progress.percentage),
    stage: progress.current_step ?? job.stage,
    best_score: progress.best_score ?? job.best_score,
    estimated_completion: progress.estimated_completion ?? job.estimated_completion,
  };
}
