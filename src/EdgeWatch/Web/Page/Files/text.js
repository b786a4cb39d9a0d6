const WORDS = {
  skip: ['Skip to the content', 'Zum Inhalt springen'],
  live: ['Live', 'Live'],
  events: ['Events', 'Ereignisse'],
  language: ['Language', 'Sprache'],
  keys: ['Keyboard shortcuts', 'Tastenkürzel'],
  digest_of_day: ['This day on one page', 'Dieser Tag auf einer Seite'],
  digest_of_yesterday: ['Yesterday on one page', 'Der gestrige Tag auf einer Seite'],
  pages: ['Pages', 'Seiten'],
  heat_map: ['Heat map', 'Wärmebild'],
  heat_from: ['half the threshold', 'halbe Schwelle'],
  heat_threshold: ['threshold', 'Schwelle'],
  heat_to: ['rarest', 'am seltensten'],
  attention: ['Attention', 'Aufmerksamkeit'],
  attention_hint: [
    'The larger a dot, the more the network looks there to judge what moves around it.',
    'Je größer ein Punkt, desto mehr schaut das Netz dorthin, um zu beurteilen, was sich darum herum bewegt.'],
  no_attention: ['Where the network looks cannot be told now; the log may say why.', 'Wohin das Netz schaut, ist gerade nicht zu sagen; das Protokoll sagt vielleicht, warum.'],
  no_cameras: ['No camera yet', 'Noch keine Kamera'],
  no_cameras_find: [
    'On this node, this finds the ONVIF cameras of your network and writes them into its config:',
    'Auf diesem Knoten findet das die ONVIF-Kameras deines Netzes und schreibt sie in seine Konfiguration:'],
  no_cameras_write: [
    'Or write one into the config file yourself, by its RTSP or HTTP address or its device, and reload:',
    'Oder trage selbst eine in die Konfigurationsdatei ein, mit RTSP- oder HTTP-Adresse oder Gerät, und lade neu:'],
  no_cameras_then: ['It appears here by itself.', 'Sie erscheint hier von selbst.'],
  loading: ['Loading …', 'Lädt …'],
  picture_of: ['Picture of camera {name}', 'Bild der Kamera {name}'],
  no_picture: ['No picture yet', 'Noch kein Bild'],
  old_picture: ['This picture is from {time}', 'Dieses Bild ist von {time}'],
  watching: ['Watching', 'Wacht'],
  learning: ['Learning what is normal: {percent}, {left} left', 'Lernt, was normal ist: {percent}, noch {left}'],
  scene_change: ['The whole picture changes; nothing is scored', 'Das ganze Bild ändert sich; nichts wird bewertet'],
  waiting: ['Waiting for the first picture', 'Wartet auf das erste Bild'],
  alert: ['Alert', 'Alarm'],
  offline: ['Offline: {reason}', 'Offline: {reason}'],
  disabled: ['Switched off', 'Ausgeschaltet'],
  suspended: ['Silent until {time}', 'Stumm bis {time}'],
  score: ['Score', 'Wert'],
  score_chart: ['Score of the last five minutes', 'Wert der letzten fünf Minuten'],
  nothing_up: ['Nothing unusual', 'Nichts Ungewöhnliches'],
  what_is_up: ['What is unusual now', 'Was gerade ungewöhnlich ist'],
  threshold: ['Threshold', 'Schwelle'],
  threshold_of: ['Threshold of {name}', 'Schwelle von {name}'],
  threshold_set: ['Threshold of {name} is {value} now: {often}', 'Schwelle von {name} ist jetzt {value}: {often}'],
  often_day: ['about {n} times a day', 'etwa {n}-mal am Tag'],
  often_once: ['about once a day', 'etwa einmal am Tag'],
  often_days: ['about once in {n} days', 'etwa einmal in {n} Tagen'],
  often_year: ['about once a year', 'etwa einmal im Jahr'],
  often_years: ['about once in {n} years', 'etwa einmal in {n} Jahren'],
  all_events_of: ['Events of {name}', 'Ereignisse von {name}'],
  control: ['Pause or learn anew', 'Anhalten oder neu lernen'],
  control_of: ['Pause or learn anew: {name}', 'Anhalten oder neu lernen: {name}'],
  disarmed: ['Disarmed: its zones are off', 'Unscharf: ihre Zonen sind aus'],
  quiet: ['Quiet: events are recorded alone', 'Ruhe: Ereignisse werden nur aufgezeichnet'],
  profile: ['Profile', 'Profil'],
  zone: ['Zone', 'Zone'],
  all_zones_of: ['Zones of {name}', 'Zonen von {name}'],
  enlarge: ['Camera {name}, large', 'Kamera {name}, groß'],
  all_cameras: ['All cameras', 'Alle Kameras'],
  lost: ['The node does not answer. What is shown is from {time}; it is asked again.',
    'Der Knoten antwortet nicht. Was zu sehen ist, ist von {time}; er wird wieder gefragt.'],
  lost_never: ['The node does not answer; it is asked again.', 'Der Knoten antwortet nicht; er wird wieder gefragt.'],
  back: ['The node answers again', 'Der Knoten antwortet wieder'],
  failed: ['That did not work: {reason}', 'Das ging nicht: {reason}'],
  unreachable: ['the node does not answer', 'der Knoten antwortet nicht'],
  no_such_camera: ['There is no camera {name}', 'Es gibt keine Kamera {name}'],
  token_title: ['Who is there?', 'Wer ist da?'],
  token_hint: ['The token stands in the file that web.token_file names in the config of this node.',
    'Das Token steht in der Datei, die web.token_file in der Konfiguration dieses Knotens nennt.'],
  token: ['Token', 'Token'],
  enter: ['Enter', 'Eintreten'],
  leave: ['Leave', 'Abmelden'],
  token_wrong: ['This is not the token.', 'Das ist nicht das Token.'],
  token_slow: ['Too many tries; wait some seconds.', 'Zu viele Versuche; warte einige Sekunden.'],
  denied_title: ['This page is for another machine', 'Diese Seite ist für einen anderen Rechner'],
  denied_hint: ['It shows itself on the machine that EdgeWatch runs on alone, since its config names no token. web.token_file there lets others in.',
    'Sie zeigt sich nur auf dem Rechner, auf dem EdgeWatch läuft, denn dessen Konfiguration nennt kein Token. web.token_file dort lässt andere ein.'],
  filter: ['Filter', 'Filter'],
  camera: ['Camera', 'Kamera'],
  kind: ['Kind', 'Art'],
  day: ['Day', 'Tag'],
  all: ['All', 'Alle'],
  unseen: ['Unseen only', 'Nur ungesehene'],
  is_unseen: ['not seen yet', 'noch nicht gesehen'],
  no_events: ['No events', 'Keine Ereignisse'],
  no_events_hint: ['Nothing unusual has happened so far. An event appears here by itself.',
    'Bisher ist nichts Ungewöhnliches geschehen. Ein Ereignis erscheint hier von selbst.'],
  no_events_filtered: ['No event fits the filter.', 'Kein Ereignis passt zum Filter.'],
  clear_filter: ['Show all', 'Alle zeigen'],
  more: ['Older events', 'Ältere Ereignisse'],
  choose: ['Choose an event to see it here', 'Wähle ein Ereignis, um es hier zu sehen'],
  is_on: ['goes on', 'dauert an'],
  peak: ['Peak {score}', 'Spitze {score}'],
  back_to_list: ['Back to the list', 'Zurück zur Liste'],
  clip: ['Clip', 'Film'],
  snapshot: ['Picture', 'Bild'],
  plain: ['Plain picture', 'Bild ohne Zeichen'],
  show: ['Show', 'Zeigen'],
  picture_of_event: ['Picture of the event: {reason}', 'Bild des Ereignisses: {reason}'],
  heat_of_event: ['Picture of the event with what is unusual in colour: {reason}', 'Bild des Ereignisses, Ungewöhnliches in Farbe: {reason}'],
  clip_of_event: ['Clip of the event', 'Film des Ereignisses'],
  what_is_normal: ['What is normal here', 'Was hier normal ist'],
  nearest: ['Compared with what is normal', 'Verglichen mit dem, was normal ist'],
  nearest_alt: ['On the left a part of this event, on the right the normal picture most like it', 'Links ein Ausschnitt dieses Ereignisses, rechts das ähnlichste normale Bild'],
  nearest_now: ['Now', 'Jetzt'],
  nearest_normal: ['Normal, and most like it', 'Normal, und am ähnlichsten'],
  why: ['Why', 'Warum'],
  share: ['{percent} of the surprise', '{percent} der Überraschung'],
  facts: ['Facts', 'Fakten'],
  began: ['Began', 'Beginn'],
  lasted: ['Lasted', 'Dauer'],
  seen_before: ['Seen before', 'Schon gesehen'],
  seen_times: ['{n}× this week, last {moment}', 'diese Woche {n}×, zuletzt {moment}'],
  peak_score: ['Peak score', 'Höchster Wert'],
  threshold_then: ['Threshold then', 'Schwelle damals'],
  quiet_at: ['A threshold above {score} would not have told of it.', 'Eine Schwelle über {score} hätte es nicht gemeldet.'],
  quiet_never: ['No threshold would have kept it back.', 'Keine Schwelle hätte es zurückgehalten.'],
  zones: ['Zones', 'Zonen'],
  judge: ['Is this normal here?', 'Ist das hier normal?'],
  judge_hint: ['What you call normal is learned; such things are not told of again.',
    'Was du normal nennst, wird gelernt; dergleichen wird nicht wieder gemeldet.'],
  normal: ['Normal here', 'Hier normal'],
  right: ['Right, not normal', 'Richtig, nicht normal'],
  undo: ['Undo', 'Zurücknehmen'],
  leaves_view: ['Undo does not bring back the view that was usual before: it is not known any more. Learning anew makes the usual one of what the camera sees then.',
    'Zurücknehmen bringt den Blick, der vorher üblich war, nicht zurück: Er ist nicht mehr bekannt. Neu zu lernen macht den üblichen aus dem, was die Kamera dann sieht.'],
  taken_back: ['Taken back: nothing is said of this event', 'Zurückgenommen: Zu diesem Ereignis ist nichts gesagt'],
  said_normal: ['Learned: this is normal here', 'Gelernt: Das ist hier normal'],
  said_right: ['Kept: this is not normal here', 'Gemerkt: Das ist hier nicht normal'],
  gone: ['This event is not kept any more', 'Dieses Ereignis wird nicht mehr aufbewahrt'],
  key_j: ['next event', 'nächstes Ereignis'],
  key_k: ['event before', 'voriges Ereignis'],
  key_n: ['this is normal here', 'das ist hier normal'],
  key_r: ['rightly told', 'zu Recht gemeldet'],
  key_u: ['Take back what was said', 'Zurücknehmen, was gesagt wurde'],
  key_space: ['play or pause the clip', 'Film abspielen oder anhalten'],
  key_escape: ['back to the list', 'zurück zur Liste'],
  keys_on: ['Use these keys', 'Diese Tasten benutzen'],
  space: ['Space', 'Leertaste'],
  close: ['Close', 'Schließen'],
  problems: ['What is wrong with this node', 'Was an diesem Knoten nicht stimmt'],
};

