// What must not happen to a page, a visitor or a neighbour.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, afterEach, before, beforeEach, describe } from 'node:test';
import { Collector, delivered, html, lab, loaded, tag, test, until } from './lab.js';

/** What starting may do: read the choice, keep the first view so that it is not lost, and call so many of its own functions. */
const MAX_READS = 1;
const MAX_WRITES = 1;
const MAX_CALLS = 130;

/** Runs a script in the page and says what it asked of the page meanwhile: how often a layout, a request, a cookie, and so on. */
const observeStart = ({ text, endpoint }) => {
  const asked = {};
  const count = kind => { asked[kind] = (asked[kind] || 0) + 1; };
  const wrap = (object, kind, names) => names.forEach(name => {
    const owned = Object.getOwnPropertyDescriptor(object, name);
    if (!owned) throw new Error(`There is no ${name} to count.`);
    const part = owned.value ? 'value' : 'get';
    Object.defineProperty(object, name, { ...owned, [part](...values) { count(kind); return owned[part].apply(this, values); } });
  });
  const storage = localStorage;
  Object.defineProperty(window, 'localStorage', { get: () => new Proxy(storage, {
    get: (target, name) => { count('read'); return target[name]; },
    set: (target, name, value) => { count('write'); target[name] = value; return true; },
    deleteProperty: (target, name) => { count('write'); return delete target[name]; },
    ownKeys: target => { count('read'); return Reflect.ownKeys(target); }
  }) });
  wrap(Element.prototype, 'layout', ['clientWidth', 'clientHeight', 'scrollWidth', 'scrollHeight', 'scrollTop', 'getBoundingClientRect', 'getClientRects']);
  wrap(HTMLElement.prototype, 'layout', ['offsetWidth', 'offsetHeight', 'offsetTop', 'innerText']);
  wrap(window, 'layout', ['scrollX', 'scrollY', 'innerWidth', 'innerHeight', 'getComputedStyle']);
  wrap(window, 'request', ['fetch']);
  wrap(navigator.__proto__, 'request', ['sendBeacon']);
  wrap(XMLHttpRequest.prototype, 'request', ['open']);
  wrap(Document.prototype, 'cookie', ['cookie']);
  wrap(Document.prototype, 'query', ['querySelector', 'querySelectorAll', 'getElementsByTagName', 'getElementById']);
  wrap(MutationObserver.prototype, 'query', ['observe']);
  wrap(Document.prototype, 'element', ['createElement']);
  wrap(EventTarget.prototype, 'listener', ['addEventListener']);
  wrap(window, 'timer', ['setTimeout', 'setInterval']);
  const script = document.createElement('script');
  delete asked.element;
  Object.assign(script, { textContent: text });
  Object.assign(script.dataset, { key: 'web', endpoint });
  document.head.append(script);
  return { ...asked };
};

