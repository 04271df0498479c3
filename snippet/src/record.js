// From a call or an observation to a message: one door, where consent, exclusion and the site's own filter stand.

import { attempt, listen } from './bus.js';
import { CLICK_IDS } from './campaign.js';
import { decision } from './consent.js';
import { nudge } from './delivery.js';
import { anonymousId, who } from './identity.js';
import { uuid } from './ids.js';
import { enqueue, lose } from './queue.js';
import { excluded, observes, settings } from './settings.js';
import { here, settleView } from './views.js';

const MAX_HELD = 499;
/** The collector refuses larger events. */
const MAX_SIZE = 32e3;
/** The first is the one that the tag names: a function of the page, which may come later than this script. */
const filters = [event => (window[settings.before] || Object)(event)];
let held = [];

export let extra;

/** A filter sees each event before it is queued and returns it, changed or not; anything falsy drops it. */
export const before = filter => filters.push(filter);

/** Properties for every later event of this page load; none: forgets them. */
export const add = properties => { extra = properties && { ...extra, ...properties }; };

export const record = (type, fields, { callback, context, ...options } = {}) => {
  settleView();
  decide({
    type, messageId: uuid(), timestamp: new Date(), userId: who.userId, anonymousId: anonymousId(), ...fields, ...options,
    context: { ...here, groupId: who.groupId, ...context }
  }, callback);
};

export const track = (event, properties, options) => record('track', { event, properties: { ...extra, ...properties } }, options);

/** What was not called but observed, if the site wants that kind. */
export const observed = (kind, event, properties) => observes(kind) && track(event, properties);

const decide = (event, callback) => {
  const allowed = decision('analytics');
  if (allowed == null) return held.push([event, callback]) > MAX_HELD && held.shift();
  if (!allowed || !admit(event, callback)) callback?.();
};

/** True when the event was queued. */
const admit = (event, callback) => {
  const ads = decision('ads');
  if (excluded() || !ads && event.event == 'Ad Clicked') return;
  for (const filter of filters) event &&= attempt(filter, event);
  // Without consent to ads, the ids that ad networks put into addresses go, wherever they stand.
  if (event && !ads) delete event.context.referrer;
  const text = event && attempt(JSON.stringify, event);
  if (!text || text.length > MAX_SIZE) return text && lose(1);
  enqueue(event.messageId, ads ? text : text.replace(CLICK_IDS, ''), callback);
  nudge();
  return true;
};

listen('consent', () => {
  const waiting = held;
  held = [];
  waiting.forEach(values => decide(...values));
});
