import { change, read } from './api.js';
import { el, say, styled, write } from './dom.js';
import { Picture } from './picture.js';
import { addWords, language, number, percent, t } from './text.js';

addWords({
  zones_hint: [
    'Alerts come from zones to watch alone, if there is one. Drag the corners, or move them with the arrow keys; + adds one, a double click or Delete removes it.',
    'Gemeldet wird nur aus Zonen zum Bewachen, wenn es eine gibt. Ziehe die Ecken oder bewege sie mit den Pfeiltasten; + fügt eine hinzu, Doppelklick oder Entf entfernt sie.'],
  no_zones: ['No zone yet: the whole picture is watched.', 'Noch keine Zone: Das ganze Bild wird bewacht.'],
  zone_redrawn: ['Counted for the zone as it was saved.', 'Gezählt für die Zone, wie sie gespeichert war.'],
  new_zone: ['New zone', 'Neue Zone'],
  areas: ['Zones and masks', 'Zonen und Masken'],
  name: ['Name', 'Name'],
  kind_watch: ['Watch', 'Bewachen'],
  kind_ignore: ['Ignore', 'Nicht beachten'],
  kind_mask: ['Mask: nobody is to see it', 'Maske: soll niemand sehen'],
  what_for: ['What for', 'Wozu'],
  own_threshold: ['Threshold (empty: {value}, the camera’s)', 'Schwelle (leer: {value}, die der Kamera)'],
  minimum_stay: ['Told after a stay of, in seconds', 'Gemeldet nach Verweilen von, in Sekunden'],
  remove_area: ['Remove {name}', '{name} entfernen'],
  corner: ['Corner {n} of {name}: {x} from the left, {y} from the top', 'Ecke {n} von {name}: {x} von links, {y} von oben'],
  add_corner: ['Add a corner to {name} after corner {n}', 'Ecke zu {name} hinzufügen, nach Ecke {n}'],
  whole: ['Move all of {name}', '{name} im Ganzen bewegen'],
  corner_at: ['{x} from the left, {y} from the top', '{x} von links, {y} von oben'],
  corner_gone: ['Corner removed', 'Ecke entfernt'],
  save: ['Save into the config file', 'In die Konfigurationsdatei speichern'],
  show_snippet: ['Show what to write into the config file', 'Zeigen, was in die Konfigurationsdatei gehört'],
  discard: ['Discard changes', 'Änderungen verwerfen'],
  nothing_changed: ['Nothing has been changed.', 'Nichts ist geändert.'],
  changed_areas: ['Not saved yet.', 'Noch nicht gespeichert.'],
  saved_areas: ['Saved in {file}; it is in force in a moment.', 'In {file} gespeichert; gilt gleich.'],
  fault_no_file: ['This node was started without a config file; zones cannot be saved.',
    'Dieser Knoten läuft ohne Konfigurationsdatei; Zonen können nicht gespeichert werden.'],
  fault_unreadable: ['The config file has mistakes, which have to be mended first: {reason}.',
    'Die Konfigurationsdatei hat Fehler, die zuerst behoben werden müssen: {reason}.'],
  fault_changed: ['Nothing was saved: the config file was changed meanwhile. Load it to go on from there; what you have drawn is lost then.',
    'Nichts gespeichert: Die Konfigurationsdatei wurde inzwischen geändert. Lade sie, um dort weiterzumachen; das Gezeichnete geht dabei verloren.'],
  fault_mistakes: ['Nothing was saved: something is not right yet.', 'Nichts gespeichert: Etwas stimmt noch nicht.'],
  fault_unwritable: ['EdgeWatch may not write {file} ({reason}). Write this below the camera {name} yourself, in place of what stands there, and reload the service.',
    'EdgeWatch darf {file} nicht schreiben ({reason}). Schreibe dies selbst unter die Kamera {name}, anstelle dessen, was dort steht, und lade den Dienst neu.'],
  fault_entangled: ['{file} is laid out so that it cannot be changed without losing something. Write this below the camera {name} yourself, in place of what stands there.',
    '{file} ist so gesetzt, dass beim Ändern etwas verloren ginge. Schreibe dies selbst unter die Kamera {name}, anstelle dessen, was dort steht.'],
  unwritable_yet: ['EdgeWatch may not write {file} ({reason}): what you draw can be copied into it by hand.',
    'EdgeWatch darf {file} nicht schreiben ({reason}): Was du zeichnest, kann von Hand hineinkopiert werden.'],
  load_anew: ['Load the file', 'Datei laden'],
  copy: ['Copy', 'Kopieren'],
  copied: ['Copied', 'Kopiert'],
  mistake_name: ['Name {message}', 'Der Name fehlt, kommt zweimal vor oder hat andere Zeichen als a–z, 0–9, _ und -'],
  mistake_points: ['Corners {message}', 'Eine Fläche hat mindestens drei Ecken'],
  mistake_corner: ['{message}', 'Die Linie von hier zur nächsten Ecke trifft eine andere; die Ecken stehen der Reihe nach um die Fläche'],
  mistake_threshold: ['Threshold {message}', 'Die Schwelle muss über der Hysterese der Kamera liegen und darf höchstens 1 sein'],
  mistake_stay: ['Stay {message}', 'Das Verweilen darf 0 s bis 1 h sein'],
  mistake_other: ['{key}: {message}', '{key}: {message}'],
});

