/** Parallel coordinates: a line for each trial, an axis for each varied parameter, the score last. */
import { count } from '../core/format.js';
import { colour } from '../core/settings.js';
import { html, useMemo, useRef, useState } from '../core/view.js';
import { scaleOf, tick } from './axes.js';
import { Canvas, ramp } from './canvas.js';

/** @typedef {import('../pages/job-trials.js').Search} Search */
/** @typedef {Record<string, [number, number]>} Brushes shares of axes by name, low and high */

/** Name of the axis of scores; no parameter is called that. */
export const SCORE = ' score';

const TOP = 54;
const HEIGHT = 330;
const BOTTOM = HEIGHT - 26;
const SIDE = 46;
const GAP = 92;

/**
 * Axes of the varied parameters and of the score.
 *
 * @param {Search} search
 */
function axesOf(search) {
  return [
    ...search.varied.map(name => ({ name, scale: search.scales[name], values: search.columns.parameters[name] })),
    { name: SCORE, scale: scaleOf(search.range), values: search.columns.score },
  ];
}

/**
 * The trials within all brushes; null without a brush.
 *
 * @param {Search} search
 * @param {Brushes} brushes
 * @returns {boolean[] | null}
 */
export function insideOf(search, brushes) {
  const set = axesOf(search).filter(axis => brushes[axis.name]);
  if (set.length === 0) return null;
  return search.columns.number.map((_, i) => set.every(({ name, scale, values }) => {
    const share = Math.max(0, scale.share(values[i]));
    return share >= brushes[name][0] - 1e-9 && share <= brushes[name][1] + 1e-9;
  }));
}

/**
 * @param {object} properties
 * @param {Search} properties.search
 * @param {Brushes} properties.brushes
 * @param {(brushes: Brushes) => void} properties.onBrush
 * @param {boolean[] | null} properties.inside
 * @param {boolean} properties.withInfeasible
 * @param {number} properties.chosen
 * @param {(position: number, isFinal: boolean) => void} properties.onPoint
 */
