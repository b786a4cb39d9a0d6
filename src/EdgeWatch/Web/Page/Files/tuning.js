import { change, read } from './api.js';
import { el, say, write } from './dom.js';
import { addWords, moment, number, oftenness, t } from './text.js';

addWords({
  had_one: ['{at} would have given 1 alert {when}.', '{at} hätte {when} 1 Alarm gegeben.'],
  had_some: ['{at} would have given {n} alerts {when}.', '{at} hätte {when} {n} Alarme gegeben.'],
  had_words: ['{n} alerts {when}', '{n} Alarme {when}'],
  had_days: ['in the last {days} days', 'in den letzten {days} Tagen'],
  had_since: ['since {moment}, where the history begins', 'seit {moment}, wo der Verlauf beginnt'],
  had_none: ['How many alerts a threshold would have given is known an hour after the learning time.',
    'Wie viele Alarme eine Schwelle gegeben hätte, ist eine Stunde nach der Lernzeit bekannt.'],
  promised: ['Normal video promises {n} in that time.', 'Normales Bild verspricht {n} in dieser Zeit.'],
  at_least: ['at least {n}', 'mindestens {n}'],
  from_to: ['{least} to {most}', '{least} bis {most}'],
  config_says: ['The config file says {value}.', 'In der Konfigurationsdatei steht {value}.'],
  keep: ['Write {value} into the config file', '{value} in die Konfigurationsdatei schreiben'],
  go_back: ['Back to {value}', 'Zurück zu {value}'],
  kept: ['The config file says {value} now', 'In der Konfigurationsdatei steht jetzt {value}'],
  write_it: ['Write this below the camera {name} yourself:', 'Schreibe dies selbst unter die Kamera {name}:'],
});

const SECONDS_PER_DAY = 86400;

/** A history that is this much shorter than what was looked for is said to be. */
const SLACK_MS = 7200_000;

/** Reads what the last days say of the threshold of a camera, or of one of its zones. */
export const readHistory = (camera, zone = null) =>
  read(`api/cameras/${encodeURIComponent(camera)}/tuning${zone === null ? '' : `?zone=${encodeURIComponent(zone)}`}`);

/** How many alerts a threshold would have given, in words. */
export function hadWords(history, threshold) {
  if (history.since === null) {
    return t('had_none');
  }
  const n = countAt(history, threshold);
  return t(n === '1' ? 'had_one' : 'had_some', { n, at: number(threshold, 2), when: spanOf(history) });
}

function spanOf({ since, days }) {
  const begin = Date.parse(since);
  return begin - SLACK_MS > Date.now() - days * SECONDS_PER_DAY * 1000 ? t('had_since', { moment: moment(begin) }) : t('had_days', { days });
}

/** Counted is at some thresholds: between two of them it is something between. */
function countAt({ lines, leaves_out: leavesOut }, threshold) {
  const below = lines.findLast(line => line.threshold <= threshold + 1e-9);
  const above = lines.find(line => line.threshold >= threshold - 1e-9);
  const least = above?.had ?? 0;
  const most = below?.had ?? null;
  const words = most === null ? t('at_least', { n: least }) : most <= least ? String(least) : t('from_to', { least, most });
  return leavesOut && most !== null ? t('at_least', { n: Math.min(least, most) }) : words;
}

/** What the last days say of a camera's threshold. */
export class ThresholdHistory {
  #history = null;
  #shown = null;
  #inForce = null;

  /** again(threshold) has the chart shown anew, with a threshold that was set here, or with the one that it knows. */
  constructor(id, again) {
    this.id = id;
    this.again = again;
    this.had = el('p', { class: 'quiet', tabindex: '-1' });
    this.config = el('div', { class: 'choices kept' });
    this.element = el('div', { class: 'history' }, this.had, this.config);
    this.load();
  }

  async load() {
    try {
      this.#history = await readHistory(this.id);
      this.again();
    } catch {
      // The threshold can be set without it.
    }
  }

  /** Says what a threshold would have given: the one in force, or one that somebody just tries; gives it in few words, for who hears it. */
  show(threshold, inForce) {
    this.#shown = threshold;
    if (inForce !== this.#inForce) {
      this.#inForce = inForce;
      this.#offer();
    }
    this.#write();
    return this.#history?.since ? `, ${t('had_words', { n: countAt(this.#history, threshold), when: spanOf(this.#history) })}` : '';
  }

  get #address() {
    return `api/cameras/${encodeURIComponent(this.id)}`;
  }

  #write() {
    if (this.#history === null || this.#shown === null) {
      return;
    }
    if (this.#history.since === null) {
      write(this.had, t('had_none'));
    } else {
      const promised = 10 ** (10 * (0.5 - this.#shown)) * this.#history.watched_seconds / SECONDS_PER_DAY;
      write(this.had, [
        hadWords(this.#history, this.#shown),
        t('promised', { n: number(promised, promised < 10 ? 1 : 0) })].join(' '));
    }
    if (this.config.childElementCount === 0) {
      this.#offer();
    }
  }

  /** What is set by hand can be written into the file, or taken back. */
  #offer() {
    const { configured, can_be_kept: canBeKept } = this.#history ?? {};
    const isOther = configured !== undefined && this.#inForce !== null && Math.abs(configured - this.#inForce) > 1e-9;
    const button = (words, act) => el('button', { type: 'button', onclick: act }, words);
    this.config.replaceChildren(...(isOther ? [
      el('span', { class: 'quiet' }, t('config_says', { value: number(configured, 2) })),
      canBeKept ? button(t('keep', { value: number(this.#inForce, 2) }), () => this.#keep(this.#inForce)) : null,
      button(t('go_back', { value: number(configured, 2) }), () => this.#goBack()),
    ].filter(Boolean) : []));
  }

  async #keep(threshold) {
    try {
      await change(`${this.#address}/threshold/keep`, { threshold });
      this.#history.configured = threshold;
      say(t('kept', { value: number(threshold, 2) }));
      this.#offer();
      this.had.focus();
    } catch (refused) {
      say(t('failed', { reason: refused.message || t('unreachable') }), true);
      if (refused.body?.snippet) {
        this.config.append(el('p', { class: 'quiet' }, t('write_it', { name: this.id })), el('pre', { tabindex: '0' }, refused.body.snippet));
      }
    }
  }

  async #goBack() {
    try {
      await change(`${this.#address}/threshold`, { threshold: null });
      this.again(this.#history.configured);
      say(t('threshold_set', { name: this.id, value: number(this.#history.configured, 2), often: oftenness(this.#history.configured) }));
    } catch (refused) {
      say(t('failed', { reason: refused.message || t('unreachable') }), true);
    }
  }
}
