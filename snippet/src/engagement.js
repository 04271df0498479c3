// How long a page was in view, and how far down it was read.

import { watch } from './bus.js';
import { observed } from './record.js';

let since;
let bottom;
let told;

export const visible = () => document.visibilityState == 'visible';

/** The clock runs while the page is visible. */
export const resume = gone => { since = visible() && !gone ? performance.now() : 0; };

export const arrive = () => {
  resume();
  bottom = told = 0;
};

const seen = () => { bottom = Math.max(bottom, scrollY + innerHeight); };

/**
 * Tells what came since it last told: durations of a page add up to its dwell time, its depths only grow.
 * Heights are read here and not while scrolling, which stays free.
 */
export const depart = gone => {
  const duration = since && Math.round(performance.now() - since) / 1e3;
  resume(gone);
  if (!duration) return;
  observed('engagement', 'Page Engaged', { duration });
  seen();
  const depth = Math.min(1, Math.round(100 * bottom / document.documentElement.scrollHeight) / 100);
  if (depth > told) observed('engagement', 'Page Scrolled', { depth: told = depth });
};

export const watchEngagement = () => watch('scroll', seen);
