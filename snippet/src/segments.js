// What the server thinks of this visitor, handed back to the page: asked for once, and only if somebody wants to know.

import { emit } from './bus.js';
import { decision } from './consent.js';
import { ask } from './delivery.js';

let known;
let asked;

/** Takes segments from any answer that carries them. */
export const takeSegments = ({ segments }) => {
  if (segments && segments + '' != known) emit('segments', known = segments);
};

/** The segments as known now; the first call asks the collector. */
export const segments = () => {
  if (!asked && decision('personalisation')) asked = ask('me').then(takeSegments, forgetSegments);
  return known;
};

export const forgetSegments = () => { known = asked = undefined; };
