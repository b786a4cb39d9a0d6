import { el } from './dom.js';
import { t } from './text.js';

/** What an event showed beside what is normal there and most like it; null where that is not known. */
export const nearest = event => !event.nearest ? null : el('figure', { class: 'nearest', 'aria-label': t('nearest') },
  el('h3', {}, t('nearest')),
  el('img', { src: `api/events/${event.event_id}/nearest?${event.sequence}`, alt: t('nearest_alt'), width: 488, height: 240 }),
  el('figcaption', {}, el('span', {}, t('nearest_now')), el('span', {}, t('nearest_normal'))));
