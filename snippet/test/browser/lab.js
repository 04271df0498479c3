// A page server, a collector that can be slow, refuse or vanish, and real Chromium in front of them.

import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const dist = name => readFile(new URL(`../../dist/${name}`, import.meta.url), 'utf8');

/** How often each delivery row is run. */
export const RUNS = Number(process.env.FP_RUNS || 2);

/** Notes what a run of a row measured, where `npm run evidence` asks for it. */
export const measured = (row, value) => process.env.FP_EVIDENCE && appendFileSync(process.env.FP_EVIDENCE, JSON.stringify({ row, value }) + '\n');

const executablePath = execFileSync('sh', ['-c', 'command -v chromium || command -v chromium-browser || command -v google-chrome']).toString().trim();

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

/** Playwright turns the back/forward cache off, as it can hang on closing pages kept there; `cached` has it on. */
export const launch = cached => chromium.launch({ executablePath, args: FLAGS, ignoreDefaultArgs: cached ? ['--disable-back-forward-cache'] : [] });

/** Closes a context, or gives up on it: the browser's end takes it along. */
export const close = context => Promise.race([context?.close(), sleep(3000)]);

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

/** Goes back, also where the page comes from the back/forward cache and so never loads. */
export const back = page => page.goBack({ waitUntil: 'commit', timeout: 1000 }).catch(() => {});

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
    this.server = createServer((request, response) => this.handle(request, response).catch(error => response.destroy(error)));
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
    if (path in this.files) return end(200, 'text/javascript', this.files[path]);
    if (path.endsWith('.js'))
      return end(200, 'text/javascript', (await dist(path)).replace('/*fp:settings*/{}', JSON.stringify(this.settings)));
    const seen = { method: request.method, path, at: Date.now(), headers: request.headers };
    this.requests.push(seen);
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

export const until = async (condition, what = 'condition', limit = 5000) => {
  const end = Date.now() + limit;
  let value;
  while (!(value = await condition())) {
    if (Date.now() > end) throw new Error(`Not within ${limit} ms: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  return value;
};

export const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));

/** Waits until the page's `fp` is the real one. */
export const loaded = page => page.waitForFunction(() => window.fp?.v);

/** One browser, collector and site for a file of tests; each test gets a fresh visitor: `visit(path, { tag, body, head, init })` opens a page. */
export const lab = ({ before, after, beforeEach, afterEach }, { cached } = {}) => {
  const it = {};
  before(async () => {
    it.browser = await launch(cached);
    it.collector = await new Collector().start();
    it.site = await new Site().start();
  });
  after(async () => {
    await it.browser.close();
    await it.collector.stop();
    await it.site.stop();
  });
  beforeEach(() => {
    Object.assign(it.collector, { settings: {}, mode: 'up', delay: 0, answer: {}, purposes: {}, me: { segments: [] }, files: {} });
    it.collector.clear();
    it.site.pages = {};
    it.site.hits = [];
  });
  afterEach(() => close(it.context));
  it.visit = async (path, { attributes = '', body = '', head = '', init, wait = true, ...options } = {}) => {
    it.site.pages['*'] ??= html(tag(it.collector, attributes), body, head);
    it.context = await it.browser.newContext(options);
    it.page = await it.context.newPage();
    it.errors = [];
    it.page.on('pageerror', error => it.errors.push(error.message));
    it.page.on('console', message => message.type() == 'error' && it.errors.push(message.text()));
    if (init) await it.context.addInitScript(init);
    await it.page.goto(it.site.url + path);
    if (wait) await loaded(it.page);
    return it.page;
  };
  /** Waits for an event and gives it. */
  it.event = (name, count = 1) => until(() => it.collector.named(name).length >= count && it.collector.named(name)[count - 1], `"${name}"`);
  return it;
};
