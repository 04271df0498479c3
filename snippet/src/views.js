// Page views: loads, single-page navigation, back/forward cache. (A prerendered page starts nothing until somebody sees it.)

import { campaignOf } from './campaign.js';
import { arrive, depart } from './engagement.js';
import { abandonForms } from './forms.js';
import { record } from './record.js';
import { enabled, observes, settings } from './settings.js';

/** Routers call replaceState and pushState in pairs, and set the title a little later: what happens within this many ms is one navigation. */
const CALM = 50;

/** The page in view: what each event's context says of it. */
export let here = { context: {} };

let viewed;
let pending = 0;

const keyOf = () => location.pathname +
  (/query|hash/.test(settings.spa) ? location.search : '') + (settings.spa == 'hash' ? location.hash : '');

const withoutQuery = url => enabled('maskQuery') ? url.split('?')[0] : url;

/** Looks at the page anew and says how the visitor came to it. */
const look = referrer => {
  const hash = settings.spa == 'hash' ? location.hash : '';
  viewed = keyOf();
  here = {
    context: {
      page: {
        path: location.pathname + hash,
        url: withoutQuery(location.origin + location.pathname + location.search) + hash,
        search: enabled('maskQuery') ? undefined : location.search,
        title: document.title,
        referrer: withoutQuery(referrer)
      },
      ...campaignOf(location.search)
    }
  };
  arrive();
};

/** Counts a view of the page in view. */
export const countView = (fields, properties, options) =>
  record('page', { ...fields, properties: { ...here.context.page, ...properties } }, options);

const track = (event, properties) => record('track', { event, properties });

const autoView = moved => {
  const { page, referrer } = here.context;
  if (!observes('views')) return;
  countView();
  if (moved && page.referrer.startsWith(location.origin + '/')) track('Page Navigated', { from: page.referrer, to: page.url });
  if (referrer) track('Ad Clicked', { network: referrer.type, click_id: referrer.id });
  const searched = new URLSearchParams(location.search);
  const name = observes('search') && (settings.search || 'q query search s keyword').split(/[\s,]+/).find(name => searched.get(name));
  if (name) track('Site Searched', { query: searched.get(name) });
};

/** Leaves the page in view: its time and depth are told, what was begun in its forms counts as abandoned. */
export const leaveView = gone => {
  depart(gone);
  abandonForms();
};

/** A navigation still settling becomes a view now: what follows belongs to the new page. */
export const settleView = () => {
  if (!pending) return;
  clearTimeout(pending);
  pending = 0;
  if (keyOf() == viewed) return;
  look(here.context.page.url);
  autoView(true);
};

/** `replaced`: a replaceState, which is a navigation only when the path changes; routers and widgets keep other things there. */
const changed = replaced => {
  if (keyOf() == viewed || pending) return;
  if (replaced && viewed.split(/[?#]/)[0] == location.pathname) return void (viewed = keyOf());
  leaveView();
  pending = setTimeout(settleView, CALM);
};

const wrap = (name, replaced) => {
  const original = history[name];
  history[name] = function (...values) {
    const result = original.apply(this, values);
    changed(replaced);
    return result;
  };
};

/** For `fp.page()`: the site says that this is a new page, whatever its address. */
export const manualView = (fields, properties, options) => {
  settleView();
  look(viewed == keyOf() ? here.context.page.referrer : here.context.page.url);
  countView(fields, properties, options);
};

/** `drain` takes the calls made before the script came: a consent, a filter or an identity among them holds for the first view too. */
export const watchViews = drain => {
  look(document.referrer);
  drain();
  const first = () => document.visibilityState == 'hidden'
    ? document.addEventListener('visibilitychange', first, { once: true })
    : autoView(performance.getEntriesByType('navigation')[0]?.type == 'navigate');
  first();
  if (settings.spa != 'off') {
    wrap('pushState');
    wrap('replaceState', true);
    addEventListener('popstate', () => changed());
  }
  addEventListener('pageshow', event => {
    if (!event.persisted) return;
    look(here.context.page.referrer);
    autoView();
  });
};
