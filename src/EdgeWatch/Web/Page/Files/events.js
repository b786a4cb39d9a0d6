import { change, read } from './api.js';
import { el, say, write } from './dom.js';
import { nearest } from './nearest.js';
import { dayAndTime, kindName, language, length, moment, number, oftenness, percent, reason, t } from './text.js';

/** Ids of events that this browser remembers as seen: as many as the node keeps. */
const MOST_SEEN = 1000;

/** A peak that is shown as 1.00 is above every threshold that could be set. */
const HIGHEST_THRESHOLD = 0.995;

/** What can be chosen of a list, to see events that have it. */
const CHOICES = ['camera', 'kind', 'zone', 'profile'];

/** Several messages of one event come together; the list is read once for them. */
const SETTLE_MS = 300;

const seen = {
  ids: new Set(JSON.parse(localStorage.getItem('seen') ?? '[]')),
  has: id => seen.ids.has(id),
  add(id) {
    seen.ids.add(id);
    localStorage.setItem('seen', JSON.stringify([...seen.ids].slice(-MOST_SEEN)));
  },
};

/** The events that are kept, and one of them beside the list. */
export class EventsView {
  #events = [];
  #filter = new URLSearchParams();
  #id = null;
  #ending = new AbortController();
  #timer = 0;
  #asked = 0;
  #turn = Promise.resolve();
  #met = { zone: new Set(), profile: new Set() };

  constructor(facts, feed) {
    this.facts = facts;
    this.feed = feed;
    this.list = el('ol', { class: 'list', 'aria-label': t('events') });
    this.empty = el('div', { class: 'message', hidden: true });
    this.more = el('button', { class: 'more', hidden: true, onclick: () => this.#loadInTurn(true) }, t('more'));
    this.form = el('form', { class: 'filter', 'aria-label': t('filter'), onsubmit: event => event.preventDefault() });
    this.detail = el('section', { class: 'detail', tabindex: '-1' });
    this.keys = new Keys();
    this.digest = el('a', { class: 'digest', target: '_blank', rel: 'noopener' });
    this.element = el('div', { class: 'events' },
      el('div', { class: 'bar' }, el('h1', {}, t('events')), this.digest, this.keys.opener, this.form),
      el('div', { class: 'both' }, el('div', { class: 'all' }, this.list, this.empty, this.more), this.detail), this.keys.dialog);
    const options = { signal: this.#ending.signal };
    document.addEventListener('keydown', event => this.#press(event), options);
    feed.addEventListener('events', () => this.#later(), options);
    feed.addEventListener('state', ({ detail }) => {
      feed.state = detail;
      this.#showFilter();
    }, options);
  }

  go(id, filter) {
    const isOther = filter.toString() !== this.#filter.toString();
    this.#filter = filter;
    this.#id = id;
    this.element.classList.toggle('chosen', id !== null);
    this.#showFilter();
    if (isOther || this.#asked === 0 || this.#lacks()) {
      this.#load();
    } else {
      this.#showList();
    }
    this.showing = this.#showDetail(true);
  }

  close() {
    clearTimeout(this.#timer);
    this.#ending.abort();
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#loadInTurn(false);
      this.showing = this.#showDetail(false);
    }, SETTLE_MS);
  }

  /** Loads the newest events that fit the filter; what is on its way for another one comes too late. */
  #load() {
    this.#turn = this.#read(++this.#asked, false, false);
  }

  /** Loads more, or the newest again, when what was asked for before is there: each begins with the events that are shown. */
  #loadInTurn(isMore) {
    const asked = this.#asked;
    this.#turn = this.#turn.then(() => asked === this.#asked ? this.#read(asked, isMore, !isMore) : null);
  }

  /** Reads the newest events or, for more, those before the oldest that is shown. Again: older ones that are shown stay. */
  async #read(asked, isMore, isAgain) {
    const query = new URLSearchParams();
    for (const key of CHOICES) {
      if (this.#filter.get(key)) {
        query.set(key, this.#filter.get(key));
      }
    }
    if (this.#filter.get('day')) {
      const day = new Date(`${this.#filter.get('day')}T00:00`);
      query.set('from', day.toISOString());
      query.set('to', new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1, 0, 0, 0, -1).toISOString());
    }
    if (isMore) {
      query.set('before', this.#events.at(-1).event_id);
    }
    try {
      const { events, has_more: hasMore } = await read(`api/events?language=${language}&${query}`);
      if (asked === this.#asked) {
        const before = isMore ? this.#events : [];
        const after = isAgain && hasMore ? this.#olderThan(events.at(-1)) : [];
        this.#events = [...before, ...events, ...after];
        this.more.hidden = after.length > 0 ? this.more.hidden : !hasMore;
        await (this.#lacks() ? this.#read(asked, true, false) : this.#showList());
      }
    } catch (refused) {
      say(t('failed', { reason: refused.message || t('unreachable') }), true);
    }
  }

  /** Whether none of the events that are here is to be shown, and one of those that are not may be: the node does not know what was seen. */
  #lacks() {
    return !this.more.hidden && this.#shown().length === 0;
  }

  /** What is shown below an event; nothing where that is not shown, and others may be missing in between. */
  #olderThan(event) {
    const at = this.#events.findIndex(its => its.event_id === event.event_id);
    return at < 0 ? [] : this.#events.slice(at + 1);
  }

  #shown() {
    return this.#filter.get('unseen') ? this.#events.filter(event => !seen.has(event.event_id) || event.event_id === this.#id) : this.#events;
  }

