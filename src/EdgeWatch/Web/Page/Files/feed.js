import { read } from './api.js';
import { language } from './text.js';

/** The node tells its scores every second; two left out are a hiccup, more are none. */
const SILENCE_MS = 4000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 8000;

/** A camera that is scrolled past does not have the connection opened anew. */
const SETTLE_MS = 250;

/**
 * What goes on, as the node tells it: "state", "scores", "picture", "events", each with what was told in detail; "connection" when it is
 * lost (false) or there again (true); "denied" when the node lets nobody in any more. Closed while nobody can see the page.
 */
export class Feed extends EventTarget {
  #source = null;
  #pictures = new Set();
  #withAttention = false;
  #wait = FIRST_WAIT_MS;
  #timer = 0;
  #isConnected = null;
  #openedAt = 0;

  /** When the node was heard last, by this browser's clock. */
  heardAt = null;

  start() {
    document.addEventListener('visibilitychange', () => document.hidden ? this.#close() : this.#open());
    setInterval(() => this.#listen(), 500);
    this.#open();
  }

  /** Wants the pictures of a camera, or no longer. */
  want(id, isWanted) {
    if (this.#pictures.has(id) !== isWanted) {
      isWanted ? this.#pictures.add(id) : this.#pictures.delete(id);
      this.#later(SETTLE_MS);
    }
  }

  /** Wants pictures with where the network looks, or without. */
  wantAttention(isWanted) {
    if (this.#withAttention !== isWanted) {
      this.#withAttention = isWanted;
      this.#later(SETTLE_MS);
    }
  }

  #open() {
    this.#close();
    if (document.hidden) {
      return;
    }
    const pictures = [...this.#pictures].map(encodeURIComponent).join(',');
    const source = new EventSource(`api/live?language=${language}&pictures=${pictures}${this.#withAttention ? '&attention=1' : ''}`);
    this.#source = source;
    this.#openedAt = Date.now();
    for (const name of ['state', 'scores', 'picture', 'events']) {
      source.addEventListener(name, message => this.#hear(name, JSON.parse(message.data)));
    }
    source.onerror = () => this.#lose(source);
  }

  #hear(name, detail) {
    this.heardAt = Date.now();
    this.#wait = FIRST_WAIT_MS;
    this.#tellConnection(true);
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #listen() {
    if (this.#source && Date.now() - Math.max(this.heardAt, this.#openedAt) > SILENCE_MS) {
      this.#lose(this.#source);
    }
  }

  async #lose(source) {
    if (source !== this.#source) {
      return;
    }
    this.#close();
    this.#tellConnection(false);
    this.#later(this.#wait);
    this.#wait = Math.min(2 * this.#wait, LONGEST_WAIT_MS);
    try {
      await read('api/node');
    } catch (refused) {
      if (refused.status === 401 || refused.status === 403) {
        clearTimeout(this.#timer);
        this.dispatchEvent(new CustomEvent('denied', { detail: refused }));
      }
    }
  }

  #later(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#open(), milliseconds);
  }

  #close() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  #tellConnection(isConnected) {
    if (isConnected !== this.#isConnected) {
      this.#isConnected = isConnected;
      this.dispatchEvent(new CustomEvent('connection', { detail: isConnected }));
    }
  }
}
