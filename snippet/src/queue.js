// The durable queue: one storage item per message, so that a page with many events never rewrites them all.

import { emit } from './bus.js';
import { names, read, remove, write } from './storage.js';

const MAX_MESSAGES = 500;
const MAX_CHARACTERS = 256 * 1024;
const ABANDONED_AFTER = 12e4;

/** Marks what this page load stored; a new one each load, as two tabs may not share a queue. */
const owner = Math.random().toString(36).slice(2, 8);

/** Waiting, oldest first. `sent`: 0 no, 1 in a request that dies with the page, 2 in one that survives it, 3 in a beacon, whose fate is never told. */
export let queue = [];
let characters = 0;
let dropped = 0;

/** The time a UUIDv7 was made, in milliseconds since 1970. */
const timeOf = id => parseInt(id.replace('-', ''), 16);
const nameOf = message => owner + ':' + message.id;
const weigh = message => message.text.length + nameOf(message).length + 24;

const insert = message => {
  queue.push(message);
  characters += weigh(message);
  while (queue.length > MAX_MESSAGES || characters > MAX_CHARACTERS) {
    const oldest = queue.find(m => !m.sent && m.route == 'b') || queue[0];
    discard([oldest]);
    dropped++;
    emit('dropped', { messageId: oldest.id, reason: 'full' });
  }
};

/** Queues a message for `route` (`b` for events, `c` for consent) and stores it before anything is sent. */
export const enqueue = (route, id, text, callback) => {
  const message = { route, id, text, callback, sent: 0 };
  insert(message);
  if (queue.includes(message)) write(nameOf(message), route + text);
};

/** Forgets messages: delivered, refused for good, or pushed out by newer ones. */
export const discard = messages => {
  queue = queue.filter(message => !messages.includes(message));
  messages.forEach(message => {
    characters -= weigh(message);
    remove(nameOf(message));
    message.callback?.();
  });
};

/** Consent was refused: everything goes, other tabs' leftovers included; only the choice itself stays. */
export const purge = () => {
  discard(queue);
  names().forEach(name => name == 'choice' || remove(name));
  dropped = 0;
};

/** How many events were given up since this was last asked. */
export const takeDropped = () => {
  const count = dropped;
  dropped = 0;
  return count;
};

export const restoreDropped = count => { dropped += count; };

/** This page is leaving: what it could not deliver may be taken by the next page at once. */
export const leaveBehind = () => (queue[0] || dropped) && write(owner + ':', dropped);

/** This page came back from the back/forward cache: its queue is its own again, and no answer will come any more. */
export const takeBack = () => {
  remove(owner + ':');
  queue.forEach(message => { message.sent = 0; });
};

/**
 * Takes over what pages that are gone could not deliver. A page that left says so; one that crashed is given two minutes.
 * Under a lock held only for the move (a lock held for a page's life would keep it out of the back/forward cache).
 * Without locks two tabs may both send the same message: the server knows it by its id.
 */
export const adopt = then => {
  const move = () => {
    const others = names().map(name => name.split(':')).filter(([page, id]) => id != null && page != owner);
    const gone = others.filter(([, id]) => !id).map(([page]) => page);
    const leftovers = others.filter(([page, id]) => gone.includes(page) || id && timeOf(id) < Date.now() - ABANDONED_AFTER)
      .sort(([, a], [, b]) => a < b ? -1 : 1);
    const own = queue;
    queue = [];
    characters = 0;
    leftovers.forEach(([page, id]) => {
      const name = page + ':' + id;
      const kept = read(name) || '';
      remove(name);
      if (id) enqueue(kept[0], id, kept.slice(1));
      else dropped += +kept;
    });
    own.forEach(insert);
    if (leftovers[0]) then();
  };
  navigator.locks ? navigator.locks.request('fp', move) : move();
};
