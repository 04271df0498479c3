// Reading elements, never changing them, and never what a person typed.

import { track } from './record.js';

/** The element of an event's path, shadow roots included, that matches first. */
export const nearest = (event, selector) => event.composedPath().find(node => node.matches?.(selector));

export const ignored = event => nearest(event, '[data-fp-ignore]');

/** `data-fp-event="Product Added" data-fp-product-id="7"`: the attributes become the properties `product_id`… "12.5" is a number, "007" is not. */
export const declared = (event, selector) => {
  const element = nearest(event, selector + '[data-fp-event]');
  if (!element) return;
  const properties = {};
  for (const { name, value } of element.attributes)
    if (/^data-fp-(?!event)/.test(name)) properties[name.slice(8).replace(/-/g, '_')] = +value + '' === value ? +value : value;
  track(element.dataset.fpEvent, properties);
  return true;
};
