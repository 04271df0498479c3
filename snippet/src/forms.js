// Forms: submitted or abandoned, by the names of their fields. Values only where the form's author lists them.

import { watch } from './bus.js';
import { declared, ignored } from './dom.js';
import { observed } from './record.js';
import { listOf } from './settings.js';

/** Form → names of the fields touched in it. */
const touched = new Map();

// A field called "id" would hide form.id: attributes are asked for.
const tell = (event, form, fields, values) => observed('forms', event, {
  id: form.getAttribute('id'), name: form.getAttribute('name'), fields: [...new Set(fields)], values
});

const submitted = event => {
  const form = event.target;
  touched.delete(form);
  if (ignored(event) || declared(event, 'form')) return;
  const allowed = listOf(form.dataset.fpValues);
  tell('Form Submitted', form, [...form.querySelectorAll('[name]:not([type=hidden])')].map(field => field.name),
    allowed[0] && Object.fromEntries(allowed.map(name => [name, new FormData(form).get(name)])));
};

const typed = event => {
  const { form, name } = event.target;
  if (form && name && !ignored(event)) touched.set(form, (touched.get(form) || new Set()).add(name));
};

/** The page is left: whatever was begun and not submitted. */
export const abandonForms = () => {
  touched.forEach((names, form) => tell('Form Abandoned', form, names));
  touched.clear();
};

export const watchForms = () => {
  watch('submit', submitted);
  watch('input', typed);
  watch('change', event => ignored(event) || declared(event, ':is(input,select,textarea)'));
};
