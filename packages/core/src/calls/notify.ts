import { hasFields } from "../text/fields-of.ts";

/** Calls a listener. What it throws, now or later, is dropped: a listener must not be able to break a run. */
export function notify<Value>(listener: ((value: Value) => unknown) | undefined, value: Value): void {
  try {
    const result: unknown = listener?.(value);
    // A listener may be an async function, although nothing waits for it.
    if (isThenable(result)) result.then(undefined, () => {});
  } catch {
    // See above.
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && hasFields(value) && typeof value["then"] === "function";
}
