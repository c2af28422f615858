import type { Failure } from "@crosstag/core/driver";
import { foreignAnswerFailure } from "./foreign-answer.ts";
import { HttpTransportError } from "./http-transport-error.ts";
import { unknownFailure } from "./own-failure.ts";
import { transportFailure } from "./transport-failure.ts";

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Why a call of a `JsonService` has no result. A request without an answer is an `HttpTransportError` instead. */
export class JsonCallError extends Error {
  override readonly name = "JsonCallError";
  /** `no-token`: nothing was sent. `refused`: the service says why. `unreadable`: the answer is not one of the service. */
  readonly kind: "no-token" | "refused" | "unreadable";
  /** HTTP status; 0 without an answer. */
  readonly status: number;
  /** The answer of a refusal; empty otherwise. Services repeat names and values in it. */
  readonly answer: JsonObject;

  constructor(kind: JsonCallError["kind"], status = 0, answer: JsonObject = {}) {
    super(`The call has no result: ${kind}.`);
    this.kind = kind;
    this.status = status;
    this.answer = answer;
  }
}

/**
 * The object. `status`: of the answer that the value is from.
 * @throws JsonCallError `unreadable` if the value is not an object
 */
export function jsonObjectIn(value: unknown, status = 200): JsonObject {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new JsonCallError("unreadable", status);
}

/** A text that is not empty; undefined for every other value. */
export function jsonTextIn(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** What an adapter says about the errors of a `JsonService`. */
export interface JsonFailures {
  /** The cloud in messages: `Example KMS`. */
  readonly cloud: string;
  /** What to do if there is no access token. */
  readonly tokenHint: string;
  /** Explains a refusal. Undefined: a failed server, whose call may have taken effect, or an answer from elsewhere. */
  readonly explain: (answer: JsonObject, status: number) => Failure | undefined;
}

/** Explains an error of a `JsonService` to the engine. Never throws. */
export function jsonFailure(error: unknown, { cloud, tokenHint, explain }: JsonFailures): Failure {
  if (error instanceof HttpTransportError) return transportFailure(error, cloud);
  // The signal of a call that had ended before anything was sent.
  if (error instanceof DOMException && error.name === "AbortError")
    return { code: "canceled", retry: "no", applied: "no", scope: "call", message: "The call was canceled." };
  if (!(error instanceof JsonCallError)) return unknownFailure(cloud);
  const { kind, status, answer } = error;
  if (kind === "no-token")
    return {
      code: "unauthenticated",
      retry: "no",
      applied: "no",
      scope: "call",
      message: `There is no access token for ${cloud}.`,
      hint: tokenHint,
    };
  const explained = kind === "refused" ? explain(answer, status) : undefined;
  if (explained === undefined && kind === "refused" && status >= 500)
    return { code: "unavailable", retry: "transient", applied: "maybe", scope: "call", message: `${cloud} failed.` };
  return explained ?? foreignAnswerFailure({ status, cloud });
}
