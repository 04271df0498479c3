// Makes every call of @segment/analytics-node. Arguments: the collector's origin, a write key.
import { Analytics } from '@segment/analytics-node';

const [origin, writeKey] = process.argv.slice(2);
const analytics = new Analytics({ writeKey, host: origin, path: '/fp/v1/batch', flushAt: 3, flushInterval: 100, maxRetries: 5 });
let failed = 0;
analytics.on('error', error => { failed++; console.error(error); });

const userId = 'node-user';
analytics.identify({ userId, traits: { email: 'Ada@Example.com', plan: 'pro' } });
analytics.track({ userId, event: 'Good', properties: { total: 49.9 }, timestamp: new Date(Date.now() - 6e4) });
analytics.page({ userId, name: 'Home', category: 'Shop', properties: { path: '/' } });
analytics.screen({ userId, name: 'Start' });
analytics.group({ userId, groupId: 'acme', traits: { plan: 'enterprise' } });
analytics.track({ userId: 'node-user-before', event: 'Good' });
analytics.alias({ userId, previousId: 'node-user-before' });
analytics.track({ anonymousId: 'node-device', event: 'Good' });
await analytics.closeAndFlush({ timeout: 3e4 });
console.log(JSON.stringify({ failed }));
