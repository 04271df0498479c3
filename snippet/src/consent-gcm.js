// Google Consent Mode v2 as input. Loaded with data-consent="gcm"; until it has come, and spoken, everything is held.

/**
 * An `update` is a choice; a `default` of "denied" only says that nobody has chosen yet, so it holds;
 * a `default` of "granted" allows, unless another default denies it for some region: where the visitor is, only the platform knows.
 */
export default fp => {
  const layer = window.dataLayer ||= [];
  const { push } = layer;
  const state = {};
  const see = entry => {
    if (entry?.[0] != 'consent') return;
    const [, action, types] = entry;
    const chosen = action == 'update';
    for (const type in types)
      if (chosen || state[type] || !(type in state)) state[type] = types[type] == 'granted' || (chosen ? false : undefined);
    fp.consent(
      { analytics: state.analytics_storage, ads: state.ad_user_data && state.ad_storage, personalisation: state.personalization_storage },
      { signals: { gcm: types }, source: chosen ? '' : 'presumed' });
  };
  layer.forEach(see);
  layer.push = (...entries) => {
    entries.forEach(see);
    return push.apply(layer, entries);
  };
};
