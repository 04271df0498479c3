// What brought the visitor: utm parameters, and the ids that ad networks add to their links.

/** Matches each ad-network id in an address, also inside serialised JSON: gclid, fbclid, msclkid, ttclid, twclid, irclickid, gbraid, li_fat_id… */
export const CLICK_IDS = /\b(\w*cl(ick|k)?id|[gw]braid|li_fat_id)=[^&#"\\]*&?/g;

/** The Segment spec's `campaign` and `referrer` contexts for the page's query; undefined where it says nothing. */
export const campaign = () => {
  let campaign, referrer;
  new URLSearchParams(location.search).forEach((id, type) => {
    if (/^utm_/.test(type)) (campaign ||= {})[type == 'utm_campaign' ? 'name' : type.slice(4)] = id;
    if ((type + '=').match(CLICK_IDS)) referrer = { type, id };
  });
  return { campaign, referrer };
};
