// Reading elements, never changing them, and never what a person typed.

import { record } from './record.js';

/** The element of an event's path, shadow roots included, that matches first. */
export const nearest = (event, selector) => event.composedPath().find(node => node.matches?.(selector));

export const ignored = event => nearest(event, '[data-fp-ignore]');

/** Describes an element by what its author wrote. The text is left out under `data-fp-mask`. */
export const describe = (element, event) => ({
  tag: element.localName,
  id: element.id || undefined,
  name: element.name || undefined,
  text: nearest(event, '[data-fp-mask]') ? undefined
    : (element.ariaLabel || element.textContent || (element.type == 'submit' && element.value) || '').trim().replace(/\s+/g, ' ').slice(0, 64) || undefined
});

/** "12.5" is a number, "007" is not. */
const valueOf = text => text && String(+text) === text ? +text : text;

/** `data-fp-event="Product Added" data-fp-product-id="7"`: the attributes become the properties `product_id`… */
export const declared = (event, selector) => {
  const element = nearest(event, selector);
  if (!element) return;
  const properties = {};
  for (const { name, value } of element.attributes)
    if (/^data-fp-(?!event$|values$|mask$)/.test(name)) properties[name.slice(8).replace(/-/g, '_')] = valueOf(value);
  record('track', { event: element.getAttribute('data-fp-event'), properties });
  return true;
};
