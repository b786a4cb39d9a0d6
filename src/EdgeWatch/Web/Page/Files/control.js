import { change } from './api.js';
import { el, say, write } from './dom.js';
import { addWords, length, t } from './text.js';

addWords({
  pause_hint: ['Silent: it looks on, and gives no alerts and learns nothing. Switched off: its pictures are not even fetched.',
    'Stumm: Sie sieht weiter zu, meldet und lernt aber nichts. Ausgeschaltet: Ihre Bilder werden gar nicht erst geholt.'],
  silent_for: ['Silent for {hours} h', 'Stumm für {hours} h'],
  alert_again: ['Alert again', 'Wieder melden'],
  switch_off: ['Switch off', 'Ausschalten'],
  switch_on: ['Switch on', 'Einschalten'],
  as_config_says: ['As the config says', 'Wie in der Konfiguration'],
  pause: ['Pause', 'Anhalten'],
  relearn: ['Learn anew', 'Neu lernen'],
  relearn_hint: [
    'For a view that has changed. {name} forgets what is normal at each place and how rare what it sees is, learns for {length}, and gives no alerts meanwhile. Events stay, and so does what was said of them.',
    'Wenn sich der Blick geändert hat. {name} vergisst, was an jedem Ort normal ist und wie selten, was sie sieht, lernt {length} lang und meldet so lange nichts. Ereignisse bleiben, und auch, was zu ihnen gesagt wurde.'],
  forget_feedback: ['Forget what was said of events, too', 'Auch vergessen, was zu Ereignissen gesagt wurde'],
  relearn_really: ['Really? What {name} has learned is gone then, and cannot be had back.',
    'Wirklich? Was {name} gelernt hat, ist dann weg und kommt nicht wieder.'],
  relearn_yes: ['Forget it and learn anew', 'Vergessen und neu lernen'],
  relearn_no: ['Keep it', 'Behalten'],
  relearns: ['{name} learns anew', '{name} lernt neu'],
  is_silent: ['{name} is silent for {hours} h', '{name} ist {hours} h stumm'],
  alerts_again: ['{name} alerts again', '{name} meldet wieder'],
  is_off: ['{name} is switched off', '{name} ist ausgeschaltet'],
  is_on_again: ['{name} is switched on', '{name} ist eingeschaltet'],
  follows_config: ['{name} is as the config says', '{name} ist, wie die Konfiguration sagt'],
});

const HOURS = [1, 8, 24];

/** Pauses a camera, or has it learn anew. */
export class ControlDialog {
  constructor(id) {
    this.id = id;
    this.state = el('p', { class: 'quiet' });
    this.pauses = el('div', { class: 'choices' });
    this.forget = el('input', { type: 'checkbox' });
    this.hint = el('p', { class: 'quiet' });
    this.asked = el('div', { class: 'asked', hidden: true }, el('p', { role: 'alert' }), el('div', { class: 'choices' },
      this.yes = el('button', { type: 'button', class: 'grave', onclick: () => this.#relearn() }, t('relearn_yes')),
      el('button', { type: 'button', onclick: () => this.#ask(false) }, t('relearn_no'))));
    this.ask = el('button', { type: 'button', onclick: () => this.#ask(true) }, `${t('relearn')} …`);
    this.dialog = el('dialog', { class: 'control', 'aria-labelledby': `control-${id}` },
      el('h2', { id: `control-${id}` }, id),
      el('h3', {}, t('pause')), this.state, this.pauses, el('p', { class: 'quiet' }, t('pause_hint')),
      el('h3', {}, t('relearn')), this.hint,
      el('label', { class: 'check' }, this.forget, t('forget_feedback')), this.ask, this.asked,
      el('form', { method: 'dialog' }, el('button', { class: 'main' }, t('close'))));
  }

  open(camera, words) {
    this.tell(camera, words);
    this.#ask(false);
    this.forget.checked = false;
    this.dialog.showModal();
  }

  /** How the camera is now, and in which words. */
  tell(camera, words) {
    write(this.state, words);
    write(this.hint, t('relearn_hint', { name: this.id, length: length(camera.learning_seconds) }));
    const key = [camera.suspended_until, camera.status.state === 'disabled', camera.is_overridden].join();
    if (key === this.key) {
      return;
    }
    this.key = key;
    const isOff = camera.status.state === 'disabled';
    const hadFocus = this.pauses.contains(document.activeElement);
    this.pauses.replaceChildren(
      ...(isOff ? [] : camera.suspended_until ? [this.#button('alert_again', {}, 'suspend', { minutes: 0 }, 'alerts_again')]
        : HOURS.map(hours => this.#button('silent_for', { hours }, 'suspend', { minutes: 60 * hours }, 'is_silent'))),
      isOff ? this.#button('switch_on', {}, 'enabled', { enabled: true }, 'is_on_again')
        : this.#button('switch_off', {}, 'enabled', { enabled: false }, 'is_off'),
      ...(camera.is_overridden ? [this.#button('as_config_says', {}, 'enabled', { enabled: null }, 'follows_config')] : []));
    if (hadFocus) {
      this.pauses.querySelector('button').focus();
    }
  }

  #button(key, values, verb, body, done) {
    return el('button', { type: 'button', onclick: () => this.#do(verb, body, t(done, { name: this.id, ...values })) }, t(key, values));
  }

  #ask(isAsked) {
    this.asked.hidden = !isAsked;
    this.ask.hidden = isAsked;
    write(this.asked.firstChild, isAsked ? t('relearn_really', { name: this.id }) : '');
    (isAsked ? this.yes : this.ask).focus();
  }

  async #relearn() {
    if (await this.#do('relearn', { forget_feedback: this.forget.checked }, t('relearns', { name: this.id }))) {
      this.dialog.close();
    }
  }

  async #do(verb, body, done) {
    try {
      await change(`api/cameras/${encodeURIComponent(this.id)}/${verb}`, body);
      say(done);
      return true;
    } catch (refused) {
      write(this.state, t('failed', { reason: refused.message || t('unreachable') }));
      return false;
    }
  }
}
