import { change, read } from './api.js';
import { ScoreChart } from './chart.js';
import { el, say, write } from './dom.js';
import { Picture, legend } from './picture.js';
import { kindName, length, number, oftenness, percent, t, time } from './text.js';

/** A kind is named when it is at least this part of the threshold: where the heat map begins to show. */
const NOTABLE = 0.5;

/** A picture that is older is said to be: cameras that deliver one in some seconds are none to follow. */
const OLD_MS = 5000;

/** For whoever has no camera yet: what finds them, and what to write. */
const FIND = 'sudo edgewatch discover --add\nsudo systemctl reload edgewatch';
const EXAMPLE = 'cameras:\n  - id: driveway\n    source: /dev/video0';

/** The cameras, or one of them large. */
export class LiveView {
  #cards = new Map();
  #only = null;
  #ending = new AbortController();

  constructor(facts, feed) {
    this.facts = facts;
    this.feed = feed;
    this.title = el('h1');
    this.problems = el('div', { class: 'problems' });
    this.grid = el('div', { class: 'cameras' });
    this.empty = el('div', { class: 'message', hidden: true }, el('h2', {}, t('no_cameras')),
      el('p', {}, t('no_cameras_find')), el('pre', { tabindex: 0 }, FIND),
      el('p', {}, t('no_cameras_write')), el('pre', { tabindex: 0 }, EXAMPLE), el('p', { class: 'quiet' }, t('no_cameras_then')));
    this.way = el('a', { class: 'way', href: '#/', hidden: true }, `← ${t('all_cameras')}`);
    this.choices = [this.#heatChoice(), this.#attentionChoice()];
    this.element = el('div', { class: 'live' },
      el('div', { class: 'bar' }, this.way, this.title, ...this.choices), this.problems, this.empty, this.grid);
    this.observer = new IntersectionObserver(entries => entries.forEach(entry => this.feed.want(entry.target.dataset.camera, entry.isIntersecting)));
    const options = { signal: this.#ending.signal };
    feed.addEventListener('state', ({ detail }) => this.#tell(detail), options);
    feed.addEventListener('scores', ({ detail }) => this.#score(detail), options);
    feed.addEventListener('picture', ({ detail }) => {
      this.#cards.get(detail.camera)?.show(detail);
      this.#tellAttention(detail.attention);
    }, options);
    feed.addEventListener('connection', ({ detail }) => detail && this.#cards.forEach(card => card.begin()), options);
    if (feed.state) {
      this.#tell(feed.state);
    }
  }

  go(id) {
    this.#only = id;
    this.title.textContent = id ?? t('live');
    this.way.hidden = id === null;
    this.#arrange();
  }

  close() {
    this.#ending.abort();
    this.observer.disconnect();
    this.feed.wantAttention(false);
    this.#cards.forEach((_, id) => this.feed.want(id, false));
  }

  #heatChoice() {
    const choice = el('input', {
      type: 'checkbox', id: 'heat', checked: localStorage.getItem('heat') !== 'off',
      onchange: () => {
        localStorage.setItem('heat', choice.checked ? 'on' : 'off');
        this.grid.classList.toggle('cold', !choice.checked);
      },
    });
    this.grid.classList.toggle('cold', !choice.checked);
    return el('div', { class: 'heat-choice' }, el('label', { for: 'heat' }, choice, t('heat_map')),
      legend(this.facts.heat_ramp, [t('heat_from'), t('heat_threshold'), t('heat_to')]));
  }

  /** Off at first, each time: it has the node run its network twice. */
  #attentionChoice() {
    this.attentionHint = el('p', { id: 'attention-hint', class: 'quiet', 'aria-live': 'polite', hidden: true });
    this.attention = el('input', {
      type: 'checkbox', id: 'attention', 'aria-describedby': 'attention-hint',
      onchange: () => {
        this.feed.wantAttention(this.attention.checked);
        this.attentionHint.hidden = !this.attention.checked;
        this.attentionAt = Date.now();
        this.#tellAttention(null);
      },
    });
    return el('div', { class: 'heat-choice' }, el('label', { for: 'attention' }, this.attention, t('attention')), this.attentionHint);
  }

  /** Says what the dots are, or that none have come for some time. */
  #tellAttention(attention) {
    this.attentionAt = attention ? Date.now() : this.attentionAt;
    write(this.attentionHint, t(Date.now() - this.attentionAt > OLD_MS ? 'no_attention' : 'attention_hint'));
  }

  #tell(state) {
    this.feed.state = state;
    this.#tellProfile(state.profile);
    this.problems.replaceChildren(...(state.problems.length === 0 ? [] : [el('h2', {}, t('problems')),
      el('ul', {}, state.problems.map(problem => el('li', {}, problem)))]));
    const ids = new Set(state.cameras.map(camera => camera.id));
    for (const [id, card] of this.#cards) {
      if (!ids.has(id)) {
        this.observer.unobserve(card.element);
        this.feed.want(id, false);
        card.element.remove();
        this.#cards.delete(id);
      }
    }
    for (const camera of state.cameras) {
      if (!this.#cards.has(camera.id)) {
        const card = new CameraCard(camera.id, this.facts);
        this.#cards.set(camera.id, card);
        this.grid.append(card.element);
        this.observer.observe(card.element);
      }
      this.#cards.get(camera.id).tell(camera, state.profile.is_quiet);
    }
    this.empty.hidden = state.cameras.length > 0;
    this.choices.forEach(choice => { choice.hidden = state.cameras.length === 0; });
    this.#arrange();
  }

  /** The choice is loaded where there is something to choose, or it is quiet. */
  async #tellProfile(profile) {
    if (this.profile === undefined && (profile.names.length > 0 || profile.is_quiet)) {
      this.profile = null;
      try {
        const { ProfileChoice } = await import('./profiles.js');
        this.profile = new ProfileChoice();
        this.problems.before(this.profile.element);
      } catch {
        this.profile = undefined;
      }
    }
    this.profile?.tell(this.feed.state.profile);
  }

