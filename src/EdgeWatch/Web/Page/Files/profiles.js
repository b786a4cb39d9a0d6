import { change } from './api.js';
import { el, say, write } from './dom.js';
import { addWords, moment, t } from './text.js';

addWords({
  profile_by_schedule: ['By the schedule ({name})', 'Nach Zeitplan ({name})'],
  profile_by_schedule_else: ['By the schedule', 'Nach Zeitplan'],
  profile_until: ['until {moment}', 'bis {moment}'],
  profile_by_hand: ['set by hand, until somebody chooses another', 'von Hand gesetzt, bis jemand ein anderes wählt'],
  profile_set: ['Profile {name} is in force', 'Das Profil {name} gilt'],
  quiet_now: ['Quiet: events are recorded, and nobody is told', 'Ruhe: Ereignisse werden aufgezeichnet, und niemandem gemeldet'],
});

/** Which profile is in force, to be chosen. */
export class ProfileChoice {
  constructor() {
    this.choice = el('select', { onchange: () => this.#set(this.choice.value) });
    this.label = el('label', {}, t('profile'), this.choice);
    this.state = el('p', { class: 'quiet' });
    this.element = el('div', { class: 'profile' }, this.label, this.state);
  }

  tell(profile) {
    const key = JSON.stringify(profile);
    if (key === this.told) {
      return;
    }
    this.told = key;
    this.profile = profile;
    this.label.hidden = profile.names.length === 0;
    const { name, is_by_hand: isByHand, until, is_quiet: isQuiet, quiet_until: quietUntil, auto, names } = profile;
    this.choice.replaceChildren(
      el('option', { value: auto }, isByHand ? t('profile_by_schedule_else') : t('profile_by_schedule', { name })),
      ...names.map(its => el('option', { value: its }, its)));
    this.choice.value = isByHand ? name : auto;
    const ends = quietUntil ? ` ${t('profile_until', { moment: moment(Date.parse(quietUntil)) })}` : '';
    write(this.state, [
      isByHand ? t('profile_by_hand') : until ? t('profile_until', { moment: moment(Date.parse(until)) }) : '',
      isQuiet ? t('quiet_now') + ends : ''].filter(Boolean).join('. '));
  }

  async #set(profile) {
    try {
      await change('api/profile', { profile });
      say(t('profile_set', { name: this.choice.selectedOptions[0].textContent }));
    } catch (refused) {
      say(t('failed', { reason: refused.message || t('unreachable') }), true);
      this.told = null;
      this.tell(this.profile);
    }
  }
}
