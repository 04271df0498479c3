// A page server, a collector that can be slow, refuse or vanish, and real Chromium in front of them.
//
// What a test shows may not depend on how fast the machine is: what must come is waited for (`until`, `delivered`, `it.event`), what must not come
// is looked for when the page itself has let the time pass (`it.pause`, `it.settled`), and where a time is what is shown, the page's clock is
// stopped and moved by the test (`visit(…, { stopped: true })`, `it.pass`). Each test has a collector and a site of its own, so that what a page of
// the test before sends as it closes reaches nobody.

import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as nodeTest } from 'node:test';
import { chromium } from 'playwright-core';

/** For what must happen, however slow the machine; no test shows anything by it. In ms. */
const DEADLINE = 120000;

/** A test, which ends also where something in the browser never does. */
export const test = (name, work) => nodeTest(name, { timeout: 3 * DEADLINE }, work);

const dist = name => readFile(new URL(`../../dist/${name}`, import.meta.url), 'utf8');

/** How often each delivery row is run. */
export const RUNS = Number(process.env.FP_RUNS || 2);

/** Notes what a run of a row measured, where `npm run evidence` asks for it. */
export const measured = (row, value) => process.env.FP_EVIDENCE && appendFileSync(process.env.FP_EVIDENCE, JSON.stringify({ row, value }) + '\n');

const executablePath = execFileSync('sh', ['-c', 'command -v chromium || command -v chromium-browser || command -v google-chrome']).toString().trim();

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];

/** Playwright turns the back/forward cache off, as it can hang on closing pages kept there; `cached` has it on. */
export const launch = cached => chromium.launch({
  executablePath, args: FLAGS, timeout: 2 * DEADLINE, ignoreDefaultArgs: cached ? ['--disable-back-forward-cache'] : []
});

/** Closes a context, or gives up on it: the browser's end takes it along. */
const close = context => Promise.race([context?.close(), sleep(3000)]);