  #score({ cameras }) {
    this.#cards.forEach((card, id) => card.score(cameras[id] ?? null));
  }

  #arrange() {
    this.#cards.forEach((card, id) => {
      card.element.hidden = this.#only !== null && this.#only !== id;
      if (this.#only === id) {
        card.tune();
      }
    });
    this.grid.classList.toggle('named', this.#only !== null);
    this.grid.classList.toggle('one', this.#only !== null || this.#cards.size === 1);
    if (this.#only !== null && this.#cards.size > 0 && !this.#cards.has(this.#only)) {
      this.title.textContent = t('no_such_camera', { name: this.#only });
    }
  }
}

/** What one camera sees and what is made of it. */
class CameraCard {
  #newestAt = null;

  constructor(id, facts) {
    this.id = id;
    this.picture = new Picture(facts.heat_ramp);
    this.picture.label(t('picture_of', { name: id }));
    this.picture.note.textContent = t('no_picture');
    this.chart = new ScoreChart(id, threshold => this.#setThreshold(threshold));
    this.state = el('p', { class: 'state' });
    this.hint = el('p', { class: 'quiet hint' });
    this.number = el('strong', { class: 'number' }, '–');
    this.kinds = el('ul', { class: 'kinds', 'aria-label': t('what_is_up') });
    this.element = el('article', { class: 'camera', 'data-camera': id, 'aria-label': id },
      el('div', { class: 'head' },
        el('h2', {}, el('a', { href: `#/cameras/${encodeURIComponent(id)}`, 'aria-label': t('enlarge', { name: id }) }, id)), this.state),
      this.hint,
      this.picture.element,
      el('div', { class: 'below' },
        el('div', { class: 'now' }, el('span', { class: 'quiet' }, t('score')), this.number, this.kinds),
        el('div', { role: 'group', 'aria-label': t('score_chart') }, this.chart.element),
        el('div', { class: 'of-camera' },
          el('a', { href: `#/events?camera=${encodeURIComponent(id)}`, 'aria-label': t('all_events_of', { name: id }) }, t('events')),
          el('a', { href: `#/cameras/${encodeURIComponent(id)}/zones`, 'aria-label': t('all_zones_of', { name: id }) }, t('zones')),
          el('a', { href: `#/cameras/${encodeURIComponent(id)}/learned`, 'aria-label': `${t('what_is_normal')}: ${id}` }, t('what_is_normal')),
          el('button', { type: 'button', class: 'quiet-button', 'aria-label': t('control_of', { name: id }), onclick: () => this.#openControl() }, t('control')))));
    for (const name of ['focus', 'pointerenter']) {
      this.chart.line.addEventListener(name, () => this.tune());
    }
    this.begin();
  }

  /** Says beside the threshold what the last days say of it; asked for when somebody takes it, or looks at this camera alone. */
  async tune() {
    if (this.history === undefined) {
      this.history = null;
      try {
        const { ThresholdHistory } = await import('./tuning.js');
        this.history = new ThresholdHistory(this.id, threshold => this.chart.again(threshold));
        this.chart.element.after(this.history.element);
        this.chart.shows = (threshold, inForce) => this.history.show(threshold, inForce);
      } catch {
        this.history = undefined;
      }
    }
  }

  /** Asks for what was before. */
  async begin() {
    try {
      const { at, scores } = await read(`api/cameras/${encodeURIComponent(this.id)}/scores`);
      this.chart.begin(at, scores);
    } catch {
      // It goes on with what comes.
    }
  }

  tell(camera, isQuiet) {
    this.camera = camera;
    this.threshold = camera.threshold;
    this.isOnline = camera.status.state === 'online';
    const [kind, words] = describe(camera, isQuiet);
    this.words = words;
    this.control?.tell(camera, words);
    this.state.className = `state ${kind}`;
    write(this.state, words);
    write(this.hint, this.isOnline ? '' : [camera.status.hint, camera.status.detail].filter(Boolean).join(' '));
    this.element.classList.toggle('alarmed', camera.alert_is_on);
    this.chart.threshold(camera.threshold, camera.least_threshold, camera.most_threshold);
  }

  /** Pauses it, or has it learn anew. */
  async #openControl() {
    try {
      if (!this.control) {
        const { ControlDialog } = await import('./control.js');
        this.control = new ControlDialog(this.id);
        this.element.append(this.control.dialog);
      }
      this.control.open(this.camera, this.words);
    } catch {
      say(t('failed', { reason: t('unreachable') }), true);
    }
  }

  show(picture) {
    this.#newestAt = Date.now();
    this.picture.show(picture);
  }

  /** Comes once a second, and so looks after what gets old as well. */
  score(score) {
    if (score) {
      this.chart.add(score.at, score.score);
    }
    write(this.number, score ? number(score.score, 2) : '–');
    this.kinds.hidden = !score;
    const up = Object.entries(score?.kinds ?? {}).filter(([, its]) => its >= NOTABLE * this.threshold).sort((a, b) => b[1] - a[1]);
    this.#showKinds(up);
    const isOld = this.#newestAt !== null && Date.now() - this.#newestAt > OLD_MS;
    this.picture.element.classList.toggle('past', isOld);
    write(this.picture.note, this.picture.at === null ? t('no_picture') : isOld ? t('old_picture', { time: time(this.picture.at) }) : '');
  }

  #showKinds(up) {
    const shown = up.map(([kind, score]) => `${kindName(kind)} ${number(score, 2)}`);
    if (shown.join() !== this.shown) {
      this.shown = shown.join();
      this.kinds.replaceChildren(...(up.length === 0 ? [el('li', { class: 'none' }, t('nothing_up'))]
        : up.map(([, score], i) => el('li', { class: score >= this.threshold ? 'over' : null }, shown[i]))));
    }
  }

  async #setThreshold(threshold) {
    try {
      await change(`api/cameras/${encodeURIComponent(this.id)}/threshold`, { threshold });
      say(t('threshold_set', { name: this.id, value: number(threshold, 2), often: oftenness(threshold) }));
      return true;
    } catch (refused) {
      say(t('failed', { reason: refused.message || t('unreachable') }), true);
      return false;
    }
  }
}

/** What the camera does, and what is wrong with its stream all the same. */
function describe(camera, isQuiet) {
  const [look, words] = doing(camera, isQuiet);
  const { state, reason_text: trouble } = camera.status;
  return state === 'online' && trouble ? [look, `${words}; ${trouble}`] : [look, words];
}

function doing({ status, phase, alert_is_on: alertIsOn, suspended_until: suspendedUntil, is_disarmed: isDisarmed }, isQuiet) {
  if (status.state === 'disabled') {
    return ['off', t('disabled')];
  }
  if (status.state === 'offline') {
    return ['away', t('offline', { reason: status.reason_text })];
  }
  if (alertIsOn) {
    return ['alert', t('alert')];
  }
  if (suspendedUntil) {
    return ['off', t('suspended', { time: time(Date.parse(suspendedUntil), false) })];
  }
  switch (phase?.phase) {
    case 'learning': return ['learning', t('learning', { percent: percent(phase.progress), left: length(phase.seconds_left) })];
    case 'scene_change': return ['learning', t('scene_change')];
    case 'watching': return isDisarmed ? ['off', t('disarmed')] : isQuiet ? ['off', t('quiet')] : ['good', t('watching')];
    default: return ['learning', t('waiting')];
  }
}
