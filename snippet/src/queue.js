// The durable queue: one storage item per message, named by its id, so that a page with many events never rewrites them all.

import { emit } from './bus.js';
import { uuid } from './ids.js';
import { names, stored } from './storage.js';

const MAX_MESSAGES = 500;
const MAX_BYTES = 256 * 1024;
/** What a message adds to its own size: its name in storage. */
const OVERHEAD = 60;

/** Ids sort by time: what is smaller was queued before this page began. (The other names, which begin with a letter, are not.) */
const beginning = uuid();

/** Waiting, oldest first. `sent`: none or 0 no, 1 in a request that dies with the page, 2 in one that survives it. */
export let queue = [];

/** Events given up that the collector has not been told of. */
export const dropped = () => +stored('dropped') || 0;
export const lose = count => stored('dropped', (dropped() + count || '') + '');

export const sizeOf = messages => messages.reduce((sum, message) => sum + message.weight, 0);

/** Queues a message (an event, or an act of consent: that has no type) and stores it before anything is sent. */
export const enqueue = (id, text, callback) => {
  queue.push({ id, content: JSON.parse(text), callback, weight: new Blob([text]).size + OVERHEAD });
  stored(id, text);
  while (queue[MAX_MESSAGES] || sizeOf(queue) > MAX_BYTES) {
    lose(1);
    discard([queue.find(message => !message.sent && message.content.type) || queue[0]], 'full');
  }
};

/** Forgets messages: delivered, refused for good, or (with a reason, which is told) given up. */
export const discard = (messages, reason) => {
  queue = queue.filter(message => !messages.includes(message));
  messages.forEach(({ id, callback }) => {
    stored(id, '');
    callback?.();
  });
  if (reason) emit('dropped', { count: messages.length, reason });
};

/** Consent was refused: everything goes, other pages' leftovers included; only the choice itself stays. */
export const purge = () => {
  discard(queue);
  names().forEach(name => name == 'choice' || stored(name, ''));
};

/**
 * Takes over what pages before this one could not deliver. One tab at a time does so, and a message keeps its id and its place
 * in storage: nothing multiplies.
 */
export const adopt = () => {
  const known = queue;
  queue = [];
  names().sort().forEach(id => id < beginning && !known.some(message => message.id == id) && enqueue(id, stored(id)));
  queue.push(...known);
};
