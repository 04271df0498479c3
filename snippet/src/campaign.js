// What brought the visitor: utm parameters, and the ids that ad networks add to their links.

const NETWORKS = 'gclid gbraid wbraid dclid fbclid msclkid ttclid twclid li_fat_id epik yclid rdt_cid sccid igshid';

/** Matches each ad-network id in an address, also inside serialised JSON. */
export const CLICK_IDS = new RegExp(`\\b(${NETWORKS.replace(/ /g, '|')})=[^&#"\\\\\\s]*&?`, 'g');

/** The Segment spec's `campaign` and `referrer` contexts for an address's query; empty when it says nothing. */
export const campaignOf = query => {
  const parameters = new URLSearchParams(query);
  const campaign = {};
  parameters.forEach((value, name) => {
    if (name.startsWith('utm_')) campaign[name == 'utm_campaign' ? 'name' : name.slice(4)] = value;
  });
  const type = NETWORKS.split(' ').find(name => parameters.get(name));
  return {
    ...Object.keys(campaign)[0] && { campaign },
    ...type && { referrer: { type, id: parameters.get(type) } }
  };
};
