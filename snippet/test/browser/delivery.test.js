// Every row of the delivery table, RUNS times: what arrives when a visitor leaves, when the collector is away, and when there is too much of it.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, afterEach, before, beforeEach, describe } from 'node:test';
import { RUNS, delivered, html, lab, loaded, measured, tag, test, until } from './lab.js';

/** In ms of the page's clock, as all times here: the snippet's own pause before it sends, and how long the collector is away. */
const PAUSE = 250;
const OUTAGE = 10000;
const ours = collector => collector.events().filter(event => /^E\d+$/.test(event.event));
const twenty = '(pad => { for (let i = 0; i < 20; i++) fp.track("E" + i, { pad }) })';
const names = count => Array.from({ length: count }, (_, i) => 'E' + i).sort();

describe('delivery, collector on another origin and 150 ms away', () => {
  const it = lab({ before, after, beforeEach, afterEach }, { settings: { auto: 'views engagement' }, delay: 150 });
  let collector, site, page;
  beforeEach(async () => {
    ({ collector, site } = it);
    const stub = `<script>${await readFile(new URL('../../dist/stub.js', import.meta.url), 'utf8')}</script>`;
    site.pages = { '*': html(tag(collector)), '/away': '<title>away</title>', '/stub': html(stub + tag(collector, 'data-consent="none"')) };
  });
  const open = async path => {
    await page.goto(site.url + path);
    await loaded(page);
  };
  const enter = async options => { page = await it.newVisitor(options); };
  /** Opens the shop and waits until its own first view has been delivered. */
  const settle = async options => {
    await enter(options);
    await open('/shop');
    if (options?.stopped) await it.pass(PAUSE);
    await until(() => collector.events('page').length, 'the view');
    await delivered(page);
    collector.clear();
  };
  const track = count => page.evaluate(count => { for (let i = 0; i < count; i++) fp.track('E' + i); }, count);
  const arrived = count => () => ours(collector).length >= count;
  /** All of them, each once: nothing under a second id. */
  const all = async count => {
    await until(arrived(count), `${count} events`);
    assert.deepEqual(ours(collector).map(event => event.event).sort(), names(count));
  };
  const row = (name, work) => {
    for (let run = 1; run <= RUNS; run++)
      test(`${name} (run ${run})`, async () => measured(name.replace(/^complaint \d+, /, ''), await work()));
  };

  row('complaint 1, navigate: 20 of 20 arrive at once', async () => {
    await enter();
    await open('/shop');
    await page.evaluate(`${twenty}("x"); location.href = "/away"`);
    await all(20);
    await page.waitForURL('**/away');
    return ours(collector).length;
  });

  row('complaint 1, close the tab: 20 of 20 arrive at once', async () => {
    await enter();
    await open('/shop');
    await page.evaluate(`${twenty}("x")`);
    await page.close({ runBeforeUnload: false });
    await all(20);
    return ours(collector).length;
  });

  row('complaint 2, cold start, 20 calls before the script has come, then leave: 20 of 20 arrive at once', async () => {
    site.pages['/cold'] = site.pages['/stub'].replace('</body>', `<script>${twenty}("x"); addEventListener("load", () => location.href = "/away")</script></body>`);
    await enter();
    await page.goto(site.url + '/cold', { waitUntil: 'commit' });
    await page.waitForURL('**/away');
    await all(20);
    await it.pause(200);
    assert.equal(ours(collector).length, 20, 'the stub is silent when the script has come');
    return ours(collector).length;
  });

  row('complaint 3, 160 KB queued at leaving: at least 18 of 20 at once, 20 after the next visit', async () => {
    await enter();
    await open('/shop');
    await page.evaluate(`${twenty}("x".repeat(8000)); location.href = "/away"`);
    await page.waitForURL('**/away');
    await until(arrived(18), 'at least 18');
    await it.pause(500);
    const atOnce = ours(collector).length;
    await open('/shop');
    await all(20);
    return atOnce;
  });

  for (const mode of ['refuse', '503'])
    row(`outage (${mode}), same visit: 5 of 5 within 15 s of recovery, without another event`, async () => {
      await settle({ stopped: true });
      collector.mode = mode;
      await track(5);
      await it.pass(OUTAGE);
      assert.ok(collector.requests.length > 1, 'it was tried again');
      assert.equal(ours(collector).length, 0);
      collector.mode = 'up';
      const waited = await it.pass(15000, arrived(5));
      await all(5);
      return waited / 1e3;
    });

  row('outage, then leave: 5 of 5 within 2 s of the next visit', async () => {
    page = await it.visitCutOff('/cut-off', { stopped: true });
    await track(5);
    await it.pass(600);
    await it.tried(it.away);
    await page.goto(site.url + '/away');
    await it.pass(1000);
    assert.equal(ours(collector).length, 0);
    await open('/shop');
    const waited = await it.pass(2000, arrived(5));
    await all(5);
    return waited / 1e3;
  });

  row('complaint 11, 1,500 events in an outage: the newest that fit in 256 KB are delivered, and the count of the others is told', async () => {
    await settle();
    collector.mode = '503';
    await track(1500);
    await it.tried();
    const { bytes, count } = await page.evaluate(() => ({
      bytes: Object.entries(localStorage).reduce((sum, [name, value]) => sum + name.length + value.length, 0), count: Object.keys(localStorage).length
    }));
    assert.ok(bytes <= 256 * 1024, `${bytes} bytes`);
    assert.ok(count <= 502, `${count} items`);
    collector.mode = 'up';
    collector.clear();
    const dropped = () => collector.batches.reduce((sum, batch) => sum + (batch.dropped || 0), 0);
    await until(() => ours(collector).length + dropped() >= 1500, 'all of them, delivered or told as dropped');
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
    await enter();
    await open('/shop');
    await track(3);
    await delivered(page);
    await page.goto(site.url + '/away');
    await until(() => collector.named('Page Engaged').length == 1, 'the end of the visit');
    await it.pause(200);
    assert.ok(collector.requests.every(request => request.method == 'POST' && request.path == 'v1/b'), 'only POSTs of events');
    assert.equal(collector.requests[0].headers['content-type'], 'text/plain;charset=UTF-8');
    assert.equal(collector.requests[0].headers.authorization, undefined);
    return collector.requests.filter(request => request.method != 'POST').length;
  });

  row('complaint 8, a view, 3 tracks and leaving: at most 3 requests', async () => {
    await enter();
    await open('/shop');
    await track(3);
    await delivered(page);
    await page.goto(site.url + '/away');
    await until(() => collector.named('Page Engaged').length == 1, 'the end of the visit');
    await it.pause(200);
    assert.ok(collector.requests.length <= 3, `${collector.requests.length} requests`);
    return collector.requests.length;
  });

  row('answers lost on their way: sent again, and no duplicate after the dedupe by messageId', async () => {
    await settle();
    collector.mode = 'lost';
    await track(20);
    await until(() => ours(collector).length == 20, 'the first try');
    collector.mode = 'up';
    await until(() => page.evaluate(() => !Object.keys(localStorage).length), 'an empty storage');
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
    await enter();
    await it.context.route('**/v1/**', route => route.request().resourceType() == 'ping' ? route.abort() : route.continue());
    await open('/shop');
    await page.evaluate(`${twenty}("x"); location.href = "/away"`);
    await page.waitForURL('**/away');
    await open('/shop');
    await all(20);
  });

  test('Retry-After is honoured', async () => {
    await settle({ stopped: true });
    Object.assign(collector, { mode: '429', retryAfter: '4' });
    await page.evaluate(() => fp.track('E0'));
    await it.pass(PAUSE);
    await it.tried();
    collector.mode = 'up';
    await it.pass(3900);
    assert.equal(collector.requests.length, 1);
    await it.pass(4000, arrived(1));
    await all(1);
  });

  test('what the collector refuses for good is dropped and told to the page', async () => {
    await settle();
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
  });

  test('a message keeps its id on every try', async () => {
    await settle();
    collector.mode = '503';
    await page.evaluate(() => fp.track('E0'));
    await it.tried();
    collector.mode = 'up';
    await all(1);
    const [first, second] = collector.requests.map(request => JSON.parse(request.body).batch[0].messageId);
    assert.equal(first, second);
  });

  test('going online again sends at once', async () => {
    await settle({ stopped: true });
    await it.context.setOffline(true);
    await page.evaluate(() => fp.track('E0'));
    await it.pass(5000);
    assert.equal(ours(collector).length, 0);
    await it.context.setOffline(false);
    // No time passes any more: it waits for no timer.
    await all(1);
  });
});
