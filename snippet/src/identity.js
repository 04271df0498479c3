// Who acts. The visitor's own id is a cookie that only the server sets and reads: a page can neither choose nor leak it.

import { uuid } from './ids.js';
import { cookieless } from './settings.js';

let anonymous;

/** `userId` and `groupId`, as the page has named them. */
export let who = {};

/** Undefined under the server's cookie; cookieless: an id that dies with the page. */
export const anonymousId = () => anonymous ||= cookieless ? uuid() : undefined;

export const forget = () => {
  who = {};
  anonymous = undefined;
};
