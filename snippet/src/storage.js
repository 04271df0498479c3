import { cookieless, prefix } from './settings.js';

// Storage may be absent, full, or forbidden by the visitor: each of these only means "not kept", never an error on the page.
const attempt = work => {
  try {
    if (!cookieless) return work(localStorage);
  } catch {
    // Not kept: the event still lives in memory.
  }
};

/** Reads (no value), writes, or removes (empty value). */
export const stored = (name, value) => attempt(storage =>
  value ? storage[prefix + name] = value : value == null ? storage[prefix + name] : delete storage[prefix + name]);

/** The names kept, without prefix; undefined for each that is not ours. */
export const names = () => attempt(storage => Object.keys(storage).map(name => name.split(prefix)[1])) || [];
