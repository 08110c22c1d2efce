/** Holds the state and tells who listens; changes within one turn of the event loop are told once. */
import type { PageState } from './state.ts';

export interface Store {
  get(): PageState | null;
  /** `change` sees the newest state; it runs only once there is one. */
  update(change: (state: PageState) => PageState): void;
  set(state: PageState): void;
}

/** `changed` runs after each change, at most once a microtask. */
export function createStore(changed: (state: PageState, before: PageState | null) => void): Store {
  let state: PageState | null = null;
  let told: PageState | null = null;
  let scheduled = false;

  function tell() {
    scheduled = false;
    if (!state || state === told) return;
    const before = told;
    told = state;
    changed(state, before);
  }

  function set(next: PageState) {
    state = next;
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(tell);
  }

  return {
    get: () => state,
    set,
    update(change) {
      if (state) set(change(state));
    },
  };
}
