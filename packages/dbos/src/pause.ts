/** Calls `onTime` after `milliseconds`, unless the function that it gives is called before. */
type StartTimer = (milliseconds: number, onTime: () => void) => () => void;

/** Waits of one caller, one after the other, that others can end early. */
export class Pause {
  readonly #startTimer: StartTimer;
  #end = () => {};

  /** @param startTimer decides whether a wait keeps the process alive. Default: it does not */
  constructor(startTimer: StartTimer = startUnreferenced) {
    this.#startTimer = startTimer;
  }

  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const stopTimer = this.#startTimer(Math.max(0, milliseconds), resolve);
      this.#end = () => {
        stopTimer();
        resolve();
      };
    });
  }

  /** Ends the wait under way. Later ones are not shorter for it. */
  end(): void {
    this.#end();
  }
}

const startUnreferenced: StartTimer = (milliseconds, onTime) => {
  const timer = setTimeout(onTime, milliseconds).unref();
  return () => clearTimeout(timer);
};