export function Parallel({ search, brushes, onBrush, inside, withInfeasible, chosen, onPoint }) {
  const axes = useMemo(() => axesOf(search), [search]);
  const [drag, setDrag] = useState(/** @type {{name: string, from: number, to: number} | null} */ (null));
  const width = 2 * SIDE + GAP * (axes.length - 1);
  const place = useRef(/** @type {SVGSVGElement | null} */ (null));
  const { columns, winner } = search;

  // Shares are worked out once for each state of the search, not for each drawing
  const lines = useMemo(() => {
    const shares = axes.map(({ scale, values }) => Float32Array.from(values, value => Math.max(-0.02, scale.share(value))));
    const order = columns.number.map((_, i) => i).sort((a, b) => (columns.score[a] ?? -Infinity) - (columns.score[b] ?? -Infinity));
    return { shares, order };
  }, [axes]);

  const xOf = (/** @type {number} */ k, /** @type {number} */ shown) => SIDE + (k * (shown - 2 * SIDE)) / Math.max(1, axes.length - 1);
  const yOf = (/** @type {number} */ share) => BOTTOM - share * (BOTTOM - TOP);

  const draw = (/** @type {CanvasRenderingContext2D} */ context, /** @type {number} */ shown) => {
    const isShown = (/** @type {number} */ i) => withInfeasible || columns.feasible[i];
    const trace = (/** @type {number} */ i) => {
      let isDown = false;
      lines.shares.forEach((share, k) => {
        if (Number.isNaN(share[i])) {
          isDown = false;
        } else if (isDown) {
          context.lineTo(xOf(k, shown), yOf(share[i]));
        } else {
          context.moveTo(xOf(k, shown), yOf(share[i]));
          isDown = true;
        }
      });
    };
    context.lineWidth = 1;
    if (inside) {
      context.globalAlpha = 0.25;
      context.strokeStyle = colour('line');
      context.beginPath();
      for (const i of lines.order) if (!inside[i] && isShown(i)) trace(i);
      context.stroke();
      context.globalAlpha = 1;
    }
    const colours = ramp();
    const GROUPS = 8;
    const many = inside ? inside.filter(Boolean).length : lines.order.length;
    context.globalAlpha = Math.min(0.8, 12 / Math.sqrt(Math.max(1, many)));
    // By rank: most scores of a good search are alike
    for (let group = 0; group < GROUPS; group++) {
      context.strokeStyle = colours(((group + 0.5) / GROUPS) ** 2);
      context.beginPath();
      const end = Math.ceil((lines.order.length * (group + 1)) / GROUPS);
      for (let at = Math.ceil((lines.order.length * group) / GROUPS); at < end; at++) {
        const i = lines.order[at];
        if ((!inside || inside[i]) && isShown(i)) trace(i);
      }
      context.stroke();
    }
    context.globalAlpha = 1;
    const emphasise = (/** @type {number} */ i, /** @type {string} */ name, /** @type {number} */ thick) => {
      if (i < 0) return;
      context.strokeStyle = colour(name);
      context.lineWidth = thick;
      context.beginPath();
      trace(i);
      context.stroke();
    };
    emphasise(winner, 'series-2', 2.5);
    emphasise(chosen, 'text', 2);
  };

  const find = (/** @type {{x: number, y: number}} */ point) => {
    const shown = place.current?.clientWidth ?? width;
    const k = Math.round(((point.x - SIDE) * (axes.length - 1)) / (shown - 2 * SIDE));
    if (k < 0 || k >= axes.length) return -1;
    let best = -1;
    let least = 8;
    const before = Math.min(axes.length - 2, Math.max(0, Math.floor(((point.x - SIDE) * (axes.length - 1)) / (shown - 2 * SIDE))));
    const part = (point.x - xOf(before, shown)) / (xOf(before + 1, shown) - xOf(before, shown));
    for (const i of lines.order) {
      if ((inside && !inside[i]) || !(withInfeasible || columns.feasible[i])) continue;
      const y = yOf(lines.shares[before][i] * (1 - part) + lines.shares[before + 1][i] * part);
      const distance = Math.abs(y - point.y);
      if (distance <= least) {
        least = distance;
        best = i;
      }
    }
    return best;
  };

  const shareAt = (/** @type {PointerEvent} */ e) => {
    const box = /** @type {SVGSVGElement} */ (place.current).getBoundingClientRect();
    return Math.min(1, Math.max(0, (BOTTOM - (e.clientY - box.top)) / (BOTTOM - TOP)));
  };
  const press = (/** @type {string} */ name) => (/** @type {PointerEvent} */ e) => {
    e.preventDefault();
    /** @type {Element} */ (e.currentTarget).setPointerCapture(e.pointerId);
    setDrag({ name, from: shareAt(e), to: shareAt(e) });
  };
  const move = (/** @type {PointerEvent} */ e) => drag && setDrag({ ...drag, to: shareAt(e) });
  const release = () => {
    if (!drag) return;
    const [low, high] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)];
    const { [drag.name]: _, ...others } = brushes;
    onBrush(high - low < 0.02 ? others : { ...others, [drag.name]: [low, high] });
    setDrag(null);
  };

  const kept = inside ? inside.filter(Boolean).length : columns.number.length;
  const label = `Parallel coordinates of ${count(columns.number.length)} trials over ${axes.map(axis => nameOf(axis.name)).join(', ')}. `
    + (inside ? `${count(kept)} lie within the chosen ranges.` : 'No range is chosen.');
  const x = (/** @type {number} */ k) => `${(100 * k) / Math.max(1, axes.length - 1)}%`;
  return html`<div class="scrolls" tabindex="0" role="region" aria-label="Parallel coordinates"><div class="parallel" style=${{ minWidth: width + 'px', height: HEIGHT + 'px' }}>
    <${Canvas} draw=${draw} of=${[lines, inside, withInfeasible, chosen, winner]} height=${HEIGHT} label=${label}
      onPoint=${(/** @type {any} */ point) => point && !drag && onPoint(find(point), false)}
      onChoose=${(/** @type {any} */ point) => onPoint(find(point), true)} />
    <svg ref=${place} class="over" height=${HEIGHT} aria-hidden="true">
      <svg x=${SIDE} class="inner" width=${`calc(100% - ${2 * SIDE}px)`} overflow="visible">
      ${axes.map(({ name, scale }, k) => {
        const brush = drag?.name === name ? [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)] : brushes[name];
        return html`<svg key=${name} x=${x(k)} overflow="visible">
          ${nameLines(name).map((line, i, all) => html`<text key=${i} y=${TOP - 22 - 12 * (all.length - 1 - i)} text-anchor="middle" class="name">${line}</text>`)}
          <line y1=${TOP} y2=${BOTTOM} class="axis" />
          ${(scale.choices ?? [...scale.ends].reverse()).map((end, i, all) => html`<text key=${i} text-anchor="middle" class="end"
            y=${scale.choices ? yOf(scale.share(end)) - 4 : i === 0 ? TOP - 6 : BOTTOM + 14}>${tick(end)}${scale.isLog && i === all.length - 1 ? ' log' : ''}</text>`)}
          ${brush && html`<rect x="-7" width="14" y=${yOf(brush[1])} height=${Math.max(2, yOf(brush[0]) - yOf(brush[1]))} class="brush" />`}
          <rect x="-14" width="28" y=${TOP - 8} height=${BOTTOM - TOP + 16} class="grip" onPointerDown=${press(name)} onPointerMove=${move} onPointerUp=${release} onPointerCancel=${() => setDrag(null)} />
        </svg>`;
      })}
      </svg>
    </svg>
  </div></div>`;
}

/** @param {string} name */
export const nameOf = name => (name === SCORE ? 'score' : name);

/** A name in lines that fit between two axes. @param {string} name */
function nameLines(name) {
  /** @type {string[]} */
  const lines = [''];
  for (const part of nameOf(name).split(/(?<=[_-])/)) {
    if (lines[lines.length - 1] && (lines[lines.length - 1] + part).length > 14) lines.push(part);
    else lines[lines.length - 1] += part;
  }
  return lines.slice(0, 3);
}
