// Every row of the delivery table: what arrives when a visitor leaves, when the collector is away, and when there is too much of it.

import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { Collector, RUNS, Site, close, html, launch, loaded, sleep, tag, until } from './lab.js';

const ours = collector => collector.events().filter(event => /^E\d+$/.test(event.event));
const twenty = '(pad => { for (let i = 0; i < 20; i++) fp.track("E" + i, { pad }) })';

describe('delivery, collector on another origin and 150 ms away', () => {
  let browser, collector, site, context, page;
  before(async () => {
    browser = await launch();
    collector = await new Collector().start({ auto: 'views engagement' });
    site = await new Site().start();
  });
  after(async () => {
    await browser.close();
    await collector.stop();
    await site.stop();
  });
  beforeEach(async () => {
    await close(context);
    context = await browser.newContext();
    page = await context.newPage();
    collector.clear();
    Object.assign(collector, { mode: 'up', delay: 150 });
    site.pages = { '*': html(tag(collector)), '/away': '<title>away</title>', '/stub': html(`<script>${await (await import('node:fs/promises')).readFile(new URL('../../dist/stub.js', import.meta.url))}</script>` + tag(collector, 'data-consent="none"')) };
  });
  const open = async path => {
    await page.goto(site.url + path);
    await loaded(page);
  };

  for (let run = 1; run <= RUNS; run++) {
    test(`complaint 1, navigate: 20 of 20 arrive at once (run ${run})`, async () => {
      await open('/shop');
      await page.evaluate(`${twenty}("x"); location.href = "/away"`);
      await until(() => ours(collector).length == 20, '20 events');
      await page.waitForURL('**/away');
    });

    test(`complaint 1, close the tab: 20 of 20 arrive at once (run ${run})`, async () => {
      await open('/shop');
      await page.evaluate(`${twenty}("x")`);
      await page.close({ runBeforeUnload: false });
      await until(() => ours(collector).length == 20, '20 events');
    });

    test(`complaint 2, cold start: 20 calls before the script has come, then leave (run ${run})`, async () => {
      site.pages['/cold'] = site.pages['/stub'].replace('</body>', `<script>${twenty}("x"); addEventListener("load", () => location.href = "/away")</script></body>`);
      await page.goto(site.url + '/cold');
      await until(() => ours(collector).length == 20, '20 events');
      await page.waitForURL('**/away');
      await sleep(200);
      assert.equal(ours(collector).length, 20, 'the stub is silent when the script has come');
    });

    test(`160 KB queued at leaving: at least 18 of 20 at once, 20 after the next visit (run ${run})`, async () => {
      await open('/shop');
      await page.evaluate(`${twenty}("x".repeat(8000)); location.href = "/away"`);
      await page.waitForURL('**/away');
      await sleep(500);
      const atOnce = ours(collector).length;
      await open('/shop');
      await until(() => ours(collector).length == 20, '20 events');
      console.log(`160 KB: ${atOnce} of 20 at once`);
      assert.ok(atOnce >= 18, `${atOnce} at once`);
    });

    for (const mode of ['refuse', '503'])
      test(`10 s outage (${mode}), same visit: 5 of 5 within 15 s of recovery, without another event (run ${run})`, async () => {
        await open('/shop');
        await until(() => collector.events('page').length);
        collector.mode = mode;
        await page.evaluate(() => { for (let i = 0; i < 5; i++) fp.track('E' + i); });
        await sleep(process.env.FP_RUNS > 2 ? 10000 : 4000);
        assert.equal(ours(collector).length, 0);
        collector.mode = 'up';
        await until(() => ours(collector).length == 5, '5 events', 15000);
      });

    test(`outage, then leave: 5 of 5 within 2 s of the next visit (run ${run})`, async () => {
      await open('/shop');
      await until(() => collector.events('page').length);
      collector.mode = 'refuse';
      await page.evaluate(() => { for (let i = 0; i < 5; i++) fp.track('E' + i); });
      await sleep(600);
      await page.goto(site.url + '/away');
      collector.mode = 'up';
      const start = Date.now();
      await page.goto(site.url + '/shop');
      await until(() => ours(collector).length == 5, '5 events');
      assert.ok(Date.now() - start < 2000, `${Date.now() - start} ms`);
    });
  }

  test('complaint 1, no preflight, no bootstrap request, and at most 3 requests for a view, 3 tracks and leaving', async () => {
    await open('/shop');
    await page.evaluate(() => { fp.track('E1'); fp.track('E2'); fp.track('E3'); });
    await sleep(700);
    await page.goto(site.url + '/away');
    await sleep(300);
    assert.ok(collector.requests.every(request => request.method == 'POST' && request.path == 'v1/b'), 'only POSTs of events');
    assert.ok(collector.requests.length <= 3, `${collector.requests.length} requests`);
    assert.equal(collector.requests[0].headers['content-type'], 'text/plain;charset=UTF-8');
    assert.equal(collector.requests[0].headers.authorization, undefined);
    assert.equal(collector.named('Page Engaged').length, 1);
  });

  test('complaint 11, 1,500 events in an outage: the newest that fit are kept in 256 KB, and the count of the others is told', async () => {
    await open('/shop');
    await until(() => collector.events('page').length);
    await sleep(400);
    collector.mode = '503';
    await page.evaluate(() => { for (let i = 0; i < 1500; i++) fp.track('E' + i); });
    await sleep(300);
    const { bytes, count } = await page.evaluate(() => ({
      bytes: Object.entries(localStorage).reduce((sum, [name, value]) => sum + name.length + value.length, 0), count: Object.keys(localStorage).length
    }));
    assert.ok(bytes <= 256 * 1024, `${bytes} bytes`);
    assert.ok(count <= 502, `${count} items`);
    collector.mode = 'up';
    collector.clear();
    await until(() => ours(collector).some(event => event.event == 'E1499'), 'the newest', 15000);
    await sleep(1500);
    const dropped = collector.batches.reduce((sum, batch) => sum + (batch.dropped || 0), 0);
    const arrived = ours(collector).length;
    assert.equal(arrived + dropped, 1500, `${arrived} arrived, ${dropped} told as dropped`);
    assert.ok(arrived >= 400);
    assert.equal(await page.evaluate(() => Object.keys(localStorage).length), 0);
  });

  test('complaint 3, other scripts have used up the keepalive quota: the events still arrive, on the page and on leaving', async () => {
    await open('/shop');
    await until(() => collector.events('page').length);
    await page.evaluate(url => { for (let i = 0; i < 2; i++) fetch(url + '/v1/other', { method: 'POST', body: 'x'.repeat(32000), keepalive: true, mode: 'no-cors' }).catch(() => {}); }, collector.url);
    await page.evaluate(() => fp.track('E1'));
    await until(() => ours(collector).length == 1, 'on the page');
  });

  test('Retry-After is honoured', async () => {
    await open('/shop');
    await until(() => collector.events('page').length);
    await sleep(300);
    Object.assign(collector, { mode: '429', retryAfter: '4' });
    collector.clear();
    await page.evaluate(() => fp.track('E1'));
    await until(() => collector.requests.length, 'first try');
    collector.mode = 'up';
    await until(() => ours(collector).length == 1, 'retry', 8000);
    const [first, second] = collector.requests;
    assert.ok(second.at - first.at >= 3900, `${second.at - first.at} ms`);
  });

  test('what the collector refuses for good is dropped and told to the page', async () => {
    await open('/shop');
    await until(() => collector.events('page').length);
    await sleep(300);
    collector.files['v1/b'] = '';
    const dropped = page.evaluate(() => new Promise(resolve => fp.on('dropped', resolve)));
    collector.handle = new Proxy(collector.handle, {
      apply: async (target, self, [request, response]) => {
        response.writeHead(403, { 'Access-Control-Allow-Origin': request.headers.origin, 'Access-Control-Allow-Credentials': 'true' });
        response.end();
      }
    });
    await page.evaluate(() => fp.track('E1'));
    assert.deepEqual(await dropped, { count: 1, reason: 403 });
    assert.equal(await page.evaluate(() => Object.keys(localStorage).length), 0);
    delete collector.handle;
    delete collector.files['v1/b'];
  });

  test('a message keeps its id on every try', async () => {
    await open('/shop');
    await until(() => collector.events('page').length);
    await sleep(300);
    collector.clear();
    collector.mode = '503';
    await page.evaluate(() => fp.track('E1'));
    await until(() => collector.requests.length == 1, 'first try');
    collector.mode = 'up';
    await until(() => ours(collector).length == 1, 'second try');
    const [first, second] = collector.requests.map(request => JSON.parse(request.body).batch[0].messageId);
    assert.equal(first, second);
  });

  test('going online again sends at once', async () => {
    await open('/shop');
    await until(() => collector.events('page').length);
    await sleep(300);
    await context.setOffline(true);
    await page.evaluate(() => fp.track('E1'));
    await sleep(5000);
    await context.setOffline(false);
    await until(() => ours(collector).length == 1, 'the event', 1500);
  });
});
