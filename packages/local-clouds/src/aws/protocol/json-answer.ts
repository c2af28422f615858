import type { Answer, CloudError } from "../../server/cloud.ts";
import { awsError } from "./aws-error.ts";
import { isStructure } from "../../is-structure.ts";

const contentType = "application/x-amz-json-1.1";

/** The headers of an answer on the JSON 1.1 protocol. An empty request id is not shown. */
export function jsonHeaders(requestId: string): Readonly<Record<string, string>> {
  return requestId === ""
    ? { "Content-Type": contentType }
    : { "x-amzn-RequestId": requestId, "Content-Type": contentType };
}

const accessDenied: ReadonlySet<string> = new Set(["AccessDeniedException"]);

/** A refusal on the JSON 1.1 protocol. `capital`: the names of refusals that have their text in `Message`. */
export function jsonError(
  { status, code, message }: CloudError,
  requestId: string,
  capital: ReadonlySet<string> = accessDenied,
): Answer {
  const body = errorBody(code, message, capital.has(code) ? "Message" : "message");
  return { status, headers: jsonHeaders(requestId), body: JSON.stringify(body) };
}

/** Some refusals were seen without a text. */
function errorBody(name: string, text: string, field: "Message" | "message"): Readonly<Record<string, string>> {
  return text === "" ? { __type: name } : { __type: name, [field]: text };
}

/** The input of an operation. Throws the refusal of a body that is not a JSON object. */
export function jsonInput(body: Buffer): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = body.length === 0 ? {} : JSON.parse(body.toString());
  } catch {
    throw awsError("SerializationException", "Could not parse request body into json");
  }
  if (!isStructure(parsed)) throw awsError("SerializationException", "Start of structure or map expected");
  return parsed;
}
