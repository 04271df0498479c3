const listeners = {};

export const listen = (name, listener) => (listeners[name] ||= []).push(listener);

/** A listener that throws is reported and harms neither the others nor the page. */
export const attempt = (work, ...values) => {
  try {
    return work(...values);
  } catch (error) {
    console.error(error);
  }
};

export const emit = (name, value) => listeners[name]?.forEach(listener => attempt(listener, value));
