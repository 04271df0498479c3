// Just enough of a browser for s.js, with a clock, a network and a visitor that a test can move.

import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';

const file = name => readFileSync(new URL(`../../dist/${name}`, import.meta.url), 'utf8');

class Storage {
  constructor(items = {}) { Object.assign(this, items); }
}

/**
 * A page. `reply(request)` answers each fetch with `{ status, body, headers }`, or throws for a network failure, or gives undefined to leave it pending.
 * @param {{ baked?: object, attributes?: object, url?: string, storage?: object, reply?: Function, globals?: object, prior?: string, beacon?: Function }} options
 */
export const open = ({ baked, attributes = {}, url = 'https://shop.example/tea', storage = {}, reply = () => ({ status: 200 }), globals = {}, prior, beacon = () => true, now = 1.7e12 } = {}) => {
  const page = { requests: [], beacons: [], now, timers: [], errors: [] };
  const listeners = {};
  let timer = 0;
  class FakeDate extends Date {
    constructor(...values) { super(...(values.length ? values : [page.now])); }
    static now() { return page.now; }
  }
  const localStorage = page.storage = new Storage(storage);
  const state = new URL(url);
  const go = to => { state.href = new URL(to, state).href; };
  const window = {
    location: state, localStorage, innerHeight: 800, scrollY: 0, devicePixelRatio: 2, screen: { width: 1280, height: 720 },
    navigator: { language: 'sv', webdriver: false, sendBeacon: (to, body) => { page.beacons.push({ url: to, body: JSON.parse(body) }); return beacon(); } },
    history: { pushState: (data, title, to) => go(to), replaceState: (data, title, to) => go(to) },
    document: {
      title: 'Tea', referrer: '', hidden: false, documentElement: { scrollHeight: 1600 },
      currentScript: { src: 'https://shop.example/fp/s.js?v=1', dataset: attributes }
    },
    performance: { now: () => page.now - now + 1, getEntriesByType: () => [{ type: 'navigate' }] },
    addEventListener: (name, listener) => (listeners[name] ||= []).push(listener),
    setTimeout: (work, delay = 0) => { page.timers.push({ id: ++timer, at: page.now + delay, delay, work }); return timer; },
    clearTimeout: id => { page.timers = page.timers.filter(one => one.id != id); },
    fetch: async (to, options = {}) => {
      const request = { url: to, ...options, body: options.body && JSON.parse(options.body) };
      page.requests.push(request);
      const answer = await reply(request);
      if (!answer) return new Promise(() => {});
      return {
        ok: answer.status < 300, status: answer.status, headers: { get: name => answer.headers?.[name] ?? null },
        json: async () => { if (answer.body === undefined) throw new SyntaxError('empty'); return answer.body; }
      };
    },
    console: { error: error => page.errors.push(error) },
    Date: FakeDate, crypto, URL, URLSearchParams, Blob, Intl, Math, JSON, ...globals
  };
  window.window = window.self = window;
  createContext(window);
  if (prior) runInContext(prior, window);
  const text = file('s.js').replace('/*fp:settings*/{}', JSON.stringify(baked ?? {}));
  page.include = () => runInContext(text, window);
  page.run = name => runInContext(file(name), window);
  page.window = window;
  page.fire = (name, event = {}) => (listeners[name] || []).forEach(listener => listener({ type: name, composedPath: () => [], ...event }));
  /** Lets pending answers arrive. */
  page.settle = async () => { for (let i = 0; i < 4; i++) await new Promise(setImmediate); };
  /** Moves the clock, running what falls due. */
  page.pass = async ms => {
    const end = page.now + ms;
    await page.settle();
    for (let due; (due = page.timers.filter(one => one.at <= end).sort((a, b) => a.at - b.at)[0]);) {
      page.now = Math.max(page.now, due.at);
      page.timers = page.timers.filter(one => one != due);
      due.work();
      await page.settle();
    }
    page.now = end;
  };
  page.events = () => [...page.requests, ...page.beacons].flatMap(request => request.body?.batch || []);
  page.names = () => page.events().map(event => event.event || event.type);
  page.include();
  page.fp = window.fp;
  return page;
};
