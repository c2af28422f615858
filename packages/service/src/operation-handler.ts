import type { Ending } from "@crosstag/core";
import type { OperationAnswer, OperationDefinition } from "@crosstag/operations";
import type { z } from "zod";
import type { Caller } from "./caller.ts";

/** One request of an operation, besides its input. */
export interface ServiceCall {
  /** Who calls. Its permission for the operation has been checked; that for resources and tag keys has not. */
  readonly caller: Caller;
  /** The service's own id of the request: `instance` of problems, and in the log. */
  readonly requestId: string;
  /** The end of the request, as `signal`, for writes: see `RequestEnding`. */
  readonly until: Ending;
  /**
   * Aborted with the error that the request is answered with: when its time is over, or the service ends; if it changes
   * nothing in a cloud, also when the caller has gone away.
   */
  readonly signal: AbortSignal;
  /** The last line that the caller of `follow-run` has seen. */
  readonly lastEventId?: string | undefined;
}

/** One server-sent event. */
export interface ServiceEvent<Data> {
  /** Where a caller continues: the line of the journal. Absent: the event has none. */
  readonly id?: string | undefined;
  /** Absent: nothing has happened; the event keeps the connection open. */
  readonly data?: Data | undefined;
}

/** What an operation answers: a document with its status, lines, or events. */
export type HandlerAnswer<Definition extends OperationDefinition> =
  | {
      /** The HTTP status of success. */
      readonly status: number;
      /** The body. */
      readonly document: OperationAnswer<Definition>;
    }
  | {
      /** JSON lines, asked for as they are sent. */
      readonly lines: AsyncIterable<OperationAnswer<Definition>>;
    }
  | {
      /** Server-sent events, asked for as they are sent. */
      readonly events: AsyncIterable<ServiceEvent<OperationAnswer<Definition>>>;
    };

/**
 * Performs one operation. Its input has been parsed.
 * @throws CrosstagError what becomes a problem: see `problemOf`
 */
export type OperationHandler<Definition extends OperationDefinition> = (
  input: z.output<Definition["input"]>,
  call: ServiceCall,
) => Promise<HandlerAnswer<Definition>>;
