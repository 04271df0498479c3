// Page views: loads, single-page navigation, back/forward cache. (A prerendered page starts nothing until somebody sees it.)

import { watch } from './bus.js';
import { campaign, readQuery, referrer, searched } from './campaign.js';
import { arrive, depart, visible } from './engagement.js';
import { abandonForms } from './forms.js';
import { extra, observed, record, track } from './record.js';
import { enabled, observes, settings } from './settings.js';

/** Routers call replaceState and pushState in pairs, and set the title a little later: what happens within this many ms is one navigation. */
const CALM = 50;

/** The page in view: the context of each event on it. */
export let here;

let viewed, pending, counted;

/** What must change for a navigation to be one: the path, or also the part that `data-spa` names. */
const keyOf = () => location.pathname + (location[settings.spa == 'query' ? 'search' : settings.spa] || '');
const pathOf = () => keyOf().split('?')[0];
const masked = url => enabled('maskQuery') ? url.split('?')[0] : url;

/** Looks at the page anew and says how the visitor came to it. */
const look = from => {
  readQuery();
  viewed = keyOf();
  here = {
    page: {
      path: pathOf(), url: masked(location.href.split(settings.spa == 'hash' ? ' ' : '#')[0]), search: masked(location.search),
      title: document.title, referrer: masked(from)
    },
    campaign,
    referrer
  };
  arrive();
};

/** Counts a view of the page in view. */
const count = (fields, properties, options) => record('page', { ...fields, properties: { ...here.page, ...extra, ...properties } }, options);

const autoView = moved => {
  const { referrer: from, url: to } = here.page;
  if (!observes('views')) return;
  count();
  if (moved && from.startsWith(location.origin)) track('Page Navigated', { from, to });
  if (referrer) track('Ad Clicked', referrer);
  if (searched) observed('search', 'Site Searched', { query: searched });
};

/** A page opened in the background counts once somebody looks at it. */
export const countFirst = () => {
  if (!counted && visible()) {
    counted = true;
    autoView(performance.getEntriesByType('navigation')[0].type == 'navigate');
  }
};

/** Back from the back/forward cache: the page is viewed once more. */
export const countAgain = () => {
  look(here.page.referrer);
  autoView();
};

/** Leaves the page in view: its time and depth are told, what was begun in its forms counts as abandoned. */
export const leaveView = gone => {
  depart(gone);
  abandonForms();
};

/** A navigation still settling becomes a view now: what follows belongs to the new page. */
export const settleView = () => {
  if (!pending) return;
  pending = clearTimeout(pending);
  if (keyOf() != viewed) {
    look(here.page.url);
    autoView(true);
  }
};

/** What is replaced, not `added` to the history, is a navigation only when the path changes; routers and widgets keep other things there. */
const changed = added => {
  if (keyOf() == viewed || pending) return;
  if (!added && here.page.path == pathOf()) return viewed = keyOf();
  leaveView();
  pending = setTimeout(settleView, CALM);
};

const wrap = (name, added) => {
  const original = history[name];
  history[name] = (...values) => {
    original.apply(history, values);
    changed(added);
  };
};

/**
 * `fp.page([category], [name], [properties], [options])`, one text alone is the name: the site says that this is a new page, whatever its address.
 * Of all values only texts can be trimmed.
 */
export const page = (...values) => {
  const texts = values.filter(value => value?.trim);
  const [properties, options] = values.slice(texts.length);
  const [name, category] = texts.reverse();
  settleView();
  if (keyOf() != viewed) look(here.page.url);
  count({ name, category }, { name, category, ...properties }, options);
};

/** `drain` takes the calls made before the script came: a consent, a filter or an identity among them holds for the first view too. */
export const watchViews = drain => {
  look(document.referrer);
  drain();
  countFirst();
  if (settings.spa == 'off') return;
  wrap('pushState', true);
  wrap('replaceState');
  watch('popstate', changed);
};
