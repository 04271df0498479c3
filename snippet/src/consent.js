// What the person chose. Denied: nothing is stored and nothing sent but the decline itself. Unknown: held in memory only.

import { attempt, emit } from './bus.js';
import { ask, nudge } from './delivery.js';
import { uuid } from './ids.js';
import { enqueue, purge, queue } from './queue.js';
import { signals } from './signals.js';
import { enabled, settings } from './settings.js';
import { stored } from './storage.js';

/** Purpose → true or false; undefined while nothing was asked. */
export let choices;

/** True, false, or undefined while unknown. Without a consent mode the site relies on another basis: unasked is allowed, ads not under GPC. */
export const decision = purpose => signals.dnt && enabled('dnt') ? false
  : choices?.[purpose] ?? (settings.consent == 'none' ? purpose != 'ads' || !signals.gpc || settings.gpc == 'ignore' : undefined);

/** The choice kept from an earlier page. */
export const recall = () => { choices = attempt(JSON.parse, stored('choice') || null)?.[0]; };

/**
 * Takes a choice: here, into the ledger, and to whoever listens. The same choice under the same text is told once.
 * `more` goes along: what the choice was read from (`signals`), which conflicts the person confirmed (`acknowledges`), whether they said it
 * expressly (`explicit`).
 * `source`: "ledger" when it comes from there; "presumed" when a platform merely presumes, which is no choice and is not kept.
 */
export const choose = (purposes, { policy = settings.policy, source, ...more } = {}) => {
  choices = { ...choices, ...purposes };
  if (decision('analytics') === false) purge();
  const note = JSON.stringify([choices, policy, more.explicit]);
  const interactionId = uuid();
  if (source != 'presumed' && stored('choice') != note) {
    stored('choice', note);
    if (!source) enqueue(interactionId, JSON.stringify({ ...more, purposes, policy, interactionId, timestamp: new Date(), signals: { ...signals, ...more.signals } }));
    nudge();
  }
  emit('consent', choices);
};

/** Takes the ledger's view, which outranks what this page believed, unless an act is still on its way there. */
export const takeLedger = ({ purposes }) => {
  if (queue.some(message => !message.content.type)) return;
  for (const purpose in purposes) if (choices?.[purpose] !== purposes[purpose]) return choose(purposes, { source: 'ledger' });
};

/** The choice: as known here, else as the ledger has it; undefined when nobody chose. */
export const recallOrAsk = async () => {
  if (!choices) await ask('c').then(takeLedger).catch(() => {});
  return choices;
};
