// What a page may call. Names and argument orders are those of analytics.js; `fp(event, options)` is plausible's.

import { listen } from './bus.js';
import { choices, choose, recallOrAsk } from './consent.js';
import { flush } from './delivery.js';
import { anonymousId, forget, setGroup, setUser, userId } from './identity.js';
import { add, before, clearExtra, record } from './record.js';
import { forgetSegments, inSegment, onSegments, segments } from './segments.js';
import { leaveView, manualView } from './views.js';

const PURPOSES = ['analytics', 'ads', 'personalisation'];
const all = value => Object.fromEntries(PURPOSES.map(purpose => [purpose, value]));
const isText = value => typeof value == 'string' || typeof value == 'number';

/** `[category], [name], [properties], [options]`: one text alone is the name. */
const page = (...values) => {
  const texts = [];
  while (isText(values[0])) texts.push(values.shift());
  const name = texts.pop();
  const category = texts.pop();
  manualView({ name, category }, { name, category, ...values[0] }, values[1]);
};
page.left = leaveView;

const track = (event, properties, options) => record('track', { event, properties: properties || {} }, options);

const identify = (id, traits, options) => {
  if (!isText(id)) [id, traits, options] = [undefined, id, traits];
  setUser(id);
  record('identify', { traits: traits || {} }, options);
};

const group = (groupId, traits, options) => {
  setGroup(groupId);
  record('group', { groupId, traits: traits || {} }, options);
};

const alias = (to, from, options) => record('alias', { previousId: from ?? userId() ?? anonymousId() ?? undefined }, { userId: to, ...options });

/** The person leaves this browser (log-out): the server gives the next one a new id, and nothing known here stays. */
const reset = () => {
  record('reset');
  forget();
  clearExtra();
  forgetSegments();
  flush();
};

export const api = {
  page, track, identify, group, alias, reset, add, before, segments, anonymousId, flush: () => flush(), in: inSegment,
  consent: (purposes, options) => purposes ? choose(purposes, options) : recallOrAsk(),
  optOut: options => choose(all(false), options),
  optIn: options => choose(all(true), options),
  ready: callback => callback(),
  on: (name, listener) => {
    if (name == 'segments') return onSegments(listener);
    listen(name, listener);
    if (name == 'consent' && choices.analytics != null) listener(choices);
  }
};

/** `fp('track', …)` as the stub queues it, or plausible's `fp('Signup', { props, revenue, interactive, callback })`. */
export const call = (name, ...values) => {
  if (api[name]) return api[name](...values);
  const { props, revenue, interactive, callback, u } = values[0] || {};
  const options = { callback, context: interactive === false ? { interactive } : {} };
  if (name == 'pageview') return page({ ...u && { url: u }, ...props }, options);
  track(name, { ...props, ...revenue && { revenue: revenue.amount, currency: revenue.currency } }, options);
};
