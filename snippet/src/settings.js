// What the site chose: baked into the script by the server, overridden by the attributes of its tag.

export const settings = { key: 'web', consent: 'none' };

/** The collector's address, e.g. `https://shop.example/fp/v1/`; every name in storage begins with `prefix`, so that we find what is ours. */
export let base, prefix, cookieless;

/** True for a switch that is present (`data-cookieless`) and not written as `"false"` or `"off"`. */
export const enabled = name => !/undef|false|off/.test(settings[name]);

export const configure = options => {
  Object.assign(settings, options);
  base = new URL(settings.endpoint || '/fp', location).href.replace(/\/?$/, '/v1/');
  prefix = `fp:${settings.key}:`;
  cookieless = enabled('cookieless');
};

/** Everything is observed unless the site lists what. A Segment page calls page() itself: counting as well would double its views. */
export const observes = kind => settings.auto ? settings.auto.includes(kind) : kind != 'views' || !settings.alias;

export const listOf = text => (text || '').match(/[^\s,]+/g) || [];

/** Whether `data-exclude` has a pattern for this page's path. A star stands for anything. */
export const excluded = () => listOf(settings.exclude).some(pattern =>
  RegExp(`^${pattern.replace(/\*+/g, '.*')}$`).test(location.pathname));
