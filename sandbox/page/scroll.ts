/** Keeps the newest message in sight, unless the reader went up to read. */

export interface Scroll {
  /** Watches this scroller from now on; call it after each drawing. */
  attach(scroller: HTMLElement | null, place: string): void;
  /** Messages of others that came while the reader was up. */
  unseen(): number;
  arrived(mine: boolean): void;
  toBottom(): void;
  /** Shows this message in the middle, lit up for a moment. */
  to(message: Element | null): void;
}

/** So near to the end counts as being there. */
const nearPx = 80;

/** `changed` is called when the count of unseen messages did. */
export function createScroll(changed: () => void): Scroll {
  let scroller: HTMLElement | null = null;
  let place = '';
  let pinned = true;
  let count = 0;
  let lastTop = 0;
  // Pictures and players make messages grow after they were drawn.
  const grown = new ResizeObserver(() => follow());

  /** Where the reader is; the event that says so comes up to a frame later than they went there. */
  function look() {
    if (!scroller) return;
    const near = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearPx;
    // What grows below the reader also leaves them far from the end: only going up is leaving it.
    if (near) pinned = true;
    else if (scroller.scrollTop < lastTop) pinned = false;
    lastTop = scroller.scrollTop;
  }

  function follow() {
    look();
    if (!pinned || !scroller) return;
    scroller.scrollTop = scroller.scrollHeight;
    lastTop = scroller.scrollTop;
  }

  function onScroll() {
    look();
    if (pinned && count > 0) {
      count = 0;
      changed();
    }
  }

  return {
    attach(next, nextPlace) {
      if (next && next !== scroller) {
        grown.disconnect();
        scroller = next;
        lastTop = 0;
        scroller.addEventListener('scroll', onScroll, { passive: true });
        if (scroller.firstElementChild) grown.observe(scroller.firstElementChild);
        grown.observe(scroller);
      }
      if (nextPlace !== place) {
        place = nextPlace;
        pinned = true;
        count = 0;
        lastTop = 0;
      }
      follow();
    },
    unseen: () => count,
    arrived(mine) {
      look();
      if (mine) pinned = true;
      else if (!pinned) count += 1;
    },
    to(message) {
      if (!message) return;
      pinned = false;
      message.scrollIntoView({ block: 'center' });
      message.classList.remove('flash');
      requestAnimationFrame(() => message.classList.add('flash'));
    },
    toBottom() {
      pinned = true;
      count = 0;
      const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
      scroller?.scrollTo({ top: scroller.scrollHeight, behavior: calm ? 'auto' : 'smooth' });
      changed();
    },
  };
}
