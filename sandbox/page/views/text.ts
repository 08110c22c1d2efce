/** Small texts that several views share. */

/** `1:05`; seconds. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** `482 KB`; bytes. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(0)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(2)} MB`;
}

const clock = new Intl.DateTimeFormat('en', { timeStyle: 'short' });
const day = new Intl.DateTimeFormat('en', { dateStyle: 'short', timeStyle: 'short' });

/** As Discord dates a message: `Today at 4:20 PM`. */
export function messageTime(iso: string, now: number): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '';
  const today = new Date(now);
  if (at.toDateString() === today.toDateString()) return `Today at ${clock.format(at)}`;
  const yesterday = new Date(now - 86_400_000);
  if (at.toDateString() === yesterday.toDateString()) return `Yesterday at ${clock.format(at)}`;
  return day.format(at);
}

/** Files come under the sandbox's own address; through another name of this machine they would be strangers to the page. */
export function ownUrl(url: string): string {
  try {
    const parsed = new URL(url, location.href);
    const loopback = ['127.0.0.1', 'localhost', '[::1]'].includes(parsed.hostname);
    return loopback ? parsed.pathname + parsed.search : parsed.href;
  } catch {
    return '';
  }
}

export function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
