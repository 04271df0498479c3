// What the browser tells about itself: sent once a batch, not once an event. The user agent itself is a header.

import { choices } from './consent.js';

let zone;

/** Slow to ask for the first time (12-28 ms): not while the page starts, and not while it leaves. */
setTimeout(() => { zone = Intl.DateTimeFormat().resolvedOptions().timeZone; }, 99);

/** The context shared by a batch. */
export const device = () => ({
  library: { name: 'firstparty', version: FP_VERSION },
  locale: navigator.language,
  timezone: zone,
  screen: { width: screen.width, height: screen.height, density: devicePixelRatio },
  userAgentData: navigator.userAgentData,
  // A flag, not a verdict: the server decides what to do with an automated browser.
  bot: navigator.webdriver,
  consent: choices && { categoryPreferences: choices }
});