/** Names of the kinds of departure; what something does that departs so is said by the node, in the language that it is asked in. */
const KINDS = {
  speed: ['Speed', 'Tempo'],
  place: ['Place', 'Ort'],
  direction: ['Direction', 'Richtung'],
  size: ['Size', 'Größe'],
  dwell: ['Dwell', 'Verweilen'],
  appearance: ['Appearance', 'Aussehen'],
  change: ['Change', 'Veränderung'],
  presence: ['Presence', 'Anwesenheit'],
  absence: ['Absence', 'Abwesenheit'],
  view: ['View', 'Sicht'],
};

const DAYS_OF_YEAR = 365;

export const LANGUAGES = { en: 'English', de: 'Deutsch' };
export const language = localStorage.getItem('language') ?? (navigator.language.startsWith('de') ? 'de' : 'en');
const which = language === 'de' ? 1 : 0;

/** Texts of a view that is loaded when somebody opens it. */
export const addWords = words => Object.assign(WORDS, words);

/** A text in the language of the page. */
export const t = (key, values = {}) => WORDS[key][which].replace(/\{(\w+)\}/g, (_, name) => values[name]);

export const number = (value, digits) =>
  value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });

export const percent = part => part.toLocaleString(language, { style: 'percent' });

/** Days are told in the way of the visitor's country where its language is that of the page; hours always are: 15:04, or 3:04 PM. */
const locale = navigator.language.startsWith(language) ? navigator.language : language;
const { hourCycle, hour12 } = new Intl.DateTimeFormat(navigator.language, { hour: 'numeric' }).resolvedOptions();