await styled('assets/zones.css');

const FINE_STEP = 0.005;
const COARSE_STEP = 0.05;

/** Nobody means to leave a sliver between a corner and the picture's edge. */
const SNAP = 0.012;

/** The rules are asked for when whoever draws rests. */
const SETTLE_MS = 350;

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const FAULTS = {
  no_file: 'fault_no_file', unreadable: 'fault_unreadable', changed: 'fault_changed', mistakes: 'fault_mistakes',
  unwritable: 'fault_unwritable', entangled: 'fault_entangled',
};
const MISTAKES = { name: 'mistake_name', points: 'mistake_points', threshold: 'mistake_threshold', minimum_stay: 'mistake_stay' };
const KINDS = { watch: 'kind_watch', ignore: 'kind_ignore', mask: 'kind_mask' };
const SVG = 'http://www.w3.org/2000/svg';

/** What was drawn and not saved, by camera: who looks at something else meanwhile finds it again. */
const drafts = new Map();

const clamp = value => value < SNAP ? 0 : value > 1 - SNAP ? 1 : Math.round(value * 1000) / 1000;
const place = ([x, y]) => ({ x: percent(x), y: percent(y) });

/** The zones and privacy masks of a camera, drawn on its picture. */
export class ZonesView {
  #id = null;
  #file = null;
  #saved = '';
  #areas = [];
  #mistakes = [];
  #chosen = -1;
  #histories = {};
  #timer = 0;
  #asked = 0;
  #ending = new AbortController();

