/**
 * Calls a function when the last byte of an answer has been taken, or its reader has gone away.
 * @returns the answer to send instead
 */
export function withAnswerEnd(response: Response, onEnd: () => void): Response {
  // Asking for the body of another answer would make a stream of it.
  const body = isStream(response) ? response.body : null;
  if (body === null) {
    onEnd();
    return response;
  }
  const reader = body.getReader();
  const watched = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          const { done, value } = await reader.read();
          if (!done) {
            controller.enqueue(value);
            return;
          }
          controller.close();
        } catch (error) {
          controller.error(error);
        }
        onEnd();
      },
      cancel: async (reason) => {
        onEnd();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  const { status, headers } = response;
  return new Response(watched, { status, headers });
}

/** Other answers are whole when they begin. */
function isStream({ headers }: Response): boolean {
  return /^(?:application\/x-ndjson|text\/event-stream)/.test(headers.get("Content-Type") ?? "");
}
