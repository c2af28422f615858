import type { Caller, ResourcePlace } from "../caller.ts";

/** A change that a caller was allowed to make. */
interface AllowedChange {
  readonly places: readonly ResourcePlace[];
  readonly tagKeys: readonly string[] | "all";
}

/** A caller whose allowed changes are noted, so that it can be asked later whether they still are. */
export interface NotedCaller {
  readonly caller: Caller;
  /** Grows while the request is performed. */
  readonly allowed: readonly AllowedChange[];
}

/** Returns the same caller, noted. */
export function noteChanges(caller: Caller): NotedCaller {
  const allowed: AllowedChange[] = [];
  return {
    allowed,
    caller: {
      name: caller.name,
      allowOperation: (operation) => caller.allowOperation(operation),
      allowChange: (places, tagKeys) => {
        caller.allowChange(places, tagKeys);
        allowed.push({ places, tagKeys });
      },
      maySee: (place) => caller.maySee(place),
    },
  };
}
