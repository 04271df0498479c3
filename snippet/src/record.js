// From a call or an observation to a message: one door, where consent, exclusion and the site's own filter stand.

import { attempt, emit, listen } from './bus.js';
import { CLICK_IDS } from './campaign.js';
import { decision } from './consent.js';
import { nudge } from './delivery.js';
import { identity } from './identity.js';
import { uuid } from './ids.js';
import { enqueue } from './queue.js';
import { sessionId, touchSession } from './session.js';
import { excluded } from './settings.js';
import { here, settleView } from './views.js';

const MAX_HELD = 500;
const MAX_SIZE = 32e3;
const filters = [];
let held = [];
let extra = {};

/** A filter sees each event before it is queued and returns it, changed or not; anything falsy drops it. */
export const before = filter => filters.push(filter);

/** Properties for every later event of this page load. */
export const add = properties => { extra = { ...extra, ...properties }; };

export const clearExtra = () => { extra = {}; };

export const record = (type, fields, { callback, ...options } = {}) => {
  settleView();
  const event = {
    type, messageId: uuid(), timestamp: new Date().toISOString(), ...fields, ...identity(),
    ...options, context: { ...here.context, ...options.context }
  };
  if (event.properties) event.properties = { ...extra, ...event.properties };
  if (excluded(location.pathname)) return callback?.();
  const allowed = decision('analytics');
  if (allowed) return admit(event, callback);
  if (allowed === false) return callback?.();
  held.push([event, callback]);
  if (held.length > MAX_HELD) held.shift();
};

const admit = (event, callback) => {
  const { userId, anonymousId, timestamp, context } = event;
  const begins = touchSession();
  context.sessionId = sessionId();
  if (begins) admit({ type: 'track', event: 'Session Started', messageId: uuid(), timestamp, userId, anonymousId, properties: {}, context });
  const ads = decision('ads');
  if (!ads && event.event == 'Ad Clicked') return callback?.();
  for (const filter of filters) if (event) event = attempt(filter, event);
  if (!event) return callback?.();
  if (!ads) delete event.context.referrer;
  let text = attempt(JSON.stringify, event);
  // Without consent to ads, the ids that ad networks put into addresses go, wherever they stand.
  if (text && !ads) text = text.replace(CLICK_IDS, '');
  if (!text || text.length > MAX_SIZE) return emit('dropped', { messageId: event.messageId, reason: 'size' });
  enqueue('b', event.messageId, text, callback);
  nudge();
};

listen('consent', () => {
  const allowed = decision('analytics');
  if (allowed == null) return;
  const waiting = held;
  held = [];
  waiting.forEach(([event, callback]) => allowed ? admit(event, callback) : callback?.());
});
