/** A canvas that fits its place and is drawn again when the data, the width or the colours change. */
import { colour, useSettings } from '../core/settings.js';
import { html, useEffect, useLatest, useRef } from '../core/view.js';

/** @typedef {{x: number, y: number}} Point */

/**
 * @param {object} properties
 * @param {(context: CanvasRenderingContext2D, width: number, height: number) => void} properties.draw in CSS pixels
 * @param {any[]} properties.of what it draws: it is drawn again when one of these changes
 * @param {number} properties.height
 * @param {string} properties.label what it shows, in a sentence
 * @param {(point: Point | null) => void} [properties.onPoint] where one points at
 * @param {(point: Point) => void} [properties.onChoose] where one clicks
 */
export function Canvas({ draw, of, height, label, onPoint, onChoose }) {
  const place = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const latest = useLatest({ draw, onPoint, onChoose });
  const control = useRef({ draw: () => {} });
  const { theme } = useSettings();

  useEffect(() => {
    const canvas = /** @type {HTMLCanvasElement} */ (place.current);
    let frame = 0;
    const paint = () => {
      frame = 0;
      const width = canvas.clientWidth;
      if (width === 0) return;
      const scale = devicePixelRatio || 1;
      if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
        canvas.width = Math.round(width * scale);
        canvas.height = Math.round(height * scale);
      }
      const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
      context.setTransform(scale, 0, 0, scale, 0, 0);
      context.clearRect(0, 0, width, height);
      context.font = '11px system-ui, sans-serif';
      latest.current.draw(context, width, height);
    };
    const later = () => {
      frame ||= requestAnimationFrame(paint);
    };
    control.current = { draw: later };
    const observer = new ResizeObserver(later);
    observer.observe(canvas);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', later);
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      dark.removeEventListener('change', later);
    };
  }, [height]);

  useEffect(() => control.current.draw(), [...of, theme, height]);

  const at = (/** @type {PointerEvent | MouseEvent} */ e) => ({ x: e.offsetX, y: e.offsetY });
  return html`<canvas ref=${place} class="drawn" role="img" aria-label=${label} style=${{ height: height + 'px' }}
    onPointerMove=${(/** @type {PointerEvent} */ e) => latest.current.onPoint?.(at(e))}
    onPointerLeave=${() => latest.current.onPoint?.(null)}
    onClick=${(/** @type {MouseEvent} */ e) => latest.current.onChoose?.(at(e))}></canvas>`;
}

/**
 * Colours from the worst to the best, both for light and dark.
 *
 * @returns {(share: number) => string}
 */
export function ramp() {
  const [from, to] = [rgb(colour('strong-line')), rgb(colour('series-1'))];
  return share => {
    const part = Math.min(1, Math.max(0, share));
    return `rgb(${from.map((value, i) => Math.round(value + (to[i] - value) * part)).join(' ')} / ${(0.35 + 0.65 * part).toFixed(2)})`;
  };
}

/** @param {string} hex such as #0b63ce */
const rgb = hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
