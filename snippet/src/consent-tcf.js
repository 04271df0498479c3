// IAB TCF v2 as input. Loaded with data-consent="tcf"; until it has come, and the platform has spoken, everything is held.

/** The publisher's own bits where the platform gives them, else the purposes'. Purpose 1, storing on the device, is part of each. */
const watch = fp => {
  if (!window.__tcfapi) return setTimeout(watch, 200, fp);
  window.__tcfapi('addEventListener', 2, (data, success) => {
    if (!success || !/^(tcloaded|useractioncomplete)$/.test(data.eventStatus)) return;
    const applies = data.gdprApplies !== false;
    const bits = { ...data.purpose?.consents, ...data.publisher?.consents };
    const all = (...purposes) => purposes.every(purpose => bits[purpose] || !applies);
    // Where the GDPR does not apply nobody has chosen anything: allowed, but no act.
    fp.consent(
      { analytics: all(1, 8), ads: all(1, 7), personalisation: all(1, 5, 6) },
      { signals: { tcf: data.tcString }, source: applies ? '' : 'presumed' });
  });
};

export default watch;
