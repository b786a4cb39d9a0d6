import { read } from './api.js';
import { el } from './dom.js';
import { addWords, kindName, length, number, oftenness, t, time } from './text.js';

addWords({
  course: ['Score over its time', 'Wert im Verlauf'],
  course_of: ['Highest at {time}: {peak}. At the threshold or above for {above} of {whole}. Most unusual: {kinds}.',
    'Am höchsten um {time}: {peak}. {above} von {whole} an der Schwelle oder darüber. Am ungewöhnlichsten: {kinds}.'],
  course_begins: ['begins', 'beginnt'],
  course_ends: ['ends', 'endet'],
  course_kinds: ['What was most unusual', 'Was am ungewöhnlichsten war'],
  not_told: ['What would have kept it silent', 'Womit es still geblieben wäre'],
  silent_at: ['From a threshold of {value} on ({often}), it would not have been told.', 'Ab einer Schwelle von {value} ({often}) wäre es nicht gemeldet worden.'],
  silent_in: ['From a threshold of {value} in the zone {zone} on ({often}), it would not have been told.',
    'Ab einer Schwelle von {value} in der Zone {zone} ({often}) wäre es nicht gemeldet worden.'],
  too_short: ['Its peak of {peak} was too short to count.', 'Die Spitze von {peak} war zu kurz, um zu zählen.'],
  cost: ['Other events here of the last {days} days that would have stayed silent too: {silent} of {count}.',
    'Andere Ereignisse hier aus den letzten {days} Tagen, die auch still geblieben wären: {silent} von {count}.'],
  cost_right: ['Called right of those: {right}.', 'Davon richtig genannt: {right}.'],
  change_threshold: ['Change the threshold', 'Schwelle ändern'],
});

const HEIGHT = 190;

/** A kind is named where the score is at least this part of the threshold, as on the live page. */
const NOTABLE = 0.5;

/** Where nothing is scored for longer there is a gap: a line across would be made up. */
const LONGEST_HOLD_MS = 3000;

/** A stretch of one kind that is narrower than this part of the chart has no room for its name. */
const NAMEABLE = 0.09;

/** How high the score of an event was over its time, and what it would have taken for it not to be told; null where that was not kept. */
export async function courseOf(event) {
  let answer;
  try {
    answer = await read(`api/events/${encodeURIComponent(event.event_id)}/course`);
  } catch {
    return null;
  }
  return el('div', { class: 'course' }, chart(event, withoutShortGaps(answer.course)), silence(event, answer));
}

/** A camera of few pictures a second has none in most steps: what was scored last holds on for a while. */
function withoutShortGaps(course) {
  const most = LONGEST_HOLD_MS / course.step_milliseconds;
  const hold = values => {
    let last = -1;
    return values.map((value, i) => {
      last = value === null ? last : i;
      return value === null && last >= 0 && i - last <= most ? values[last] : value;
    });
  };
  return { ...course, hundredths: hold(course.hundredths), thousandths: hold(course.thousandths), kind_at: hold(course.kind_at) };
}

function chart(event, course) {
  const { from, step_milliseconds: milliseconds, hundredths, thousandths } = course;
  const step = milliseconds / 1000;
  const begin = Date.parse(from) / 1000;
  const at = hundredths.map((_, i) => begin + i * step);
  const scores = hundredths.map(score => score === null ? null : score / 100);
  const thresholds = thousandths.map(threshold => threshold === null ? null : threshold / 1000);
  const started = Date.parse(event.started_at) / 1000;
  const ended = event.ended_at ? Date.parse(event.ended_at) / 1000 : at.at(-1);
  const during = scores.map((score, i) => at[i] + step > started && at[i] <= ended ? score : null);
  const peak = during.reduce((best, score, i) => score !== null && (best < 0 || score > during[best]) ? i : best, -1);
  const above = Math.min(step * during.filter((score, i) => score !== null && score >= thresholds[i]).length, ended - started);
  const stretches = stretchesOf(course, scores, thresholds);
  const kinds = [...new Set(stretches.filter(its => its.kind !== null && at[its.end] >= started && at[its.start] <= ended).map(its => its.kind))];
  const words = peak < 0 ? '' : t('course_of', {
    peak: number(scores[peak], 2), time: time(at[peak] * 1000), above: length(above), whole: length(ended - started),
    kinds: kinds.map(kindName).join(', ') });
  const place = el('div', { class: 'chart', role: 'img', 'aria-label': `${t('course')}. ${words}` });
  const plot = () => draw(place, { at, scores, thresholds, started, ended: event.ended_at ? ended : null, peak, step });
  let drawn = null;
  const again = () => {
    drawn?.destroy();
    drawn = place.clientWidth > 0 ? plot() : null;
  };
  new ResizeObserver(() => drawn && drawn.width === place.clientWidth ? null : again()).observe(place);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);
  return el('figure', { 'aria-label': t('course') }, el('h3', {}, t('course')), place,
    el('ol', { class: 'stretches', 'aria-label': t('course_kinds') }, stretches.map(its => stretch(its, scores.length))),
    el('figcaption', { class: 'quiet' }, words));
}

