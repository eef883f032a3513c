/** Slices through a search: the score by one parameter, and by two. */
import { count, figure } from '../core/format.js';
import { colour } from '../core/settings.js';
import { html, useMemo, useState } from '../core/view.js';
import { median, rounds, scaleOf, tick } from './axes.js';
import { Canvas, ramp } from './canvas.js';

/** @typedef {import('../pages/job-trials.js').Search} Search */

const LEFT = 46;
const RIGHT = 10;
const TOP = 8;
const BINS = 12;

/** In which of some equal parts of an axis a share lies; −1 for none. @param {number} share @param {number} bins */
const binOf = (share, bins) => (Number.isNaN(share) ? -1 : Math.min(bins - 1, Math.max(0, Math.floor(share * bins))));

/** How many parts an axis has. @param {import('./axes.js').Scale} scale */
const binsOf = scale => (scale.choices ? scale.choices.length : BINS);

/** The same axis with room for a whole part at each word. @param {import('./axes.js').Scale} scale */
const spread = scale => (scale.choices && scale.choices.length > 1
  ? { ...scale, share: (/** @type {any} */ value) => (scale.share(value) * (scale.choices ?? []).length - scale.share(value) + 0.5) / (scale.choices ?? []).length }
  : scale);

/**
 * The score by one parameter, with the best of each twelfth of its range as a line.
 *
 * @param {object} properties
 * @param {Search} properties.search
 * @param {string} properties.name of the parameter
 * @param {boolean[] | null} properties.inside
 * @param {boolean} properties.withInfeasible
 * @param {number} properties.chosen
 * @param {(position: number, isFinal: boolean) => void} properties.onPoint
 */
export function Slice({ search, name, inside, withInfeasible, chosen, onPoint }) {
  const { columns, range, winner } = search;
  const values = columns.parameters[name];
  const scale = useMemo(() => spread(search.scales[name]), [search, name]);
  const score = useMemo(() => scaleOf(range), [search]);
  const HEIGHT = 170;
  const BOTTOM = HEIGHT - 20;
  const best = useMemo(() => {
    const bins = binsOf(scale);
    /** @type {(number | null)[]} */
    const of = new Array(bins).fill(null);
    columns.number.forEach((_, i) => {
      const bin = binOf(scale.share(values[i]), bins);
      const one = columns.score[i];
      if (bin >= 0 && one !== null && columns.feasible[i] && (of[bin] === null || one > /** @type {number} */ (of[bin]))) of[bin] = one;
    });
    return of;
  }, [search, name]);

  const xOf = (/** @type {number} */ share, /** @type {number} */ width) => LEFT + share * (width - LEFT - RIGHT);
  const yOf = (/** @type {number} */ value) => BOTTOM - Math.max(0, score.share(value)) * (BOTTOM - TOP);

  const draw = (/** @type {CanvasRenderingContext2D} */ context, /** @type {number} */ width) => {
    context.strokeStyle = colour('line');
    context.fillStyle = colour('soft');
    context.lineWidth = 1;
    context.textAlign = 'right';
    for (const value of rounds(range[0], range[1], 4)) {
      context.beginPath();
      context.moveTo(LEFT, yOf(value));
      context.lineTo(width - RIGHT, yOf(value));
      context.stroke();
      context.fillText(tick(value), LEFT - 5, yOf(value) + 4);
    }
    const ends = scale.choices && scale.choices.length <= 4 ? scale.choices : [scale.ends[0], scale.ends[scale.ends.length - 1]];
    ends.forEach((end, i) => {
      context.textAlign = scale.choices ? 'center' : i === 0 ? 'left' : 'right';
      context.fillText(tick(end), xOf(scale.share(end), width), HEIGHT - 5);
    });
    if (scale.isLog) {
      context.textAlign = 'center';
      context.fillText('logarithmic', (LEFT + width - RIGHT) / 2, HEIGHT - 5);
    }
    const dots = (/** @type {(i: number) => boolean} */ test, /** @type {string} */ name, /** @type {number} */ size, /** @type {number} */ alpha) => {
      context.fillStyle = colour(name);
      context.globalAlpha = alpha;
      for (let i = 0; i < values.length; i++) {
        const one = columns.score[i];
        const share = scale.share(values[i]);
        if (one === null || Number.isNaN(share) || !test(i)) continue;
        context.fillRect(xOf(share, width) - size / 2, yOf(one) - size / 2, size, size);
      }
      context.globalAlpha = 1;
    };
    const isIn = (/** @type {number} */ i) => inside === null || inside[i];
    if (withInfeasible) dots(i => !columns.feasible[i] && isIn(i), 'strong-line', 2, 0.8);
    dots(i => columns.feasible[i] && isIn(i), 'series-1', 2.5, values.length > 1000 ? 0.5 : 0.8);
    context.strokeStyle = colour('series-3');
    context.lineWidth = 1.5;
    context.beginPath();
    best.forEach((one, bin) => {
      if (one === null) return;
      context.moveTo(xOf(bin / best.length, width), yOf(one));
      context.lineTo(xOf((bin + 1) / best.length, width), yOf(one));
    });
    context.stroke();
    const mark = (/** @type {number} */ i, /** @type {string} */ name) => {
      const one = i < 0 ? null : columns.score[i];
      const share = i < 0 ? NaN : scale.share(values[i]);
      if (one === null || Number.isNaN(share)) return;
      const x = xOf(share, width);
      context.strokeStyle = colour(name);
      context.lineWidth = 1.5;
      context.beginPath();
      context.moveTo(x, TOP);
      context.lineTo(x, BOTTOM);
      context.moveTo(x + 5, yOf(one));
      context.arc(x, yOf(one), 5, 0, 7);
      context.stroke();
    };
    mark(winner, 'series-2');
    if (chosen !== winner) mark(chosen, 'text');
  };

  const find = (/** @type {{x: number, y: number}} */ point, /** @type {number} */ width) => {
    let found = -1;
    let least = 144;
    for (let i = 0; i < values.length; i++) {
      const one = columns.score[i];
      if (one === null || (!columns.feasible[i] && !withInfeasible)) continue;
      const dx = xOf(scale.share(values[i]), width) - point.x;
      const dy = yOf(one) - point.y;
      if (dx * dx + dy * dy < least) {
        least = dx * dx + dy * dy;
        found = i;
      }
    }
    return found;
  };
  const [id] = useState(() => 'slice-' + name);
  const widthOf = () => document.getElementById(id)?.clientWidth ?? 300;
  const known = /** @type {number[]} */ (best.filter(one => one !== null));
  const label = `Score by ${name}, from ${tick(scale.ends[0])} to ${tick(scale.ends[scale.ends.length - 1])}. `
    + (winner < 0 ? '' : `The winner has ${figure(values[winner])}. `)
    + (known.length === 0 ? '' : `The best of each part of the range lies between ${tick(Math.min(...known))} and ${tick(Math.max(...known))}.`);
  return html`<figure id=${id} class="slice">
    <figcaption><b>${name}</b>${winner >= 0 && html`<span class="sub">winner ${figure(values[winner])}</span>`}</figcaption>
    <${Canvas} draw=${draw} height=${HEIGHT} of=${[search, inside, withInfeasible, chosen]} label=${label}
      onPoint=${(/** @type {any} */ point) => point && onPoint(find(point, widthOf()), false)}
      onChoose=${(/** @type {any} */ point) => onPoint(find(point, widthOf()), true)} />
  </figure>`;
}

