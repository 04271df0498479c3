const listeners = {};

/** The page's own listeners, and ours on the browser: on the window, in the capture phase, where every event passes by. */
export const listen = (name, listener) => (listeners[name] ||= []).push(listener);
export const watch = (name, listener) => addEventListener(name, listener, true);

/** A listener that throws is reported and harms neither the others nor the page. */
export const attempt = (work, value) => {
  try {
    return work(value);
  } catch (error) {
    console.error(error);
  }
};

export const emit = (name, value) => listeners[name]?.forEach(listener => attempt(listener, value));
