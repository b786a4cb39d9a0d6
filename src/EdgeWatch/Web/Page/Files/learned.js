import { change, read } from './api.js';
import { el, say, styled, write } from './dom.js';
import { addWords, length, number, percent, t } from './text.js';

addWords({
  normal_at: ['What is normal at {name}', 'Was bei {name} normal ist'],
  learned_from: ['Learned from {length} of video. Choose a place with the mouse, a finger or the arrow keys.',
    'Gelernt aus {length} Video. Wähle eine Stelle mit Maus, Finger oder den Pfeiltasten.'],
  measure: ['Show', 'Zeigen'],
  often: ['How often', 'Wie oft'],
  fast: ['How fast', 'Wie schnell'],
  way: ['Which way', 'Wohin'],
  long: ['How long', 'Wie lange'],
  map: ['Map of what is normal', 'Karte dessen, was normal ist'],
  place_words: ['Row {row}, column {column}: {often}', 'Zeile {row}, Spalte {column}: {often}'],
  place_title: ['Row {row}, column {column}', 'Zeile {row}, Spalte {column}'],
  moves_always: ['something moves nearly all the time', 'fast immer bewegt sich etwas'],
  moves_hour: ['something moves {n} times an hour', '{n}-mal in der Stunde bewegt sich etwas'],
  moves_day: ['something moves {n} times a day', '{n}-mal am Tag bewegt sich etwas'],
  moves_never: ['nothing has moved here', 'hier hat sich nichts bewegt'],
  crosses: ['would cross the picture in {n} s', 'käme in {n} s durch das Bild'],
  stays: ['{n} s', '{n} s'],
  goes: ['mostly {way} ({percent})', 'meist {way} ({percent})'],
  unknown: ['not known', 'nicht bekannt'],
  scale_never: ['never', 'nie'],
  scale_hour: ['{n} times an hour', '{n}-mal in der Stunde'],
  scale_seconds: ['{n} s', '{n} s'],
  scale_crossing: ['across in {n} s', 'quer durch in {n} s'],
  scale_way: ['Arrows point where things go, longer where most go the same way.',
    'Pfeile zeigen, wohin sich etwas bewegt; länger, wo das meiste in dieselbe Richtung geht.'],
  here_is: ['This is normal here', 'Das ist hier normal'],
  no_examples: ['No picture yet of what is normal here; pictures come as it is seen again.',
    'Noch kein Bild von dem, was hier normal ist; Bilder kommen, wenn es wieder zu sehen ist.'],
  example_there: ['looks so, {n}×', 'sieht so aus, {n}×'],
  example_moves: ['moves here, {n}×', 'bewegt sich hier, {n}×'],
  forget: ['Forget this place', 'Diese Stelle vergessen'],
  forget_hint: ['Everything within the frame is learned anew; all the rest stays.', 'Alles im Rahmen wird neu gelernt; alles andere bleibt.'],
  forget_sure: ['Forget what is normal here? It is as if nothing had ever moved here: what does will be unusual for a while. This cannot be undone.',
    'Vergessen, was hier normal ist? Es ist dann, als hätte sich hier nie etwas bewegt: Was es tut, ist eine Zeit lang ungewöhnlich. Das lässt sich nicht zurücknehmen.'],
  forget_yes: ['Yes, forget it', 'Ja, vergessen'],
  forget_no: ['No, keep it', 'Nein, behalten'],
  forgotten: ['Forgotten: this place is learned anew', 'Vergessen: Diese Stelle wird neu gelernt'],
  not_learned: ['Nothing to show yet', 'Noch nichts zu zeigen'],
  not_learned_hint: ['The camera has delivered no picture since the program was started.', 'Die Kamera hat seit dem Start des Programms kein Bild geliefert.'],
  ways: ['to the right|down to the right|down|down to the left|to the left|up to the left|up|up to the right',
    'nach rechts|nach rechts unten|nach unten|nach links unten|nach links|nach links oben|nach oben|nach rechts oben'],
});

await styled('assets/learned.css');

const MEASURES = ['often', 'fast', 'way', 'long'];

/** Viridis, from little to much: rises in lightness, so that nobody needs to tell its hues apart. */
const RAMP = [[68, 1, 84], [59, 82, 139], [33, 145, 140], [94, 201, 98], [253, 231, 37]];
const RAMP_STEPS = 64;
const OPACITY = 0.62;

/** Places to each side that an example shows around its own. */
const AROUND = 2;
const EXAMPLE_PIXELS = 160;
const SECTORS = 8;

