// What a shop wants to learn, one test each.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe } from 'node:test';
import { html, lab, tag, test, until } from './lab.js';

describe('what a shop wants to learn', () => {
  const it = lab({ before, after, beforeEach, afterEach });
  const leave = async () => {
    it.site.pages['/away'] = '<title>away</title>';
    await it.page.goto(it.site.url + '/away');
  };

  test('pages: path, address, title, query and where the visitor came from', async () => {
    it.site.pages['/before'] = html('', '<a href="/tea?size=l">tea</a>');
    const page = await it.visit('/before', { wait: false, attributes: '' });
    await page.click('a');
    assert.deepEqual((await it.event('page')).properties, {
      path: '/tea', url: it.site.url + '/tea?size=l', search: '?size=l', title: 'Shop', referrer: it.site.url + '/before'
    });
  });

  test('navigation between pages: from where to where; a reload is none', async () => {
    const page = await it.visit('/a', { body: '<a href="/b">b</a>' });
    await it.event('page');
    await page.click('a');
    const moved = await it.event('Page Navigated');
    assert.deepEqual(moved.properties, { from: it.site.url + '/a', to: it.site.url + '/b' });
    assert.deepEqual(it.collector.views(), ['/a', '/b']);
    await page.reload();
    await until(() => it.collector.views().length == 3);
    assert.equal(it.collector.named('Page Navigated').length, 1);
  });

  test('dwell: seconds in view, adding up over hiding and coming back', async () => {
    const page = await it.visit('/a', {
      stopped: true,
      init: () => {
        window.away = false;
        Object.defineProperty(document, 'hidden', { get: () => window.away });
        window.show = state => { window.away = state == 'hidden'; document.dispatchEvent(new Event('visibilitychange', { bubbles: true })); };
      }
    });
    await it.pass(1000);
    await page.evaluate(() => show('hidden'));
    await it.event('Page Engaged');
    await it.pass(1500);
    await page.evaluate(() => show('visible'));
    await it.pass(500);
    await leave();
    await it.event('Page Engaged', 2);
    assert.deepEqual(it.collector.named('Page Engaged').map(event => event.properties.duration), [1, .5]);
  });

  test('scroll: the deepest share of the page seen', async () => {
    const page = await it.visit('/a', { body: '<div style="height:4000px"></div>' });
    const scroll = to => page.evaluate(to => new Promise(resolve => { addEventListener('scroll', resolve, { once: true }); scrollTo(0, to); }), to);
    await scroll(2000);
    await scroll(0);
    await leave();
    const { depth } = (await it.event('Page Scrolled')).properties;
    assert.ok(depth > .6 && depth < .75, String(depth));
  });

  test('clicks on elements and links, inside and outside, middle button too; not the menu button', async () => {
    const page = await it.visit('/a', {
      body: `<button id="buy">Buy <b>now</b></button> <a id="in" href="#x">in</a> <a id="out" href="https://other.example/x" onclick="event.preventDefault()">out</a>
        <div data-fp-ignore><button id="quiet">quiet</button></div><button id="secret" data-fp-mask>Anna Svensson</button>`
    });
    await page.click('b');
    await page.click('#in');
    await page.click('#out');
    await page.click('#quiet');
    await page.click('#secret');
    await page.click('#buy', { button: 'right' });
    await it.settled();
    const clicks = it.collector.named('Element Clicked').map(event => event.properties);
    assert.deepEqual(clicks, [{ tag: 'button', id: 'buy', text: 'Buy now' }, { tag: 'button', id: 'secret' }]);
    const links = it.collector.named('Link Clicked').map(event => event.properties);
    assert.deepEqual(links.map(link => [link.id, link.outbound]), [['in', false], ['out', true]]);
    assert.equal(links[1].url, 'https://other.example/x');
  });

  test('clicks inside an open shadow root are seen', async () => {
    const page = await it.visit('/a', { body: '<div id="host"></div>' });
    await page.evaluate(() => { document.getElementById('host').attachShadow({ mode: 'open' }).innerHTML = '<button id="inner">In</button>'; });
    await page.click('#inner');
    assert.equal((await it.event('Element Clicked')).properties.id, 'inner');
  });

  for (const [what, event, attributes, properties] of [
    ['cart', 'Product Added', 'data-fp-product-id="t-7" data-fp-price="49.5" data-fp-sku="007"', { product_id: 't-7', price: 49.5, sku: '007' }],
    ['wish list', 'Product Added to Wishlist', 'data-fp-product-id="t-7"', { product_id: 't-7' }],
    ['coupons', 'Coupon Applied', 'data-fp-coupon-id="SPRING"', { coupon_id: 'SPRING' }],
    ['ads on the site', 'Promotion Clicked', 'data-fp-promotion-id="hero"', { promotion_id: 'hero' }]
  ])
    test(`${what}: declared on a button, "${event}"`, async () => {
      const page = await it.visit('/a', { body: `<button data-fp-event="${event}" ${attributes}><i>go</i></button>` });
      await page.click('i');
      assert.deepEqual((await it.event(event)).properties, properties);
      assert.equal(it.collector.named('Element Clicked').length, 0);
    });

  test('orders: tracked with the Segment spec\'s names', async () => {
    const page = await it.visit('/a');
    await page.evaluate(() => fp.track('Order Completed', { order_id: '1', total: 99, products: [{ product_id: 't-7' }] }));
    assert.equal((await it.event('Order Completed')).properties.products[0].product_id, 't-7');
  });

  test('search on the site', async () => {
    await it.visit('/search?q=oolong+tea');
    assert.deepEqual((await it.event('Site Searched')).properties, { query: 'oolong tea' });
  });

  test('downloads, by ending and by attribute', async () => {
    const page = await it.visit('/a', { body: '<a id="pdf" href="/files/price%20list.pdf?v=2">p</a><a id="data" href="/export" download="all.data">d</a>' });
    await page.evaluate(() => document.querySelectorAll('a').forEach(link => { link.onclick = event => event.preventDefault(); link.click(); }));
    await it.event('File Downloaded', 2);
    const [pdf, data] = it.collector.named('File Downloaded').map(event => event.properties);
    assert.deepEqual([pdf.id, pdf.extension, pdf.url], ['pdf', 'pdf', it.site.url + '/files/price%20list.pdf?v=2']);
    assert.deepEqual([data.id, data.name], ['data', 'all.data']);
  });

  test('shares, and copies: that, never what', async () => {
    const page = await it.visit('/a', { body: '<p>Secret words</p><a href="https://www.facebook.com/sharer/sharer.php?u=http%3A%2F%2Flocalhost%2Fa">f</a>' });
    await page.evaluate(() => { document.querySelector('a').onclick = event => event.preventDefault(); document.querySelector('a').click(); });
    assert.equal((await it.event('Content Shared')).properties.channel, 'www.facebook.com');
    await page.evaluate(() => { getSelection().selectAllChildren(document.querySelector('p')); document.execCommand('copy'); });
    const copy = (await it.event('Content Shared', 2)).properties;
    assert.deepEqual(copy, { channel: 'copy' });
    assert.ok(!JSON.stringify(it.collector.batches).includes('Secret'));
  });

  test('device: screen, language, time zone, client hints', async () => {
    await it.visit('/a', { viewport: { width: 390, height: 844 }, locale: 'sv-SE', timezoneId: 'Europe/Stockholm' });
    const { context } = await it.event('page');
    assert.deepEqual([context.locale, context.timezone, context.screen.width], ['sv-SE', 'Europe/Stockholm', 390]);
    assert.equal(typeof context.userAgentData.mobile, 'boolean');
    assert.deepEqual(context.library.name, 'firstparty');
  });

  test('ads clicked: the campaign and the network\'s id', async () => {
    await it.visit('/a?utm_source=google&utm_medium=cpc&utm_campaign=tea&gclid=abc');
    const ad = await it.event('Ad Clicked');
    assert.deepEqual(ad.properties, { type: 'gclid', id: 'abc' });
    assert.deepEqual(ad.context.campaign, { source: 'google', medium: 'cpc', name: 'tea' });
    assert.deepEqual(ad.context.referrer, { type: 'gclid', id: 'abc' });
  });

  test('settings changed: declared on the control', async () => {
    const page = await it.visit('/a', { body: '<select data-fp-event="Settings Changed" data-fp-setting="newsletter"><option>daily<option>weekly</select>' });
    await page.selectOption('select', 'weekly');
    assert.deepEqual((await it.event('Settings Changed')).properties, { setting: 'newsletter' });
  });

  test('forms submitted: names of fields, never values, unless their author lists them', async () => {
    const page = await it.visit('/a', {
      body: `<form id="signup" action="/go?token=1" data-fp-values="plan" onsubmit="event.preventDefault()"><input name="email"><input name="pw" type="password">
        <input name="csrf" type="hidden" value="h"><select name="plan"><option>free<option>pro</select><button>Go</button></form>`
    });
    await page.fill('[name=email]', 'anna@example.com');
    await page.fill('[name=pw]', 'hunter2');
    await page.selectOption('select', 'pro');
    await page.click('button');
    const { properties } = await it.event('Form Submitted');
    assert.deepEqual(properties, { id: 'signup', name: null, fields: ['email', 'pw', 'plan'], values: { plan: 'pro' } });
    await leave();
    await it.event('Page Engaged');
    assert.equal(it.collector.named('Form Abandoned').length, 0);
    assert.ok(!/anna|hunter2/.test(JSON.stringify(it.collector.batches)));
  });

  test('forms abandoned: which, and which fields were begun', async () => {
    const page = await it.visit('/a', { body: '<form name="checkout"><input name="city"><input name="zip"></form>' });
    await page.fill('[name=city]', 'Lund');
    await leave();
    const { properties } = await it.event('Form Abandoned');
    assert.deepEqual([properties.name, properties.fields], ['checkout', ['city']]);
    assert.ok(!JSON.stringify(it.collector.batches).includes('Lund'));
  });

  test('a declared form is told as what it declares', async () => {
    const page = await it.visit('/a', { body: '<form data-fp-event="Newsletter Subscribed" onsubmit="event.preventDefault()"><input name="email"><button>Go</button></form>' });
    await page.click('button');
    await it.event('Newsletter Subscribed');
    assert.equal(it.collector.named('Form Submitted').length, 0);
  });

  test('who it is: identify, group, alias, and reset, which ends its batch', async () => {
    const page = await it.visit('/a');
    await page.evaluate(() => {
      fp.identify('u1', { email: 'a@b.example' });
      fp.group('g1', { name: 'Team' });
      fp.track('As user');
      fp.alias('u2', 'u1');
      fp.reset();
      fp.track('As nobody');
    });
    const nobody = await it.event('As nobody');
    const [identify] = it.collector.events('identify');
    assert.deepEqual([identify.userId, identify.traits.email], ['u1', 'a@b.example']);
    const user = it.collector.named('As user')[0];
    assert.deepEqual([user.userId, user.context.groupId], ['u1', 'g1']);
    assert.deepEqual([it.collector.events('alias')[0].userId, it.collector.events('alias')[0].previousId], ['u2', 'u1']);
    assert.equal(nobody.userId, undefined);
    const withReset = it.collector.batches.find(batch => batch.batch.some(event => event.type == 'reset'));
    assert.equal(withReset.batch.at(-1).type, 'reset');
    assert.ok(it.collector.batches.findIndex(batch => batch.batch.some(event => event.event == 'As nobody')) > it.collector.batches.indexOf(withReset));
  });

  test('segments come back to the page: fp.on, fp.in, fp.segments; asked for only when wanted', async () => {
    it.collector.me = { segments: ['vip'] };
    const page = await it.visit('/a');
    await it.event('page');
    assert.equal(it.collector.requests.filter(request => request.path == 'v1/me').length, 0);
    assert.deepEqual(await page.evaluate(() => fp.segments()), []);
    assert.deepEqual(await page.evaluate(() => new Promise(resolve => fp.on('segments', resolve))), ['vip']);
    assert.equal(await page.evaluate(() => new Promise(resolve => fp.in('vip', resolve))), 'vip');
    assert.deepEqual(await page.evaluate(() => fp.segments()), ['vip']);
    it.collector.answer = { segments: ['vip', 'tea'] };
    const tea = page.evaluate(() => new Promise(resolve => { fp.in('tea', resolve); fp.track('Order Completed'); }));
    assert.equal(await tea, 'tea');
    assert.equal(it.collector.requests.filter(request => request.path == 'v1/me').length, 1);
  });

  test('super properties and the site\'s own filter', async () => {
    it.site.pages['*'] = html(tag(it.collector, 'data-before="mine"'), '', '<script>mine = event => event.event == "Drop" ? null : event</script>');
    const page = await it.visit('/a');
    await page.evaluate(() => {
      fp.add({ theme: 'dark' });
      fp.before(event => { event.properties && delete event.properties.secret; return event; });
      fp.before(event => { if (event.event == 'Broken') throw new Error('filter'); return event; });
      fp.track('Drop');
      fp.track('Broken');
      fp.track('Keep', { secret: 1, x: 1 });
    });
    assert.deepEqual((await it.event('Keep')).properties, { theme: 'dark', x: 1 });
    assert.equal(it.collector.named('Drop').length + it.collector.named('Broken').length, 0);
  });

  test('plausible\'s call: props, revenue, callback', async () => {
    const page = await it.visit('/a');
    const called = page.evaluate(() => new Promise(resolve => fp('Purchase', { props: { a: 1 }, revenue: { amount: 9.5, currency: 'SEK' }, callback: () => resolve(true) })));
    assert.equal(await called, true);
    assert.deepEqual((await it.event('Purchase')).properties, { a: 1, revenue: 9.5, currency: 'SEK' });
  });
});
