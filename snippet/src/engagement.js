// How long a page was in view, and how far down it was read.

import { watch } from './bus.js';
import { observed } from './record.js';

let since, bottom, told;

export const visible = () => !document.hidden;

/** The clock runs while the page is visible. */
export const resume = gone => { since = visible() && !gone && performance.now(); };

export const arrive = () => {
  resume();
  bottom = told = 0;
};

const seen = () => { bottom = Math.max(bottom, scrollY + innerHeight); };

/**
 * Tells what came since it last told: durations (in seconds) of a page add up to its dwell time, its depths only grow.
 * Heights are read here and not while scrolling, which stays free.
 */
export const depart = gone => {
  const duration = since && (performance.now() - since | 0) / 1e3;
  resume(gone);
  if (!duration) return;
  observed('engagement', 'Page Engaged', { duration });
  seen();
  const depth = Math.min(1, bottom / document.documentElement.scrollHeight);
  if (depth > told) observed('engagement', 'Page Scrolled', { depth: told = depth });
};

export const watchEngagement = () => watch('scroll', seen);
