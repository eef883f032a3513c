/** Checks a text while it is typed: one request in flight, after a pause. */
import { ApiError, post } from '../core/api.js';
import { useEffect, useLatest, useRef, useState } from '../core/view.js';

const PAUSE = 600;

/** @typedef {{text: string, digest: string, problems: any[], diff: string}} Checked */

/**
 * @param {string} path
 * @param {string} text as it would be written
 * @param {string} disk digest of the file on disk: the difference is another when it changes
 * @param {boolean} isWanted
 * @returns {{checked: Checked | null, isCurrent: boolean, error: ApiError | null}} the newest answer, and whether it is of this text
 */
export function useCheck(path, text, disk, isWanted) {
  const [checked, setChecked] = useState(/** @type {Checked | null} */ (null));
  const [error, setError] = useState(/** @type {ApiError | null} */ (null));
  const latest = useLatest({ path, text, disk });
  const state = useRef({ isAsking: false, isLeft: false });

  const ask = async () => {
    if (state.current.isAsking) return;
    state.current.isAsking = true;
    const asked = latest.current;
    try {
      const answer = await post('routes/check', { path: asked.path, text: asked.text });
      if (state.current.isLeft) return;
      setChecked({ ...answer, text: asked.text });
      setError(null);
    } catch (e) {
      if (state.current.isLeft) return;
      setError(e instanceof ApiError ? e : new ApiError(String(e), 0));
    } finally {
      state.current.isAsking = false;
    }
    if (latest.current.text !== asked.text || latest.current.disk !== asked.disk) ask();
  };

  useEffect(() => () => {
    state.current.isLeft = true;
  }, []);
  useEffect(() => {
    if (!isWanted) return undefined;
    const timer = setTimeout(ask, PAUSE);
    return () => clearTimeout(timer);
  }, [path, text, disk, isWanted]);
  return { checked, isCurrent: checked !== null && checked.text === text && checked.digest === disk, error };
}
