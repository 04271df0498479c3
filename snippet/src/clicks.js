// Clicks, told as the most specific thing they are: declared event, download, share, link, element. Never prevented, never delayed.

import { watch } from './bus.js';
import { declared, ignored, nearest } from './dom.js';
import { observed } from './record.js';
import { settings } from './settings.js';

const FILE = /\.(pdf|csv|txt|zip|rar|gz|exe|dmg|mp[34]|(doc|xls|ppt)x?)$/i;
/** Where a link to somewhere else that carries this site's address leads: a sharer, or a mail. */
const SHARE = /shar|intent|submit|send|pin\/|wa\.me|^mailto/;

const clicked = event => {
  // The third button opens a menu: nothing was clicked.
  if (event.button > 1 || ignored(event) || declared(event, ':not(form,input,select,textarea)')) return;
  const element = nearest(event, 'a,button,summary,[role=button],[type=submit]');
  if (!element) return;
  const { localName: tag, id, ariaLabel, textContent, value, href } = element;
  const text = nearest(event, '[data-fp-mask]') ? undefined : (ariaLabel || textContent || value || '').trim().slice(0, 64);
  if (!href) return observed('clicks', 'Element Clicked', { tag, id, text });
  const { hostname, pathname, protocol, href: url } = new URL(href.baseVal ?? href, location);
  const saved = element.getAttribute('download');
  const name = saved || pathname.split('/').pop();
  const [, extension] = FILE.exec(name) || '';
  const outbound = !('.' + hostname).endsWith('.' + (settings.domain || location.hostname));
  if (extension || saved != null) observed('downloads', 'File Downloaded', { id, text, url, name, extension });
  else if (outbound && SHARE.test(url) && url.includes(location.hostname)) share(hostname || protocol);
  else observed('links', 'Link Clicked', { id, text, url, outbound });
};

const share = channel => observed('shares', 'Content Shared', { channel });

export const watchClicks = () => {
  watch('click', clicked);
  watch('auxclick', clicked);
  // That something was copied, never what.
  watch('copy', event => ignored(event) || share('copy'));
};
