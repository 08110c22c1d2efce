export interface Queue {
  /** Starts when the work before has ended, however it ended. */
  enqueue<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when everything that was enqueued by now has ended. */
  idle(): Promise<void>;
}

export const createQueue = (): Queue => {
  let last: Promise<unknown> = Promise.resolve();
  return {
    enqueue: (work) => {
      const mine = last.then(work, work);
      last = mine;
      return mine;
    },
    idle: () =>
      last.then(
        () => {},
        () => {},
      ),
  };
};
