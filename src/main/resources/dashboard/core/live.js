/**
 * Events of the service. A page has one stream for all its parts, as a browser opens six connections to a host at
 * most; it goes on behind the last event that it got, so that nothing is missing and nothing comes twice. A page that
 * nobody sees gives its stream back.
 */
import { store, useEffect, useLatest, useRef } from './view.js';
import { learnWho, me, url } from './api.js';

const HIDDEN = 30_000;

/** Whether events arrive: `live`, `waiting` for a connection, or `paused` as nobody looks. */
export const liveliness = store(/** @type {'idle' | 'live' | 'waiting' | 'paused'} */ ('idle'));

/**
 * A stream that is opened again until it is closed.
 *
 * @param {string} path of the operation
 * @param {Record<string, string>} query
 * @param {string[]} types events that are wanted
 * @param {object} hearers
 * @param {(type: string, data: any, id: string) => void} hearers.onEvent
 * @param {(state: 'live' | 'waiting' | 'ended') => void} [hearers.onState] ended: the service has said all that there is
 * @param {string} [after] id of the last event that is known
 * @returns {{close: () => void, last: () => string}}
 */
export function openStream(path, query, types, { onEvent, onState = () => {} }, after = '') {
  let last = after;
  let failures = 0;
  let isClosed = false;
  /** @type {EventSource | null} */
  let source = null;
  /** @type {number | undefined} */
  let timer;

  const open = () => {
    if (isClosed) return;
    source = new EventSource(url(path, { ...query, last_event_id: last }));
    source.onopen = () => {
      failures = 0;
      onState('live');
    };
    source.onerror = async () => {
      const current = source;
      // A browser goes on by itself after a break, but not after an answer that is no stream
      if (isClosed || current?.readyState !== EventSource.CLOSED) {
        if (!isClosed) {
          onState('waiting');
          // Whoever looks at the page is to know at once that nobody answers
          if (failures++ === 0) learnWho();
        }
        return;
      }
      failures++;
      onState('waiting');
      timer = setTimeout(open, Math.min(30_000, 500 * 2 ** Math.min(failures, 6)));
      if (failures === 1) await learnWho();
      if (me.get()?.needed) clearTimeout(timer);
    };
    for (const type of types) {
      source.addEventListener(type, event => {
        const message = /** @type {MessageEvent} */ (event);
        if (message.lastEventId) last = message.lastEventId;
        onEvent(type, JSON.parse(message.data), message.lastEventId);
      });
    }
  };

  open();
  return {
    last: () => last,
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      source?.close();
    },
  };
}

/** @typedef {{types: string[], of: Record<string, string>, hear: (type: string, data: any) => void}} Wish */

/** @type {Set<Wish>} */
const wishes = new Set();
/** @type {{close: () => void, last: () => string} | null} */
let stream = null;
let opened = '';
let last = '';
let isHidden = false;
/** @type {number | undefined} */
let arranging;
/** @type {number | undefined} */
let hiding;

function arrange() {
  clearTimeout(arranging);
  // Parts of a page come and go together
  arranging = setTimeout(() => {
    const all = [...wishes];
    const types = [...new Set(all.flatMap(wish => wish.types))].sort();
    const same = (/** @type {string} */ name) => {
      const values = new Set(all.map(wish => wish.of[name] ?? ''));
      return values.size === 1 ? [...values][0] : '';
    };
    /** @type {Record<string, string>} */
    const query = { types: types.join(',') };
    for (const name of ['job_id', 'batch_id', 'strategy']) {
      if (same(name)) query[name] = same(name);
    }
    const wanted = types.length === 0 || isHidden || me.get()?.needed ? '' : JSON.stringify(query);
    if (wanted === opened) return;
    if (stream) {
      last = stream.last() || last;
      stream.close();
      stream = null;
    }
    opened = wanted;
    if (wanted === '') {
      liveliness.set(isHidden && types.length > 0 ? 'paused' : 'idle');
      return;
    }
    liveliness.set('waiting');
    stream = openStream('events', query, [...types, 'gap'], {
      onEvent: (type, data) => {
        for (const wish of [...wishes]) {
          const isMine = type === 'gap' || (wish.types.includes(type)
            && Object.entries(wish.of).every(([name, value]) => data[name] === undefined || data[name] === value));
          if (isMine) wish.hear(type, data);
        }
      },
      onState: state => liveliness.set(state === 'live' ? 'live' : 'waiting'),
    }, last);
  }, 50);
}

