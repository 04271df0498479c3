import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from './fakes/browser.js';

const quiet = { auto: 'none' };

test('events wait 250 ms for their neighbours and share a request', async () => {
  const page = open({ baked: quiet });
  page.fp.track('A');
  await page.pass(100);
  page.fp.track('B');
  assert.equal(page.requests.length, 0);
  await page.pass(150);
  assert.equal(page.requests.length, 1);
  assert.deepEqual(page.names(), ['A', 'B']);
});

test('the twentieth event sends at once', () => {
  const page = open({ baked: quiet });
  for (let i = 0; i < 20; i++) page.fp.track('E' + i);
  assert.equal(page.requests[0].body.batch.length, 20);
});

test('a request is a plain-text POST with the key in its body and no header of ours', async () => {
  const page = open({ baked: { ...quiet, key: 'shop' } });
  page.fp.track('A');
  await page.pass(250);
  const [{ url, method, headers, body, keepalive, credentials }] = page.requests;
  assert.deepEqual([url, method, headers, keepalive, credentials], ['https://shop.example/fp/v1/b', 'POST', undefined, true, 'include']);
  assert.equal(body.writeKey, 'shop');
  assert.match(body.sentAt, /^\d{4}-.*Z$/);
});

test('ids are UUIDv7, rising within a millisecond, their time that of the event', async () => {
  const page = open({ baked: quiet });
  for (let i = 0; i < 10; i++) page.fp.track('A');
  await page.pass(250);
  const ids = page.events().map(event => event.messageId);
  assert.deepEqual(ids, [...ids].sort());
  assert.equal(new Set(ids).size, 10);
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(Math.abs(parseInt(ids[0].replace('-', ''), 16) - 1.7e12) < 50);
});

test('every event is stored before it is sent, and removed when it has arrived', async () => {
  let reply;
  const page = open({ baked: quiet, reply: () => reply });
  page.fp.track('A');
  assert.equal(Object.keys(page.storage).length, 1);
  await page.pass(250);
  assert.equal(Object.keys(page.storage).length, 1);
  reply = { status: 200 };
  page.fire('pagehide');
  await page.pass(3000);
  const other = open({ baked: quiet, storage: page.storage, reply: () => reply, now: page.now });
  await other.pass(2000);
  assert.deepEqual(Object.keys(other.storage), []);
});

test('at most six requests at a time; what comes meanwhile follows when one has ended', async () => {
  let answer;
  const page = open({ baked: quiet, reply: () => new Promise(resolve => { answer = () => resolve({ status: 200 }); }) });
  for (let i = 0; i < 8; i++) {
    page.fp.track('E' + i);
    await page.pass(300);
  }
  assert.equal(page.requests.length, 6);
  answer();
  await page.pass(300);
  assert.deepEqual(page.requests.map(request => request.body.batch.length), [1, 1, 1, 1, 1, 1, 2]);
});

for (const [what, reply] of [['a network failure', () => { throw new TypeError('failed'); }], ...[408, 429, 500, 503].map(status => [status, () => ({ status })])])
  test(`${what} is retried with jitter, 2, 4, 8 … 60 s, by one timer and with the same ids`, async () => {
    const page = open({ baked: quiet, reply });
    page.fp.track('A');
    await page.pass(250);
    const waits = [];
    for (let i = 0; i < 7; i++) {
      const timers = page.timers.filter(one => one.delay > 500);
      waits.push(Math.max(...timers.map(one => one.delay)));
      await page.pass(Math.ceil(waits[i]));
    }
    waits.forEach((wait, i) => {
      const full = 1e3 * Math.min(60, 2 ** (i + 1));
      assert.ok(wait >= full * .75 && wait <= full * 1.25, `try ${i}: ${wait}`);
    });
    assert.equal(new Set(page.events().map(event => event.messageId)).size, 1);
  });

test('Retry-After outranks a shorter wait', async () => {
  const page = open({ baked: quiet, reply: () => ({ status: 429, headers: { 'Retry-After': '30' } }) });
  page.fp.track('A');
  await page.pass(250);
  assert.ok(page.timers.some(one => one.delay == 30000));
});

for (const status of [400, 401, 403, 404, 413])
  test(`${status} is final: dropped, told, forgotten`, async () => {
    const page = open({ baked: quiet, reply: () => ({ status }) });
    const losses = [];
    page.fp.on('dropped', loss => losses.push({ ...loss }));
    page.fp.track('A');
    await page.pass(10000);
    assert.equal(page.requests.length, 1);
    assert.deepEqual(losses, [{ count: 1, reason: status }]);
    assert.deepEqual(Object.keys(page.storage), []);
  });

