let latest = 0;

const digit = () => (crypto.getRandomValues(new Uint8Array(1))[0] & 15).toString(16);

/**
 * A UUIDv7 (RFC 9562): ids made later sort later, so the server's dedupe index stays local and stored events keep their order.
 * Within one millisecond the time part runs ahead, which the RFC allows.
 */
export const uuid = () => {
  latest = Math.max(latest + 1, Date.now());
  return ('0' + latest.toString(16)).replace(/.{8}/, '$&-') + '-7xxx-axxx-xxxxxxxxxxxx'.replace(/x/g, digit);
};

