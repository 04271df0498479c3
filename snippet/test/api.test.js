import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { open } from './fakes/browser.js';

const quiet = { auto: 'none' };
const plain = value => JSON.parse(JSON.stringify(value));

test('attributes of the tag win over baked settings, and the script\'s folder is the collector', async () => {
  const page = open({ baked: { key: 'baked', auto: 'none' }, attributes: { key: 'tag' } });
  page.fp.track('A');
  await page.pass(250);
  assert.equal(page.requests[0].body.writeKey, 'tag');
  assert.equal(page.requests[0].url, 'https://shop.example/fp/v1/b');
});

for (const [endpoint, url] of [['/fp', 'https://shop.example/fp/v1/b'], ['/own/', 'https://shop.example/own/v1/b'], ['https://c.example/x', 'https://c.example/x/v1/b']])
  test(`the endpoint ${endpoint}`, async () => {
    const page = open({ baked: quiet, attributes: { endpoint } });
    page.fp.track('A');
    await page.pass(250);
    assert.equal(page.requests[0].url, url);
  });

test('the script included twice starts once', async () => {
  const page = open();
  page.include();
  await page.pass(250);
  assert.deepEqual(page.names(), ['page']);
  assert.equal(page.window.fp, page.fp);
});

test('calls made through the stub are drained in order, before the first view', async () => {
  const page = open({
    prior: `${readFileSync(new URL('../dist/stub.js', import.meta.url), 'utf8').replace('addEventListener', '(()=>{})')}
      fp.identify('u1'); fp.track('A', { a: 1 }); fp('B', { props: { b: 2 } }); fp.before(e => e.event == 'C' ? null : e); fp.track('C'); fp.ready(() => { window.isReady = true })`
  });
  await page.pass(250);
  assert.deepEqual(page.names(), ['identify', 'A', 'B', 'page']);
  assert.deepEqual(plain(page.events()[1].properties), { a: 1 });
  assert.equal(page.events()[3].userId, 'u1');
  assert.equal(page.window.isReady, true);
});

test('a stub that nobody has called yet is taken over all the same', async () => {
  const page = open({ prior: readFileSync(new URL('../dist/stub.js', import.meta.url), 'utf8').replace('addEventListener', '(()=>{})') });
  assert.equal(typeof page.fp.v, 'string');
  await page.pass(250);
  assert.deepEqual(page.names(), ['page']);
});

for (const [values, expected] of [
  [['Home'], { name: 'Home' }],
  [['Docs', 'Home'], { category: 'Docs', name: 'Home' }],
  [['Docs', 'Home', { a: 1 }], { category: 'Docs', name: 'Home', a: 1 }],
  [[{ a: 1 }], { a: 1 }],
  [[], {}]
])
  test(`fp.page(${JSON.stringify(values).slice(1, -1)})`, async () => {
    const page = open({ baked: quiet });
    page.fp.page(...values);
    await page.pass(250);
    const [{ properties, name, category }] = page.events();
    const { path, url, search, title, referrer, ...rest } = plain(properties);
    assert.deepEqual(rest, expected);
    assert.deepEqual([name, category], [expected.name, expected.category]);
    assert.deepEqual([path, title], ['/tea', 'Tea']);
  });

test('identify with traits alone, then with an id that later events carry', async () => {
  const page = open({ baked: quiet });
  page.fp.identify({ plan: 'pro' });
  page.fp.identify('u1');
  page.fp.track('A');
  await page.pass(250);
  assert.deepEqual(page.events().map(event => [event.type, event.userId, event.traits && plain(event.traits)]),
    [['identify', undefined, { plan: 'pro' }], ['identify', 'u1', undefined], ['track', 'u1', undefined]]);
});