/** Chromium with nobody attached to it, for what a debugger prevents (prerendering). Gives a function that ends it. */
export const launchBare = async url => {
  const profile = await mkdtemp(join(tmpdir(), 'fp-'));
  const child = spawn(executablePath, [...FLAGS, '--remote-debugging-port=0', `--user-data-dir=${profile}`, url], { stdio: 'ignore', detached: true });
  return async () => {
    const ended = new Promise(resolve => child.once('exit', resolve));
    process.kill(-child.pid, 'SIGKILL');
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
};

/** Goes back to a path, also where the page comes from the back/forward cache and so never loads. */
export const back = async (page, path) => {
  page.evaluate(() => history.back()).catch(() => {});
  // What is asked of a page that is just going away is never answered.
  const where = () => Promise.race([page.evaluate(() => location.pathname).catch(() => ''), sleep(1000)]);
  await until(async () => await where() == path, 'the page before');
};

const bodyOf = async request => {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
};

/**
 * The collector. `delay` (ms) before each answer; `mode`: "up", "503", "429" (with Retry-After), "lost" (takes
 * everything, and answers 503 all the same) or "refuse" (drops the connection).
 * `requests` holds every request, `batches` each parsed body, `events()` what remains after the dedupe by messageId that every collector owes.
 */
export class Collector {
  /** How many requests are being answered. */
  open = 0;
  requests = [];
  batches = [];
  consents = [];
  mode = 'up';
  delay = 0;
  answer = {};
  purposes = {};
  me = { segments: [] };
  retryAfter = '1';
  files = {};

  async start(settings = {}) {
    this.settings = settings;
    this.server = createServer((request, response) => {
      this.open++;
      response.once('close', () => this.open--);
      this.handle(request, response).catch(error => response.destroy(error));
    });
    await new Promise(resolve => this.server.listen(0, '127.0.0.1', resolve));
    this.port = this.server.address().port;
    this.url = `http://localhost:${this.port}/fp`;
    return this;
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise(resolve => this.server.close(resolve));
  }

  async handle(request, response) {
    const path = request.url.split('?')[0].replace('/fp/', '');
    const headers = {
      'Access-Control-Allow-Origin': request.headers.origin || '*', 'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Expose-Headers': 'Retry-After'
    };
    const end = (status, type, text) => {
      response.writeHead(status, { ...headers, 'Content-Type': type });
      response.end(text);
    };
    if (path == 'still') return end(200, 'text/plain', '');
    if (path in this.files) return end(200, 'text/javascript', this.files[path]);
    if (path.endsWith('.js'))
      return end(200, 'text/javascript', (await dist(path)).replace('/*fp:settings*/{}', JSON.stringify(this.settings)));
    const seen = { method: request.method, path, at: Date.now(), headers: request.headers };
    this.requests.push(seen);
    response.once('close', () => { seen.ended = true; });
    if (this.mode == 'refuse') return request.socket.destroy();
    const lost = this.mode == 'lost';
    const body = await bodyOf(request);
    seen.body = body;
    if (this.mode == '503' || this.mode == '429') {
      if (this.mode == '429') headers['Retry-After'] = this.retryAfter;
      return end(Number(this.mode), 'application/json', '{}');
    }
    seen.reached = Date.now();
    const json = body && JSON.parse(body);
    if (request.method == 'POST' && path == 'v1/b') this.batches.push({ ...json, at: seen.at, headers: request.headers });
    if (request.method == 'POST' && path == 'v1/c') {
      this.consents.push({ ...json, at: seen.at });
      Object.assign(this.purposes, json.purposes);
    }
    if (this.delay) await new Promise(resolve => setTimeout(resolve, this.delay));
    const answer = path == 'v1/c' ? { purposes: this.purposes } : path == 'v1/me' ? this.me : { success: true, ...this.answer };
    end(lost ? 503 : 200, 'application/json', JSON.stringify(answer));
  }

  /** Every event received, each messageId once. */
  events(filter) {
    const byId = new Map();
    for (const batch of this.batches)
      for (const event of batch.batch)
        if (!byId.has(event.messageId ?? event)) byId.set(event.messageId ?? event, { ...event, context: { ...batch.context, ...event.context } });
    const all = [...byId.values()];
    return filter ? all.filter(event => event.event == filter || event.type == filter) : all;
  }
  named(name) { return this.events(name); }
  views() { return this.events('page').map(event => event.properties.path); }
  clear() { this.requests = []; this.batches = []; this.consents = []; }
}

/** The site under test, on another origin than the collector: `pages` maps a path to HTML, or to a function giving `{ html, headers, wait }`. */
export class Site {
  pages = {};
  hits = [];

  async start() {
    this.server = createServer(async (request, response) => {
      const path = request.url.split(/[?#]/)[0];
      this.hits.push(request.url);
      const page = this.pages[path] ?? this.pages['*'];
      const { html, headers, status } = typeof page == 'function' ? await page(request) : { html: page };
      response.writeHead(html == null ? 404 : status || 200, { 'Content-Type': 'text/html', ...headers });
      response.end(html);
    });
    await new Promise(resolve => this.server.listen(0, '127.0.0.1', resolve));
    this.port = this.server.address().port;
    this.url = `http://localhost:${this.port}`;
    return this;
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise(resolve => this.server.close(resolve));
  }
}

/** A page with the tag in its head. */
export const html = (tag, body = '', head = '') =>
  `<!doctype html><html><head><title>Shop</title>${head}${tag}</head><body>${body}</body></html>`;

export const tag = (collector, attributes = '') => `<script async src="${collector.url}/s.js" data-key="web" ${attributes}></script>`;

export const until = async (condition, what = 'condition') => {
  const end = Date.now() + DEADLINE;
  let value;
  while (!(value = await condition())) {
    if (Date.now() > end) throw new Error(`Not within ${DEADLINE} ms: ${what}`);
    await sleep(20);
  }
  return value;
};

const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));

/** Waits until the page's `fp` is the real one. */
export const loaded = page => until(() => page.evaluate(() => window.fp?.v), 'the script');

/** Waits until the page has heard that all it had to send has arrived. */
export const delivered = page => until(() => page.evaluate(() => Object.keys(localStorage).every(name => /:choice$/.test(name))), 'an empty queue');

/** How far a stopped clock moves at a time, in ms. */
const STEP = 100;

/**
 * One browser for a file of tests; each test gets a collector, a site and a fresh visitor: `visit(path, { tag, body, head, init, stopped })` opens a page.
 * `stopped`: its clock stands, and `pass` moves it. `settings` are baked into the script.
 */
export const lab = ({ before, after, beforeEach, afterEach }, { cached, settings = {}, delay = 0 } = {}) => {
  const it = {};
  const servers = [];
  before(async () => { it.browser = await launch(cached); });
  after(async () => {
    await it.browser.close();
    await Promise.all(servers.map(server => server.stop()));
  });
  it.newCollector = async () => {
    const collector = await new Collector().start(settings);
    servers.push(collector);
    return Object.assign(collector, { delay });
  };
  beforeEach(async () => {
    it.collector = await it.newCollector();
    it.site = await new Site().start();
    servers.push(it.site);
  });
  afterEach(() => close(it.context));
  /** Opens a new visitor's browser, without a page in it. */
  it.newVisitor = async ({ init, stopped, ...options } = {}) => {
    it.context = await it.browser.newContext(options);
    it.context.setDefaultTimeout(DEADLINE);
    it.flying = new Set();
    it.context.on('request', request => !request.url().startsWith(it.site.url) && it.flying.add(request));
    for (const end of ['requestfinished', 'requestfailed']) it.context.on(end, request => it.flying.delete(request));
    if (stopped) {
      const now = Date.now();
      await it.context.addInitScript(() => { window.entriesOf = performance.getEntriesByType.bind(performance); });
      await it.context.clock.install({ time: now });
      await it.context.clock.pauseAt(now + 1000);
      // The stopped clock's `performance` knows of no navigation, and may begin at zero, which a page's never is.
      await it.context.addInitScript(() => {
        const now = performance.now.bind(performance);
        Object.assign(performance, { getEntriesByType: entriesOf, now: () => now() + 1 });
      });
    }
    if (init) await it.context.addInitScript(init);
    it.page = await it.context.newPage();
    it.page.on('domcontentloaded', () => it.flying.clear());
    it.errors = [];
    it.page.on('pageerror', error => it.errors.push(error.message));
    it.page.on('console', message => message.type() == 'error' && it.errors.push(message.text()));
    return it.page;
  };
  it.visit = async (path, { attributes = '', body = '', head = '', wait = true, ...options } = {}) => {
    it.site.pages['*'] ??= html(tag(it.collector, attributes), body, head);
    await it.newVisitor(options);
    await it.page.goto(it.site.url + path);
    if (wait) await loaded(it.page);
    return it.page;
  };
  /** Opens a page whose collector, `away`, refuses every connection for good; later pages of the same site have the other one. */
  it.visitCutOff = async (path, { attributes, ...options } = {}) => {
    it.away = Object.assign(await it.newCollector(), { mode: 'refuse' });
    it.site.pages[path] = html(tag(it.away, attributes));
    return it.visit(path, { attributes, ...options });
  };
  /** Waits until a collector has answered, or refused, `count` requests. */
  it.tried = (collector = it.collector, count = 1) => until(() => collector.requests.filter(request => request.ended).length >= count, 'a try');
  /** Waits for an event and gives it. */
  it.event = (name, count = 1) => until(() => it.collector.named(name).length >= count && it.collector.named(name)[count - 1], `"${name}"`);
  /** Lets time pass in the page (whatever it had planned within it has happened then), and what it sent in that time arrive. */
  it.pause = async ms => {
    await it.page.evaluate(ms => new Promise(resolve => setTimeout(resolve, ms)), ms);
    await it.page.evaluate(url => fetch(url).then(() => {}), it.collector.url + '/still');
    await until(() => !it.collector.open, 'the collector\'s answers');
  };
  /** Waits until all has arrived that the page had to tell, a navigation that it was still watching included. */
  it.settled = async (page = it.page) => {
    await page.evaluate(() => new Promise(resolve => setTimeout(resolve, 100)));
    const marker = `Settled ${it.collector.requests.length}`;
    await page.evaluate(marker => { fp.track(marker); }, marker);
    await it.event(marker);
    await delivered(page);
  };
  /** Moves the stopped clock by `ms`, or until `enough`; before each step every request has been answered. Gives the ms that passed. */
  it.pass = async (ms, enough = () => false) => {
    let passed = 0;
    const quiet = () => until(() => !it.flying.size && !it.collector.open, 'the answers');
    for (await quiet(); passed < ms && !await enough();) {
      const step = Math.min(STEP, ms - passed);
      await it.page.clock.runFor(step);
      passed += step;
      await quiet();
      await it.page.evaluate(() => {});
    }
    return passed;
  };
  return it;
};
