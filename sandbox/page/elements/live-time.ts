/** `<live-time>`: Discord's `<t:…>`. A relative one counts by itself each second, without an edit of the message. */

const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

const looks: Record<string, Intl.DateTimeFormatOptions> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
  s: { dateStyle: 'short', timeStyle: 'short' },
  S: { dateStyle: 'short', timeStyle: 'medium' },
};

/** e.g. `in 12 seconds`, `3 minutes ago`. Epoch ms. */
export function relativeTime(at: number, now: number): string {
  const seconds = Math.round((at - now) / 1000);
  const [unit, size] = units.find(([, each]) => Math.abs(seconds) >= each) ?? ['second', 1];
  return new Intl.RelativeTimeFormat('en', { numeric: 'always' }).format(Math.round(seconds / size), unit);
}

export class LiveTime extends HTMLElement {
  #at = 0;
  #look = 'f';
  #timer: ReturnType<typeof setInterval> | undefined;

  set at(value: number) {
    this.#at = value;
    this.#draw();
  }

  set look(value: string) {
    this.#look = value;
    this.#restart();
  }

  connectedCallback() {
    this.#restart();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  #restart() {
    clearInterval(this.#timer);
    if (this.#look === 'R' && this.isConnected) this.#timer = setInterval(() => this.#draw(), 1000);
    this.#draw();
  }

  #draw() {
    if (!this.isConnected) return;
    const date = new Date(this.#at);
    const valid = !Number.isNaN(date.getTime());
    const full = valid ? new Intl.DateTimeFormat('en', looks.F).format(date) : 'Invalid date';
    const absolute = () => new Intl.DateTimeFormat('en', looks[this.#look] ?? looks.f).format(date);
    const text = !valid ? full : this.#look === 'R' ? relativeTime(this.#at, Date.now()) : absolute();
    if (this.textContent !== text) this.textContent = text;
    if (this.title !== full) this.title = full;
  }
}