/** Of the 360 stretches of an hour in which it is counted whether something moves. */
const NEARLY_ALWAYS = 340;

/** Pictures of a place come at most every two seconds. */
const ASK_AGAIN_MS = 4000;

/** Visits an hour below which nothing is said of how something moves there. */
const LEAST_VISITS = 0.01;

/** What one camera takes for normal, place by place. */
export class LearnedView {
  #measure = 'often';
  #place = null;
  #pictures = new Map();

  constructor() {
    this.element = el('div', { class: 'learned' });
  }

  async go(id) {
    this.id = id;
    this.address = `api/cameras/${encodeURIComponent(id)}/learned`;
    this.#place = null;
    try {
      this.learned = await read(this.address);
    } catch (refused) {
      this.element.replaceChildren(this.#bar(), el('div', { class: 'message' }, el('h2', {}, t('not_learned')),
        el('p', {}, refused.status === 404 ? t('not_learned_hint') : refused.message || t('unreachable'))));
      return;
    }
    this.#build();
    this.#choose(this.#busiest());
  }

  close() {
    this.id = null;
  }

  #bar() {
    return el('div', { class: 'bar' },
      el('a', { class: 'way', href: `#/cameras/${encodeURIComponent(this.id)}` }, `← ${this.id}`),
      el('h1', {}, t('normal_at', { name: this.id })));
  }

  #build() {
    const { rows, columns, place_width: width, place_height: height, picture } = this.learned;
    this.overlay = el('canvas', { 'aria-hidden': 'true' });
    const ground = picture > 0 ? el('img', { src: `${this.address}/pictures/${picture}`, alt: '' }) : el('div', { class: 'blank' });
    this.map = el('div', {
      class: 'map', tabindex: '0', role: 'application', 'aria-label': t('map'), 'aria-describedby': 'map-hint',
      onkeydown: event => this.#press(event),
      onclick: event => {
        const box = this.map.getBoundingClientRect();
        const column = Math.min(columns - 1, Math.floor((event.clientX - box.left) / box.width / width));
        const row = Math.min(rows - 1, Math.floor((event.clientY - box.top) / box.height / height));
        this.#choose(row * columns + column);
      },
    }, ground, this.overlay);
    const measures = el('fieldset', { class: 'measures' }, el('legend', { class: 'unseen-words' }, t('measure')), MEASURES.map(name => el('label', {},
      el('input', {
        type: 'radio', name: 'measure', value: name, checked: name === this.#measure,
        onchange: () => {
          this.#measure = name;
          this.#paint();
        },
      }), t(name))));
    this.scale = el('div', { class: 'scale' });
    this.told = el('p', { class: 'unseen-words', role: 'status' });
    this.side = el('section', { class: 'panel' });
    this.element.replaceChildren(this.#bar(), el('div', { class: 'halves' },
      el('section', { class: 'panel', 'aria-label': t('map') },
        el('p', { class: 'quiet', id: 'map-hint' }, t('learned_from', { length: length(this.learned.learned_seconds) })),
        measures, this.map, this.scale, this.told),
      this.side));
    ground.addEventListener('load', () => this.#paint());
    new ResizeObserver(() => this.#paint()).observe(this.map);
  }

  #busiest() {
    const visits = this.learned.visits_per_hour;
    return visits.indexOf(Math.max(...visits));
  }

  #press(event) {
    const { rows, columns } = this.learned;
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    const row = Math.min(rows - 1, Math.max(0, Math.floor(this.#place / columns) + step[0]));
    const column = Math.min(columns - 1, Math.max(0, this.#place % columns + step[1]));
    this.#choose(row * columns + column);
  }

  #at(place) {
    return { row: Math.floor(place / this.learned.columns) + 1, column: place % this.learned.columns + 1 };
  }

  #often(place) {
    const visits = this.learned.visits_per_hour[place];
    return visits === 0 ? t('moves_never')
      : visits > NEARLY_ALWAYS ? t('moves_always')
      : visits >= 1 ? t('moves_hour', { n: number(visits, visits < 10 ? 1 : 0) })
      : t('moves_day', { n: number(visits * 24, 1) });
  }

  /** The way most go, as a sector and its part of all; null where nothing has moved. */
  #way(place) {
    const shares = this.learned.directions.slice(place * SECTORS, (place + 1) * SECTORS);
    const most = Math.max(...shares);
    return most > 0 ? { sector: shares.indexOf(most), share: most } : null;
  }

  #choose(place) {
    this.#place = place;
    write(this.told, t('place_words', { ...this.#at(place), often: this.#often(place) }));
    this.#paint();
    const moves = this.learned.visits_per_hour[place] > LEAST_VISITS;
    const way = this.#way(place);
    const facts = [
      [t('often'), this.#often(place)],
      [t('fast'), moves ? t('crosses', { n: number(this.learned.crossing_seconds[place], 0) }) : t('unknown')],
      [t('way'), way ? t('goes', { way: t('ways').split('|')[way.sector], percent: percent(way.share) }) : t('unknown')],
      [t('long'), moves ? t('stays', { n: number(this.learned.stay_seconds[place], 1) }) : t('unknown')],
    ];
    const examples = el('div', {}, el('p', { class: 'quiet' }, t('loading')));
    this.side.replaceChildren(el('h2', {}, t('place_title', this.#at(place))),
      el('dl', {}, facts.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])),
      el('h3', {}, t('here_is')), examples, this.#forget(place));
    this.#showExamples(place, examples);
  }

  /** Where there are none yet, it is asked again as long as the place is looked at. */
  async #showExamples(place, examples) {
    let found = [];
    try {
      ({ examples: found } = await read(`${this.address}/places/${place}`));
    } catch (refused) {
      say(t('failed', { reason: refused.message || t('unreachable') }), true);
    }
    if (place !== this.#place || !examples.isConnected) {
      return;
    }
    if (found.length === 0) {
      examples.replaceChildren(el('p', { class: 'quiet' }, t('no_examples')));
      setTimeout(() => examples.isConnected && this.#showExamples(place, examples), ASK_AGAIN_MS);
    } else {
      examples.replaceChildren(el('ul', { class: 'examples' }, found.map(example => this.#example(example))));
    }
  }

  #example(example) {
    const words = t(example.moves ? 'example_moves' : 'example_there', { n: number(example.times, 0) });
    const shown = el('canvas', { role: 'img', 'aria-label': words, width: EXAMPLE_PIXELS, height: EXAMPLE_PIXELS });
    this.#picture(example.picture).then(picture => this.#cut(shown, picture, example.place)).catch(() => shown.closest('li')?.remove());
    return el('li', {}, shown, el('span', {}, words));
  }

  /** The surroundings of a place, moved into the picture at its edges. */
  #cut(shown, picture, place) {
    const { columns, place_width: width, place_height: height } = this.learned;
    const side = Math.min((2 * AROUND + 1) * width * picture.naturalWidth, picture.naturalWidth, picture.naturalHeight);
    const left = (place % columns + 0.5) * width * picture.naturalWidth - side / 2;
    const top = (Math.floor(place / columns) + 0.5) * height * picture.naturalHeight - side / 2;
    shown.getContext('2d').drawImage(picture, Math.min(Math.max(0, left), picture.naturalWidth - side),
      Math.min(Math.max(0, top), picture.naturalHeight - side), side, side, 0, 0, EXAMPLE_PIXELS, EXAMPLE_PIXELS);
  }

  #picture(number) {
    if (!this.#pictures.has(number)) {
      const picture = new Image();
      picture.src = `${this.address}/pictures/${number}`;
      this.#pictures.set(number, picture.decode().then(() => picture));
    }
    return this.#pictures.get(number);
  }

  #forget(place) {
    const sure = el('div', { class: 'sure', hidden: true, role: 'group', 'aria-label': t('forget') }, el('p', {}, t('forget_sure')),
      el('div', { class: 'choices' },
        el('button', { type: 'button', class: 'yes', onclick: () => this.#doForget(place) }, t('forget_yes')),
        el('button', {
          type: 'button',
          onclick: () => {
            sure.hidden = true;
            ask.hidden = false;
            ask.focus();
          },
        }, t('forget_no'))));
    const ask = el('button', {
      type: 'button',
      onclick: () => {
        sure.hidden = false;
        ask.hidden = true;
        sure.querySelector('button:last-child').focus();
      },
    }, t('forget'));
    return el('div', { class: 'forget' }, el('p', { class: 'quiet' }, t('forget_hint')), ask, sure);
  }

  async #doForget(place) {
    try {
      await change(`${this.address}/places/${place}`, undefined, 'DELETE');
      this.learned = await read(this.address);
      this.#pictures.clear();
      this.#choose(place);
      say(t('forgotten'));
      this.map.focus();
    } catch (refused) {
      say(t('failed', { reason: refused.message || t('unreachable') }), true);
    }
  }

  /** From little to much, 0 to 1; null where nothing is said. */
  #values() {
    const { visits_per_hour: visits, crossing_seconds: crossing, stay_seconds: stays } = this.learned;
    const where = place => visits[place] > LEAST_VISITS;
    const of = { often: visits, fast: crossing.map(seconds => 1 / seconds), long: stays, way: null }[this.#measure];
    if (of === null) {
      return { values: visits.map(() => null) };
    }
    const shown = of.filter((_, place) => where(place));
    const [least, most] = this.#measure === 'often' ? [0, Math.max(...of)] : [Math.min(...shown), Math.max(...shown)];
    return { least, most, values: of.map((value, place) => where(place) ? (value - least) / Math.max(most - least, 1e-9) : null) };
  }

  #paint() {
    if (this.#place === null) {
      return;
    }
    const { rows, columns, place_width: width, place_height: height } = this.learned;
    const box = this.map.getBoundingClientRect();
    const sharp = devicePixelRatio || 1;
    this.overlay.width = box.width * sharp;
    this.overlay.height = box.height * sharp;
    const context = this.overlay.getContext('2d');
    const [w, h] = [width * this.overlay.width, height * this.overlay.height];
    const { values, least, most } = this.#values();
    values.forEach((value, place) => {
      if (value !== null) {
        context.fillStyle = tone(value, OPACITY);
        context.fillRect(place % columns * w, Math.floor(place / columns) * h, w + 1, h + 1);
      }
    });
    if (this.#measure === 'way') {
      values.forEach((_, place) => this.#arrow(context, place, w, h, sharp));
    }
    this.#frame(context, w, h, sharp, rows, columns);
    this.#showScale(least, most);
  }

  #arrow(context, place, w, h, sharp) {
    const way = this.#way(place);
    if (!way) {
      return;
    }
    const reach = Math.min(w, h) * (0.2 + 0.3 * way.share);
    context.save();
    context.translate((place % this.learned.columns + 0.5) * w, (Math.floor(place / this.learned.columns) + 0.5) * h);
    context.rotate(way.sector * 2 * Math.PI / SECTORS);
    for (const [color, thick] of [['#000', 4.5], ['#fff', 2]]) {
      context.strokeStyle = color;
      context.lineWidth = thick * sharp;
      context.lineCap = 'round';
      context.beginPath();
      context.moveTo(-reach, 0);
      context.lineTo(reach, 0);
      context.moveTo(reach * 0.3, -reach * 0.5);
      context.lineTo(reach, 0);
      context.lineTo(reach * 0.3, reach * 0.5);
      context.stroke();
    }
    context.restore();
  }

  /** What is forgotten with the place that is chosen, and that place in it. */
  #frame(context, w, h, sharp, rows, columns) {
    const { reach } = this.learned;
    const [row, column] = [Math.floor(this.#place / columns), this.#place % columns];
    const [left, top] = [Math.max(0, column - reach), Math.max(0, row - reach)];
    const [right, bottom] = [Math.min(columns, column + reach + 1), Math.min(rows, row + reach + 1)];
    for (const [color, thick] of [['#000', 5], ['#fff', 2]]) {
      context.strokeStyle = color;
      context.lineWidth = thick * sharp;
      context.strokeRect(left * w, top * h, (right - left) * w, (bottom - top) * h);
      context.strokeRect(column * w, row * h, w, h);
    }
  }

  #showScale(least, most) {
    if (this.#measure === 'way') {
      this.scale.replaceChildren(el('span', {}, t('scale_way')));
      return;
    }
    const words = {
      often: () => [t('scale_never'), t('scale_hour', { n: number(most, 0) })],
      fast: () => [t('scale_crossing', { n: number(1 / least, 0) }), t('scale_crossing', { n: number(1 / most, 0) })],
      long: () => [t('scale_seconds', { n: number(least, 1) }), t('scale_seconds', { n: number(most, 1) })],
    }[this.#measure]();
    const bar = el('canvas', { width: RAMP_STEPS, height: 1, 'aria-hidden': 'true' });
    const context = bar.getContext('2d');
    for (let step = 0; step < RAMP_STEPS; step++) {
      context.fillStyle = tone(step / (RAMP_STEPS - 1), 1);
      context.fillRect(step, 0, 1, 1);
    }
    this.scale.replaceChildren(bar, ...words.map(word => el('span', {}, Number.isFinite(most) ? word : '')));
  }
}

function tone(value, opacity) {
  const at = value * (RAMP.length - 1);
  const step = Math.min(RAMP.length - 2, Math.floor(at));
  const mixed = RAMP[step].map((part, i) => Math.round(part + (RAMP[step + 1][i] - part) * (at - step)));
  return `rgb(${mixed.join(' ')} / ${opacity})`;
}