/** Stretches of steps in which the same kind was most unusual, or none was notable. */
function stretchesOf({ kinds, kind_at: kindAt }, scores, thresholds) {
  const stretches = [];
  kindAt.forEach((index, i) => {
    const kind = index !== null && scores[i] >= NOTABLE * thresholds[i] ? kinds[index] : null;
    if (stretches.at(-1)?.kind === kind) {
      stretches.at(-1).end = i;
    } else {
      stretches.push({ kind, start: i, end: i });
    }
  });
  return stretches;
}

function stretch({ kind, start, end }, count) {
  const part = (end - start + 1) / count;
  const element = kind === null ? el('li', { 'aria-hidden': 'true' })
    : el('li', { class: 'named', title: kindName(kind) }, el('span', { class: part < NAMEABLE ? 'unseen-words' : null }, kindName(kind)));
  element.style.width = `${100 * part}%`;
  return element;
}

function draw(place, { at, scores, thresholds, started, ended, peak, step }) {
  const style = getComputedStyle(place);
  const color = name => style.getPropertyValue(name).trim();
  const axis = { stroke: color('--quiet'), grid: { stroke: color('--line'), width: 1 }, ticks: { show: false }, font: '12px system-ui' };
  return new uPlot({
    width: place.clientWidth,
    height: HEIGHT,
    padding: [20, 10, 0, 0],
    cursor: { show: false },
    legend: { show: false },
    select: { show: false },
    scales: { x: { time: true, range: () => [at[0], at.at(-1) + step] }, y: { range: [0, 1] } },
    axes: [
      { ...axis, size: 28, gap: 9, values: (_, seconds) => seconds.map(second => time(second * 1000, at.at(-1) - at[0] < 600)), space: 80 },
      { ...axis, size: 34, splits: [0, 0.25, 0.5, 0.75, 1], values: (_, values) => values.map(value => number(value, 2)) },
    ],
    series: [
      {},
      { stroke: color('--score'), fill: color('--score-area'), width: 1.5, points: { show: at.length < 2 }, spanGaps: false },
      { stroke: color('--threshold'), width: 2, dash: [6, 4], points: { show: false }, paths: uPlot.paths.stepped({ align: 1 }), spanGaps: true },
    ],
    hooks: {
      draw: [plot => mark(plot, color, { from: started, to: ended, peak: peak < 0 ? null : [at[peak], scores[peak]] })],
    },
  }, [at, scores, thresholds], place);
}

/** Where the event begins and ends, and its peak. */
function mark(plot, color, { from, to, peak }) {
  const { ctx } = plot;
  const { left, top, height, width } = plot.bbox;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.font = `${12 * ratio}px system-ui`;
  ctx.textAlign = 'left';
  ctx.setLineDash([]);
  ctx.fillStyle = ctx.strokeStyle = color('--text');
  ctx.lineWidth = ratio;
  let free = left;
  for (const [second, words] of [[from, t('course_begins')], ...(to === null ? [] : [[to, t('course_ends')]])]) {
    const x = Math.round(plot.valToPos(second, 'x', true));
    const wide = ctx.measureText(words).width;
    ctx.beginPath();
    ctx.moveTo(x, top - 4 * ratio);
    ctx.lineTo(x, top + height);
    ctx.stroke();
    const start = Math.min(Math.max(x, free), left + width - wide);
    if (start >= free) {
      ctx.fillText(words, start, top - 7 * ratio);
      free = start + wide + 8 * ratio;
    }
  }
  if (peak) {
    ctx.beginPath();
    ctx.arc(plot.valToPos(peak[0], 'x', true), plot.valToPos(peak[1], 'y', true), 4 * ratio, 0, 2 * Math.PI);
    ctx.fill();
  }
  ctx.restore();
}

function silence(event, { course, others }) {
  const { silent_at: value, zone } = course;
  const words = value === null ? [t('quiet_never')] : [
    t(zone === null ? 'silent_at' : 'silent_in', { value: number(value, 2), often: oftenness(value), zone }),
    ...(Math.round(100 * event.peak_score) > Math.round(100 * value) ? [t('too_short', { peak: number(event.peak_score, 2) })] : []),
    ...(others === null || others.count === 0 ? [] : [
      t('cost', others), ...(others.right > 0 ? [t('cost_right', others)] : [])]),
  ];
  return el('div', { class: 'silence' }, el('h3', {}, t('not_told')), el('p', {}, words.join(' ')),
    el('a', { href: `#/cameras/${encodeURIComponent(event.camera)}${zone === null ? '' : '/zones'}` }, t('change_threshold')));
}
