// Calls before the script has come wait here, in order. If it never comes, what was tracked goes with the page's end,
// but only where the tag says in so many words that no consent is needed (`data-consent="none"`) and no choice was made.
// ES5 on purpose: it stands inline in every page.

(function (w, d, names, f) {
  f = w.fp = w.fp || function () { (f.q = f.q || []).push(arguments); };
  names.map(function (name) {
    f[name] = f[name] || function () { f.apply(0, [name].concat([].slice.call(arguments))); };
  });
  addEventListener('pagehide', function () {
    var s = d.querySelector('[data-key][data-consent=none]'), k;
    if (s && !w.fp.v && f.q && !localStorage['fp:' + (k = s.dataset.key) + ':choice'])
      navigator.sendBeacon(s.src.replace(/[^/]*$/, 'v1/b'), JSON.stringify({
        writeKey: k,
        batch: f.q.map(function (a) { return { type: a[0], event: a[1], name: a[1], userId: a[1], properties: a[2], traits: a[2] }; })
      }));
  });
})(window, document, 'page track identify group alias reset add before consent optIn optOut on in ready'.split(' '));
