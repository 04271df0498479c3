// Who acts. The visitor's own id is a cookie that only the server sets and reads: a page can neither choose nor leak it.

import { uuid } from './ids.js';
import { enabled } from './settings.js';
import { read, write } from './storage.js';

let user;
let group;
let anonymous;

export const setUser = id => { user = id ?? user; };
export const setGroup = id => { group = id; };
export const userId = () => user;

/** Null under the server's cookie. Cookieless: an id that dies with the page. With `data-compat`: one in localStorage, for other collectors. */
export const anonymousId = () => {
  if (enabled('cookieless')) return anonymous ||= uuid();
  if (!enabled('compat')) return null;
  anonymous ||= read('anonymous') || uuid();
  write('anonymous', anonymous);
  return anonymous;
};

export const forget = () => {
  user = group = anonymous = undefined;
  if (enabled('compat')) write('anonymous', uuid());
};

export const identity = () => ({ userId: user, anonymousId: anonymousId() || undefined });
export const groupContext = () => group && { groupId: group };
