// What the person chose. Denied: nothing is stored and nothing sent but the decline itself. Unknown: held in memory only.

import { emit } from './bus.js';
import { ask, nudge } from './delivery.js';
import { uuid } from './ids.js';
import { enqueue, purge } from './queue.js';
import { refusesAds, refusesAll, signals } from './signals.js';
import { settings } from './settings.js';
import { read, write } from './storage.js';

/** Purpose → true or false; absent means not asked. */
export let choices = {};

/** True, false, or undefined while unknown. Without a consent mode the site relies on another basis: unasked is allowed, ads not under GPC. */
export const decision = purpose => refusesAll() ? false
  : choices[purpose] ?? (settings.consent == 'none' ? purpose != 'ads' || !refusesAds() : undefined);

const settle = purposes => {
  choices = { ...choices, ...purposes };
  if (decision('analytics') === false) purge();
};

const remember = policy => write('choice', JSON.stringify([choices, policy]));

/** The choice kept from an earlier page; a consent platform, where there is one, speaks for itself on every page. */
export const recall = () => {
  try {
    if (!/gcm|tcf/.test(settings.consent)) choices = JSON.parse(read('choice'))[0] || {};
  } catch {
    // Nothing kept, or not ours: unknown.
  }
};

/** Takes the ledger's view, which outranks what this page believed. */
export const takeLedger = purposes => {
  if (!purposes || Object.keys(purposes).every(purpose => choices[purpose] === purposes[purpose])) return;
  settle(purposes);
  remember(settings.policy);
  emit('consent', choices);
};

/**
 * Records an act of choosing: here, in the ledger, and for whoever listens. The same choice under the same text is told once.
 * What a platform merely presumes (`act: false`) is no choice and never reaches the ledger.
 */
export const choose = (purposes, { policy = settings.policy, raw, act = true } = {}) => {
  settle(purposes);
  if (act && read('choice') != JSON.stringify([choices, policy])) {
    remember(policy);
    const id = uuid();
    enqueue('c', id, JSON.stringify({
      purposes, policy, interactionId: id, timestamp: new Date().toISOString(),
      signals: { ...signals(), ...raw }
    }));
    nudge();
  }
  emit('consent', choices);
};

/** The choice: as known here, else as the ledger has it. */
export const recallOrAsk = () => choices.analytics != null ? Promise.resolve(choices)
  : ask('c').then(answer => { takeLedger(answer.purposes); return choices; }, () => choices);