  #showFilter() {
    const cameras = this.feed.state?.cameras.map(camera => camera.id) ?? [];
    const wanted = this.#filter.get('camera');
    const zones = this.#known('zone', this.#events.flatMap(event => event.zones));
    const profiles = this.#known('profile', [...this.feed.state?.profile.names ?? [], ...this.#events.map(event => event.profile)]);
    const key = [cameras, zones, profiles, this.#filter].join('|');
    if (key === this.shownFilter) {
      return;
    }
    this.shownFilter = key;
    const day = this.#filter.get('day');
    this.digest.href = `api/digest?${new URLSearchParams({ language, ...(day && { day }) })}`;
    write(this.digest, t(day ? 'digest_of_day' : 'digest_of_yesterday'));
    const focused = document.activeElement?.name;
    this.form.replaceChildren(
      choice('camera', t('camera'), [...new Set([...cameras, ...(wanted ? [wanted] : [])])].map(id => [id, id])),
      choice('kind', t('kind'), this.facts.kinds.map(kind => [kind, kindName(kind)])),
      ...(zones.length > 0 ? [choice('zone', t('zone'), zones.map(name => [name, name]))] : []),
      ...(profiles.length > 0 ? [choice('profile', t('profile'), profiles.map(name => [name, name]))] : []),
      el('label', {}, t('day'), el('input', { type: 'date', name: 'day', value: this.#filter.get('day') })),
      el('label', { class: 'check' }, el('input', { type: 'checkbox', name: 'unseen', value: '1', checked: this.#filter.get('unseen') !== null }), t('unseen')));
    for (const name of CHOICES.filter(name => this.form.elements[name])) {
      this.form.elements[name].value = this.#filter.get(name) ?? '';
    }
    this.form.onchange = () => {
      const chosen = new URLSearchParams([...new FormData(this.form)].filter(([, value]) => value));
      location.hash = way(null, chosen);
    };
    if (focused) {
      this.form.elements[focused]?.focus();
    }
  }

  /** What has been met so far of something that events have, in order. */
  #known(key, names) {
    const known = this.#met[key];
    [...names, this.#filter.get(key)].filter(Boolean).forEach(name => known.add(name));
    return [...known].sort();
  }

  #showList() {
    this.#showFilter();
    const shown = this.#shown();
    const focused = document.activeElement?.closest?.('.list a')?.dataset.event;
    this.#showRows(shown);
    this.list.hidden = shown.length === 0;
    this.empty.hidden = shown.length > 0;
    if (shown.length === 0) {
      const isFiltered = this.#filter.toString().length > 0;
      this.empty.replaceChildren(el('h2', {}, t('no_events')), el('p', {}, t(isFiltered ? 'no_events_filtered' : 'no_events_hint')),
        ...(isFiltered ? [el('a', { class: 'button', href: '#/events' }, t('clear_filter'))] : []));
    }
    if (focused) {
      this.list.querySelector(`[data-event="${focused}"]`)?.focus();
    }
  }

  /** What has not changed stays as it is: a click on it is none when it is another one before the button is let go. */
  #showRows(shown) {
    const before = [...this.list.children];
    const rows = shown.map(event => this.#row(event)).map(made => before.find(row => row.isEqualNode(made)) ?? made);
    before.filter(row => !rows.includes(row)).forEach(row => row.remove());
    rows.forEach((row, i) => row !== this.list.children[i] && this.list.insertBefore(row, this.list.children[i] ?? null));
  }

  #row(event) {
    const isHere = event.event_id === this.#id;
    const isNew = !seen.has(event.event_id);
    return el('li', {}, el('a', {
      href: way(event.event_id, this.#filter), 'data-event': event.event_id, 'aria-current': isHere ? 'true' : null, class: isNew ? 'new' : null,
    },
    event.snapshot ? el('img', { src: `api/events/${event.event_id}/thumbnail?${event.sequence}`, alt: '', loading: 'lazy', width: 160, height: 120 })
      : el('span', { class: 'no-image', 'aria-hidden': 'true' }, '—'),
    el('span', { class: 'what' },
      el('span', { class: 'why' }, event.reasons.length > 0 ? reason(event.reasons[0]) : '–'),
      el('span', { class: 'quiet' }, `${event.camera} · ${moment(Date.parse(event.started_at))}`,
        event.zones.length > 0 ? ` · ${event.zones.join(', ')}` : '',
        event.seen_before ? ` · ×${event.seen_before.times + 1}` : '')),
    el('span', { class: 'marks' }, el('span', { class: 'peak' }, number(event.peak_score, 2)),
      event.ended_at ? null : el('span', { class: 'on' }, t('is_on')),
      isNew ? el('span', { class: 'dot' }, el('span', { class: 'unseen-words' }, t('is_unseen'))) : null)));
  }

  async #showDetail(isChosen) {
    const id = this.#id;
    if (id === null) {
      this.shownDetail = null;
      this.detail.replaceChildren(el('p', { class: 'quiet choose' }, t('choose')));
      return;
    }
    let event;
    try {
      event = await read(`api/events/${encodeURIComponent(id)}?language=${language}`);
    } catch (refused) {
      if (id === this.#id) {
        this.shownDetail = null;
        this.detail.replaceChildren(this.#wayBack(), el('div', { class: 'message' }, el('h2', {}, refused.status === 404 ? t('gone') : refused.message || t('unreachable'))));
      }
      return;
    }
    const key = JSON.stringify(event);
    if (id !== this.#id || key === this.shownDetail) {
      return;
    }
    const isSame = this.shown?.event.event_id === id && this.shownDetail !== null;
    this.shownDetail = key;
    if (!seen.has(id)) {
      seen.add(id);
      this.#showList();
    }
    if (isSame) {
      this.shown.tell(event);
    } else {
      this.shown = new EventDetail(event, this.facts.endings);
      this.detail.replaceChildren(this.#wayBack(), this.shown.element);
    }
    if (isChosen) {
      this.list.querySelector(`[data-event="${id}"]`)?.scrollIntoView({ block: 'nearest' });
      if (getComputedStyle(this.list).display === 'none' || this.list.offsetParent === null) {
        this.detail.focus();
      }
    }
  }

  #wayBack() {
    return el('a', { class: 'way', href: way(null, this.#filter) }, `← ${t('back_to_list')}`);
  }

  #press(event) {
    if (!this.keys.areOn || event.altKey || event.ctrlKey || event.metaKey || event.target.closest('input, select, textarea, dialog')) {
      return;
    }
    const act = {
      j: () => this.#step(1),
      k: () => this.#step(-1),
      n: () => this.#act(detail => detail.judge('normal')),
      r: () => this.#act(detail => detail.judge('right')),
      u: () => this.#act(detail => detail.judge('undo')),
      ' ': () => !event.target.closest('button, video') && this.#act(detail => detail.play()),
      Escape: () => this.#id && this.#leave(),
    }[event.key];
    if (act && act() !== false) {
      event.preventDefault();
    }
  }

  /** Does something with the event that is chosen: as soon as it is shown, and never with the one before. */
  #act(act) {
    const id = this.#id;
    if (id === null) {
      return false;
    }
    this.showing.then(() => id === this.#id && this.shown?.event.event_id === id && act(this.shown));
    return true;
  }

  #step(by) {
    const shown = this.#shown();
    const at = shown.findIndex(event => event.event_id === this.#id);
    const next = shown[at < 0 ? 0 : at + by];
    if (!next) {
      return;
    }
    this.go(next.event_id, this.#filter);
    location.hash = way(next.event_id, this.#filter);
    this.list.querySelector(`[data-event="${next.event_id}"]`)?.focus();
  }

  #leave() {
    const id = this.#id;
    location.hash = way(null, this.#filter);
    setTimeout(() => this.list.querySelector(`[data-event="${id}"]`)?.focus());
  }
}

/** One event: what was seen, why it was told, and what is said of it. */
class EventDetail {
  /** endings says why events end. */
  constructor(event, endings) {
    this.endings = endings;
    this.stage = el('div', { class: 'stage' });
    this.verdict = el('p', { class: 'verdict', role: 'status' });
    this.course = el('div', {});
    this.element = el('article', {}, this.stage);
    this.tell(event);
  }

  /** Shows the event as it is now. The stage stays in the document, and so a clip that is watched goes on. */
  tell(event) {
    this.event = event;
    const began = Date.parse(event.started_at);
    const words = event.reasons.length > 0 ? reason(event.reasons[0]) : event.camera;
    const parts = [['clip', event.clip], ['heatmap', event.snapshot], ['snapshot', event.snapshot], ['plain', event.plain]].filter(([, its]) => its).map(([name]) => name);
    this.choices = parts.map(name => el('button', { type: 'button', 'data-part': name, onclick: () => this.show(name) },
      t(name === 'heatmap' ? 'heat_map' : name)));
    [...this.element.children].filter(its => its !== this.stage).forEach(its => its.remove());
    this.stage.before(el('h2', {}, words), el('p', { class: 'quiet' }, `${event.camera} · ${moment(began)}`));
    this.stage.after(...[
      parts.length > 1 ? el('div', { class: 'choices', role: 'group', 'aria-label': t('show') }, this.choices) : null,
      this.#judgement(),
      nearest(event),
      this.course,
      el('div', { class: 'columns' }, this.#reasons(), this.#facts(began)),
    ].filter(Boolean));
    this.simple.hidden = this.course.hasChildNodes();
    this.#showCourse();
    this.show(parts.includes(this.showing) ? this.showing : parts.includes('heatmap') ? 'heatmap' : parts[0] ?? null);
  }

  show(name) {
    if (name !== 'clip' || this.showing !== 'clip') {
      this.stage.replaceChildren(this.#staged(name));
    }
    this.showing = name;
    for (const choice of this.choices) {
      choice.setAttribute('aria-pressed', choice.dataset.part === name);
    }
  }

  #staged(name) {
    const address = `api/events/${this.event.event_id}/${name}`;
    const why = this.event.reasons.map(reason).join('; ');
    return name === null ? el('p', { class: 'quiet' }, t('no_picture'))
      : name === 'clip' ? el('video', { src: address, controls: true, playsinline: true, preload: 'metadata', 'aria-label': t('clip_of_event') })
      : el('img', { src: `${address}?${this.event.sequence}`, alt: t(name === 'heatmap' ? 'heat_of_event' : 'picture_of_event', { reason: why }) });
  }

  /** How its score went; what was shown of it stays until the new one is there. */
  async #showCourse() {
    try {
      const { courseOf } = await import('./course.js');
      const course = await courseOf(this.event);
      this.simple.hidden = course !== null;
      this.course.replaceChildren(...(course ? [course] : []));
    } catch {
      // The event is understood without it.
    }
  }

  play() {
    if (!this.event.clip) {
      return false;
    }
    if (this.showing !== 'clip') {
      this.show('clip');
    }
    const video = this.stage.querySelector('video');
    video.paused ? video.play() : video.pause();
    return true;
  }

  /** Says normal or right of it, or takes back what was said: undo. */
  async judge(verdict) {
    if (verdict === this.said || (verdict === 'undo' && this.said === null)) {
      return;
    }
    try {
      this.#showSaid(await change(this.#verdictAddress, { verdict }));
      this.#tell(t({ normal: 'said_normal', right: 'said_right', undo: 'taken_back' }[verdict]));
    } catch (refused) {
      this.#tell(t('failed', { reason: refused.message || t('unreachable') }), 'bad');
    }
  }

  get #verdictAddress() {
    return `api/events/${this.event.event_id}/verdict`;
  }

  #tell(words, how = '') {
    write(this.verdict, words);
    this.verdict.className = `verdict ${how}`.trim();
  }

  #showSaid({ verdict, leaves_view: leavesView }) {
    this.said = verdict;
    this.normal.setAttribute('aria-pressed', verdict === 'normal');
    this.right.setAttribute('aria-pressed', verdict === 'right');
    this.undo.hidden = verdict === null;
    this.leavesView.hidden = !leavesView;
  }

  async #readSaid() {
    try {
      this.#showSaid(await read(this.#verdictAddress));
    } catch {
      // Nothing is known then, as before; what is said next is answered.
    }
  }

  #judgement() {
    const button = (verdict, key) => el('button', { type: 'button', 'aria-keyshortcuts': key, onclick: () => this.judge(verdict) }, t(verdict));
    [this.normal, this.right, this.undo] = [button('normal', 'n'), button('right', 'r'), button('undo', 'u')];
    this.leavesView = el('p', { class: 'quiet' }, t('leaves_view'));
    this.#showSaid({ verdict: null });
    this.#readSaid();
    return el('div', { class: 'judgement' },
      el('h3', {}, t('judge')), el('p', { class: 'quiet' }, t('judge_hint')),
      el('div', { class: 'choices' }, this.normal, this.right, this.undo), this.leavesView, this.verdict);
  }

  #reasons() {
    return el('div', {}, el('h3', {}, t('why')), el('ul', { class: 'reasons' }, this.event.reasons.map(its => el('li', {},
      el('span', {}, reason(its)),
      el('meter', { min: 0, max: 1, value: its.share, 'aria-label': kindName(its.kind) }, percent(its.share)),
      el('span', { class: 'quiet' }, `${kindName(its.kind)}: ${t('share', { percent: percent(its.share) })}`)))));
  }

  #facts(began) {
    const { event } = this;
    const facts = [
      [t('began'), dayAndTime(began)],
      [t('lasted'), event.ended_at ? length((Date.parse(event.ended_at) - began) / 1000)
        + (event.ended_because ? ` (${this.endings[event.ended_because] ?? event.ended_because})` : '') : t('is_on')],
      ...(event.seen_before ? [[t('seen_before'),
        t('seen_times', { n: event.seen_before.times, moment: moment(Date.parse(event.seen_before.last)) })]] : []),
      [t('peak_score'), `${number(event.peak_score, 2)}, ${oftenness(event.peak_score)}`],
      [t('threshold_then'), `${number(event.threshold, 2)}, ${oftenness(event.threshold)}`],
      ...(event.zones.length > 0 ? [[t('zones'), event.zones.join(', ')]] : []),
    ];
    return el('div', {}, el('h3', {}, t('facts')), el('dl', {}, facts.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])),
      this.simple = el('p', { class: 'quiet' }, event.peak_score > HIGHEST_THRESHOLD ? t('quiet_never') : t('quiet_at', { score: number(event.peak_score, 2) })));
  }
}

/** What the keys do, and whether they do it: who speaks to the machine may not want single letters to act. */
class Keys {
  constructor() {
    const use = el('input', {
      type: 'checkbox', checked: this.areOn, onchange: () => localStorage.setItem('keys', use.checked ? 'on' : 'off'),
    });
    const keys = [['j', 'key_j'], ['k', 'key_k'], ['n', 'key_n'], ['r', 'key_r'], ['u', 'key_u'], [t('space'), 'key_space'], ['Esc', 'key_escape']];
    this.dialog = el('dialog', { 'aria-labelledby': 'keys-title' },
      el('h2', { id: 'keys-title' }, t('keys')),
      el('dl', { class: 'keys' }, keys.flatMap(([key, words]) => [el('dt', {}, el('kbd', {}, key)), el('dd', {}, t(words))])),
      el('label', { class: 'check' }, use, t('keys_on')),
      el('form', { method: 'dialog' }, el('button', { class: 'main' }, t('close'))));
    this.opener = el('button', { type: 'button', class: 'keys-opener', onclick: () => this.dialog.showModal() }, t('keys'));
  }

  get areOn() {
    return localStorage.getItem('keys') !== 'off';
  }
}

function choice(name, label, options) {
  return el('label', {}, label, el('select', { name },
    el('option', { value: '' }, t('all')), options.map(([value, words]) => el('option', { value }, words))));
}

function way(id, filter) {
  const query = filter.toString();
  return `#/events${id === null ? '' : `/${id}`}${query ? `?${query}` : ''}`;
}
