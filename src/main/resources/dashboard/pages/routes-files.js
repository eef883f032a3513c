import { useSource } from '../core/source.js';
import { html, useStore } from '../core/view.js';
import { Empty, Fault, Panel, Shown, Waiting } from '../core/widgets.js';
import { Editor } from './routes-editor.js';
import { drafts } from './routes-draft.js';
import { fileAddress, fileOperation, folderOf } from './routes-graph.js';

/**
 * The files on disk, and one of them in the editor.
 *
 * @param {{path: string | null, line: number | null}} properties
 */
export function Files({ path, line }) {
  const list = useSource('routes/files', { limit: 500 }, { events: ['route-edit'], every: 5000 });
  return html`<div class="route-files">
    <${Panel} class="file-list"><${Shown} of=${list}>${(/** @type {any} */ page) => html`<${FileList} files=${page.items} chosen=${path} />`}<//><//>
    ${path === null
      ? html`<${Panel}><${Empty} title="Choose a file">Its text is checked as you type, and nothing is written before you apply it.<//><//>`
      : html`<${File} key=${path} path=${path} line=${line} />`}
  </div>`;
}

/** @param {{files: any[], chosen: string | null}} properties */
function FileList({ files, chosen }) {
  const edited = useStore(drafts);
  const folders = [...new Set(files.map(file => folderOf(file.path)))];
  return html`<nav aria-label="Route files">${folders.map(folder => html`<h2>${folder}</h2><ul>${files.filter(file => folderOf(file.path) === folder).map(file => html`
    <li key=${file.path}><a href=${fileAddress(file.path)} aria-current=${file.path === chosen ? 'true' : undefined}>
      ${file.path.split('/').pop()}
      ${edited.has(file.path) && html` <span class="warn-text" title="Changed here, not applied">✎ changed</span>`}
      ${!file.is_running && html` <span class="bad-text" title="The file on disk is not what runs">✕ not running</span>`}
    </a></li>`)}</ul>`)}</nav>`;
}

/** @param {{path: string, line: number | null}} properties */
function File({ path, line }) {
  const source = useSource(fileOperation(path), {}, { events: ['route-edit'], every: 5000 });
  if (source.data === null) {
    return html`<${Panel} title=${html`<code>${path}</code>`}>${source.error ? html`<${Fault} error=${source.error} again=${source.reload} />` : html`<${Waiting} />`}<//>`;
  }
  if (source.data.text === null) {
    return html`<${Panel} title=${html`<code>${path}</code>`}><p class="fault">This file cannot be edited here: ${source.data.problem?.message}</p><//>`;
  }
  return html`<${Editor} disk=${source.data} line=${line} reload=${source.reload} error=${source.error} />`;
}
