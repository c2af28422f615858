import type { Failure } from "@crosstag/core/driver";
import { ExampleError, type ExampleErrorCode } from "./key-file.ts";

type Explanation = Pick<Failure, "code" | "scope" | "message">;

/** Texts are the adapter's own: a cloud repeats tag values and ids in its messages. */
const EXPLANATIONS: Readonly<Record<ExampleErrorCode, Explanation>> = {
  KeyNotFound: { code: "not-found", scope: "resource", message: "The key does not exist." },
  InvalidState: { code: "invalid-state", scope: "resource", message: "The state of the key does not allow this." },
  InvalidTag: { code: "tag-refused", scope: "call", message: "The cloud refused a tag." },
  TooManyTags: { code: "limit-exceeded", scope: "resource", message: "The key would have too many tags." },
  InvalidCursor: { code: "refused", scope: "call", message: "The cloud does not know this page." },
  Unsupported: { code: "unsupported", scope: "call", message: "The cloud cannot do this." },
};

/** Explains what a method of the driver threw. Never throws itself. */
export function classifyFailure(error: unknown): Failure {
  if (error instanceof ExampleError)
    // The cloud answered, so the call did not take effect.
    return { ...EXPLANATIONS[error.code], retry: "no", applied: "no", providerCode: error.code };
  const { name, code } = (error ?? {}) as { readonly name?: string; readonly code?: string };
  if (name === "AbortError") return unanswered("canceled", "The call was canceled.");
  if (name === "TimeoutError") return unanswered("deadline-exceeded", "The cloud did not answer in time.");
  if (code === "ENOENT" || code === "EACCES")
    return {
      code: "unavailable",
      retry: "no",
      applied: "no",
      scope: "account",
      message: `The file with the keys cannot be used (${code}).`,
      hint: "Check `options.file` of this cloud in crosstag.yaml.",
    };
  // Not recognized: it may have taken effect, and the engine reads the key before it reports an outcome.
  return unanswered("internal", "Something unexpected happened.");
}

function unanswered(code: Failure["code"], message: string): Failure {
  return { code, retry: "no", applied: "maybe", scope: "call", message };
}
