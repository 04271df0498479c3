// A session: visits of one browser with less than half an hour between them, all tabs together.

import { uuid } from './ids.js';
import { enabled } from './settings.js';
import { read, write } from './storage.js';

const GAP = 18e5;
let id;
let seen = 0;
let written = 0;

export const sessionId = () => id;

/** Notes activity; true when a session begins with it. Only called with consent. A cookieless page cannot tell: no session begins there. */
export const touchSession = () => {
  const now = Date.now();
  const [kept, last] = (read('session') || '').split(' ');
  if (kept && last > seen) [id, seen] = [kept, +last];
  const begins = !id || now - seen > GAP;
  if (begins) id = uuid();
  seen = now;
  if (begins || now - written > 1e4) {
    written = now;
    write('session', id + ' ' + now);
  }
  return begins && !enabled('cookieless');
};
