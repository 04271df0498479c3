// Consent platforms as input: Google Consent Mode v2 and IAB TCF v2.

import { choose } from './consent.js';

const tell = (analytics, ads, personalisation, evidence, chosen) =>
  choose({ analytics, ads, personalisation }, { evidence, source: chosen ? '' : 'presumed' });

/**
 * Consent Mode. An `update` is a choice; a `default` of "denied" only says that nobody has chosen yet, so it holds;
 * a `default` of "granted" allows, unless another default denies it for some region: where the visitor is, only the platform knows.
 */
export const watchConsentMode = () => {
  const layer = window.dataLayer ||= [];
  const { push } = layer;
  const state = {};
  const see = entry => {
    if (entry?.[0] != 'consent') return;
    const chosen = entry[1] == 'update';
    const types = entry[2];
    for (const type in types)
      if (chosen || state[type] || !(type in state)) state[type] = types[type] == 'granted' || (chosen ? false : undefined);
    tell(state.analytics_storage, state.ad_user_data && state.ad_storage, state.personalization_storage, { gcm: types }, chosen);
  };
  layer.forEach(see);
  layer.push = (...entries) => {
    entries.forEach(see);
    return push.apply(layer, entries);
  };
};

/** TCF: the publisher's own bits where the platform gives them, else the purposes'. Purpose 1, storing on the device, is part of each. */
export const watchTcf = () => {
  if (!window.__tcfapi) return setTimeout(watchTcf, 200);
  __tcfapi('addEventListener', 2, data => {
    if (!/^(tcl|user)/.test(data?.eventStatus)) return;
    const applies = data.gdprApplies !== false;
    const bits = { ...data.purpose.consents, ...data.publisher.consents };
    const all = (...purposes) => purposes.every(purpose => bits[purpose] || !applies);
    tell(all(1, 8), all(1, 7), all(1, 5, 6), { tcf: data.tcString }, applies);
  });
};
