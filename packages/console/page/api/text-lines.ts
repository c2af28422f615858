import { unreachable } from "./request-error.ts";

/** The lines of an answer as they arrive, several at once. The last one may lack its line break. */
export async function* textLines(response: Response): AsyncGenerator<readonly string[], void, undefined> {
  if (response.body === null) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw unreachable(error);
      });
      if (done) break;
      const lines = (rest + value).split("\n");
      rest = lines.pop() ?? "";
      if (lines.length > 0) yield lines;
    }
    if (rest !== "") yield [rest];
  } finally {
    await reader.cancel().catch(() => {});
  }
}
