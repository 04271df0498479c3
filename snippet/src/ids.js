let latest = 0;

/**
 * A UUIDv7 (RFC 9562): ids made later sort later, so the server's dedupe index stays local and stored events keep their order.
 * Within one millisecond the time part runs ahead, which the RFC allows.
 */
export const uuid = () => {
  latest = Math.max(latest + 1, Date.now());
  const time = latest.toString(16).padStart(12, '0');
  const chance = Array.from(crypto.getRandomValues(new Uint8Array(10)), byte => (byte + 256).toString(16).slice(1)).join('');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${chance.slice(0, 3)}-${'89ab'[parseInt(chance[3], 16) & 3]}${chance.slice(4, 7)}-${chance.slice(7, 19)}`;
};
