/**
 * Texts that have been changed and not applied, by file. They stay while one goes elsewhere on these pages.
 */
import { store } from '../core/view.js';

/** @typedef {{text: string, digest: string}} Draft digest: of the version on disk that the text was made from */

/** @type {import('../core/view.js').Store<Map<string, Draft>>} */
export const drafts = store(new Map());

/** @param {string} path @param {Draft | null} draft null for none */
export function keepDraft(path, draft) {
  const all = new Map(drafts.get());
  if (draft === null) all.delete(path);
  else all.set(path, draft);
  drafts.set(all);
}

// Only a page that is closed loses them
addEventListener('beforeunload', e => {
  if (drafts.get().size > 0) e.preventDefault();
});

/**
 * How a text ends its lines: a text field knows one way only, and the text is written as it was otherwise.
 *
 * @param {string} text
 * @returns {'\n' | '\r\n' | null} null when it is both ways, which a text field would change
 */
export function endOfLine(text) {
  if (!text.includes('\r')) return '\n';
  const rest = text.replaceAll('\r\n', '');
  return rest.includes('\r') || rest.includes('\n') ? null : '\r\n';
}
