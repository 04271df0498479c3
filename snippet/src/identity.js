// Who acts. The visitor's own id is a cookie that only the server sets and reads: a page can neither choose nor leak it.

import { uuid } from './ids.js';
import { cookieless } from './settings.js';

let anonymous;

export let userId, groupId;
export const setUser = id => { userId = id; };
export const setGroup = id => { groupId = id; };

/** Undefined under the server's cookie; cookieless: an id that dies with the page. */
export const anonymousId = () => anonymous ||= cookieless ? uuid() : undefined;

export const forget = () => { userId = groupId = anonymous = undefined; };