/** What a cell of the map shows. @type {[string, string][]} */
export const MEASURES = [['best', 'Best score'], ['median', 'Median score'], ['count', 'Number of trials']];

/**
 * The score by two parameters: a plateau is a field of good cells around the winner, a peak stands alone.
 *
 * @param {object} properties
 * @param {Search} properties.search
 * @param {string} properties.x
 * @param {string} properties.y
 * @param {string} properties.measure one of {@link MEASURES}
 */
export function HeatMap({ search, x, y, measure }) {
  const { columns, range, winner } = search;
  const HEIGHT = 340;
  const BOTTOM = HEIGHT - 36;
  const SIDE = 70;
  const [pointed, setPointed] = useState(/** @type {{column: number, row: number} | null} */ (null));
  const map = useMemo(() => {
    const [across, up] = [spread(search.scales[x]), spread(search.scales[y])];
    const [wide, high] = [binsOf(across), binsOf(up)];
    /** @type {number[][]} */
    const scores = Array.from({ length: wide * high }, () => []);
    const cellOf = (/** @type {number} */ i) => {
      const [column, row] = [binOf(across.share(columns.parameters[x][i]), wide), binOf(up.share(columns.parameters[y][i]), high)];
      return column < 0 || row < 0 ? -1 : row * wide + column;
    };
    columns.number.forEach((_, i) => {
      const cell = cellOf(i);
      const score = columns.score[i];
      if (cell >= 0 && score !== null && columns.feasible[i]) scores[cell].push(score);
    });
    return { across, up, wide, high, scores, home: winner < 0 ? -1 : cellOf(winner) };
  }, [search, x, y]);
  const most = Math.max(1, ...map.scores.map(cell => cell.length));
  const valueOf = (/** @type {number[]} */ cell) => (cell.length === 0 ? null
    : measure === 'count' ? cell.length : measure === 'median' ? median(cell) : Math.max(...cell));
  const shareOf = (/** @type {number} */ value) => (measure === 'count' ? value / most : (value - range[0]) / (range[1] - range[0]));

  const draw = (/** @type {CanvasRenderingContext2D} */ context, /** @type {number} */ width) => {
    const colours = ramp();
    const [w, h] = [(width - SIDE - 8) / map.wide, (BOTTOM - 8) / map.high];
    map.scores.forEach((cell, at) => {
      const value = valueOf(cell);
      const [left, top] = [SIDE + (at % map.wide) * w, BOTTOM - (Math.floor(at / map.wide) + 1) * h];
      context.fillStyle = value === null ? colour('sunken') : colours(shareOf(value));
      context.fillRect(left + 0.5, top + 0.5, w - 1, h - 1);
      if (at === map.home) {
        context.strokeStyle = colour('series-2');
        context.lineWidth = 2.5;
        context.strokeRect(left + 1.5, top + 1.5, w - 3, h - 3);
      }
      if (pointed && at === pointed.row * map.wide + pointed.column) {
        context.strokeStyle = colour('text');
        context.lineWidth = 1.5;
        context.strokeRect(left + 1, top + 1, w - 2, h - 2);
      }
    });
    context.fillStyle = colour('soft');
    const marks = (/** @type {import('./axes.js').Scale} */ scale) => scale.choices ?? [scale.value(0), scale.value(0.5), scale.value(1)];
    marks(map.across).forEach((value, i, all) => {
      context.textAlign = map.across.choices ? 'center' : i === 0 ? 'left' : i === all.length - 1 ? 'right' : 'center';
      context.fillText(tick(value), SIDE + map.across.share(value) * w * map.wide, BOTTOM + 14);
    });
    context.textAlign = 'right';
    marks(map.up).forEach((value, i, all) => {
      const lift = map.up.choices ? 4 : i === 0 ? 0 : i === all.length - 1 ? 9 : 4;
      context.fillText(tick(value), SIDE - 5, BOTTOM - map.up.share(value) * h * map.high + lift);
    });
    context.textAlign = 'center';
    context.fillText(x, SIDE + (w * map.wide) / 2, HEIGHT - 6);
    context.save();
    context.translate(11, 8 + (BOTTOM - 8) / 2);
    context.rotate(-Math.PI / 2);
    context.fillText(y, 0, 0);
    context.restore();
  };

  const [id] = useState(() => 'heat-map');
  const point = (/** @type {{x: number, y: number} | null} */ at) => {
    const width = document.getElementById(id)?.clientWidth ?? 600;
    const column = at ? Math.floor(((at.x - SIDE) / (width - SIDE - 8)) * map.wide) : -1;
    const row = at ? Math.floor(((BOTTOM - at.y) / (BOTTOM - 8)) * map.high) : -1;
    const isCell = column >= 0 && column < map.wide && row >= 0 && row < map.high;
    setPointed(isCell ? { column, row } : null);
  };
  const around = map.home < 0 ? [] : neighbours(map.home, map.wide, map.high).map(at => valueOf(map.scores[at])).filter(value => value !== null);
  const summary = map.home < 0 ? 'No feasible trial yet.'
    : `The winner's cell has ${figure(valueOf(map.scores[map.home]) ?? NaN, 4)}; `
      + (around.length === 0 ? 'no cell beside it has a feasible trial.'
        : `the ${count(around.length)} cells beside it that were tried have ${tick(Math.min(.../** @type {number[]} */ (around)))} to ${tick(Math.max(.../** @type {number[]} */ (around)))}.`);
  const cell = pointed ? map.scores[pointed.row * map.wide + pointed.column] : null;
  const word = MEASURES.find(([key]) => key === measure)?.[1] ?? measure;
  return html`<figure id=${id} class="heat">
    <${Canvas} draw=${draw} height=${HEIGHT} of=${[map, measure, pointed]} onPoint=${point}
      label=${`${word} of the feasible trials by ${x} and ${y}. ${summary}`} />
    <figcaption class="sub">${cell
      ? cell.length === 0 ? 'No feasible trial here.' : `${count(cell.length)} feasible ${cell.length === 1 ? 'trial' : 'trials'}: best ${tick(Math.max(...cell))}, median ${tick(median(cell))}.`
      : summary}</figcaption>
  </figure>`;
}

/** The cells beside one. @param {number} home @param {number} wide @param {number} high */
function neighbours(home, wide, high) {
  const [column, row] = [home % wide, Math.floor(home / wide)];
  const cells = [];
  for (let r = Math.max(0, row - 1); r <= Math.min(high - 1, row + 1); r++) {
    for (let c = Math.max(0, column - 1); c <= Math.min(wide - 1, column + 1); c++) {
      if (r !== row || c !== column) cells.push(r * wide + c);
    }
  }
  return cells;
}
