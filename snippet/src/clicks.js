// Clicks, told as the most specific thing they are: declared event, download, share, link, element. Never prevented, never delayed.

import { declared, describe, ignored, nearest } from './dom.js';
import { record } from './record.js';
import { observes, settings } from './settings.js';

const FILE = /\.(pdf|docx?|xlsx?|pptx?|od[tsp]|rtf|txt|csv|epub|zip|rar|7z|t?gz|dmg|pkg|exe|msi|apk|iso|mp[34]|m4[av]|mov|avi|wav|mkv|webm|ics)$/i;
const SHARE = /(facebook\.com\/(sharer|dialog)|(twitter|x)\.com\/(intent|share)|linkedin\.com\/(share|cws)|pinterest\.\w+\/pin\/create|reddit\.com\/submit|wa\.me|whatsapp\.com\/send|^whatsapp:|t\.me\/share|bsky\.app\/intent)/;
const SELECTOR = 'a[href],area[href],button,summary,[role=button],[role=tab],[role=menuitem],input[type=submit],input[type=button],input[type=image]';

const track = (event, properties) => record('track', { event, properties });

const isOutside = host => host != location.hostname && !(settings.domain && ('.' + host).endsWith('.' + settings.domain));

const link = (element, event) => {
  const url = new URL(element.href.baseVal ?? element.href, location.href);
  const properties = { ...describe(element, event), url: url.href };
  const file = url.pathname.split('/').pop();
  const extension = FILE.exec(file)?.[1];
  if ((extension || element.hasAttribute('download')) && observes('downloads'))
    return track('File Downloaded', { ...properties, name: element.getAttribute('download') || file, extension });
  const channel = SHARE.exec(url.href)?.[0];
  if (channel && observes('shares')) return track('Content Shared', { channel: url.hostname || url.protocol.slice(0, -1), url: location.href });
  if (observes('links')) track('Link Clicked', { ...properties, outbound: /^http/.test(url.protocol) && isOutside(url.hostname) });
};

const clicked = event => {
  // The third button opens a menu: nothing was clicked.
  if (event.button > 1 || ignored(event)) return;
  if (declared(event, '[data-fp-event]:not(form,input:not([type=button],[type=submit]),select,textarea)')) return;
  const element = nearest(event, SELECTOR);
  if (element?.href) link(element, event);
  else if (element && observes('clicks')) track('Element Clicked', describe(element, event));
};

export const watchClicks = () => {
  addEventListener('click', clicked, true);
  addEventListener('auxclick', clicked, true);
  if (!observes('shares')) return;
  // How much was copied, never what.
  addEventListener('copy', event => ignored(event) || track('Content Shared', { channel: 'copy', length: String(getSelection()).length, url: location.href }), true);
  const share = navigator.share;
  if (share) navigator.share = data => share.call(navigator, data).then(() => track('Content Shared', { channel: 'share', url: data?.url }));
};
