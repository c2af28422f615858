import type { Failure } from "../../driver/failure.ts";

/** The error codes of the memory cloud. */
export type MemoryErrorCode =
  | "ResourceNotFound"
  | "ManagedByCloud"
  | "InvalidState"
  | "TagInvalid"
  | "TagLimitExceeded"
  | "TagDiffers"
  | "TagNotFound"
  | "VersionConflict"
  | "OriginInvalid"
  | "MaterialNotFound"
  | "CallTooLarge"
  | "CursorInvalid"
  | "Throttled"
  | "Unsupported";

/**
 * What the memory cloud throws, as an SDK would. Its message repeats ids and tag values on purpose, because real clouds
 * do: the conformance suite finds a program that prints it instead of a classified failure.
 */
export class MemoryCloudError extends Error {
  override readonly name = "MemoryCloudError";
  /** The memory cloud's code of the error. */
  readonly code: MemoryErrorCode;
  /** The memory cloud's id of the call. Undefined for one resource of a call that succeeds. */
  readonly requestId: string | undefined;

  constructor(code: MemoryErrorCode, message: string, requestId?: string) {
    super(message);
    this.code = code;
    this.requestId = requestId;
  }
}

type Explanation = Pick<Failure, "code" | "retry" | "scope" | "message">;

const explanations: Readonly<Record<MemoryErrorCode, Explanation>> = {
  ResourceNotFound: { code: "not-found", retry: "no", scope: "resource", message: "The resource does not exist." },
  ManagedByCloud: {
    code: "managed-by-cloud",
    retry: "no",
    scope: "resource",
    message: "The resource belongs to the cloud.",
  },
  InvalidState: {
    code: "invalid-state",
    retry: "no",
    scope: "resource",
    message: "The resource's state does not allow this.",
  },
  TagInvalid: { code: "tag-refused", retry: "no", scope: "call", message: "The cloud refused a tag." },
  TagLimitExceeded: {
    code: "limit-exceeded",
    retry: "no",
    scope: "resource",
    message: "The resource would carry too many tags.",
  },
  TagDiffers: {
    code: "conflict",
    retry: "no",
    scope: "resource",
    message: "The resource has a tag of the call with another value.",
  },
  TagNotFound: { code: "tag-refused", retry: "no", scope: "resource", message: "The resource has no such tag." },
  VersionConflict: {
    code: "conflict",
    retry: "transient",
    scope: "resource",
    message: "The tags have changed since they were read.",
  },
  OriginInvalid: {
    code: "invalid-state",
    retry: "no",
    scope: "resource",
    message: "The key's material was not imported.",
  },
  MaterialNotFound: { code: "not-found", retry: "no", scope: "resource", message: "The key has no such material." },
  CallTooLarge: {
    code: "refused",
    retry: "no",
    scope: "call",
    message: "The call holds more than the cloud takes at once.",
  },
  CursorInvalid: { code: "refused", retry: "no", scope: "call", message: "The cloud does not know this page." },
  Throttled: { code: "throttled", retry: "throttled", scope: "call", message: "The cloud asks for fewer requests." },
  Unsupported: { code: "unsupported", retry: "no", scope: "call", message: "The cloud cannot do this." },
};

/** The `classify` of the memory cloud's driver. */
export function classifyMemoryError(error: unknown): Failure {
  if (error instanceof MemoryCloudError) {
    const { code, requestId } = error;
    return {
      ...explanations[code],
      applied: "no",
      ...(requestId !== undefined && { requestId }),
      providerCode: code,
    };
  }
  const name = error instanceof Error ? error.name : "";
  if (name === "AbortError") return interrupted("canceled", "The call was given up.");
  if (name === "TimeoutError") return interrupted("deadline-exceeded", "No answer came in time.");
  return {
    code: "internal",
    retry: "no",
    applied: "maybe",
    scope: "call",
    message: "Something unexpected went wrong.",
  };
}

const interrupted = (code: Failure["code"], message: string): Failure => ({
  code,
  retry: "no",
  applied: "maybe",
  scope: "call",
  message,
});