test('an empty answer is an answer', async () => {
  const page = open({ baked: quiet, reply: () => ({ status: 204 }) });
  page.fp.track('A');
  await page.pass(5000);
  assert.equal(page.requests.length, 1);
});

test('while an outage lasts, more events wake nobody', async () => {
  const page = open({ baked: quiet, reply: () => ({ status: 503 }) });
  page.fp.track('A');
  await page.pass(250);
  for (let i = 0; i < 50; i++) page.fp.track('B');
  await page.pass(1000);
  assert.equal(page.requests.length, 1);
});

test('keepalive bytes in flight are counted: past 60 KB a leaving page turns to beacons, of at most 48 KB', async () => {
  const page = open({ baked: quiet, reply: () => undefined });
  for (let i = 0; i < 20; i++) page.fp.track('E' + i, { pad: 'x'.repeat(8000) });
  page.fire('pagehide');
  const bytes = request => JSON.stringify(request.body).length;
  const alive = page.requests.filter(request => request.keepalive).reduce((sum, request) => sum + bytes(request), 0);
  assert.ok(alive < 61440, `${alive} B`);
  assert.ok(page.beacons.length > 0);
  for (const request of [...page.requests, ...page.beacons]) assert.ok(bytes(request) < 50000);
  assert.equal(new Set(page.names()).size, 20);
});

test('a beacon that the browser refuses leaves the rest in storage for the next page, which sends it', async () => {
  const page = open({ baked: quiet, reply: () => undefined, beacon: () => false });
  for (let i = 0; i < 20; i++) page.fp.track('E' + i, { pad: 'x'.repeat(8000) });
  page.fire('pagehide');
  assert.equal(page.beacons.length, 1);
  const next = open({ baked: quiet, storage: page.storage, now: page.now + 5000 });
  await next.pass(3000);
  assert.equal(new Set(next.names()).size, 20);
  assert.deepEqual(Object.keys(next.storage), []);
});

test('cookieless: no beacon, which would carry cookies, and no storage', () => {
  const page = open({ baked: { ...quiet, cookieless: true }, reply: () => undefined });
  for (let i = 0; i < 20; i++) page.fp.track('E' + i, { pad: 'x'.repeat(8000) });
  page.fire('pagehide');
  assert.equal(page.beacons.length, 0);
  assert.deepEqual(Object.keys(page.storage), []);
  assert.equal(page.requests[0].credentials, 'omit');
});

test('500 events and 256 KB are kept, the oldest go, and the next batch says how many', async () => {
  let status = 503;
  const page = open({ baked: quiet, reply: () => ({ status }) });
  for (let i = 0; i < 1500; i++) page.fp.track('E' + i);
  assert.ok(Object.keys(page.storage).length <= 501);
  const characters = Object.entries(page.storage).reduce((sum, [name, value]) => sum + name.length + String(value).length, 0);
  assert.ok(characters <= 256 * 1024, `${characters}`);
  await page.settle();
  page.requests.length = 0;
  status = 200;
  await page.pass(20000);
  const told = page.requests.reduce((sum, request) => sum + request.body.dropped, 0);
  assert.equal(told + new Set(page.names()).size, 1500);
  assert.equal(page.names().at(-1), 'E1499');
  assert.deepEqual(Object.keys(page.storage), []);
});

test('coming back into view sends again what only a beacon took', async () => {
  const page = open({ baked: quiet, reply: request => request.keepalive && request.body.batch.length > 1 ? undefined : { status: 200 } });
  for (let i = 0; i < 20; i++) page.fp.track('E' + i, { pad: 'x'.repeat(8000) });
  page.window.document.hidden = true;
  page.fire('visibilitychange');
  const beaconed = page.beacons.length;
  assert.ok(beaconed > 0);
  page.window.document.hidden = false;
  page.fire('visibilitychange');
  assert.ok(Object.keys(page.storage).length > 0, 'unconfirmed, so still kept');
});

test('a reset is the last of its batch, and what follows waits for the answer', async () => {
  const page = open({ baked: quiet });
  page.fp.track('A');
  page.fp.reset();
  page.fp.track('B');
  assert.deepEqual(page.names(), ['A', 'reset']);
  await page.pass(300);
  assert.deepEqual(page.requests.map(request => request.body.batch.map(event => event.event || event.type)), [['A', 'reset'], ['B']]);
});

test('fp.on("sent") tells how many arrived; a callback is called once its event has', async () => {
  const page = open({ baked: quiet });
  const told = [];
  page.fp.on('sent', batch => told.push(batch.count));
  page.fp.track('A', {}, { callback: () => told.push('A') });
  await page.pass(250);
  assert.deepEqual(told, ['A', 1]);
});
