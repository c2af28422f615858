import type { ServiceCall } from "../operation-handler.ts";

/** Who asks for a change, as journals have it. */
export interface WrittenBy {
  /** The name of the caller. */
  readonly caller: string;
  /** The service's own id of the request. */
  readonly requestId: string;
}

/** The request that a change is asked for with. */
export interface WritingCall extends Pick<ServiceCall, "requestId"> {
  /** Who calls. */
  readonly caller: Pick<ServiceCall["caller"], "name">;
}

/** Returns what journals have of a request. */
export function writtenBy({ caller, requestId }: WritingCall): WrittenBy {
  return { caller: caller.name, requestId };
}
