import { el } from './dom.js';
import { number, oftenness, t, time } from './text.js';

const SHOWN_SECONDS = 300;
const HEIGHT = 150;

/** Beside one large picture there is more room. */
const TALL_HEIGHT = 320;
const WIDE_WINDOW = '(min-width: 60rem)';
const FINE_STEP = 0.01;
const COARSE_STEP = 0.1;

/** A threshold that is moved by keys is set when the keys rest. */
const SETTLE_MS = 700;

const KEYS = {
  ArrowUp: FINE_STEP, ArrowRight: FINE_STEP, ArrowDown: -FINE_STEP, ArrowLeft: -FINE_STEP, PageUp: COARSE_STEP, PageDown: -COARSE_STEP,
  Home: -1, End: 1,
};

/** The running score of one camera, with its threshold as a line that can be moved. */
export class ScoreChart {
  #plot = null;
  #at = [];
  #scores = [];
  #threshold = null;
  #range = [0, 1];
  #moved = null;
  #timer = 0;

  /** set(threshold) sets it at the node and says whether that worked. */
  constructor(name, set) {
    this.set = set;

    /** Told what is shown, and asked for more words on it. */
    this.shows = () => '';
    this.line = el('div', {
      class: 'threshold', role: 'slider', tabindex: '0', 'aria-orientation': 'vertical', 'aria-label': t('threshold_of', { name }),
      onkeydown: event => this.#press(event), onpointerdown: event => this.#grab(event), onpointermove: event => this.#drag(event),
      onpointerup: () => this.#letGo(), onpointercancel: () => this.#forget(), onblur: () => this.#settle(),
    }, this.tag = el('span', { class: 'tag' }));
    this.element = el('div', { class: 'chart' });
    new ResizeObserver(() => this.#size()).observe(this.element);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#build());
  }

  /** What was before the page was opened. */
  begin(at, scores) {
    this.#at = [...at];
    this.#scores = [...scores];
    this.#draw();
  }

  /** The newest score. */
  add(at, score) {
    const last = this.#at.length - 1;
    if (last >= 0 && at < this.#at[last]) {
      this.#at = [];
      this.#scores = [];
    } else if (last >= 0 && at === this.#at[last]) {
      this.#scores[last] = score;
      this.#draw();
      return;
    }
    this.#at.push(at);
    this.#scores.push(score);
    if (this.#at.length > 2 * SHOWN_SECONDS) {
      this.#at = this.#at.slice(-SHOWN_SECONDS);
      this.#scores = this.#scores.slice(-SHOWN_SECONDS);
    }
    this.#draw();
  }

  /** The threshold in force; while somebody moves it, theirs is shown. */
  threshold(value, least, most) {
    this.#threshold = value;
    this.#range = [least, most];
    this.#place();
  }

  /** Shows a threshold that was set elsewhere without waiting for the node to tell it; without one, what it shows with other words. */
  again(threshold = this.#threshold) {
    this.#threshold = threshold;
    this.#place();
  }

  #build() {
    this.#plot?.destroy();
    const style = getComputedStyle(this.element);
    const color = name => style.getPropertyValue(name).trim();
    const axis = { stroke: color('--quiet'), grid: { stroke: color('--line'), width: 1 }, ticks: { show: false }, font: '12px system-ui' };
    this.#plot = new uPlot({
      width: Math.max(this.element.clientWidth, 120),
      height: this.#height(),
      padding: [10, 24, 0, 0],
      cursor: { show: false },
      legend: { show: false },
      select: { show: false },
      scales: { x: { time: true, range: () => this.#window() }, y: { range: [0, 1] } },
      axes: [
        { ...axis, size: 28, gap: 9, values: (_, seconds) => seconds.map(second => time(second * 1000, false)), space: 70 },
        { ...axis, size: 34, splits: [0, 0.25, 0.5, 0.75, 1], values: (_, scores) => scores.map(score => number(score, 2)) },
      ],
      series: [{}, { stroke: color('--score'), fill: color('--score-area'), width: 1.5, points: { show: false }, spanGaps: false }],
    }, this.#data(), this.element);
    this.#plot.over.append(this.line);
    this.#place();
  }

  /** A gap where nothing was scored for some seconds: a line across would be made up. */
  #data() {
    const at = [];
    const scores = [];
    this.#at.forEach((second, i) => {
      if (i > 0 && second - this.#at[i - 1] > 3) {
        at.push(this.#at[i - 1] + 1);
        scores.push(null);
      }
      at.push(second);
      scores.push(this.#scores[i]);
    });
    return [at, scores];
  }

  #window() {
    const end = this.#at.at(-1) ?? Math.floor(Date.now() / 1000);
    return [end - SHOWN_SECONDS, end];
  }

  #draw() {
    this.#plot?.setData(this.#data());
  }

  #height() {
    return this.element.closest('.one') && matchMedia(WIDE_WINDOW).matches ? TALL_HEIGHT : HEIGHT;
  }

  #size() {
    if (this.element.clientWidth === 0) {
      return;
    }
    if (!this.#plot) {
      this.#build();
    }
    this.#plot.setSize({ width: this.element.clientWidth, height: this.#height() });
    this.#place();
  }

  #place() {
    const shown = this.#moved ?? this.#threshold;
    this.line.hidden = shown === null;
    if (shown === null || !this.#plot) {
      return;
    }
    this.line.style.top = `${this.#plot.valToPos(shown, 'y')}px`;
    this.line.setAttribute('aria-valuemin', this.#range[0]);
    this.line.setAttribute('aria-valuemax', this.#range[1]);
    this.line.setAttribute('aria-valuenow', shown);
    this.line.setAttribute('aria-valuetext', `${number(shown, 2)}, ${oftenness(shown)}${this.shows(shown, this.#threshold)}`);
    this.tag.textContent = `${t('threshold')} ${number(shown, 2)} · ${oftenness(shown)}`;
    this.line.classList.toggle('high', shown > 0.75);
  }

  #move(to) {
    this.#moved = Math.min(this.#range[1], Math.max(this.#range[0], Math.round(to * 100) / 100));
    this.#place();
  }

  #press(event) {
    const step = KEYS[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    this.#move((this.#moved ?? this.#threshold) + step);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#settle(), SETTLE_MS);
  }

  #grab(event) {
    event.preventDefault();
    this.line.focus();
    this.line.setPointerCapture(event.pointerId);
    this.line.classList.add('held');
    this.#drag(event);
  }

  #drag(event) {
    if (this.line.classList.contains('held')) {
      const box = this.#plot.over.getBoundingClientRect();
      this.#move(this.#plot.posToVal(event.clientY - box.top, 'y'));
    }
  }

  #letGo() {
    this.line.classList.remove('held');
    this.#settle();
  }

  #forget() {
    this.line.classList.remove('held');
    this.#moved = null;
    this.#place();
  }

  async #settle() {
    clearTimeout(this.#timer);
    const wanted = this.#moved;
    if (wanted === null || this.line.classList.contains('held')) {
      return;
    }
    if (wanted !== this.#threshold && await this.set(wanted)) {
      this.#threshold = wanted;
    }
    if (this.#moved === wanted) {
      this.#moved = null;
    }
    this.#place();
  }
}
