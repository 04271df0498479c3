// Makes every call of @segment/analytics-next in a real Chromium. Arguments: the page's address, the collector's host, a write key, "default" or "batching".
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const [page, collector, writeKey, strategy] = process.argv.slice(2);
const CALLS = 6;
const browser = await chromium.launch({
  executablePath: process.env.PATH.split(':').map(folder => folder + '/chromium').find(existsSync),
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run']
});
try {
  const tab = await browser.newPage();
  const requests = [];
  const delivered = new Set();
  tab.on('request', request => requests.push(`${request.method()} ${new URL(request.url()).pathname}`));
  tab.on('response', response => {
    if (response.request().method() != 'POST' || !response.ok()) return;
    const body = JSON.parse(response.request().postData());
    (body.batch ?? [body]).forEach(event => delivered.add(event.messageId));
  });
  tab.on('console', message => message.type() == 'error' && console.error(message.text()));
  await tab.goto(page);
  const anonymousId = await tab.evaluate(async ([collector, writeKey, strategy]) => {
    const config = { timeout: 200, size: 100 };
    const analytics = globalThis.AnalyticsNext.AnalyticsBrowser.load({ writeKey, cdnURL: `http://${collector}/fp` }, {
      integrations: { 'Segment.io': strategy == 'batching' ? { deliveryStrategy: { strategy, config } } : {} }
    });
    await analytics.ready();
    await analytics.page('Shop', 'Home');
    await analytics.track('Good', { total: 49.9 });
    await analytics.identify('browser-user', { email: 'grace@example.com' });
    await analytics.track('Good', { total: 10 });
    await analytics.screen('Start');
    await analytics.group('acme', { plan: 'enterprise' });
    return (await analytics.user()).anonymousId();
  }, [collector, writeKey, strategy]);
  for (let waited = 0; delivered.size < CALLS && waited < 3e4; waited += 50) await new Promise(resolve => setTimeout(resolve, 50));
  console.log(JSON.stringify({ anonymousId, requests, delivered: delivered.size }));
} finally {
  await browser.close();
}