  constructor(facts, feed) {
    this.feed = feed;
    this.title = el('h1');
    this.way = el('a', { class: 'way' });
    this.picture = new Picture(facts.heat_ramp);
    this.picture.note.textContent = t('no_picture');
    this.shapes = document.createElementNS(SVG, 'svg');
    this.shapes.setAttribute('viewBox', '0 0 1 1');
    this.shapes.setAttribute('preserveAspectRatio', 'none');
    this.shapes.setAttribute('aria-hidden', 'true');
    this.handles = el('div', { class: 'handles' });
    this.told = el('p', { class: 'unseen-words', role: 'status' });
    this.list = el('ul', { class: 'areas', 'aria-label': t('areas') });
    this.none = el('p', { class: 'quiet' }, t('no_zones'));
    this.note = el('div', { class: 'notice', role: 'status' });
    this.state = el('p', { class: 'quiet' });
    this.save = el('button', { type: 'button', class: 'main', onclick: () => this.#save() }, t('save'));
    this.discard = el('button', { type: 'button', onclick: () => this.#forget() }, t('discard'));
    this.element = el('div', { class: 'zones' },
      el('div', { class: 'bar' }, this.way, this.title),
      el('div', { class: 'drawing' },
        el('div', {}, el('div', { class: 'canvas cold' }, this.picture.element, this.shapes, this.handles),
          el('p', { class: 'quiet hint', id: 'zones-hint' }, t('zones_hint')), this.told),
        el('div', { class: 'side-by' }, this.note, this.none, this.list,
          el('button', { type: 'button', onclick: () => this.#add() }, t('new_zone')),
          el('div', { class: 'choices' }, this.save, this.discard), this.state)));
    const options = { signal: this.#ending.signal };
    feed.addEventListener('picture', ({ detail }) => {
      if (detail.camera === this.#id) {
        this.picture.show(detail);
        write(this.picture.note, '');
      }
    }, options);
    feed.addEventListener('state', ({ detail }) => { feed.state = detail; }, options);
    addEventListener('beforeunload', event => this.#isDirty() && event.preventDefault(), options);
  }

  go(id) {
    if (id === this.#id) {
      return;
    }
    this.#id = id;
    this.title.textContent = t('all_zones_of', { name: id });
    this.way.href = `#/cameras/${encodeURIComponent(id)}`;
    this.way.textContent = `← ${id}`;
    this.picture.label(t('picture_of', { name: id }));
    this.feed.want(id, true);
    this.#load();
  }

  close() {
    clearTimeout(this.#timer);
    this.#ending.abort();
    this.feed.want(this.#id, false);
  }

  get #address() {
    return `api/cameras/${encodeURIComponent(this.#id)}/zones`;
  }

  async #load() {
    this.note.replaceChildren();
    try {
      this.#file = await read(this.#address);
    } catch (refused) {
      this.#tellFault(refused);
      this.save.disabled = this.discard.disabled = true;
      return;
    }
    this.#areas = this.#file.areas.map(area => ({ ...area, from: { was: area.was, is_mask: area.kind === 'mask' } }));
    this.#saved = JSON.stringify(this.#areas);
    this.#histories = {};
    const draft = drafts.get(this.#id);
    if (draft?.version === this.#file.version) {
      this.#areas = JSON.parse(draft.areas);
    }
    this.#mistakes = [];
    this.#chosen = this.#areas.length > 0 ? 0 : -1;
    const { obstacle, file } = this.#file;
    write(this.save, t(obstacle ? 'show_snippet' : 'save'));
    this.note.replaceChildren(...(obstacle ? [el('p', {}, t('unwritable_yet', { file, reason: obstacle }))] : []));
    this.#draw();
  }

  #isDirty() {
    return this.#file !== null && JSON.stringify(this.#areas) !== this.#saved;
  }

  /** Something is drawn or written: it is kept, and the rules are asked for. */
  #touch() {
    this.#tellHad();
    drafts.set(this.#id, { version: this.#file.version, areas: JSON.stringify(this.#areas) });
    this.#showState();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#check(), SETTLE_MS);
  }

  #body() {
    return {
      version: this.#file.version,
      areas: this.#areas.map(({ from, ...area }) => ({
        ...area,
        was: from && from.is_mask === (area.kind === 'mask') ? from.was : null,
        ...(area.kind === 'watch' ? {} : { threshold: null, minimum_stay_seconds: 0 }),
      })),
    };
  }

  async #check() {
    const asked = ++this.#asked;
    try {
      const { mistakes } = await change(`${this.#address}/check`, this.#body());
      if (asked === this.#asked) {
        this.#showMistakes(mistakes);
      }
    } catch {
      // It is asked again with the next change, and when it is saved.
    }
  }

  async #save() {
    clearTimeout(this.#timer);
    this.#asked++;
    try {
      await change(this.#address, this.#body());
      drafts.delete(this.#id);
      say(t('saved_areas', { file: this.#file.file }));
      await this.#load();
    } catch (refused) {
      this.#tellFault(refused);
      if (refused.body?.mistakes) {
        this.#showMistakes(refused.body.mistakes);
      }
    }
  }

  #forget() {
    drafts.delete(this.#id);
    this.#load();
  }

  #tellFault({ body, message }) {
    const fault = FAULTS[body?.fault];
    const words = fault
      ? t(fault, { reason: body.fault === 'unwritable' ? this.#file.obstacle ?? message : message, file: this.#file?.file ?? '', name: this.#id })
      : t('failed', { reason: message || t('unreachable') });
    this.note.replaceChildren(el('p', { class: 'bad' }, words),
      ...(body?.fault === 'changed' ? [el('button', { type: 'button', onclick: () => this.#forget() }, t('load_anew'))] : []),
      ...(body?.snippet ? [this.#snippet(body.snippet)] : []));
    this.note.scrollIntoView({ block: 'nearest' });
  }

  #snippet(text) {
    const code = el('pre', { tabindex: '0' }, text);
    return el('div', {}, code, el('button', {
      type: 'button',
      onclick: async () => {
        getSelection().selectAllChildren(code);
        await navigator.clipboard?.writeText(text);
        say(t('copied'));
      },
    }, t('copy')));
  }

  #add() {
    if (!this.#file) {
      return;
    }
    const names = new Set(this.#areas.map(area => area.name));
    let n = 1;
    while (names.has(`zone_${n}`)) {
      n++;
    }
    this.#areas.push({
      was: null, name: `zone_${n}`, kind: 'watch', threshold: null, minimum_stay_seconds: 0, from: null,
      points: [[0.35, 0.35], [0.65, 0.35], [0.65, 0.65], [0.35, 0.65]],
    });
    this.#chosen = this.#areas.length - 1;
    this.#draw();
    this.#touch();
    this.list.querySelector('.chosen input')?.select();
  }

  #remove(index) {
    this.#areas.splice(index, 1);
    this.#mistakes = [];
    this.#chosen = Math.min(index, this.#areas.length - 1);
    this.#draw();
    this.#touch();
    (this.list.querySelector('.chosen input') ?? this.save).focus();
  }

  #choose(index) {
    this.#chosen = index;
    this.#draw();
  }

  #draw() {
    this.none.hidden = this.#areas.some(area => area.kind === 'watch');
    this.list.replaceChildren(...this.#areas.map((area, index) => this.#card(area, index)));
    this.#drawShapes();
    this.#showMistakes(this.#mistakes);
    this.#showState();
    this.#tellHad();
  }

  /** Says of the zone that is open how many alerts its threshold would have given, as far as it was counted for it. */
  async #tellHad() {
    const area = this.#areas[this.#chosen];
    const saved = JSON.parse(this.#saved).find(its => area?.kind === 'watch' && its.kind === 'watch' && its.was === area.was);
    const { had } = this;
    if (!saved) {
      had?.replaceChildren();
      return;
    }
    try {
      const { hadWords, readHistory } = await import('./tuning.js');
      this.#histories[saved.name] ??= readHistory(this.#id, saved.name);
      const history = await this.#histories[saved.name];
      const isOther = ['points', 'minimum_stay_seconds'].some(key => JSON.stringify(area[key]) !== JSON.stringify(saved[key]));
      const words = hadWords(history, area.threshold ?? this.#file.threshold);
      write(had, isOther && history.since !== null ? `${words} ${t('zone_redrawn')}` : words);
    } catch {
      // The threshold can be set without it.
      delete this.#histories[saved.name];
    }
  }

  #showState() {
    const isDirty = this.#isDirty();
    this.discard.disabled = !isDirty;
    this.save.disabled = !isDirty;
    write(this.state, t(isDirty ? 'changed_areas' : 'nothing_changed'));
  }

  #card(area, index) {
    const isChosen = index === this.#chosen;
    const faults = el('div', { class: 'faults', id: `faults-${index}`, role: 'status' });
    const head = el('button', { type: 'button', class: 'area-name', 'aria-expanded': String(isChosen), onclick: () => {
      this.#choose(index);
      this.list.children[index].querySelector('.area-name').focus();
    } }, el('span', { class: `swatch ${area.kind}`, 'aria-hidden': 'true' }), el('span', {}, area.name || '–'),
    el('span', { class: 'quiet' }, t(KINDS[area.kind])));
    return el('li', { class: `area ${isChosen ? 'chosen' : ''}` }, head, isChosen ? this.#fields(area, index, head) : null, faults);
  }

  #fields(area, index, head) {
    const input = (key, label, properties, set) => el('label', {}, label, el('input', {
      ...properties, value: area[key] ?? '', 'aria-describedby': `faults-${index}`,
      oninput: event => {
        area[key] = set(event.target.value);
        write(head.children[1], area.name || '–');
        this.#relabel();
        this.#touch();
      },
    }));
    return el('div', { class: 'fields' },
      input('name', t('name'), { maxlength: 64, autocomplete: 'off', spellcheck: 'false' }, value => value),
      el('label', {}, t('what_for'), el('select', {
        onchange: event => {
          area.kind = event.target.value;
          this.#draw();
          this.#touch();
          this.list.querySelector('.chosen select').focus();
        },
      }, Object.entries(KINDS).map(([kind, key]) => el('option', { value: kind, selected: kind === area.kind }, t(key))))),
      ...(area.kind !== 'watch' ? [] : [
        input('threshold', t('own_threshold', { value: number(this.#file.threshold, 2) }), { type: 'number', min: 0.05, max: 1, step: 0.01 },
          value => value === '' ? null : Number(value)),
        this.had = el('p', { class: 'quiet', role: 'status' }),
        input('minimum_stay_seconds', t('minimum_stay'), { type: 'number', min: 0, max: 3600, step: 1 }, value => Number(value))]),
      el('button', { type: 'button', onclick: () => this.#remove(index) }, t('remove_area', { name: area.name })));
  }

  #showMistakes(mistakes) {
    this.#mistakes = mistakes;
    const words = ({ key, message }) => {
      const known = MISTAKES[key] ?? (key.startsWith('points[') ? 'mistake_corner' : 'mistake_other');
      const said = t(known, { key, message });
      return said[0].toLocaleUpperCase(language) + said.slice(1);
    };
    [...this.list.children].forEach((card, index) => {
      const its = mistakes.filter(mistake => mistake.area === index);
      card.classList.toggle('wrong', its.length > 0);
      card.querySelector('.faults').replaceChildren(...its.map(mistake => el('p', {}, words(mistake))));
    });
    [...this.shapes.children].forEach(shape => shape.classList.toggle('wrong', mistakes.some(mistake => mistake.area === Number(shape.dataset.area))));
    this.handles.querySelectorAll('.fault-at').forEach(fault => fault.remove());
    this.handles.querySelectorAll('.corner').forEach((corner, n) => {
      const its = mistakes.find(mistake => mistake.area === this.#chosen && (mistake.key === `points[${n}]` || (mistake.key === 'points' && n === 0)));
      corner.classList.toggle('wrong', Boolean(its));
      if (its) {
        const [x, y] = this.#areas[this.#chosen].points[n];
        const fault = el('span', { class: 'fault-at', 'aria-hidden': 'true' }, words(its));
        fault.classList.toggle('left', x > 0.5);
        fault.classList.toggle('up', y > 0.7);
        this.#put(fault, [x, y]);
        this.handles.append(fault);
      }
    });
    const others = mistakes.filter(mistake => mistake.area === null);
    if (others.length > 0) {
      this.note.replaceChildren(...others.map(mistake => el('p', { class: 'bad' }, words(mistake))));
    }
  }

  #drawShapes() {
    this.shapes.replaceChildren(...this.#areas.map((area, index) => {
      const shape = document.createElementNS(SVG, 'polygon');
      shape.setAttribute('class', `${area.kind} ${index === this.#chosen ? 'chosen' : ''}`);
      shape.dataset.area = index;
      shape.addEventListener('click', () => this.#choose(index));
      return shape;
    }));
    const area = this.#areas[this.#chosen];
    this.handles.replaceChildren(...(area ? [
      ...area.points.map((_, n) => this.#corner(area, n)),
      ...(area.points.length > 1 ? area.points.map((_, n) => this.#side(area, n)) : []),
      this.#handle('whole', '✥', delta => {
        const least = [0, 1].map(axis => Math.min(...area.points.map(point => point[axis])));
        const most = [0, 1].map(axis => Math.max(...area.points.map(point => point[axis])));
        const by = delta.map((step, axis) => Math.min(1 - most[axis], Math.max(-least[axis], step)));
        area.points.forEach((point, n) => { area.points[n] = point.map((value, axis) => Math.round((value + by[axis]) * 1000) / 1000); });
      }, () => this.#middle(area))] : []));
    this.#placeAll();
    this.#relabel();
  }

  #middle({ points }) {
    return [0, 1].map(axis => points.reduce((sum, point) => sum + point[axis], 0) / points.length);
  }

  #corner(area, n) {
    const corner = this.#handle('corner', '', delta => {
      area.points[n] = area.points[n].map((value, axis) => Math.min(1, Math.max(0, Math.round((value + delta[axis]) * 1000) / 1000)));
    }, () => area.points[n], () => { area.points[n] = area.points[n].map(clamp); });
    corner.setAttribute('aria-keyshortcuts', 'ArrowLeft ArrowRight ArrowUp ArrowDown Delete +');
    corner.setAttribute('aria-describedby', `zones-hint faults-${this.#chosen}`);
    corner.addEventListener('keydown', event => {
      if (event.key === 'Delete' || event.key === 'Backspace') {
        event.preventDefault();
        this.#removeCorner(area, n);
      } else if (event.key === '+' || event.key === 'Insert') {
        event.preventDefault();
        this.#addCorner(area, n);
      }
    });
    corner.addEventListener('dblclick', () => this.#removeCorner(area, n));
    return corner;
  }

  #side(area, n) {
    return el('button', { type: 'button', class: 'side', onclick: () => this.#addCorner(area, n) }, '+');
  }

  #addCorner(area, n) {
    const next = area.points[(n + 1) % area.points.length];
    area.points.splice(n + 1, 0, area.points[n].map((value, axis) => Math.round((value + next[axis]) * 500) / 1000));
    this.#redraw(n + 1);
  }

  #removeCorner(area, n) {
    if (area.points.length > 1) {
      area.points.splice(n, 1);
      this.#redraw(Math.min(n, area.points.length - 1));
      write(this.told, t('corner_gone'));
    }
  }

  #redraw(focused) {
    this.#drawShapes();
    this.#showMistakes([]);
    this.#touch();
    this.handles.querySelectorAll('.corner')[focused].focus();
  }

  /** Something that is dragged, or moved with the arrow keys. */
  #handle(kind, sign, move, where, drop = () => {}) {
    let last = null;
    const moved = delta => {
      move(delta);
      this.#placeAll();
    };
    const handle = el('button', {
      type: 'button', class: kind,
      onkeydown: event => {
        const arrow = ARROWS[event.key];
        if (arrow && !event.altKey && !event.ctrlKey && !event.metaKey) {
          event.preventDefault();
          moved(arrow.map(way => way * (event.shiftKey ? COARSE_STEP : FINE_STEP)));
          this.#relabel();
          write(this.told, t('corner_at', place(where())));
          this.#touch();
        }
      },
      onpointerdown: event => {
        handle.setPointerCapture(event.pointerId);
        last = [event.clientX, event.clientY];
      },
      onpointermove: event => {
        if (last) {
          const box = this.handles.getBoundingClientRect();
          moved([(event.clientX - last[0]) / box.width, (event.clientY - last[1]) / box.height]);
          last = [event.clientX, event.clientY];
        }
      },
      onpointerup: () => {
        if (last) {
          last = null;
          drop();
          this.#placeAll();
          this.#relabel();
          this.#touch();
        }
      },
      onpointercancel: () => { last = null; },
    }, sign);
    return handle;
  }

  #placeAll() {
    this.#areas.forEach((area, index) => this.shapes.children[index].setAttribute('points', area.points.map(point => point.join()).join(' ')));
    const area = this.#areas[this.#chosen];
    if (!area) {
      return;
    }
    const { points } = area;
    this.handles.querySelectorAll('.corner').forEach((corner, n) => this.#put(corner, points[n]));
    this.handles.querySelectorAll('.side').forEach((side, n) => {
      const next = points[(n + 1) % points.length];
      this.#put(side, [(points[n][0] + next[0]) / 2, (points[n][1] + next[1]) / 2]);
    });
    this.#put(this.handles.querySelector('.whole'), this.#middle(area));
    this.handles.querySelectorAll('.fault-at').forEach(fault => fault.remove());
  }

  #put(element, [x, y]) {
    element.style.left = `${100 * x}%`;
    element.style.top = `${100 * y}%`;
  }

  #relabel() {
    const area = this.#areas[this.#chosen];
    if (!area) {
      return;
    }
    const name = area.name || '–';
    const label = (selector, words) => this.handles.querySelectorAll(selector).forEach((handle, n) => handle.setAttribute('aria-label', words(n)));
    label('.corner', n => t('corner', { n: n + 1, name, ...place(area.points[n]) }));
    label('.side', n => t('add_corner', { n: n + 1, name }));
    label('.whole', () => t('whole', { name }));
  }
}
