// Wires the parts together. One instance a page, whoever includes it and how often.

import { api, call } from './api.js';
import { attempt, listen } from './bus.js';
import { watchClicks } from './clicks.js';
import { decision, recall, takeLedger } from './consent.js';
import { leave, nudge, onAnswer, watchNetwork } from './delivery.js';
import { readHints } from './device.js';
import { depart, watchEngagement } from './engagement.js';
import { watchForms } from './forms.js';
import { watchConsentMode, watchTcf } from './platforms.js';
import { adopt } from './queue.js';
import { takeSegments, watchSegments } from './segments.js';
import { base, configure, settings } from './settings.js';
import { leaveView, watchViews } from './views.js';

const watchLeaving = () => {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState != 'hidden') return;
    depart();
    leave();
  });
  addEventListener('pagehide', () => {
    leaveView(true);
    leave(true);
  });
};

/** What pages before this one could not deliver is sent as soon as sending is allowed. */
const openOnce = () => {
  if (opened || !decision('analytics')) return;
  opened = true;
  adopt(nudge);
  setTimeout(readHints);
};
let opened;

const observe = drain => {
  recall();
  onAnswer(answer => {
    takeLedger(answer.purposes);
    takeSegments(answer.segments);
  });
  listen('consent', openOnce);
  if (window[settings.before]) api.before(window[settings.before]);
  if (settings.consent == 'gcm') watchConsentMode();
  if (settings.consent == 'tcf') watchTcf();
  openOnce();
  watchNetwork();
  watchSegments();
  watchEngagement();
  watchClicks();
  watchForms();
  watchViews(drain);
  watchLeaving();
  (settings.modules || '').split(/[\s,]+/).forEach(name => name && import(`${base}/${name}.js`).then(module => module.default(api)));
};

/**
 * Starts observing and takes the calls that came before. A second start on the same page is refused: it would count everything twice.
 * @returns the function `fp` with all its methods
 */
export const start = (options, script, baked) => {
  const stub = window.fp;
  if (stub?.v) return stub;
  configure(baked, script, options);
  const queued = stub?.q || [];
  let started;
  const fp = (...values) => started ? call(...values) : void queued.push(values);
  for (const name in api) fp[name] = (...values) => fp(name, ...values);
  fp.page.left = leaveView;
  fp.v = FP_VERSION;
  window.fp = fp;
  const { alias } = settings;
  if (alias) {
    // A queue in the manner of Segment's loader: an array of [method, ...arguments].
    if (Array.isArray(window[alias])) queued.push(...window[alias]);
    window[alias] = fp;
  }
  const begin = () => observe(() => {
    started = true;
    for (const values of queued) attempt(call, ...values);
  });
  // A prerendered page is nobody's visit until it is shown; calls made meanwhile wait.
  if (document.prerendering) document.addEventListener('prerenderingchange', begin, { once: true });
  else begin();
  return fp;
};
