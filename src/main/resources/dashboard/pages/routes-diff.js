import { html } from '../core/view.js';

/** @param {string} line */
const toneOf = line => (line.startsWith('+++') || line.startsWith('---') ? 'file' : line.startsWith('@@') ? 'place'
  : line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : '');

/**
 * A unified diff; what is added and removed is told by sign and colour.
 *
 * @param {{of: string | null}} properties
 */
export function Diff({ of }) {
  if (!of) return html`<p class="none">No line differs.</p>`;
  const lines = of.replace(/\n$/, '').split('\n');
  return html`<pre class="code diff" tabindex="0" role="group" aria-label="Difference">${lines.map(line =>
    html`<span class=${toneOf(line)}>${line + '\n'}</span>`)}</pre>`;
}

/** How much a diff changes, in words. @param {string | null} diff */
export function extentOf(diff) {
  const tones = (diff ?? '').split('\n').map(toneOf);
  const added = tones.filter(tone => tone === 'added').length;
  const removed = tones.filter(tone => tone === 'removed').length;
  return `+${added} −${removed} line${added + removed === 1 ? '' : 's'}`;
}
