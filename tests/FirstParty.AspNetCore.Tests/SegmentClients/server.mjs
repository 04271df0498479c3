// Makes every call of @segment/analytics-node. Arguments: the collector's origin, a write key, and as JSON an event's name, traits and the consent to state.
import { Analytics } from '@segment/analytics-node';

const [origin, writeKey, { event, traits, consent }] = [...process.argv.slice(2, 4), JSON.parse(process.argv[4])];
const analytics = new Analytics({ writeKey, host: origin, path: '/fp/v1/batch', flushAt: 3, flushInterval: 100, maxRetries: 5 });
let failed = 0;
analytics.on('error', error => { failed++; console.error(error); });
const sent = [];
['identify', 'track', 'page', 'screen', 'group', 'alias'].forEach(kind => analytics.on(kind, call => sent.push(call.event.messageId)));

const context = consent && { consent: { categoryPreferences: consent } };
const userId = 'node-user';
analytics.identify({ userId, traits: { email: 'Ada@Example.com', ...traits }, context });
analytics.track({ userId, event, properties: { total: 49.9 }, timestamp: new Date(Date.now() - 6e4), context });
analytics.page({ userId, name: 'Home', category: 'Shop', properties: { path: '/' }, context });
analytics.screen({ userId, name: 'Start', context });
analytics.group({ userId, groupId: 'acme', traits: { plan: 'enterprise' }, context });
analytics.track({ userId: 'node-user-before', event, context });
analytics.alias({ userId, previousId: 'node-user-before', context });
analytics.track({ anonymousId: 'node-device', event, context });
await analytics.closeAndFlush({ timeout: 3e5 });
console.log(JSON.stringify({ failed, sent }));
