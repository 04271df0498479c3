// What the browser itself says about its person's wishes.

import { enabled, settings } from './settings.js';

const gpc = () => navigator.globalPrivacyControl === true;
const dnt = () => (navigator.doNotTrack || window.doNotTrack) == 1;

/** True when the signal refuses everything: an honoured Do Not Track, or GPC on a site that reads it so. */
export const refusesAll = () => dnt() && enabled('dnt') || gpc() && settings.gpc == 'deny';

/** True when the signal refuses selling and sharing, and with them advertising. */
export const refusesAds = () => gpc() && settings.gpc != 'ignore';

/** The signals as seen, recorded whether or not the site acts on them; undefined when there are none. */
export const signals = () => gpc() || dnt() ? { gpc: gpc() || undefined, dnt: dnt() || undefined } : undefined;
