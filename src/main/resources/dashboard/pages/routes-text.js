import { html, useEffect, useRef } from '../core/view.js';

const INDENT = '  ';

/**
 * A field for YAML with the numbers of its lines. Tab indents; Escape and then Tab leaves the field.
 *
 * @param {object} properties
 * @param {string} properties.text
 * @param {(text: string) => void} properties.onText
 * @param {string} properties.label
 * @param {boolean} properties.readOnly
 * @param {Map<number, string>} properties.marks what is wrong, by line
 * @param {{line: number, column: number, at: number} | null} properties.goTo where to go; `at` tells one wish from the next
 */
export function YamlText({ text, onText, label, readOnly, marks, goTo }) {
  const field = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const gutter = useRef(/** @type {HTMLElement | null} */ (null));
  const isLeaving = useRef(false);
  const count = text.split('\n').length;

  const follow = () => {
    if (field.current && gutter.current) gutter.current.scrollTop = field.current.scrollTop;
  };
  useEffect(() => {
    const area = field.current;
    if (!goTo || !area) return;
    const lines = area.value.split('\n');
    const line = Math.min(goTo.line, lines.length);
    const begin = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    const end = begin + lines[line - 1].length;
    area.focus({ preventScroll: true });
    area.setSelectionRange(goTo.column > 1 ? Math.min(begin + goTo.column - 1, end) : begin, end);
    const height = parseFloat(getComputedStyle(area).lineHeight);
    area.scrollTop = Math.max(0, (line - 1) * height - area.clientHeight / 3);
    area.scrollLeft = 0;
    area.scrollIntoView({ block: 'nearest' });
    follow();
  }, [goTo?.at]);

  const insert = (/** @type {HTMLTextAreaElement} */ area, /** @type {string} */ what) => {
    // It is what keeps the field's own undo
    if (!document.execCommand('insertText', false, what)) area.setRangeText(what, area.selectionStart, area.selectionEnd, 'end');
    onText(area.value);
  };
  const press = (/** @type {KeyboardEvent} */ e) => {
    if (e.key === 'Escape') {
      isLeaving.current = true;
      return;
    }
    const mayLeave = isLeaving.current;
    if (e.key !== 'Shift') isLeaving.current = false;
    if (e.key !== 'Tab' || e.ctrlKey || e.altKey || e.metaKey || mayLeave || readOnly) return;
    e.preventDefault();
    const area = /** @type {HTMLTextAreaElement} */ (e.currentTarget);
    const { selectionStart: start, selectionEnd: end, value } = area;
    const begin = value.lastIndexOf('\n', start - 1) + 1;
    if (!e.shiftKey && start === end) {
      insert(area, INDENT);
      return;
    }
    const lines = value.slice(begin, end).split('\n');
    const moved = lines.map(one => (e.shiftKey ? one.replace(/^ {1,2}/, '') : INDENT + one)).join('\n');
    area.setSelectionRange(begin, end);
    insert(area, moved);
    area.setSelectionRange(start === end ? Math.max(begin, start - (end - begin - moved.length)) : begin, begin + moved.length);
  };
  return html`<div class="yaml">
    <div class="gutter" ref=${gutter} aria-hidden="true">${Array.from({ length: count }, (_, i) => html`<span class=${marks.has(i + 1) ? 'wrong' : ''} title=${marks.get(i + 1)}>${marks.has(i + 1) ? '✕ ' : ''}${i + 1}</span>`)}</div>
    <textarea ref=${field} aria-label=${label} aria-describedby="yaml-keys" wrap="off" spellcheck=${false} autocapitalize="off" autocomplete="off" readonly=${readOnly}
      aria-invalid=${marks.size > 0} value=${text} onScroll=${follow} onKeyDown=${press} onInput=${(/** @type {any} */ e) => onText(e.target.value)}></textarea>
  </div>
  <p class="sub" id="yaml-keys">${readOnly ? 'To be read only.' : html`<kbd>Tab</kbd> indents, <kbd>Shift</kbd> <kbd>Tab</kbd> the other way. Press <kbd>Esc</kbd>, then <kbd>Tab</kbd>, to leave the field.`}</p>`;
}
