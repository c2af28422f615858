import type { OperationDefinition } from "@crosstag/operations";
import type { z } from "zod";
import { parsedAnswer } from "./parsed-answer.ts";
import { RequestError } from "./request-error.ts";
import { send } from "./send.ts";
import { ServerEvents } from "./server-events.ts";
import { textLines } from "./text-lines.ts";

/** What follows an operation that answers with events. */
export interface EventFollower<Data> {
  readonly signal: AbortSignal;
  /** Called with each event, in order, none twice. */
  readonly onEvent: (data: Data) => void;
  /** Whether the connection is there. */
  readonly onConnection?: ((connected: boolean) => void) | undefined;
  /** Whether the event can be the last one: then the end of the answer after it is not an interruption. */
  readonly isLast: (data: Data) => boolean;
}

const SHORTEST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;

/**
 * Follows an operation until its last event. A connection that ends before is made again, from the event after the last one that
 * was seen, so that none is lost.
 * @throws RequestError what the service refuses
 */
export async function readEvents<Input extends z.ZodType, Output extends z.ZodType>(
  definition: OperationDefinition<Input, Output>,
  input: z.input<Input>,
  follower: EventFollower<z.output<Output>>,
): Promise<void> {
  const { signal, onConnection } = follower;
  const place: FollowedPlace = { events: new ServerEvents(), isOver: false };
  let wait = SHORTEST_WAIT_MS;
  while (!signal.aborted) {
    try {
      await followOnce(definition, input, follower, place);
      if (place.isOver) return;
      wait = SHORTEST_WAIT_MS;
    } catch (error) {
      if (signal.aborted) return;
      // Without a problem the service was not there, or it is about to end: it may be on its way back.
      if (!(error instanceof RequestError) || error.problem?.retry === "no") throw error;
    }
    onConnection?.(false);
    await delay(wait, signal);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
}

interface FollowedPlace {
  readonly events: ServerEvents;
  /** Whether the last event that was seen was the last one. Others follow an end if the work was taken up again later. */
  isOver: boolean;
}

async function followOnce<Input extends z.ZodType, Output extends z.ZodType>(
  definition: OperationDefinition<Input, Output>,
  input: z.input<Input>,
  { signal, onEvent, onConnection, isLast }: EventFollower<z.output<Output>>,
  place: FollowedPlace,
): Promise<void> {
  const { events } = place;
  const { lastId } = events;
  const response = await send(definition, input, {
    signal,
    headers: { accept: "text/event-stream", ...(lastId !== undefined && { "last-event-id": lastId }) },
  });
  onConnection?.(true);
  events.begin();
  for await (const lines of textLines(response)) {
    for (const text of events.read(lines)) {
      const data = parsedAnswer(definition, JSON.parse(text));
      onEvent(data);
      place.isOver = isLast(data);
    }
  }
}

function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, milliseconds);
    function end() {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    }
    signal.addEventListener("abort", end);
  });
}
