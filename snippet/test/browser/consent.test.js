// Denied: nothing stored, nothing sent but the decline. Unknown: held in memory. Granted: sent once.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe } from 'node:test';
import { delivered, html, lab, loaded, tag, test, until } from './lab.js';

const gpc = () => Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true });
const dnt = () => Object.defineProperty(Navigator.prototype, 'doNotTrack', { get: () => '1' });
const kept = page => page.evaluate(() => Object.keys(localStorage));

describe('consent', () => {
  const it = lab({ before, after, beforeEach, afterEach });
  const nothingSent = async (ms = 700) => {
    await it.pause(ms);
    assert.deepEqual(it.collector.requests.map(request => request.method + ' ' + request.path), []);
  };

  test('wait: nothing is stored or sent until the visitor chose; a grant goes to the ledger first, then each held event once', async () => {
    const page = await it.visit('/a', { attributes: 'data-consent="wait" data-policy="2026-01"' });
    await page.evaluate(() => { fp.track('Held'); });
    await nothingSent();
    assert.deepEqual(await kept(page), []);
    assert.equal(await page.evaluate(() => document.cookie + Object.keys(sessionStorage)), '');
    await page.evaluate(() => fp.consent({ analytics: true, ads: false }));
    await it.event('Held');
    await it.settled();
    assert.equal(it.collector.requests[0].path, 'v1/c');
    const [act] = it.collector.consents;
    assert.deepEqual(act.purposes, { analytics: true, ads: false });
    assert.equal(act.policy, '2026-01');
    assert.equal(act.writeKey, 'web');
    assert.match(act.interactionId, /^[0-9a-f-]{36}$/);
    assert.ok(act.timestamp && act.sentAt);
    assert.equal(it.collector.consents.length, 1);
    const all = it.collector.batches.flatMap(batch => batch.batch).map(event => event.event || event.type);
    assert.equal(all.filter(name => name == 'Held').length, 1);
    assert.equal(all.filter(name => name == 'page').length, 1);
    assert.deepEqual(it.collector.named('Held')[0].context.consent, { categoryPreferences: { analytics: true, ads: false } });
  });

  test('wait: a denial drops what was held and sends nothing but itself; later pages remember', async () => {
    const page = await it.visit('/a', { attributes: 'data-consent="wait"', body: '<button>Buy</button>' });
    await page.evaluate(() => { fp.track('Held'); fp.consent({ analytics: false, ads: false, personalisation: false }); fp.track('After'); });
    await until(() => it.collector.consents.length == 1, 'the decline');
    await delivered(page);
    await page.click('button');
    await page.goto(it.site.url + '/b');
    await loaded(page);
    await page.evaluate(() => { fp.track('Next'); fp.segments(); });
    await it.pause(1500);
    assert.deepEqual(it.collector.requests.map(request => request.path), ['v1/c']);
    assert.deepEqual(await kept(page), ['fp:web:choice']);
  });

  test('what was denied and granted later in the same visit is not released', async () => {
    const page = await it.visit('/a', { attributes: 'data-consent="wait"' });
    await page.evaluate(() => { fp.optOut(); fp.track('Refused'); fp.optIn(); fp.track('Allowed'); });
    await it.event('Allowed');
    await it.settled();
    assert.equal(it.collector.named('Refused').length, 0);
    assert.equal(it.collector.views().length, 0);
  });

  test('a withdrawal empties the queue and stops everything, on this page and the next', async () => {
    const page = await it.visit('/a');
    await it.settled();
    it.collector.clear();
    it.collector.mode = '503';
    await page.evaluate(() => fp.track('Queued'));
    await it.tried();
    await page.evaluate(() => fp.optOut());
    assert.deepEqual((await kept(page)).filter(name => !/choice|-/.test(name)), []);
    it.collector.mode = 'up';
    await until(() => it.collector.consents.length == 1, 'the withdrawal');
    await delivered(page);
    await page.goto(it.site.url + '/b');
    await loaded(page);
    await it.pause(700);
    assert.deepEqual(it.collector.events(), []);
    assert.deepEqual(await kept(page), ['fp:web:choice']);
  });

  test('the decline itself survives an outage and leaving', async () => {
    const page = await it.visitCutOff('/a', { attributes: 'data-consent="wait"' });
    await page.evaluate(() => fp.optOut());
    await it.tried(it.away);
    await page.goto(it.site.url + '/b');
    await until(() => it.collector.consents.length, 'the decline');
  });

  test('fp.consent() reads: what is known here, else the ledger, which outranks the page', async () => {
    it.collector.purposes = { analytics: true, ads: false };
    const page = await it.visit('/a', { attributes: 'data-consent="wait"' });
    await nothingSent(300);
    assert.deepEqual(await page.evaluate(() => fp.consent()), { analytics: true, ads: false });
    await it.event('page');
    assert.equal(it.collector.consents.length, 0);
    assert.equal(it.collector.requests.filter(request => request.method == 'GET').length, 1);
    await page.evaluate(() => fp.consent());
    assert.equal(it.collector.requests.filter(request => request.method == 'GET').length, 1);
  });

  test('the ledger says no in an answer: the page stops', async () => {
    it.collector.answer = { purposes: { analytics: false } };
    const page = await it.visit('/a');
    await until(async () => (await kept(page)).includes('fp:web:choice'), 'the ledger\'s word');
    await page.evaluate(() => fp.track('After'));
    await it.pause(500);
    assert.equal(it.collector.named('After').length, 0);
    assert.deepEqual(await kept(page), ['fp:web:choice']);
  });

  test('the same choice under the same text is told once, a new text is a new act', async () => {
    const page = await it.visit('/a', { attributes: 'data-consent="wait" data-policy="1"' });
    await page.evaluate(() => { fp.optIn(); fp.optIn(); });
    await until(() => it.collector.consents.length == 1);
    await page.evaluate(() => { fp.optIn(); fp.optIn({ policy: '2' }); });
    await until(() => it.collector.consents.length == 2);
    await it.settled();
    assert.deepEqual(it.collector.consents.map(act => act.policy), ['1', '2']);
  });

  test('complaint 8, seven days later the browser has wiped what scripts stored: the choice comes back from the ledger, and nobody is asked twice', async () => {
    const page = await it.visit('/a', { attributes: 'data-consent="wait"' });
    await page.evaluate(() => fp.consent({ analytics: true, ads: false, personalisation: true }));
    await until(() => it.collector.consents.length == 1 && it.collector.views().length == 1, 'the act, and what waited for it');
    await delivered(page);
    await page.evaluate(() => localStorage.clear());
    await page.goto(it.site.url + '/b');
    await loaded(page);
    assert.deepEqual(await page.evaluate(() => fp.consent()), { analytics: true, ads: false, personalisation: true });
    await until(() => it.collector.views().length == 2, 'the view on the next page');
    assert.equal(it.collector.consents.length, 1);
  });

  test('an express statement after a mere grant is an act of its own, and is told as one', async () => {
    const page = await it.visit('/a', { attributes: 'data-consent="wait"' });
    await page.evaluate(() => fp.consent({ analytics: true }));
    await until(() => it.collector.consents.length == 1, 'the grant');
    await page.evaluate(() => { fp.consent({ analytics: true }, { explicit: true }); fp.consent({ analytics: true }, { explicit: true }); });
    await until(() => it.collector.consents.length == 2, 'the statement');
    await it.settled();
    assert.deepEqual(it.collector.consents.map(act => act.explicit), [undefined, true]);
  });

  test('complaint 8, no cookie and no id is set by script: identity is the server\'s', async () => {
    const page = await it.visit('/a');
    await it.event('page');
    assert.equal(await page.evaluate(() => document.cookie), '');
    assert.equal(await page.evaluate(() => fp.anonymousId()), undefined);
    assert.equal(it.collector.events('page')[0].anonymousId, undefined);
  });

  test('GPC: recorded with every batch and respected: no ads, no ad-network ids', async () => {
    await it.visit('/a?gclid=SECRET&utm_source=ads', { init: gpc });
    const view = await it.event('page');
    await it.settled();
    assert.equal(it.collector.batches[0].signals.gpc, true);
    assert.ok(!JSON.stringify(it.collector.batches).includes('SECRET'));
    assert.equal(view.context.campaign.source, 'ads');
    assert.equal(it.collector.named('Ad Clicked').length, 0);
  });

  test('GPC never grants: with data-consent="wait" everything still waits; with "ignore" the signal is recorded', async () => {
    const page = await it.visit('/a', { init: gpc, attributes: 'data-consent="wait"' });
    await nothingSent();
    await page.evaluate(() => fp.optIn({ acknowledges: ['gpc'] }));
    await until(() => it.collector.consents.length);
    assert.equal(it.collector.consents[0].signals.gpc, true);
    assert.deepEqual(it.collector.consents[0].acknowledges, ['gpc']);
    await it.settled();
    it.site.pages['*'] = html(tag(it.collector, 'data-gpc="ignore"'));
    it.collector.clear();
    await page.evaluate(() => localStorage.clear());
    await page.goto(it.site.url + '/a?gclid=Kept');
    await it.event('Ad Clicked');
    assert.equal(it.collector.batches[0].signals.gpc, true);
  });

  test('complaint 12, Do Not Track is recorded, and with data-dnt respected: nothing stored, nothing sent', async () => {
    const page = await it.visit('/a', { init: dnt, attributes: 'data-dnt' });
    await page.evaluate(() => fp.track('X'));
    await nothingSent();
    assert.deepEqual(await kept(page), []);
    it.site.pages['*'] = html(tag(it.collector));
    await page.goto(it.site.url + '/b');
    await it.event('page');
    assert.equal(it.collector.batches[0].signals.dnt, true);
  });

  test('Consent Mode v2: a denied default holds, an update grants and is told to the ledger', async () => {
    const head = `<script>dataLayer = []; function gtag() { dataLayer.push(arguments) }
      gtag("consent", "default", { analytics_storage: "denied", ad_storage: "denied", ad_user_data: "denied", ad_personalization: "denied", wait_for_update: 500 });
      dataLayer.push({ event: "gtm.js" });</script>`;
    const page = await it.visit('/a?gclid=1', { head, attributes: 'data-consent="gcm"' });
    await nothingSent();
    await page.evaluate(() => gtag('consent', 'update', { analytics_storage: 'granted' }));
    await it.event('page');
    assert.deepEqual(it.collector.consents[0].purposes, { analytics: true });
    assert.deepEqual(it.collector.consents[0].signals.gcm, { analytics_storage: 'granted' });
    assert.equal(it.collector.named('Ad Clicked').length, 0);
    assert.equal(await page.evaluate(() => dataLayer.length), 3);
  });

  test('Consent Mode v2: an update that denies drops; a granted default allows, unless some region is denied, and is no act', async () => {
    const gtag = (...commands) => `<script>dataLayer = []; function gtag() { dataLayer.push(arguments) } ${commands.join(';')}</script>`;
    const page = await it.visit('/a', { head: gtag('gtag("consent","default",{analytics_storage:"denied"})'), attributes: 'data-consent="gcm"' });
    await page.evaluate(() => gtag('consent', 'update', { analytics_storage: 'denied', ad_storage: 'denied', ad_user_data: 'denied' }));
    await until(() => it.collector.consents.length, 'the decline');
    await delivered(page);
    await it.pause(400);
    assert.equal(it.collector.batches.length, 0);
    it.collector.clear();
    it.site.pages['*'] = html(tag(it.collector, 'data-consent="gcm"'), '', gtag('gtag("consent","default",{analytics_storage:"denied",region:["SE"]})', 'gtag("consent","default",{analytics_storage:"granted"})'));
    await page.goto(it.site.url + '/b');
    await nothingSent();
    it.site.pages['*'] = html(tag(it.collector, 'data-consent="gcm"'), '', gtag('gtag("consent","default",{analytics_storage:"granted"})'));
    await page.goto(it.site.url + '/c');
    await it.event('page');
    assert.equal(it.collector.consents.length, 0);
  });

  test('TCF: held until the platform speaks, purposes 1, 7 and 8 decide, the string is the evidence', async () => {
    const head = `<script>__tcfapi = (command, version, callback) => { window.tell = data => callback(data, true); tell({ eventStatus: "cmpuishown", gdprApplies: true, purpose: { consents: {} }, publisher: { consents: {} } }); }</script>`;
    const page = await it.visit('/a', { head, attributes: 'data-consent="tcf"' });
    await nothingSent();
    await page.evaluate(() => tell({ eventStatus: 'useractioncomplete', gdprApplies: true, tcString: 'CPxyz', purpose: { consents: { 1: true, 7: false, 8: true } }, publisher: { consents: {} } }));
    await it.event('page');
    assert.deepEqual(it.collector.consents[0].purposes, { analytics: true, ads: false, personalisation: false });
    assert.equal(it.collector.consents[0].signals.tcf, 'CPxyz');
    await page.goto(it.site.url + '/b');
    await until(() => page.evaluate(() => !!window.tell), 'the platform\'s listener');
    await page.evaluate(() => tell({ eventStatus: 'tcloaded', gdprApplies: true, tcString: 'CPabc', purpose: { consents: { 1: false, 8: true } }, publisher: { consents: {} } }));
    await until(() => it.collector.consents.length == 2, 'the withdrawal');
    await it.pause(400);
    assert.deepEqual(it.collector.views(), ['/a']);
  });

  test('TCF: the publisher\'s own bits outrank, and a platform that comes late is waited for', async () => {
    const page = await it.visit('/a', { attributes: 'data-consent="tcf"' });
    await nothingSent(500);
    await page.evaluate(() => {
      window.__tcfapi = (command, version, callback) => callback({ eventStatus: 'tcloaded', gdprApplies: true, tcString: 'C', purpose: { consents: { 1: true, 8: false } }, publisher: { consents: { 1: true, 8: true } } }, true);
    });
    await it.event('page');
  });

  test('cookieless: no cookie, no storage, one id for the page load, nothing sent with credentials', async () => {
    const page = await it.visit('/a', { attributes: 'data-cookieless' });
    await page.evaluate(() => fp.track('X'));
    await it.event('X');
    const ids = new Set(it.collector.events().map(event => event.anonymousId));
    assert.equal(ids.size, 1);
    assert.match([...ids][0], /^[0-9a-f-]{36}$/);
    assert.equal(it.collector.batches[0].cookieless, true);
    assert.deepEqual(await kept(page), []);
    await page.goto(it.site.url + '/b');
    await until(() => it.collector.views().length == 2);
    assert.notEqual(it.collector.events('page').find(view => view.properties.path == '/b').anonymousId, [...ids][0]);
  });
});