export const time = (milliseconds, withSeconds = true) => new Date(milliseconds).toLocaleTimeString(
  locale, { hour: hour12 ? 'numeric' : '2-digit', minute: '2-digit', second: withSeconds ? '2-digit' : undefined, hourCycle });

/** A time with its day. */
export const dayAndTime = (milliseconds, day = { day: 'numeric', month: 'long', year: 'numeric' }) =>
  `${new Date(milliseconds).toLocaleDateString(locale, day)}, ${time(milliseconds)}`;

/** A time today is told by its hour, another by its day as well. */
export const moment = milliseconds => new Date(milliseconds).toDateString() === new Date().toDateString()
  ? time(milliseconds) : dayAndTime(milliseconds, { weekday: 'short', day: 'numeric', month: 'short' });

export function length(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return whole < 60 ? `${whole} s`
    : whole < 3600 ? `${Math.floor(whole / 60)} min ${whole % 60} s`
    : `${Math.floor(whole / 3600)} h ${Math.floor(whole % 3600 / 60)} min`;
}

/** How often normal video reaches a score: 0.5 is once a day, and every 0.1 more is ten times rarer. */
export function oftenness(score) {
  const perDay = 10 ** (10 * (0.5 - score));
  const round = value => Number(value.toPrecision(value < 10 ? 1 : 2)).toLocaleString(language);
  return perDay >= 1.5 ? t('often_day', { n: round(perDay) })
    : perDay > 0.67 ? t('often_once')
    : perDay > 1 / DAYS_OF_YEAR ? t('often_days', { n: round(1 / perDay) })
    : perDay > 1 / DAYS_OF_YEAR / 1.5 ? t('often_year')
    : t('often_years', { n: round(1 / perDay / DAYS_OF_YEAR) });
}

export const kindName = kind => KINDS[kind]?.[which] ?? kind;

/** Why something is unusual, in a sentence without its dot. */
export const reason = ({ text }) => text[0].toLocaleUpperCase(language) + text.slice(1);
