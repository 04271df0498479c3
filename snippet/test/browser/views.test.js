// What counts as a page view, and what does not.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe } from 'node:test';
import { back, delivered, html, lab, launchBare, tag, test, until } from './lab.js';

describe('page views', () => {
  const it = lab({ before, after, beforeEach, afterEach }, { cached: true });
  const settled = async () => {
    await it.settled();
    return it.collector.views();
  };

  test('a load is a view, with path, title, referrer and campaign', async () => {
    await it.visit('/tea?utm_source=news&utm_campaign=spring&x=1#top');
    const view = await it.event('page');
    assert.equal(view.properties.path, '/tea');
    assert.equal(view.properties.title, 'Shop');
    assert.equal(view.properties.url, it.site.url + '/tea?utm_source=news&utm_campaign=spring&x=1');
    assert.equal(view.properties.search, '?utm_source=news&utm_campaign=spring&x=1');
    assert.deepEqual(view.context.campaign, { source: 'news', name: 'spring' });
    assert.match(view.messageId, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(view.anonymousId, undefined);
    assert.deepEqual(it.errors, []);
  });

  test('complaint 6, pushState to a new path is a view, and back is another', async () => {
    const page = await it.visit('/a');
    await page.evaluate(() => history.pushState({}, '', '/b'));
    await it.event('page', 2);
    await page.evaluate(() => new Promise(resolve => { addEventListener('popstate', resolve); history.back(); }));
    assert.deepEqual(await settled(), ['/a', '/b', '/a']);
    const second = it.collector.events('page')[1];
    assert.equal(second.properties.referrer, it.site.url + '/a');
  });

  test('complaint 5, a router that calls replaceState and pushState together makes one view', async () => {
    const page = await it.visit('/a');
    await page.evaluate(() => {
      history.replaceState({ scroll: 1 }, '', '/a');
      history.pushState({}, '', '/b');
      history.replaceState({ key: 1 }, '', '/b');
    });
    assert.deepEqual(await settled(), ['/a', '/b']);
  });

  test('complaint 5, a redirect right after a push is one view, of where it ends', async () => {
    const page = await it.visit('/a');
    await page.evaluate(() => {
      history.pushState({}, '', '/login');
      setTimeout(() => history.replaceState({}, '', '/home'), 20);
    });
    assert.deepEqual(await settled(), ['/a', '/home']);
  });

  test('complaint 5, queries and states change without a view', async () => {
    const page = await it.visit('/a');
    await page.evaluate(async () => {
      for (let i = 0; i < 10; i++) {
        history.replaceState({ i }, '', '/a?filter=' + i);
        await new Promise(resolve => setTimeout(resolve, 20));
      }
      history.pushState({}, '', '/a?page=2');
      location.hash = 'reviews';
    });
    assert.deepEqual(await settled(), ['/a']);
  });

  test('complaint 6, replaceState to a new path on its own is a view', async () => {
    const page = await it.visit('/a');
    await page.evaluate(() => history.replaceState({}, '', '/b'));
    assert.deepEqual(await settled(), ['/a', '/b']);
  });

  test('complaint 6, data-spa="query": a pushed query is a view, a replaced one is not', async () => {
    const page = await it.visit('/a', { attributes: 'data-spa="query"' });
    await page.evaluate(() => history.pushState({}, '', '/a?page=2'));
    await it.event('page', 2);
    await page.evaluate(() => history.replaceState({}, '', '/a?page=2&sort=price'));
    assert.deepEqual(await settled(), ['/a', '/a']);
  });

  test('complaint 6, data-spa="hash": hash routes are views', async () => {
    const page = await it.visit('/#/a', { attributes: 'data-spa="hash"' });
    await page.evaluate(() => new Promise(resolve => { addEventListener('hashchange', resolve); location.hash = '#/b'; }));
    assert.deepEqual(await settled(), ['/#/a', '/#/b']);
  });

  test('data-spa="off" with fp.page() and fp.page.left(): the site says what a page is', async () => {
    const page = await it.visit('/a', { attributes: 'data-spa="off"' });
    await page.evaluate(() => history.pushState({}, '', '/b'));
    assert.deepEqual(await settled(), ['/a']);
    await page.evaluate(() => { fp.page.left(); fp.page('Checkout', 'Step 2', { step: 2 }); });
    const view = await it.event('page', 2);
    assert.deepEqual([view.category, view.name, view.properties.step, view.properties.path], ['Checkout', 'Step 2', 2, '/b']);
    assert.equal(it.collector.named('Page Engaged')[0].context.page.path, '/a');
  });

  test('complaint 6, what is tracked right after a navigation belongs to the new page, what was left to the old', async () => {
    const page = await it.visit('/a');
    await it.event('page');
    await page.evaluate(() => { history.pushState({}, '', '/b'); document.title = 'B'; fp.track('Seen'); });
    const seen = await it.event('Seen');
    assert.equal(seen.context.page.path, '/b');
    assert.equal(seen.context.page.title, 'B');
    const engaged = await it.event('Page Engaged');
    assert.equal(engaged.context.page.path, '/a');
    assert.deepEqual((await it.event('Page Navigated')).properties, { from: it.site.url + '/a', to: it.site.url + '/b' });
  });

  test('complaint 7, a page back from the back/forward cache is viewed once more', async () => {
    const page = await it.visit('/a');
    await until(() => it.collector.views().length == 1);
    await delivered(page);
    it.site.pages['/plain'] = '<title>plain</title>';
    await page.evaluate(() => { window.kept = true; });
    await page.goto(it.site.url + '/plain');
    await it.event('Page Engaged');
    await back(page, '/a');
    assert.equal(await page.evaluate(() => window.kept), true, 'the page was restored, not loaded again');
    await until(() => it.collector.views().length == 2, 'second view');
    await page.evaluate(() => fp.track('After'));
    await it.event('After');
    assert.equal(it.collector.named('Page Navigated').length, 0);
  });

  test('complaint 7, nothing we do keeps a page out of the back/forward cache', async () => {
    const page = await it.visit('/a');
    await page.evaluate(() => { fp.track('X'); fp.on('segments', () => {}); });
    it.site.pages['/plain'] = '<title>plain</title>';
    // Left at once, with a flush in flight.
    it.collector.delay = 150;
    await page.goto(it.site.url + '/plain');
    await it.event('Page Engaged');
    await until(() => !it.collector.open, 'the answers');
    await back(page, '/a');
    const reasons = await page.evaluate(() => JSON.stringify(performance.getEntriesByType('navigation')[0].notRestoredReasons ?? null));
    assert.equal(reasons, 'null');
    await until(() => it.collector.views().length == 2, 'second view');
  });

  test('complaint 7, a prerendered page is no visit until it is shown', async () => {
    const stub = '<script>fp = function(){(fp.q=fp.q||[]).push(arguments)}; fp("track","Early",{activation:0})</script>';
    // The prerendered page says when it has stood for a while; only then the one in view goes there.
    it.site.pages['/next'] = html(stub + tag(it.collector) + `<script>
      addEventListener("load", () => setTimeout(() => fetch("/stood?" + document.prerendering), 800));
      document.addEventListener("prerenderingchange", () => fp.track("Shown", { at: performance.getEntriesByType("navigation")[0].activationStart }));
    </script>`);
    it.site.pages['/a'] = html(tag(it.collector), `<script type="speculationrules">{"prerender":[{"urls":["/next"],"eagerness":"immediate"}]}</script>
      <script>fetch("/go").then(() => { location.href = "/next" })</script>`);
    let go;
    const gone = new Promise(resolve => { go = resolve; });
    it.site.pages['/go'] = () => gone;
    it.site.pages['/stood'] = '';
    const end = await launchBare(it.site.url + '/a');
    try {
      await until(() => it.site.hits.includes('/stood?true'), 'the prerender');
      await it.event('page');
      assert.deepEqual(it.collector.views(), ['/a']);
      assert.equal(it.collector.named('Early').length, 0);
      go({ html: '' });
      await until(() => it.collector.views().length == 2, 'the view');
      assert.deepEqual(it.collector.views(), ['/a', '/next']);
      await it.event('Early');
      assert.ok((await it.event('Shown')).properties.at > 0, 'it was prerendered');
    } finally {
      await end();
    }
  });

  test('complaint 5, the tag included twice counts once', async () => {
    it.site.pages['*'] = html(tag(it.collector) + tag(it.collector));
    const page = await it.visit('/a');
    await it.settled();
    await page.evaluate(() => fp.track('Once'));
    await it.event('Once');
    assert.deepEqual(await settled(), ['/a']);
    assert.equal(it.collector.named('Once').length, 1);
  });

  test('a page opened in the background is viewed when it is looked at', async () => {
    const page = await it.visit('/a', {
      init: () => {
        window.away = true;
        Object.defineProperty(document, 'hidden', { get: () => window.away });
      }
    });
    assert.deepEqual(await settled(), []);
    await page.evaluate(() => { window.away = false; document.dispatchEvent(new Event('visibilitychange', { bubbles: true })); });
    assert.deepEqual(await settled(), ['/a']);
  });

  test('data-exclude leaves paths out, data-mask-query leaves queries out', async () => {
    it.site.pages['*'] = html(tag(it.collector, 'data-exclude="/admin/**" data-mask-query'));
    const page = await it.visit('/admin/users');
    await it.pause(600);
    assert.deepEqual(it.collector.requests, []);
    await page.goto(it.site.url + '/a?email=anna@example.com');
    const view = await it.event('page');
    assert.ok(!JSON.stringify(view).includes('anna'));
  });

  test('the manual calls of a Segment page are not doubled: data-alias="analytics"', async () => {
    it.site.pages['*'] = html('<script>analytics = [["page"], ["track", "Early", { a: 1 }]]</script>' + tag(it.collector, 'data-alias="analytics"'));
    const page = await it.visit('/a');
    await page.evaluate(() => analytics.track('Late'));
    await it.settled();
    assert.equal(it.collector.named('Late').length, 1);
    assert.deepEqual(it.collector.views(), ['/a']);
    assert.deepEqual(it.collector.named('Early')[0].properties, { a: 1 });
  });
});
