// How long a page was in view, and how far down it was read.

import { record } from './record.js';
import { observes } from './settings.js';

let since = 0;
let bottom = 0;
let told = 0;

const visible = () => document.visibilityState == 'visible';

export const arrive = () => {
  since = visible() ? performance.now() : 0;
  bottom = told = 0;
};

const seen = () => { bottom = Math.max(bottom, scrollY + innerHeight); };

/**
 * Tells what came since it last told: durations of a page add up to its dwell time, its depths only grow.
 * Heights are read here and not while scrolling, which stays free.
 */
export const depart = gone => {
  const now = performance.now();
  const duration = since && Math.round(now - since) / 1e3;
  since = visible() && !gone ? now : 0;
  if (!duration || !observes('engagement')) return;
  record('track', { event: 'Page Engaged', properties: { duration } });
  seen();
  const depth = Math.round(100 * Math.min(1, bottom / document.documentElement.scrollHeight)) / 100;
  if (depth > told) record('track', { event: 'Page Scrolled', properties: { depth: told = depth } });
};

export const watchEngagement = () => {
  addEventListener('scroll', seen, { passive: true });
  document.addEventListener('visibilitychange', () => { if (visible()) since ||= performance.now(); });
};
