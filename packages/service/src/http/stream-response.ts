import type { ServiceEvent } from "../operation-handler.ts";
import { problemOf } from "./problem-of.ts";
import type { RequestLife } from "./request-lives.ts";

/** What a stream needs besides its items. */
export interface StreamOptions {
  readonly requestId: string;
  /** Ended when the stream has ended; canceled if its reader goes away. */
  readonly life: Pick<RequestLife, "cancel" | "end">;
}

/**
 * Answers JSON lines as they become known. The next one is asked for when the reader has taken the last.
 * @throws what the first line fails with; a later failure is the last line
 */
export async function linesResponse(lines: AsyncIterable<unknown>, options: StreamOptions): Promise<Response> {
  const body = await textStream(lines, (line) => `${JSON.stringify(line)}\n`, options);
  return new Response(body, { headers: { "Content-Type": "application/x-ndjson" } });
}

/**
 * Answers server-sent events.
 * @throws what the first event fails with; a later failure is the last event
 */
export async function eventsResponse(
  events: AsyncIterable<ServiceEvent<unknown>>,
  options: StreamOptions,
): Promise<Response> {
  const body = await textStream(events, eventText, options);
  return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
}

/** An event, or a comment that keeps the connection open. */
function eventText(event: ServiceEvent<unknown> | BrokenOff): string {
  if ("problem" in event) return `event: problem\ndata: ${JSON.stringify(event)}\n\n`;
  if (event.data === undefined) return ":\n\n";
  const id = event.id === undefined ? "" : `id: ${event.id}\n`;
  return `${id}data: ${JSON.stringify(event.data)}\n\n`;
}

interface BrokenOff {
  readonly type: "problem";
  readonly problem: ReturnType<typeof problemOf>;
}

async function textStream<Item>(
  items: AsyncIterable<Item>,
  textOf: (item: Item | BrokenOff) => string,
  { requestId, life }: StreamOptions,
): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder();
  const iterator = items[Symbol.asyncIterator]();
  // A request that is refused must not look like an answer.
  let next: IteratorResult<Item> | undefined = await iterator.next();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          const { done, value } = next ?? (await iterator.next());
          next = undefined;
          if (done !== true) {
            controller.enqueue(encoder.encode(textOf(value)));
            return;
          }
        } catch (error) {
          const broken: BrokenOff = { type: "problem", problem: problemOf(error, requestId) };
          controller.enqueue(encoder.encode(textOf(broken)));
        }
        controller.close();
        life.end();
      },
      cancel: async () => {
        life.cancel();
        try {
          await iterator.return?.();
        } finally {
          life.end();
        }
      },
    },
    { highWaterMark: 0 },
  );
}
