// Getting messages out, also while the page is going away: text/plain (no preflight, ever), the key in the body, the same ids on every try.

import { emit, watch } from './bus.js';
import { device } from './device.js';
import { adopt, discard, dropped, lose, queue, sizeOf } from './queue.js';
import { base, cookieless, settings } from './settings.js';
import { signals } from './signals.js';

const PAUSE = 250;
const BATCH = 20;
const CHUNK = 48e3;
/** Browsers open six connections to a host: more would only queue. */
const PARALLEL = 6;
/** Browsers refuse keepalive bodies past 64 KiB in flight, for all scripts of the page together: we stay clear of it. */
const KEEPALIVE = 6e4;
const ENVELOPE = 1e3;

let timer = 0;
let busy = 0;
let surviving = 0;
let failures = 0;

const schedule = delay => { timer ||= setTimeout(flush, delay); };

/** A message was queued: it goes with its neighbours after a moment, or at once when there are many. While an outage lasts, the retry's timer rules. */
export const nudge = () => failures || !queue[BATCH - 1] ? schedule(PAUSE) : flush();

/** What follows an act of consent, or a reset, waits until the collector has answered it: it changes what the rest means. */
const isTurn = ({ content }) => !content.type || content.type == 'reset';

/** The next messages that may share a request: an act of consent goes alone, a reset ends its batch. */
const next = leaving => {
  const chunk = [];
  for (const message of queue) {
    if (message.sent > leaving) continue;
    if (chunk[0] && (!message.content.type || sizeOf(chunk) + message.weight > CHUNK)) break;
    chunk.push(message);
    if (isTurn(message)) break;
  }
  return chunk;
};

const request = (url, options) => fetch(url, { credentials: cookieless ? 'omit' : 'include', ...options });

/** Reads from the collector, again without anything that would need a preflight. */
export const ask = route => request(`${base + route}?writeKey=${settings.key}`).then(response => response.json());

/**
 * Sends what waits, a few requests at a time, for what has been sent by then also survives a page that leaves in the same breath;
 * when the page leaves, all at once by means that outlive it.
 * @returns undefined when there was nothing to do, else a promise of the end
 */
export const flush = leaving => {
  let sending;
  timer = clearTimeout(timer);
  while (leaving || busy < PARALLEL && !queue.some(message => message.sent && isTurn(message))) {
    const chunk = next(leaving ? 1 : 0);
    if (!chunk[0] || !(sending = send(chunk, leaving))) break;
  }
  return sending;
};

const send = (chunk, leaving) => {
  const [{ content }] = chunk;
  const url = base + (content.type ? 'b' : 'c');
  const size = sizeOf(chunk) + ENVELOPE;
  const keepalive = (leaving || !failures) && surviving + size < KEEPALIVE;
  const lost = busy ? 0 : dropped();
  const body = JSON.stringify({
    writeKey: settings.key, sentAt: new Date(), signals, cookieless, dropped: lost,
    ...content.type ? { context: device(), batch: chunk.map(message => message.content) } : content
  });
  const mark = sent => chunk.forEach(message => { message.sent = sent; });
  mark(leaving || keepalive ? 2 : 1);
  // A beacon always carries cookies, so a cookieless page leaves the rest to its next visit.
  if (leaving && !keepalive) return !cookieless && navigator.sendBeacon(url, body);
  const failed = wait => {
    mark(0);
    // Of several that fail together, the first sets the one timer.
    if (!timer) schedule(1e3 * Math.max(+wait || 0, Math.min(60, 2 ** ++failures) * (.75 + Math.random() / 2)));
  };
  busy++;
  if (keepalive) surviving += size;
  return request(url, { method: 'POST', body, keepalive }).then(async response => {
    if (/408|429|5../.test(response.status)) return failed(response.headers.get('Retry-After'));
    failures = 0;
    lose(-lost);
    discard(chunk, response.ok ? '' : response.status);
    if (!response.ok) return;
    emit('sent', { count: chunk.length });
    emit('answer', await response.json().catch(Object));
  }).catch(failed).then(() => {
    busy--;
    if (keepalive) surviving -= size;
    if (!failures) return flush();
  });
};

/** The page lives on: what left with a beacon is never confirmed, so it goes again. The server knows the ids. */
export const resend = () => queue.forEach(message => {
  message.sent = 0;
  schedule(PAUSE);
});

/** Leftovers are taken under a lock that is held only while they are sent (a lock held for good would keep the page out of the back/forward cache). */
const rescue = lock => {
  if (lock) adopt();
  return failures || flush();
};


export const watchNetwork = () => {
  watch('online', () => {
    failures = 0;
    flush();
  });
};

/** Once sending is allowed: a moment later, when what the last page sent on leaving has arrived. */
export const rescueSoon = () => setTimeout(() => navigator.locks?.request('fp', { ifAvailable: true }, rescue) ?? rescue(true), 1e3);

