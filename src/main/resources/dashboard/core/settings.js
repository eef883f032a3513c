/** What a reader has chosen for this browser: the zone of times, the colours. Nothing of it is a secret. */
import { store, useStore } from './view.js';

const KEY = 'trainyard.settings';

/** @typedef {{zone: 'utc' | 'local', theme: 'auto' | 'light' | 'dark'}} Settings */

/** @returns {Settings} */
function read() {
  /** @type {Settings} */
  const settings = { zone: 'local', theme: 'auto' };
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (stored.zone === 'utc') settings.zone = 'utc';
    if (stored.theme === 'light' || stored.theme === 'dark') settings.theme = stored.theme;
  } catch {
    // A browser that stores nothing gets the defaults each time
  }
  return settings;
}

/** The settings; follow them with {@link useSettings}. */
export const settings = store(read());

/** @param {Partial<Settings>} change */
export function choose(change) {
  settings.set({ ...settings.get(), ...change });
  try {
    localStorage.setItem(KEY, JSON.stringify(settings.get()));
  } catch {
    // They hold until the page is closed
  }
}

export const useSettings = () => useStore(settings);

function paint() {
  const { theme } = settings.get();
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
settings.subscribe(paint);
paint();

/**
 * A colour of the style sheet, for charts, which draw on a canvas.
 *
 * @param {string} name of the custom property, without its dashes
 */
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
}
