import { useSource } from '../core/source.js';
import { html } from '../core/view.js';
import { Shown } from '../core/widgets.js';
import { fileAddress, fileOperation } from './routes-graph.js';

/** Lines shown around what is meant. */
const AROUND = 3;

/**
 * Lines of a file around some that are meant.
 *
 * @param {{file: string, line: number, endLine: number | null}} properties
 */
export function Source({ file, line, endLine }) {
  const source = useSource(fileOperation(file), {}, { events: ['route-edit'], every: 0 });
  return html`<div class="source">
    <p class="sub"><code>${file}:${line}</code> <a href=${fileAddress(file, line)}>Edit</a></p>
    <${Shown} of=${source}>${(/** @type {any} */ data) => html`
      ${!data.is_running && html`<p class="note warn">The file on disk is not what runs; the lines may be elsewhere by now.</p>`}
      ${data.text === null ? html`<p class="fault">${data.problem?.message}</p>` : html`<${Lines} text=${data.text} first=${line} last=${endLine ?? line} />`}`}<//>
  </div>`;
}

/** @param {{text: string, first: number, last: number}} properties */
function Lines({ text, first, last }) {
  const lines = text.split('\n');
  const from = Math.max(1, first - AROUND);
  const shown = lines.slice(from - 1, last + AROUND);
  return html`<pre class="code source-lines" tabindex="0" role="group" aria-label=${`Lines ${from} to ${from + shown.length - 1}; ${first} to ${last} are meant`}>${shown.map((content, i) => {
    const number = from + i;
    return html`<span class=${number >= first && number <= last ? 'meant' : ''}><span class="number">${String(number).padStart(4)}</span> ${number >= first && number <= last ? '▌' : ' '}${content + '\n'}</span>`;
  })}</pre>`;
}
