// Makes every call of @segment/analytics-next in a real Chromium. Arguments: the page's address, the collector's host, a write key, "default" or "batching",
// and as JSON an event's name, traits, and the label of the button with which the page's visitor agrees, if the page asks.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [page, collector, writeKey, strategy] = process.argv.slice(2);
const { event, traits, agree } = JSON.parse(process.argv[6]);
const CALLS = 7;
const browser = await chromium.launch({
  executablePath: process.env.PATH.split(':').map(folder => folder + '/chromium').find(existsSync),
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run']
});
try {
  const tab = await (await browser.newContext()).newPage();
  const requests = [];
  const delivered = new Map();
  const ours = request => request.method() == 'POST' && new URL(request.url()).host == collector;
  tab.on('request', request => requests.push(`${request.method()} ${new URL(request.url()).pathname}`));
  tab.on('response', response => {
    if (!ours(response.request()) || !response.ok()) return;
    const body = JSON.parse(response.request().postData());
    (body.batch ?? [body]).forEach(({ messageId, type }) => delivered.set(messageId, type));
  });
  tab.on('console', message => message.type() == 'error' && console.error(message.text()));
  // The client comes with the page, as from any bundle of the site.
  await tab.route('**/ajs/**', route => route.fulfill({
    path: join(import.meta.dirname, 'node_modules/@segment/analytics-next/dist/umd', route.request().url().split('/ajs/')[1])
  }));
  await tab.goto(page);
  if (agree) {
    await Promise.all([
      tab.waitForResponse(response => response.url().endsWith('/v1/c') && response.request().method() == 'POST'),
      tab.getByRole('button', { name: agree, exact: true }).click()
    ]);
  }
  await tab.addScriptTag({ url: '/ajs/index.js' });
  const anonymousId = await tab.evaluate(async ([collector, writeKey, strategy, event, traits, agree]) => {
    const config = { timeout: 200, size: 100 };
    const analytics = globalThis.AnalyticsNext.AnalyticsBrowser.load({ writeKey, cdnURL: `http://${collector}/fp` }, {
      integrations: { 'Segment.io': strategy == 'batching' ? { deliveryStrategy: { strategy, config } } : {} }
    });
    if (agree) {
      // What consent platforms' own wrappers do: each event states what the visitor chose on this page.
      const categoryPreferences = await fp.consent();
      analytics.addSourceMiddleware(({ payload, next }) => {
        payload.obj.context = { ...payload.obj.context, consent: { categoryPreferences } };
        next(payload);
      });
    }
    await analytics.ready();
    const anonymousId = (await analytics.user()).anonymousId();
    await analytics.page('Shop', 'Home');
    await analytics.track(event, { total: 49.9 });
    await analytics.identify('browser-user', { email: 'grace@example.com', ...traits });
    await analytics.track(event, { total: 10 });
    await analytics.screen('Start');
    await analytics.group('acme', { plan: 'enterprise' });
    await analytics.alias('browser-user', anonymousId);
    return anonymousId;
  }, [collector, writeKey, strategy, event, traits, agree]);
  for (let waited = 0; delivered.size < CALLS && waited < 3e5; waited += 50) await new Promise(resolve => setTimeout(resolve, 50));
  console.log(JSON.stringify({ anonymousId, requests, delivered: [...delivered] }));
} finally {
  await browser.close();
}
