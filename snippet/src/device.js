// What the browser tells about itself: sent once a batch, not once an event. The user agent itself is a header.

import { choices } from './consent.js';

let zone;

/** The context shared by a batch. The time zone is slow to ask for the first time (12-28 ms), so never while the page is leaving. */
export const device = leaving => ({
  library: { name: 'firstparty', version: FP_VERSION },
  locale: navigator.language,
  timezone: leaving ? zone : zone ||= Intl.DateTimeFormat().resolvedOptions().timeZone,
  screen: { width: screen.width, height: screen.height, density: devicePixelRatio },
  userAgentData: navigator.userAgentData,
  // A flag, not a verdict: the server decides what to do with an automated browser.
  bot: navigator.webdriver || undefined,
  consent: choices && { categoryPreferences: choices }
});
