import { enabled, settings } from './settings.js';

/** Every name this script writes begins so: it can find, and remove, all that is its own. */
export const prefix = () => `fp:${settings.key}:`;

// Storage may be absent, full, or forbidden by the visitor: each of these only means "not kept", never an error on the page.
const attempt = work => {
  if (enabled('cookieless')) return;
  try {
    return work(localStorage);
  } catch {
    // Not kept: the event still lives in memory.
  }
};

export const read = name => attempt(storage => storage.getItem(prefix() + name));
export const write = (name, value) => attempt(storage => storage.setItem(prefix() + name, value));
export const remove = name => attempt(storage => storage.removeItem(prefix() + name));

/** The names kept, without prefix, oldest message first. */
export const names = () => attempt(storage => Object.keys(storage)
  .filter(name => name.startsWith(prefix())).map(name => name.slice(prefix().length))) || [];
