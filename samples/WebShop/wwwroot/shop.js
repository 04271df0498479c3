// The banner and the widget: the shop's own few lines. Everything about the visitor is said by `fp`.
(() => {
  const banner = document.getElementById('cookies');
  const offer = document.getElementById('offer');
  const done = 'offer-done';
  const names = ['analytics', 'personalisation', 'ads'];
  const boxes = names.map(name => banner.querySelector(`[name=${name}]`));

  // Whether the banner was answered is for this browser alone to know: strictly necessary, never sent.
  const answered = () => localStorage.getItem('cookies-answered');

  const showOffer = () => {
    if (offer.dataset.done) localStorage.setItem(done, 'yes');
    offer.hidden = !answered() || !offer.dataset.done && !!localStorage.getItem(done);
  };

  const answer = values => {
    fp.consent(Object.fromEntries(names.map((name, at) => [name, values[at]])), { policy: 'cookies@1.0' });
    localStorage.setItem('cookies-answered', 'yes');
    names.forEach((name, at) => { boxes[at].checked = values[at]; });
    banner.hidden = true;
    showOffer();
  };

  banner.querySelectorAll('[data-choice]').forEach(button => button.addEventListener('click', () => ({
    all: () => answer([true, true, true]),
    some: () => answer(boxes.map(box => box.checked)),
    none: () => answer([false, false, false])
  })[button.dataset.choice]()));

  document.querySelector('[data-cookie-settings]').addEventListener('click', () => {
    banner.hidden = false;
    offer.hidden = true;
  });
  offer.querySelector('.close').addEventListener('click', () => {
    localStorage.setItem(done, 'yes');
    offer.hidden = true;
  });
  // What the platform thinks of this visitor, told to the page: only for personalisation, and only to those who allow it.
  fp.in('ember-curious', () => document.querySelectorAll('a.card[href="/cases/ember"]').forEach(card => card.classList.add('curious')));
  fp.on('consent', choices => names.forEach((name, at) => { boxes[at].checked = !!choices[name]; }));
  banner.hidden = !!answered();
  showOffer();
})();
