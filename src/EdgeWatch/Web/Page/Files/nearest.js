import { el } from './dom.js';
import { t } from './text.js';

/** What an event showed beside what is normal there and most like it; null where that is not known. */
export function nearest(event) {
  if (!event.nearest) {
    return null;
  }
  // Both halves of one picture, without the white between them.
  const half = alt => el('img', { src: `api/events/${event.event_id}/nearest?${event.sequence}`, alt });
  return el('figure', { class: 'nearest', 'aria-label': t('nearest') }, el('h3', {}, t('nearest')),
    el('div', { class: 'pair' }, half(t('nearest_alt')), half('')),
    el('figcaption', { class: 'pair' }, el('span', {}, t('nearest_now')), el('span', {}, t('nearest_normal'))));
}
