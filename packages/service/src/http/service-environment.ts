import type { OperationDefinition } from "@crosstag/operations";
import type { Caller } from "../caller.ts";

/** What middleware finds in the context of a request. */
export interface ServiceEnvironment {
  /** What middleware sets and reads: `context.set`, `context.get`. */
  readonly Variables: {
    /** The service's own id of the request; set for every request. */
    requestId: string;
    /** The operation of the route. Undefined: the route is none of an operation. */
    operation?: OperationDefinition;
    /** Who calls; set once it is known. */
    caller?: Caller;
    /** Whether the operation has begun: a failure from then on may come after something was done. */
    performing?: boolean;
    /** The counts of the answer: outcomes by status. */
    counts?: Readonly<Record<string, number>>;
    /** What the request failed with. */
    failure?: unknown;
  };
}
