// Consent platforms as input: Google Consent Mode v2 and IAB TCF v2.

import { choose } from './consent.js';

const every = values => values.includes(false) ? false : values.includes(undefined) ? undefined : true;

const tell = (raw, act, ...values) => {
  const purposes = {};
  values.forEach((value, i) => { if (value != null) purposes[['analytics', 'ads', 'personalisation'][i]] = value; });
  if (values.some(value => value != null)) choose(purposes, { raw, act });
};

/**
 * Consent Mode. An `update` is a choice; a `default` of "denied" only says that nobody has chosen yet, so it holds;
 * a `default` of "granted" allows, unless another default denies it for some region: where the visitor is, only the platform knows.
 */
export const watchConsentMode = () => {
  const layer = window.dataLayer ||= [];
  const defaults = {};
  const updates = {};
  const state = type => updates[type] ? updates[type] == 'granted' : defaults[type] == 'granted' || undefined;
  const see = entry => {
    if (entry?.[0] != 'consent' || !entry[2]) return;
    const act = entry[1] == 'update';
    Object.entries(entry[2]).forEach(([type, value]) => {
      if (act) updates[type] = value;
      else if (defaults[type] != 'denied') defaults[type] = value;
    });
    tell({ gcm: { ...defaults, ...updates } }, act,
      state('analytics_storage'), every(['ad_storage', 'ad_user_data'].map(state)), state('personalization_storage'));
  };
  const push = layer.push;
  layer.forEach(see);
  layer.push = function (...entries) {
    entries.forEach(see);
    return push.apply(this, entries);
  };
};

/** TCF: the publisher's own bits where the platform gives them, else the purposes'. Purpose 1, storing on the device, is part of each. */
export const watchTcf = () => {
  if (!window.__tcfapi) return setTimeout(watchTcf, 200);
  window.__tcfapi('addEventListener', 2, (data, success) => {
    if (!success || !/^(tcloaded|useractioncomplete)$/.test(data.eventStatus)) return;
    const publisher = data.publisher?.consents || {};
    const bits = Object.keys(publisher)[0] ? publisher : data.purpose?.consents || {};
    const applies = data.gdprApplies !== false;
    const all = (...purposes) => !applies || purposes.every(purpose => bits[purpose]);
    tell({ tcf: data.tcString }, applies, all(1, 8), all(1, 7), all(1, 5, 6));
  });
};
