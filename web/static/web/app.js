/* Enhancement only: every page works without it. No inline handlers, no eval. */
(function () {
'use strict';
var d = document, h = d.documentElement;
function get(k) { try { return localStorage.getItem(k) } catch (e) { return null } }
function put(k, v) { try { localStorage.setItem(k, v) } catch (e) { /* private window */ } }
function $(s, r) { return (r || d).querySelector(s) }
function $$(s, r) { return Array.prototype.slice.call((r || d).querySelectorAll(s)) }
var known, on; /* asked of the store when a key is pressed or the help is opened: the store is slow to open */
function keyed() { if (!known) { known = true; on = get('keys') !== 'off' } return on }
function tell() { $$('[data-keys]').forEach(function (b) { b.setAttribute('aria-pressed', keyed()) }) }

d.addEventListener('click', function (e) {
  var b, t = e.target;
  if (!t.closest) return;
  if (t.closest('[data-theme-toggle]')) {
    var dark = h.dataset.theme ? h.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme:dark)').matches;
    h.dataset.theme = dark ? 'light' : 'dark';
    d.cookie = 'theme=' + h.dataset.theme + ';path=/;max-age=31536000;samesite=lax'; /* a cookie: the page arrives in that colour */
  }
  if ((b = t.closest('[data-open]'))) { tell(); var dl = $(b.dataset.open); if (dl && dl.showModal) dl.showModal() }
  if ((b = t.closest('[data-close]'))) b.closest('dialog').close();
  if (t.closest('[data-keys]')) { on = !keyed(); tell(); put('keys', on ? 'on' : 'off') }
  if (t.closest('[data-print]')) print();
  if ((b = t.closest('.row>a[data-id]')) && !e.ctrlKey && !e.metaKey && !e.shiftKey) { mark(b); open(b, e) }
  $$('details.who[open]').forEach(function (o) { if (!o.contains(t)) o.open = false });
});

function choose(o) { o.classList.toggle('on', $('input', o).checked) }
d.addEventListener('change', function (e) {
  if (e.target.matches('.opt input')) $$('.opt', e.target.closest('fieldset') || e.target.closest('form')).forEach(choose);
});

/* htmx comes when somebody is about to do something, and is not in the way of the page before; without it, or if it never
   comes, links and forms do the same by themselves. It begins on pages that are there, so it waits for the end of loading. */
var coming;
function later() { var l = $('#hx'); return !window.htmx && l && l.href }
function need(then) {
  if (!later()) return then();
  if (d.readyState !== 'complete') return addEventListener('load', function () { need(then) });
  if (!coming) {
    coming = d.createElement('script'); coming.src = later();
    coming.onerror = function () { $('#hx').remove() };
    d.head.append(coming);
  }
  coming.addEventListener('load', then); coming.addEventListener('error', then);
}
/* the style that stood in this page, as the file which the next one names */
function keep() {
  var s = $('#sheet'), l = d.createElement('link');
  if (s) { s.removeAttribute('id'); l.rel = 'prefetch'; l.href = s.dataset.from; d.head.append(l) }
}
['pointermove', 'touchstart', 'keydown', 'focusin'].forEach(function (n) {
  addEventListener(n, function () { keep(); need(function () {}) }, { once: true, passive: true });
});
d.addEventListener('submit', function (e) {
  var f = e.target, b = e.submitter;
  if (!later() || !f.hasAttribute('hx-post') || b && b.hasAttribute('hx-disable')) return;
  e.preventDefault(); need(function () { /* by the button: htmx sends what it saw clicked */ if (b) b.click(); else f.requestSubmit() });
});

/* a row opens beside the list; asked here and not by an attribute of each row, which htmx would have to take in hand one by one */
function open(a, e) {
  if (!window.htmx && !later()) return;
  e.preventDefault();
  need(function () {
    if (window.htmx) htmx.ajax('GET', a.getAttribute('href'), { source: a, target: '#pane', swap: 'outerHTML' });
    else location.assign(a.href);
  });
}
/* the list follows the pane */
function mark(a) {
  $$('.row.on').forEach(function (r) { r.classList.remove('on'); $('a', r).removeAttribute('aria-current') });
  if (a) { a.parentNode.classList.add('on'); a.setAttribute('aria-current', 'true'); a.scrollIntoView({ block: 'nearest' }) }
}
function move(k) {
  var l = $$('.row>a[data-id]'), i = l.findIndex(function (a) { return a.parentNode.classList.contains('on') });
  var n = l[Math.max(0, Math.min(l.length - 1, i + k))];
  if (n && n !== l[i]) n.click();
}
function tidy() {
  $$('.rows .grp').forEach(function (g) {
    var u = g.nextElementSibling, n = u ? u.children.length : 0, c = $('span', g);
    if (u && u.tagName === 'UL') { if (!n) { g.remove(); u.remove() } else if (c) c.textContent = n }
  });
  if ($('#bulk')) $('#bulk').hidden = !$('.row input[name=t]');
}

/* R: to return is the next step, by its look and by Tab; Escape takes that back */
function returning(f, yes) {
  var r = $('#do-back', f), o = $('#id_opinion', f), u = f.kept;
  if (!r || yes === !!u) return;
  if (yes) {
    f.kept = { pri: $('.bt .pri', f), next: r.nextSibling, said: o.placeholder };
    if (f.kept.pri) f.kept.pri.classList.remove('pri');
    r.classList.add('pri'); r.parentNode.prepend(r); o.placeholder = o.dataset.ret;
  } else {
    r.classList.remove('pri'); if (u.pri) u.pri.classList.add('pri');
    r.parentNode.insertBefore(r, u.next); o.placeholder = u.said; f.kept = null;
  }
  f.classList.toggle('ret', yes);
}

/* event.code, so that a Chinese input method in either mode does not matter */
d.addEventListener('keydown', function (e) {
  if (e.isComposing || e.ctrlKey || e.metaKey || e.altKey || !keyed()) return;
  var f = e.target.closest && e.target.closest('input:not([type=checkbox]):not([type=radio]),textarea,select,[contenteditable],dialog');
  if (f) { if (e.code === 'Escape' && !f.matches('dialog')) { f.blur(); if (f.id === 'id_opinion') returning(f.form, false) } return }
  var c = e.code, desk = $('.inbox'), b;
  if (desk && (c === 'KeyJ' || c === 'ArrowDown' && free(e))) { move(1); e.preventDefault() }
  else if (desk && (c === 'KeyK' || c === 'ArrowUp' && free(e))) { move(-1); e.preventDefault() }
  else if (desk && c === 'KeyX' && (b = $('.row.on input[name=t]'))) b.click();
  else if (c === 'KeyA' && (b = $('#do-ok')) && b.getClientRects().length) b.click();
  else if (c === 'KeyR' && (b = $('.decide #id_opinion'))) { returning(b.form, true); b.focus(); e.preventDefault() }
  else if (c === 'KeyZ' && (b = $('#undo'))) b.click();
  else if ((c === 'Enter' || c === 'KeyO') && free(e) && (b = $('#open-case'))) b.click();
  else if (c === 'Slash' && !e.shiftKey && (b = $('#seek') || $('#find') || $('#q'))) { b.focus(); e.preventDefault() }
  else if (c === 'Slash' && e.shiftKey && (b = $('#keys')) && b.showModal) { tell(); b.showModal(); e.preventDefault() }
});
/* nothing that takes keys itself has the focus */
function free(e) { return e.target === d.body || e.target.id === 'pane' || e.target.id === 'rows' || e.target.matches('.row>a') && e.code !== 'Enter' }

/* what came meanwhile: asked for while somebody looks, as soon as it is there, else twice a minute */
var next;
function look() { need(function () { var n = $('#news'); if (n && !d.hidden) n.dispatchEvent(new Event('look')) }) }
function wait() {
  var s = $('#news [data-soon]');
  clearTimeout(next); next = setTimeout(look, s ? s.dataset.soon * 1000 + 300 : 30000);
}
d.addEventListener('DOMContentLoaded', wait);
d.addEventListener('htmx:afterRequest', wait);
d.addEventListener('visibilitychange', look);
addEventListener('pageshow', function (e) { if (e.persisted) look() });

function ready() {
  var es = $('.errsum'); if (es) es.focus();
  $$('.opt input').forEach(function (i) { choose(i.closest('.opt')) });
}
d.addEventListener('DOMContentLoaded', ready);
addEventListener('beforeprint', function () { $$('.case details').forEach(function (o) { o.open = true }) });
d.addEventListener('htmx:afterSettle', function (e) {
  if (e.detail.target && e.detail.target.id === 'news') return; /* the task stays as it is, and so does the focus */
  var p = $('#pane'); tidy();
  if (!p) return;
  d.body.classList.toggle('has-task', !!p.dataset.id && location.pathname !== '/');
  d.body.classList.toggle('no-task', !d.body.classList.contains('has-task'));
  mark(p.dataset.id ? $('.row>a[data-id="' + p.dataset.id + '"]') : null);
  ready();
  if (!d.activeElement || d.activeElement === d.body) p.focus({ preventScroll: true });
});
}());
