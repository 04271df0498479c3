// Getting messages out, also while the page is going away: text/plain (no preflight, ever), the key in the body, the same ids on every try.

import { attempt, emit } from './bus.js';
import { device } from './device.js';
import { discard, leaveBehind, queue, restoreDropped, takeBack, takeDropped } from './queue.js';
import { signals } from './signals.js';
import { base, enabled, settings } from './settings.js';

const PAUSE = 250;
const BATCH = 20;
const CHUNK = 48 * 1024;
/** Browsers refuse keepalive bodies past 64 KiB in flight, for all scripts of the page together: we stay clear of it. */
const KEEPALIVE = 60 * 1024;

let timer = 0;
let busy = 0;
let surviving = 0;
let failures = 0;
let starved = false;
let answered;

/** Says who reads the collector's answers (`segments`, `purposes`). */
export const onAnswer = reader => { answered = reader; };

const schedule = delay => { timer ||= setTimeout(flush, delay); };

/** A message was queued: it goes with its neighbours after a moment, or at once when there are many. While an outage lasts, the retry's timer rules. */
export const nudge = () => failures || queue.length < BATCH ? schedule(PAUSE) : flush();

/** The next messages that may share a request: consent goes alone and first, a reset ends its batch. */
const next = leaving => {
  const chunk = [];
  let size = 0;
  for (const message of queue) {
    if (message.sent > (leaving ? 1 : 0)) continue;
    size += bytes(message.text);
    if (chunk[0] && (size > CHUNK || message.route == 'c' || chunk[0].route == 'c')) break;
    chunk.push(message);
    if (message.text.startsWith('{"type":"reset"')) break;
  }
  return chunk;
};

const bytes = text => new TextEncoder().encode(text).length;

const envelope = (chunk, leaving, lost) => {
  const texts = chunk.map(message => message.text);
  const head = JSON.stringify({
    writeKey: settings.key,
    sentAt: new Date().toISOString(),
    signals: signals(),
    cookieless: enabled('cookieless') || undefined,
    dropped: lost || undefined,
    context: chunk[0].route == 'b' ? device(leaving) : undefined
  });
  return head.slice(0, -1) + ',' + (chunk[0].route == 'b' ? `"batch":[${texts}]}` : texts[0].slice(1));
};

/** Sends what waits: one request at a time, or, when the page leaves, all at once by means that outlive it. */
export const flush = leaving => {
  leaving = leaving === true;
  clearTimeout(timer);
  timer = 0;
  if (busy && !leaving) return;
  let chunk;
  while ((chunk = next(leaving))[0]) if (!send(chunk, leaving) || !leaving) break;
};

const credentials = () => enabled('cookieless') ? 'omit' : 'include';

/** Reads from the collector, again without anything that would need a preflight. */
export const ask = route => fetch(`${base}/v1/${route}?writeKey=${encodeURIComponent(settings.key)}`, { credentials: credentials() })
  .then(response => response.json());

const send = (chunk, leaving) => {
  const route = base + '/v1/' + chunk[0].route;
  const lost = takeDropped();
  const body = envelope(chunk, leaving, lost);
  const size = bytes(body);
  const keepalive = surviving + size <= KEEPALIVE && (leaving || !starved);
  const mark = sent => chunk.forEach(message => { message.sent = sent; });
  if (leaving && !keepalive) {
    // A beacon always carries cookies, so a cookieless page leaves the rest to its next visit.
    if (!enabled('cookieless') && navigator.sendBeacon?.(route, body)) return mark(3), true;
    restoreDropped(lost);
    return false;
  }
  mark(keepalive ? 2 : 1);
  busy++;
  if (keepalive) surviving += size;
  fetch(route, { method: 'POST', body, keepalive, credentials: credentials() }).then(
    response => response.ok
      ? response.json().catch(() => ({})).then(answer => settle(200, 0, answer))
      : settle(response.status, response.headers.get('Retry-After')),
    () => settle(0));

  const settle = (status, wait, answer) => {
    busy = Math.max(0, busy - 1);
    if (keepalive) surviving = Math.max(0, surviving - size);
    const known = chunk.filter(message => queue.includes(message));
    if (answer || status > 399 && status < 500 && status != 408 && status != 429) {
      failures = 0;
      starved = false;
      discard(known);
      emit(answer ? 'sent' : 'dropped', { count: chunk.length, reason: status });
      if (answer) attempt(answered, answer);
      if (queue.some(message => !message.sent)) flush();
      return;
    }
    mark(0);
    restoreDropped(lost);
    // The other scripts of the page may have used up the keepalive quota: once more without it before calling it an outage.
    if (!status && keepalive && !starved) {
      starved = true;
      return schedule(0);
    }
    if (!timer) failures++;
    const seconds = wait ? isNaN(wait) ? (Date.parse(wait) - Date.now()) / 1e3 : +wait : 0;
    schedule(1e3 * Math.max(seconds, Math.min(60, 2 ** failures) * (.75 + Math.random() / 2)));
  };
  return true;
};

/** Called when the page is hidden or leaves. */
export const leave = gone => {
  flush(true);
  if (gone) leaveBehind();
};

export const watchNetwork = () => {
  addEventListener('online', () => {
    failures = 0;
    flush();
  });
  document.addEventListener('visibilitychange', () => {
    // What a beacon took is never confirmed: the page lives on, so send it again. The server knows the ids.
    if (document.visibilityState == 'visible') queue.forEach(message => { if (message.sent > 2) message.sent = 0, schedule(PAUSE); });
  });
  addEventListener('pageshow', event => {
    if (!event.persisted) return;
    takeBack();
    busy = surviving = failures = 0;
    schedule(PAUSE);
  });
};
