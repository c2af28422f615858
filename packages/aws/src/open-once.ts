/** A value that is made when it is needed first. */
export interface OpenedOnce<Value> {
  /** Makes the value, or gives the one that was made. A failure is not kept: the next call tries again. */
  open(): Promise<Value>;
  /** The value that was made. Undefined: none yet. */
  readonly opened: Value | undefined;
}

/** Makes a value once, when it is needed first. */
export function openOnce<Value>(make: () => Promise<Value>): OpenedOnce<Value> {
  let opening: Promise<Value> | undefined;
  let opened: Value | undefined;
  return {
    async open() {
      opening ??= make();
      try {
        return (opened = await opening);
      } catch (error) {
        opening = undefined;
        throw error;
      }
    },
    get opened() {
      return opened;
    },
  };
}
