// What brought the visitor: utm parameters, and the ids that ad networks add to their links.

import { listOf, settings } from './settings.js';

/** Matches each ad-network id in an address, also inside serialised JSON: gclid, fbclid, msclkid, ttclid, twclid, irclickid, gbraid, li_fat_id… */
export const CLICK_IDS = /\b(\w*cl(ick|k)?id|[gw]braid|li_fat_id)=[^&#"\\]*&?/g;

/** The Segment spec's `campaign` and `referrer` contexts for the page's query, and what was searched; undefined where it says nothing. */
export let campaign, referrer, searched;

export const readQuery = () => {
  const names = listOf(settings.search || 'q query search s');
  campaign = referrer = searched = undefined;
  new URLSearchParams(location.search).forEach((value, name) => {
    if (/^utm_/.test(name)) (campaign ||= {})[name == 'utm_campaign' ? 'name' : name.slice(4)] = value;
    if ((name + '=').match(CLICK_IDS)) referrer = { type: name, id: value };
    if (names.includes(name)) searched = value;
  });
};
