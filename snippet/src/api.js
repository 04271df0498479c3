// What a page may call. Names and argument orders are those of analytics.js; `fp(event, options)` is plausible's.

import { listen } from './bus.js';
import { choices, choose, recallOrAsk } from './consent.js';
import { flush } from './delivery.js';
import { anonymousId, forget, who } from './identity.js';
import { add, before, record, track } from './record.js';
import { forgetSegments, segments } from './segments.js';
import { page } from './views.js';

const all = value => ({ analytics: value, ads: value, personalisation: value });

export const api = {
  page, track,
  identify: (id, traits, options) => {
    if (id?.trim) who.userId = id;
    else [traits, options] = [id, traits];
    record('identify', { traits }, options);
  },
  group: (groupId, traits, options) => {
    who.groupId = groupId;
    record('group', { groupId, traits }, options);
  },
  alias: (to, from, options) => record('alias', { previousId: from ?? who.userId }, { userId: to, ...options }),
  /** The person leaves this browser (log-out): the server gives the next one a new id, and nothing known here stays. */
  reset: () => {
    record('reset');
    forget();
    add();
    forgetSegments();
    flush();
  },
  consent: (purposes, options) => purposes ? choose(purposes, options) : recallOrAsk(),
  optOut: options => choose(all(false), options),
  optIn: options => choose(all(true), options),
  /** "sent", "dropped", or what is also told at once when it is known: "consent", "segments". */
  on: (name, listener) => {
    listen(name, listener);
    const known = name == 'segments' ? segments() : name == 'consent' && choices;
    if (known) listener(known);
  },
  /** Calls back once, as soon as the visitor is in the segment. */
  in: (name, callback) => api.on('segments', all => {
    if (!all.includes(name)) return;
    callback?.(name);
    callback = 0;
  }),
  segments: () => segments() || [],
  ready: callback => callback(),
  add, before, flush, anonymousId
};

/** `fp('track', …)` as the stub queues it, or plausible's `fp('Signup', { props, revenue, interactive, callback })`. */
export const call = (name, ...values) => {
  if (api[name]) return api[name](...values);
  const { props, revenue, interactive, callback } = values[0] || {};
  track(name, { ...props, revenue: revenue?.amount, currency: revenue?.currency, interactive }, { callback });
};

