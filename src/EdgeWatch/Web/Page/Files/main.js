import { change, read } from './api.js';
import { el, say } from './dom.js';
import { EventsView } from './events.js';
import { Feed } from './feed.js';
import { LiveView } from './live.js';
import { LANGUAGES, language, t, time } from './text.js';

/** Views that are loaded when somebody opens them, by what stands behind the camera in the address. */
const LATER = {
  zones: async () => (await import('./zones.js')).ZonesView,
  learned: async () => (await import('./learned.js')).LearnedView,
};

const main = document.getElementById('main');
const feed = new Feed();
let facts = null;
let view = null;

start();

async function start() {
  document.documentElement.lang = language;
  const skip = document.getElementById('skip');
  skip.textContent = t('skip');
  skip.addEventListener('click', event => {
    event.preventDefault();
    main.focus();
  });
  main.replaceChildren(el('p', { class: 'quiet' }, t('loading')));
  try {
    facts = await read(`api/node?language=${language}`);
  } catch (refused) {
    deny(refused);
    return;
  }
  document.title = `EdgeWatch ${facts.node}`;
  head();
  feed.addEventListener('connection', ({ detail }) => tellConnection(detail));
  feed.addEventListener('denied', ({ detail }) => deny(detail));
  addEventListener('hashchange', route);
  route();
  feed.start();
}

function head() {
  document.getElementById('top').replaceChildren(
    el('span', { class: 'brand' }, el('img', { src: 'assets/icon.svg', alt: '', width: 28, height: 28 }),
      el('span', { class: 'program' }, 'EdgeWatch'), el('span', { class: 'node' }, facts.node)),
    el('nav', { 'aria-label': t('pages') },
      el('a', { href: '#/', id: 'to-live' }, t('live')), el('a', { href: '#/events', id: 'to-events' }, t('events'))),
    languageChoice(),
    ...(facts.has_session ? [el('button', { type: 'button', onclick: leave }, t('leave'))] : []));
}

async function leave() {
  try {
    await change('api/session', undefined, 'DELETE');
    location.reload();
  } catch (refused) {
    say(t('failed', { reason: refused.message || t('unreachable') }), true);
  }
}

function languageChoice() {
  const choice = el('select', {
    'aria-label': t('language'),
    onchange: () => {
      localStorage.setItem('language', choice.value);
      location.reload();
    },
  }, Object.entries(LANGUAGES).map(([code, name]) => el('option', { value: code, lang: code, selected: code === language }, name)));
  return choice;
}

/** #/ all cameras, #/cameras/ID one of them, #/cameras/ID/zones or …/learned more of it, #/events the list, #/events/ID an event, with ?camera=ID&… as filter. */
async function route() {
  const { hash } = location;
  const [path, query] = hash.replace(/^#\/?/, '').split('?');
  const [first, id, part] = path.split('/').map(decodeURIComponent);
  let wanted;
  try {
    wanted = first === 'events' ? EventsView : await LATER[part]?.() ?? LiveView;
  } catch {
    say(t('failed', { reason: t('unreachable') }), true);
    return;
  }
  if (hash !== location.hash) {
    return;
  }
  if (!(view instanceof wanted)) {
    view?.close();
    view = new wanted(facts, feed);
    main.replaceChildren(view.element);
  }
  view.go(id ?? null, new URLSearchParams(query));
  for (const [link, isHere] of [['to-live', wanted !== EventsView], ['to-events', wanted === EventsView]]) {
    const element = document.getElementById(link);
    isHere ? element.setAttribute('aria-current', 'page') : element.removeAttribute('aria-current');
  }
}

function tellConnection(isConnected) {
  const place = document.getElementById('connection');
  document.body.classList.toggle('old', !isConnected);
  if (isConnected) {
    if (place.hasChildNodes()) {
      place.replaceChildren();
      say(t('back'));
    }
  } else {
    place.replaceChildren(el('p', {}, feed.heardAt ? t('lost', { time: time(feed.heardAt) }) : t('lost_never')));
  }
}

/** Asks for the token, or says why nobody is let in. */
function deny(refused) {
  view?.close();
  view = null;
  if (refused.status === 401) {
    main.replaceChildren(tokenForm());
    main.querySelector('input').focus();
    return;
  }
  const isForOthers = refused.status === 403;
  main.replaceChildren(el('section', { class: 'message' },
    el('h1', {}, isForOthers ? t('denied_title') : 'EdgeWatch'),
    el('p', {}, isForOthers ? t('denied_hint') : refused.message || t('lost_never'))));
  if (!isForOthers) {
    setTimeout(() => location.reload(), 5000);
  }
}

function tokenForm() {
  const token = el('input', { id: 'token', type: 'password', autocomplete: 'current-password', required: true, 'aria-describedby': 'token-hint' });
  const fault = el('p', { class: 'fault', role: 'alert' });
  return el('form', {
    class: 'message',
    onsubmit: async event => {
      event.preventDefault();
      try {
        await change('api/session', { token: token.value });
        location.reload();
      } catch (refused) {
        fault.textContent = refused.status === 401 ? t('token_wrong')
          : refused.status === 429 ? t('token_slow')
          : t('failed', { reason: refused.message || t('unreachable') });
        token.select();
      }
    },
  }, el('h1', {}, t('token_title')), el('label', { for: 'token' }, t('token')), token, el('p', { id: 'token-hint', class: 'quiet' }, t('token_hint')),
    fault, el('button', { class: 'main' }, t('enter')));
}
