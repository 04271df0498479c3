// For pages written against Segment's analytics.js: the rest of its surface on top of `fp`, whether that has come yet or not.
// trackLink and trackForm only listen: delivery outlives the page, so nothing has to be held up.

const TIMEOUT = 300;
const fp = (...values) => (window.fp ||= function () { (window.fp.q ||= []).push(arguments); })(...values);
const queued = Array.isArray(window.analytics) ? window.analytics : [];
const listeners = [];
const known = { traits: {} };

const emit = (name, values) => listeners.forEach(([event, listener]) => event == name && listener(...values));

/** Elements in each of the ways that analytics.js takes them: one, many, or a jQuery object. */
const each = (elements, type, work) => (elements?.addEventListener ? [elements] : Array.from(elements || []))
  .forEach(element => element.addEventListener(type, () => work(element)));

const text = (value, element) => typeof value == 'function' ? value(element) : value;

const trackOn = type => (elements, event, properties) =>
  each(elements, type, element => analytics.track(text(event, element), text(properties, element)));

const analytics = window.analytics = {
  initialized: true,
  initialize: () => analytics,
  load: () => analytics,
  debug: () => analytics,
  timeout: () => analytics,
  ready: callback => fp('ready', callback),
  reset: () => {
    known.id = undefined;
    known.traits = {};
    fp('reset');
  },
  user: () => ({ id: () => known.id, traits: () => known.traits, anonymousId: () => window.fp.anonymousId?.() }),
  on: (event, listener) => { listeners.push([event, listener]); },
  addSourceMiddleware: middleware => fp('before', obj => {
    let result = null;
    middleware({ payload: { obj }, next: payload => { result = payload && payload.obj; } });
    return result;
  }),
  trackLink: trackOn('click'),
  trackForm: trackOn('submit')
};
analytics.trackClick = analytics.trackLink;
analytics.trackSubmit = analytics.trackForm;

for (const name of ['page', 'track', 'identify', 'group', 'alias'])
  analytics[name] = (...values) => {
    if (name == 'identify') {
      if (typeof values[0] == 'string') known.id = values[0];
      Object.assign(known.traits, values.find(value => value && typeof value == 'object'));
    }
    // As in analytics.js, a last function is called a moment later, delivered or not.
    if (typeof values[values.length - 1] == 'function') setTimeout(values.pop(), TIMEOUT);
    fp(name, ...values);
    emit(name, values);
  };

queued.forEach(([name, ...values]) => analytics[name]?.(...values));
