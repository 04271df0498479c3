// What the browser tells about itself: sent once a batch, not once an event.

import { choices } from './consent.js';

let zone;
let hints;

/** Asks for the two hints that the plain ones lack (the system's version, the phone's model), off the critical path. */
export const readHints = () => navigator.userAgentData?.getHighEntropyValues?.(['model', 'platformVersion'])
  .then(values => { hints = values; }, () => {});

/** The context shared by a batch. The time zone is slow to ask for the first time (12-28 ms), so never while the page is leaving. */
export const device = leaving => {
  if (!leaving) zone ||= Intl.DateTimeFormat().resolvedOptions().timeZone;
  return {
    library: { name: 'firstparty', version: FP_VERSION },
    locale: navigator.language,
    timezone: zone,
    screen: { width: screen.width, height: screen.height, density: devicePixelRatio, innerWidth, innerHeight },
    userAgentData: hints || navigator.userAgentData?.toJSON(),
    bot: isBot() || undefined,
    consent: Object.keys(choices)[0] && { categoryPreferences: choices }
  };
};

/** A flag, not a verdict: the server decides whether to keep what an automated browser does. */
const isBot = () => navigator.webdriver || /bot|crawl|spider|headless|lighthouse|phantom/i.test(navigator.userAgent);