test('options: context is merged, timestamp and messageId are taken', async () => {
  const page = open({ baked: quiet });
  page.fp.track('A', {}, { context: { ip: '0.0.0.0' }, timestamp: '2020-01-01T00:00:00Z', messageId: 'mine' });
  await page.pass(250);
  const [event] = page.events();
  assert.deepEqual([event.context.ip, event.context.page.path, event.timestamp, event.messageId], ['0.0.0.0', '/tea', '2020-01-01T00:00:00Z', 'mine']);
});

test('what a caller changes after the call is not changed in the event', async () => {
  const page = open({ baked: quiet });
  const properties = { nested: { a: 1 } };
  page.fp.track('A', properties);
  properties.nested.a = 2;
  await page.pass(250);
  assert.equal(page.events()[0].properties.nested.a, 1);
});

for (const [exclude, path, sent] of [['/admin/**', '/admin/x/y', 0], ['/admin/**', '/shop', 1], ['/a, /b', '/b', 0], ['/a', '/a/b', 1]])
  test(`data-exclude="${exclude}" on ${path}`, async () => {
    const page = open({ attributes: { exclude }, url: 'https://shop.example' + path });
    await page.pass(250);
    assert.equal(page.requests.length, sent);
  });

for (const [text, kept] of [['https://x.example/?gclid=1&a=2', '?a=2'], ['https://x.example/?a=2&fbclid=x', '?a=2&'], ['https://x.example/?msclkid=1', '?']])
  test(`without consent to ads, ${text} loses its network id`, async () => {
    const page = open({ baked: { ...quiet, consent: 'wait' }, url: text });
    page.fp.consent({ analytics: true });
    page.fp.track('A', { link: text });
    await page.pass(500);
    const [event] = page.events();
    assert.equal(event.context.page.search, kept);
    assert.equal(event.properties.link, 'https://x.example/' + kept);
    assert.equal(event.context.referrer, undefined);
  });

for (const [mode, stored, gpc, expected] of [
  ['none', undefined, false, ['page']],
  ['none', [{ analytics: false }], false, []],
  ['none', undefined, true, ['page']],
  ['wait', undefined, false, []],
  ['wait', [{ analytics: true }], false, ['page']],
  ['wait', [{ analytics: false }], false, []],
  ['gcm', [{ analytics: true }], false, []],
  ['tcf', [{ analytics: true }], false, []]
])
  test(`consent ${mode}, kept choice ${JSON.stringify(stored)}${gpc ? ', GPC' : ''}: ${expected.join() || 'nothing'} is sent`, async () => {
    const page = open({ attributes: { consent: mode }, storage: stored ? { 'fp:web:choice': JSON.stringify(stored) } : {} });
    await page.pass(2000);
    assert.deepEqual(page.names(), expected);
  });

test('held events are bounded: the newest 499, and the choice', async () => {
  const page = open({ baked: { ...quiet, consent: 'wait' } });
  for (let i = 0; i < 600; i++) page.fp.track('E' + i);
  page.fp.optIn();
  await page.pass(3000);
  assert.equal(page.names()[0], 'E101');
  assert.equal(page.names().length, 499);
});

test('compat-segment: the loader\'s queue, callbacks, listeners, user and middleware', async () => {
  const page = open({ baked: quiet, prior: 'analytics = [["identify", "u1", { plan: "pro" }], ["track", "Early"]]' });
  page.run('compat-segment.js');
  const { analytics } = page.window;
  const told = [];
  analytics.on('track', event => told.push(event));
  analytics.addSourceMiddleware(({ payload, next }) => { if (payload.obj.event != 'Drop') next(payload); });
  analytics.track('Late', { a: 1 }, () => told.push('called'));
  analytics.track('Drop');
  await page.pass(400);
  assert.deepEqual(page.names(), ['identify', 'Early', 'Late']);
  assert.deepEqual(told, ['Late', 'Drop', 'called']);
  assert.deepEqual([analytics.user().id(), analytics.user().traits().plan], ['u1', 'pro']);
  analytics.reset();
  assert.equal(analytics.user().id(), undefined);
});
