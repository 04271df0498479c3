// Wires the parts together. One instance a page, whoever includes it and how often.

import { api, call } from './api.js';
import { attempt, listen, watch } from './bus.js';
import { watchClicks } from './clicks.js';
import { decision, recall, takeLedger } from './consent.js';
import { flush, rescueSoon, resend, watchNetwork } from './delivery.js';
import { depart, resume, visible, watchEngagement } from './engagement.js';
import { watchForms } from './forms.js';
import { takeSegments } from './segments.js';
import { base, configure, listOf, settings } from './settings.js';
import { countAgain, countFirst, leaveView, watchViews } from './views.js';

/** What pages before this one could not deliver (a decline, if consent is denied) is sent as soon as the choice is known. */
const open = () => { if (decision('analytics') != null) rescueSoon(); };

const watchLeaving = () => {
  watch('visibilitychange', () => {
    if (visible()) {
      resume();
      countFirst();
      return resend();
    }
    depart();
    flush(true);
  });
  watch('pagehide', () => {
    leaveView(true);
    flush(true);
  });
  watch('pageshow', event => {
    if (!event.persisted) return;
    resend();
    countAgain();
  });
};

const observe = drain => {
  const modules = listOf(settings.modules);
  // A consent platform, where there is one, speaks for itself on every page; its adapter comes as a module.
  if (/none|wait/.test(settings.consent)) recall();
  else modules.push('consent-' + settings.consent);
  listen('answer', takeLedger);
  listen('answer', takeSegments);
  listen('consent', open);
  open();
  watchNetwork();
  watchEngagement();
  watchClicks();
  watchForms();
  watchViews(drain);
  watchLeaving();
  modules.forEach(name => import(`${base}../${name}.js`).then(module => module.default?.(api)).catch(console.error));
};

/**
 * Starts observing and takes the calls that came before. A second start on the same page is refused: it would count everything twice.
 * @returns the function `fp` with all its methods
 */
export const start = options => {
  const { fp: stub } = window;
  if (stub?.v) return stub;
  configure(options);
  const { alias = 'fp' } = settings;
  // A stub's queue, or one in the manner of Segment's loader: an array of [method, ...arguments].
  const queued = Array.from(stub?.q || window[alias] || []);
  let started;
  const fp = window.fp = (...values) => started ? call(...values) : void queued.push(values);
  for (const name in api) fp[name] = (...values) => fp(name, ...values);
  fp.page.left = leaveView;
  fp.v = FP_VERSION;
  window[alias] = fp;
  const begin = () => observe(() => {
    started = true;
    queued.forEach(values => attempt(() => call(...values)));
  });
  // A prerendered page is nobody's visit until it is shown; calls made meanwhile wait.
  if (document.prerendering) watch('prerenderingchange', begin);
  else begin();
  return fp;
};