describe('safety', () => {
  const it = lab({ before, after, beforeEach, afterEach });

  test('complaint 12, a strict policy with Trusted Types: no violation', async () => {
    const { port } = it.collector;
    it.site.pages['*'] = () => ({
      html: `<!doctype html><title>Shop</title><script nonce="n1" async src="${it.collector.url}/s.js" data-key="web"></script><button>Buy</button><form><input name="a"></form>`,
      headers: { 'Content-Security-Policy': `default-src 'none'; script-src 'nonce-n1' 'strict-dynamic'; connect-src http://localhost:${port}; require-trusted-types-for 'script'; trusted-types 'none'` }
    });
    const page = await it.visit('/a?q=tea', {
      init: () => { window.violations = []; document.addEventListener('securitypolicyviolation', event => window.violations.push(event.violatedDirective)); }
    });
    await page.click('button');
    await page.evaluate(() => { fp.track('X'); fp.segments(); history.pushState({}, '', '/b'); });
    await it.settled();
    assert.ok(it.collector.named('X').length);
    assert.deepEqual(await page.evaluate(() => window.violations), []);
    assert.deepEqual(it.errors, []);
  });

  test('complaint 12, the built files hold no eval, no new Function, no innerHTML, no unload handler, no preventDefault', async () => {
    for (const name of ['s.js', 'stub.js', 'compat-segment.js'])
      assert.doesNotMatch(await readFile(new URL(`../../dist/${name}`, import.meta.url), 'utf8'),
        /\beval\b|new Function|innerHTML|document\.write|beforeunload|["']unload|preventDefault|\.src\s*=/, name);
  });

  test('complaint 4, names that a blocker list would have to know: nothing hides, nothing evades', async () => {
    const text = await readFile(new URL('../../dist/s.js', import.meta.url), 'utf8');
    assert.doesNotMatch(text, /analytics\.js|collect|doubleclick|adblock/i);
    it.collector.handle = async (request, response) => {
      if (request.url.endsWith('.js')) return Collector.prototype.handle.call(it.collector, request, response);
      it.collector.requests.push({ path: request.url });
      request.socket.destroy();
    };
    const page = await it.visit('/a', { stopped: true });
    await page.evaluate(() => fp.track('X'));
    await it.pass(10000);
    assert.ok(it.collector.requests.length > 1, 'it was tried again');
    const paths = new Set(it.collector.requests.map(request => request.path));
    assert.deepEqual([...paths], ['/fp/v1/b'], 'a blocked request is retried where it was, nowhere else');
  });

  test('clicks and submissions are never held up or prevented', async () => {
    it.site.pages['/next'] = '<title>next</title>';
    const page = await it.visit('/a', { body: '<a href="/next">next</a>' });
    await page.evaluate(() => addEventListener('click', event => { window.name = 'prevented:' + event.defaultPrevented; }));
    await page.click('a');
    await page.waitForURL('**/next');
    assert.equal(await page.evaluate(() => window.name), 'prevented:false');
  });

  test('complaint 12, an automated browser is flagged, not hidden', async () => {
    await it.visit('/a');
    assert.equal((await it.event('page')).context.bot, true);
  });

  test('complaint 9, no cookies at all are set by script, and storage holds nothing once delivered', async () => {
    const page = await it.visit('/a');
    await page.evaluate(() => fp.track('X'));
    await it.event('X');
    await until(() => page.evaluate(() => !Object.keys(localStorage).length), 'an empty storage');
    assert.equal(await page.evaluate(() => document.cookie), '');
  });

  test('complaint 11, forbidden or full storage breaks nothing', async () => {
    const page = await it.visit('/a', {
      init: () => Object.defineProperty(window, 'localStorage', { get: () => { throw new DOMException('no', 'SecurityError'); } })
    });
    await page.evaluate(() => fp.track('X'));
    await it.event('X');
    assert.deepEqual(it.errors, []);
    it.site.pages['*'] = html('<script>try { localStorage.big = "x".repeat(5242000) } catch {} for (let n = 0; n < 99999; n++) try { localStorage["y" + n] = "z".repeat(100) } catch { break }</script>' + tag(it.collector));
    const context = await it.browser.newContext();
    const full = await context.newPage();
    await full.goto(it.site.url + '/full');
    await loaded(full);
    await full.evaluate(() => fp.track('Full'));
    await it.event('Full');
    await context.close();
  });

  test('complaint 11, two tabs: neither sends the other\'s events, leftovers are sent once', async () => {
    const first = await it.visitCutOff('/a');
    await first.evaluate(() => { for (let i = 0; i < 5; i++) fp.track('Left ' + i); });
    await it.tried(it.away);
    await first.goto('about:blank');
    const [second, third] = [await it.context.newPage(), await it.context.newPage()];
    await Promise.all([second.goto(it.site.url + '/b'), third.goto(it.site.url + '/c')]);
    await it.event('Left 4');
    for (const page of [second, third]) {
      await loaded(page);
      // Each has looked for leftovers a second after it began.
      await page.evaluate(() => new Promise(resolve => setTimeout(resolve, 1500)));
      await it.settled(page);
    }
    for (let i = 0; i < 5; i++)
      assert.equal(it.collector.batches.flatMap(batch => batch.batch).filter(event => event.event == 'Left ' + i).length, 1, `Left ${i}`);
    await second.evaluate(() => fp.track('Second'));
    await it.event('Second');
    await until(() => second.evaluate(() => !Object.keys(localStorage).length), 'an empty storage');
    await it.settled(third);
    assert.equal(it.collector.batches.flatMap(batch => batch.batch).filter(event => event.event == 'Second').length, 1);
  });

  test('an unserialisable or huge event is dropped alone', async () => {
    const page = await it.visit('/a');
    await page.evaluate(() => {
      const loop = {};
      loop.loop = loop;
      fp.track('Loop', loop);
      fp.track('Huge', { text: 'x'.repeat(40000) });
      fp.track('Fine');
    });
    await it.event('Fine');
    await it.settled();
    assert.equal(it.collector.named('Huge').length + it.collector.named('Loop').length, 0);
  });

  test('complaint 2, the script never comes: the stub sends what was tracked, where no consent is needed, and only there', async () => {
    const stub = `<script>${await readFile(new URL('../../dist/stub.js', import.meta.url), 'utf8')}</script>`;
    it.collector.files['s.js'] = 'throw 0';
    const at = attributes => html(stub + tag(it.collector, attributes), '<script>fp.track("Cold", { a: 1 }); fp.identify("u1", { b: 2 })</script>');
    it.site.pages = { '/none': at('data-consent="none"'), '/wait': at('data-consent="wait"'), '/unsaid': at(''), '/away': '<title>away</title>' };
    const page = await it.visit('/none', { wait: false });
    await page.goto(it.site.url + '/away');
    const cold = await it.event('Cold');
    assert.deepEqual(cold.properties, { a: 1 });
    assert.deepEqual(it.collector.events('identify')[0].traits, { b: 2 });
    it.collector.clear();
    for (const path of ['/wait', '/away', '/unsaid', '/away']) await page.goto(it.site.url + path);
    await page.evaluate(() => { localStorage['fp:web:choice'] = '[{"analytics":false}]'; });
    await page.goto(it.site.url + '/none');
    await page.goto(it.site.url + '/away');
    await it.pause(400);
    assert.equal(it.collector.batches.length, 0);
  });

  test('later modules come as modules of the same folder, and are given the calls', async () => {
    it.collector.files['heatmap.js'] = 'export default fp => fp.track("Module Spoke", { url: import.meta.url })';
    it.collector.files['broken.js'] = 'throw new Error("broken module")';
    const page = await it.visit('/a', { attributes: 'data-modules="broken heatmap"' });
    assert.equal((await it.event('Module Spoke')).properties.url, it.collector.url + '/heatmap.js');
    await page.evaluate(() => fp.track('Still here'));
    await it.event('Still here');
  });

  test('the endpoint may be a bare path or another address', async () => {
    it.site.pages['*'] = html(`<script async src="${it.collector.url}/s.js" data-key="web" data-endpoint="/own"></script>`);
    await it.visit('/a');
    await until(() => it.site.hits.includes('/own/v1/b'), 'a request to the site itself');
    assert.deepEqual(it.collector.requests, []);
  });

  test('starting asks nothing of the page that costs: no layout, no request, no search, and little of its own', async () => {
    it.site.pages['/bare'] = '<!doctype html><title>bare</title><form><input name="a"></form><a href="/next">next</a>';
    const text = await readFile(new URL('../../dist/s.js', import.meta.url), 'utf8');
    const page = await it.newVisitor({ stopped: true }); // What it has planned for later is no part of starting.
    const session = await it.context.newCDPSession(page);
    await page.goto(it.site.url + '/bare');
    await session.send('Profiler.enable');
    await session.send('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    const asked = await page.evaluate(observeStart, { text: text + '\n//# sourceURL=starting.js', endpoint: it.collector.url });
    const { result } = await session.send('Profiler.takePreciseCoverage');
    const calls = result.find(script => script.url.endsWith('starting.js')).functions.reduce((sum, fn) => sum + fn.ranges[0].count, 0);
    for (const kind of ['layout', 'request', 'cookie', 'query', 'element']) assert.equal(asked[kind] ?? 0, 0, `${kind}: ${JSON.stringify(asked)}`);
    assert.ok(asked.listener > 0, 'it did start');
    assert.ok(asked.read <= MAX_READS, `${asked.read} reads of storage`);
    assert.ok(asked.write <= MAX_WRITES, `${asked.write} writes to storage`);
    assert.ok(calls <= MAX_CALLS, `${calls} calls of its functions`);
  });
});
