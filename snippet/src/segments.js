// What the server thinks of this visitor, handed back to the page: asked for once, and only if somebody wants to know.

import { emit, listen } from './bus.js';
import { decision } from './consent.js';
import { ask } from './delivery.js';

let known;
let asked;

/** Takes segments from any answer that carries them. */
export const takeSegments = segments => {
  if (!segments || known && segments.join() == known.join()) return;
  known = segments;
  emit('segments', known);
};

const want = () => {
  if (asked || !decision('personalisation')) return;
  asked = true;
  ask('me').then(answer => takeSegments(answer.segments), () => { asked = false; });
};

/** The segments as known now; the first call asks the collector. */
export const segments = () => {
  want();
  return known || [];
};

export const onSegments = listener => {
  listen('segments', listener);
  if (known) listener(known);
  else want();
};

/** Calls back once, as soon as the visitor is in the segment. */
export const inSegment = (name, callback) => {
  let done;
  onSegments(all => {
    if (done || !all.includes(name)) return;
    done = true;
    callback(name);
  });
};

export const forgetSegments = () => { known = asked = undefined; };

export const watchSegments = () => listen('consent', () => {
  if (decision('personalisation') === false) forgetSegments();
});