document.addEventListener('visibilitychange', () => {
  clearTimeout(hiding);
  if (document.hidden) {
    hiding = setTimeout(() => {
      isHidden = true;
      arrange();
    }, HIDDEN);
  } else {
    isHidden = false;
    arrange();
  }
});
me.subscribe(arrange);

/**
 * Hears of events while the component is shown. After a gap, hears the type `gap`: ask for everything again.
 *
 * @param {string[]} types
 * @param {Record<string, string>} of conditions: `job_id`, `batch_id`, `strategy`
 * @param {(type: string, data: any) => void} hear
 */
export function useEvents(types, of, hear) {
  const latest = useLatest(hear);
  const key = JSON.stringify([types, of]);
  useEffect(() => {
    if (types.length === 0) return undefined;
    const wish = { types, of, hear: (/** @type {string} */ type, /** @type {any} */ data) => latest.current(type, data) };
    wishes.add(wish);
    arrange();
    return () => {
      wishes.delete(wish);
      arrange();
    };
  }, [key]);
}

/**
 * Hears the story of one job from its beginning while the component is shown, over a stream of its own. Nothing is
 * heard twice and nothing is missed, however often the connection breaks. After a `gap`, the story begins anew.
 *
 * @param {string} path of the stream
 * @param {string[]} types
 * @param {number} turn changes when there is more to come after an end
 * @param {(type: string, data: any, id: number) => void} hear id: 0 for an event without one
 * @param {() => boolean} isOver whether the last event was the last of all, asked when the connection ends
 * @param {() => void} onBreak hears once that the connection is lost
 */
export function useStory(path, types, turn, hear, isOver, onBreak) {
  const latest = useLatest({ hear, isOver, onBreak });
  const known = useRef(0);
  useEffect(() => {
    known.current = 0;
  }, [path]);
  useEffect(() => {
    /** @type {{close: () => void} | null} */
    let open = null;
    let hasEnded = false;
    let isBroken = false;
    /** @type {number | undefined} */
    let timer;
    const stop = () => {
      open?.close();
      open = null;
    };
    const start = () => {
      if (open || hasEnded) return;
      liveliness.set('waiting');
      open = openStream(path, {}, [...types, 'gap'], {
        onEvent: (type, data, text) => {
          const isGap = type === 'gap';
          const id = isGap || type === 'progress' ? 0 : Number(text);
          if (isGap) known.current = 0;
          if (id !== 0 && id <= known.current) return;
          known.current = Math.max(known.current, id);
          latest.current.hear(type, data, id);
        },
        onState: state => {
          if (state === 'live') {
            isBroken = false;
            liveliness.set('live');
          } else if (latest.current.isOver()) {
            hasEnded = true;
            stop();
            liveliness.set('idle');
          } else {
            liveliness.set('waiting');
            if (!isBroken) latest.current.onBreak();
            isBroken = true;
          }
        },
      }, known.current === 0 ? '' : String(known.current));
    };
    const look = () => {
      clearTimeout(timer);
      if (!document.hidden) {
        start();
      } else if (!hasEnded) {
        timer = setTimeout(() => {
          stop();
          liveliness.set('paused');
        }, HIDDEN);
      }
    };
    start();
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
      stop();
      liveliness.set('idle');
    };
  }, [path, turn]);
}
