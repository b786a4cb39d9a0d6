import { el } from './dom.js';

/** Pixels of a square of the grid in which a dot of attention is drawn. */
const DOT = 16;

/** One camera's picture with its heat map over it, and where the network looks, drawn as they come. */
export class Picture {
  #shown = el('canvas', { class: 'shown', role: 'img' });
  #heat = el('canvas', { class: 'heat', 'aria-hidden': 'true' });
  #attention = el('canvas', { class: 'attention', 'aria-hidden': 'true', hidden: true });
  #isDrawing = false;

  /** When the picture was taken, in milliseconds since 1970 by the node's clock; null before the first. */
  at = null;

  constructor(ramp) {
    this.ramp = ramp;
    this.note = el('p', { class: 'note' });
    this.element = el('div', { class: 'picture empty' }, this.#shown, this.#heat, this.#attention, this.note);
    this.#shown.width = 4;
    this.#shown.height = 3;
  }

  label(text) {
    this.#shown.setAttribute('aria-label', text);
  }

  /** Draws a picture; one that comes while another is drawn is left out. */
  async show(message) {
    if (this.#isDrawing) {
      return;
    }
    this.#isDrawing = true;
    try {
      const bytes = Uint8Array.from(atob(message.jpeg), character => character.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
      this.#shown.width = bitmap.width;
      this.#shown.height = bitmap.height;
      this.#shown.getContext('2d').drawImage(bitmap, 0, 0);
      bitmap.close();
      this.#paint(message.heat, message.width, message.height);
      this.#dot(message.attention, message.width, message.height);
      this.at = Date.parse(message.at);
      this.element.classList.remove('empty');
    } finally {
      this.#isDrawing = false;
    }
  }

  /** A pixel for each square of the grid, which the browser makes larger without edges. */
  #paint(heat, width, height) {
    if (!heat?.scores) {
      this.#heat.hidden = true;
      return;
    }
    const context = lay(this.#heat, heat, width, height, 1);
    const image = context.createImageData(heat.columns, heat.rows);
    const scores = atob(heat.scores);
    for (let i = 0; i < scores.length; i++) {
      image.data.set(this.#tone(scores.charCodeAt(i) / 255, heat.threshold), 4 * i);
    }
    context.putImageData(image, 0, 0);
  }

  /** A dot for each square of the grid, by its area: seen beside the heat map by its shape, whatever the colours. */
  #dot(attention, width, height) {
    if (!attention?.shares) {
      this.#attention.hidden = true;
      return;
    }
    const context = lay(this.#attention, attention, width, height, DOT);
    context.fillStyle = '#fffb';
    context.strokeStyle = '#000';
    const shares = atob(attention.shares);
    for (let i = 0; i < shares.length; i++) {
      const radius = Math.sqrt(shares.charCodeAt(i) / 255) * (DOT / 2 - 1);
      if (radius > 0) {
        context.beginPath();
        context.arc((i % attention.columns + 0.5) * DOT, (Math.floor(i / attention.columns) + 0.5) * DOT, radius, 0, 2 * Math.PI);
        context.fill();
        context.stroke();
      }
    }
  }

  /** Nothing shows up to half of the threshold, which is where the ramp begins; the threshold is in its middle. */
  #tone(score, threshold) {
    const floor = threshold / 2;
    if (score <= floor) {
      return [0, 0, 0, 0];
    }
    const position = score < threshold
      ? 0.5 * (score - floor) / (threshold - floor)
      : 0.5 + 0.5 * (score - threshold) / Math.max(1 - threshold, 0.001);
    return this.ramp[Math.round(position * (this.ramp.length - 1))];
  }
}

/** Lays a canvas over the squares of a grid, so many of its pixels for each, and clears it. */
function lay(canvas, grid, width, height, pixels) {
  canvas.hidden = false;
  canvas.width = grid.columns * pixels;
  canvas.height = grid.rows * pixels;
  canvas.style.width = `${100 * grid.columns * grid.patch_pixels / width}%`;
  canvas.style.height = `${100 * grid.rows * grid.patch_pixels / height}%`;
  return canvas.getContext('2d');
}

/** The scale of the heat map's colours. */
export function legend(ramp, words) {
  const bar = el('canvas', { width: ramp.length, height: 1, 'aria-hidden': 'true' });
  const context = bar.getContext('2d');
  ramp.forEach(([red, green, blue], step) => {
    context.fillStyle = `rgb(${red} ${green} ${blue})`;
    context.fillRect(step, 0, 1, 1);
  });
  return el('div', { class: 'legend' }, bar, el('span', {}, words[0]), el('span', {}, words[1]), el('span', {}, words[2]));
}
