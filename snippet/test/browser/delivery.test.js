// Every row of the delivery table, RUNS times: what arrives when a visitor leaves, when the collector is away, and when there is too much of it.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, beforeEach, describe, test } from 'node:test';
import { Collector, RUNS, Site, close, html, launch, loaded, measured, sleep, tag, until } from './lab.js';

const OUTAGE = RUNS > 2 ? 10000 : 4000;
const ours = collector => collector.events().filter(event => /^E\d+$/.test(event.event));
const twenty = '(pad => { for (let i = 0; i < 20; i++) fp.track("E" + i, { pad }) })';
const names = count => Array.from({ length: count }, (_, i) => 'E' + i).sort();

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
    const stub = `<script>${await readFile(new URL('../../dist/stub.js', import.meta.url), 'utf8')}</script>`;
    site.pages = { '*': html(tag(collector)), '/away': '<title>away</title>', '/stub': html(stub + tag(collector, 'data-consent="none"')) };
  });
  const open = async path => {
    await page.goto(site.url + path);
    await loaded(page);
  };
  /** Opens the shop and waits until its own first view has been delivered. */
  const settle = async () => {
    await open('/shop');
    await until(() => collector.events('page').length, 'the view');
    await sleep(400);
  };
  const track = count => page.evaluate(count => { for (let i = 0; i < count; i++) fp.track('E' + i); }, count);
  /** All of them, each once: nothing under a second id. */
  const all = async (count, limit) => {
    await until(() => ours(collector).length >= count, `${count} events, not ${ours(collector).length}`, limit);
    assert.deepEqual(ours(collector).map(event => event.event).sort(), names(count));
  };
  const row = (name, work) => {
    for (let run = 1; run <= RUNS; run++)
      test(`${name} (run ${run})`, async () => measured(name.replace(/^complaint \d+, /, ''), await work()));
  };

  row('complaint 1, navigate: 20 of 20 arrive at once', async () => {
    await open('/shop');
    await page.evaluate(`${twenty}("x"); location.href = "/away"`);
    await all(20);
    await page.waitForURL('**/away');
    return ours(collector).length;
  });

  row('complaint 1, close the tab: 20 of 20 arrive at once', async () => {
    await open('/shop');
    await page.evaluate(`${twenty}("x")`);
    await page.close({ runBeforeUnload: false });
    await all(20);
    return ours(collector).length;
  });

  row('complaint 2, cold start, 20 calls before the script has come, then leave: 20 of 20 arrive at once', async () => {
    site.pages['/cold'] = site.pages['/stub'].replace('</body>', `<script>${twenty}("x"); addEventListener("load", () => location.href = "/away")</script></body>`);
    await page.goto(site.url + '/cold');
    await all(20);
    await page.waitForURL('**/away');
    await sleep(200);
    assert.equal(ours(collector).length, 20, 'the stub is silent when the script has come');
    return ours(collector).length;
  });

  row('complaint 3, 160 KB queued at leaving: at least 18 of 20 at once, 20 after the next visit', async () => {
    await open('/shop');
    await page.evaluate(`${twenty}("x".repeat(8000)); location.href = "/away"`);
    await page.waitForURL('**/away');
    await sleep(500);
    const atOnce = ours(collector).length;
    await open('/shop');
    await all(20);
    assert.ok(atOnce >= 18, `${atOnce} at once`);
    return atOnce;
  });

  for (const mode of ['refuse', '503'])
    row(`outage (${mode}), same visit: 5 of 5 within 15 s of recovery, without another event`, async () => {
      await settle();
      collector.mode = mode;
      await track(5);
      await sleep(OUTAGE);
      assert.equal(ours(collector).length, 0);
      collector.mode = 'up';
      const start = Date.now();
      await all(5, 15000);
      return (Date.now() - start) / 1e3;
    });

  row('outage, then leave: 5 of 5 within 2 s of the next visit', async () => {
    await settle();
    collector.mode = 'refuse';
    await track(5);
    await sleep(600);
    await page.goto(site.url + '/away');
    collector.mode = 'up';
    const start = Date.now();
    await page.goto(site.url + '/shop');
    await until(() => ours(collector).length >= 5, '5 events');
    const waited = Date.now() - start;
    await all(5);
    assert.ok(waited < 2000, `${waited} ms`);
    return waited / 1e3;
  });

  row('complaint 11, 1,500 events in an outage: the newest that fit in 256 KB are delivered, and the count of the others is told', async () => {
    await settle();
    collector.mode = '503';
    await track(1500);
    await sleep(300);
    const { bytes, count } = await page.evaluate(() => ({
      bytes: Object.entries(localStorage).reduce((sum, [name, value]) => sum + name.length + value.length, 0), count: Object.keys(localStorage).length
    }));
    assert.ok(bytes <= 256 * 1024, `${bytes} bytes`);
    assert.ok(count <= 502, `${count} items`);
    collector.mode = 'up';
    collector.clear();
    const dropped = () => collector.batches.reduce((sum, batch) => sum + (batch.dropped || 0), 0);
    await until(() => ours(collector).length + dropped() >= 1500, 'all of them, delivered or told as dropped', 20000);
    const arrived = ours(collector).length;
    assert.equal(arrived + dropped(), 1500, `${arrived} arrived, ${dropped()} told as dropped`);
    // What was in a request already (six of twenty at most) is not taken back; all others are the newest, without a gap.
    const numbers = new Set(ours(collector).map(event => +event.event.slice(1)));
    const newest = Array.from({ length: 1500 }, (_, i) => 1499 - i).findIndex(number => !numbers.has(number));
    assert.ok(newest >= 400 && arrived - newest <= 120, `${newest} newest of ${arrived}`);
    await until(() => page.evaluate(() => !Object.keys(localStorage).length), 'an empty storage');
    return arrived;
  });

  row('complaint 1, no preflight and no bootstrap request', async () => {
    await open('/shop');
    await track(3);
    await sleep(700);
    await page.goto(site.url + '/away');
    await sleep(300);
    assert.ok(collector.requests.every(request => request.method == 'POST' && request.path == 'v1/b'), 'only POSTs of events');
    assert.equal(collector.requests[0].headers['content-type'], 'text/plain;charset=UTF-8');
    assert.equal(collector.requests[0].headers.authorization, undefined);
    return collector.requests.filter(request => request.method != 'POST').length;
  });

  row('complaint 8, a view, 3 tracks and leaving: at most 3 requests', async () => {
    await open('/shop');
    await track(3);
    await sleep(700);
    await page.goto(site.url + '/away');
    await until(() => collector.named('Page Engaged').length == 1, 'the end of the visit');
    await sleep(200);
    assert.ok(collector.requests.length <= 3, `${collector.requests.length} requests`);
    return collector.requests.length;
  });

  row('answers lost on their way: sent again, and no duplicate after the dedupe by messageId', async () => {
    await settle();
    collector.mode = 'lost';
    await track(20);
    await until(() => ours(collector).length == 20, 'the first try');
    collector.mode = 'up';
    await until(() => page.evaluate(() => !Object.keys(localStorage).length), 'an empty storage', 15000);
    const raw = collector.batches.flatMap(batch => batch.batch).filter(event => /^E\d+$/.test(event.event)).length;
    assert.ok(raw >= 40, `${raw} came, so nothing was tried twice`);
    await all(20);
    return ours(collector).length - 20;
  });

  test('complaint 3, other scripts have used up the keepalive quota: the events still arrive, on the page and on leaving', async () => {
    await settle();
    const occupy = () => page.evaluate(url => {
      for (let i = 0; i < 2; i++) fetch(url + '/v1/other', { method: 'POST', body: 'x'.repeat(32000), keepalive: true, mode: 'no-cors' }).catch(() => {});
    }, collector.url);
    collector.delay = 2000;
    await occupy();
    await page.evaluate(() => fp.track('E0'));
    await all(1);
    collector.delay = 150;
    await occupy();
    await page.evaluate(() => { fp.track('E1'); location.href = '/away'; });
    await page.waitForURL('**/away');
    // What the browser refused while leaving waited in storage.
    await open('/shop');
    await all(2);
  });

  test('complaint 4, beacons as such are blocked: all 20 arrive all the same', async () => {
    await context.route('**/v1/**', route => route.request().resourceType() == 'ping' ? route.abort() : route.continue());
    await open('/shop');
    await page.evaluate(`${twenty}("x"); location.href = "/away"`);
    await page.waitForURL('**/away');
    await open('/shop');
    await all(20);
  });

  test('Retry-After is honoured', async () => {
    await settle();
    Object.assign(collector, { mode: '429', retryAfter: '4' });
    collector.clear();
    await page.evaluate(() => fp.track('E0'));
    await until(() => collector.requests.length, 'first try');
    collector.mode = 'up';
    await all(1, 8000);
    const [first, second] = collector.requests;
    assert.ok(second.at - first.at >= 3900, `${second.at - first.at} ms`);
  });

  test('what the collector refuses for good is dropped and told to the page', async () => {
    await settle();
    collector.files['v1/b'] = '';
    const dropped = page.evaluate(() => new Promise(resolve => fp.on('dropped', resolve)));
    collector.handle = new Proxy(collector.handle, {
      apply: async (target, self, [request, response]) => {
        response.writeHead(403, { 'Access-Control-Allow-Origin': request.headers.origin, 'Access-Control-Allow-Credentials': 'true' });
        response.end();
      }
    });
    await page.evaluate(() => fp.track('E0'));
    assert.deepEqual(await dropped, { count: 1, reason: 403 });
    assert.equal(await page.evaluate(() => Object.keys(localStorage).length), 0);
    delete collector.handle;
    delete collector.files['v1/b'];
  });

  test('a message keeps its id on every try', async () => {
    await settle();
    collector.clear();
    collector.mode = '503';
    await page.evaluate(() => fp.track('E0'));
    await until(() => collector.requests.length == 1, 'first try');
    collector.mode = 'up';
    await all(1);
    const [first, second] = collector.requests.map(request => JSON.parse(request.body).batch[0].messageId);
    assert.equal(first, second);
  });

  test('going online again sends at once', async () => {
    await settle();
    await context.setOffline(true);
    await page.evaluate(() => fp.track('E0'));
    await sleep(5000);
    await context.setOffline(false);
    await all(1, 1500);
  });
});
