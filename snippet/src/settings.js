// What the site chose: baked into the script by the server, overridden by the attributes of its tag.

const AUTO = 'clicks links downloads forms engagement search shares';

export const settings = { key: 'web', consent: 'none', gpc: 'respect', spa: 'path' };

/** The collector's address without a trailing slash, e.g. `https://shop.example/fp`. */
export let base;

export const configure = (baked, script, options) => {
  Object.assign(settings, baked, script?.dataset, options);
  // A Segment page calls page() itself: counting on our own as well would double its views.
  settings.auto ??= settings.alias ? AUTO : 'views ' + AUTO;
  // An endpoint may be a bare path; without one the script's own folder is the collector.
  base = new URL(settings.endpoint || '.', settings.endpoint ? location.href : script?.src || location.href)
    .href.replace(/\/$/, '');
};

/** True for a switch that is present (`data-cookieless`) and not written as `"false"` or `"off"`. */
export const enabled = name => settings[name] != null && !/^(false|off)$/.test(settings[name]);

/** True when the site wants this kind of thing observed without being asked. */
export const observes = kind => ` ${settings.auto} `.includes(` ${kind} `);

/** Paths of `data-exclude` (`*` stays within a segment, `**` does not), and local hosts where the site says so. */
export const excluded = path => settings.localhost != null && !enabled('localhost') && /^(localhost|127\..*|\[::1\]|)$/.test(location.hostname)
  || (settings.exclude || '').split(/[\s,]+/).some(pattern => pattern && new RegExp('^' + pattern
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, stars => stars[1] ? '.*' : '[^/]*') + '$').test(path));
