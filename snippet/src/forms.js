// Forms: submitted or abandoned, by the names of their fields. Values only where the form's author lists them.

import { declared, ignored } from './dom.js';
import { record } from './record.js';
import { observes } from './settings.js';

let touched = new Map();

const fieldsOf = form => [...new Set(Array.from(form.elements, field => field.type == 'hidden' ? '' : field.name))].filter(Boolean);

const describe = form => ({
  id: form.getAttribute('id') || undefined,
  name: form.getAttribute('name') || undefined,
  action: form.getAttribute('action')?.split('?')[0]
});

const valuesOf = form => {
  const values = {};
  for (const name of (form.dataset.fpValues || '').split(/[\s,]+/)) {
    const field = name && form.elements[name];
    if (field && field.type != 'password') values[name] = field.value;
  }
  return Object.keys(values)[0] && values;
};

const submitted = event => {
  const form = event.target;
  touched.delete(form);
  if (ignored(event) || declared(event, 'form[data-fp-event]') || !observes('forms')) return;
  record('track', { event: 'Form Submitted', properties: { ...describe(form), fields: fieldsOf(form), values: valuesOf(form) } });
};

const typed = event => {
  const { form, name } = event.target;
  if (!form || !name || ignored(event)) return;
  touched.set(form, (touched.get(form) || new Set()).add(name));
};

/** The page is left: whatever was begun and not submitted. */
export const abandonForms = () => {
  const left = touched;
  touched = new Map();
  if (observes('forms')) left.forEach((names, form) =>
    record('track', { event: 'Form Abandoned', properties: { ...describe(form), fields: [...names], last: [...names].pop() } }));
};

export const watchForms = () => {
  addEventListener('submit', submitted, true);
  addEventListener('input', typed, true);
  addEventListener('change', event => ignored(event) || declared(event, ':is(input,select,textarea)[data-fp-event]'), true);
};
