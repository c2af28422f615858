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

/** A refusal on the JSON 1.1 protocol. */
export function jsonError({ status, code, message }: CloudError, requestId: string): Answer {
  return { status, headers: jsonHeaders(requestId), body: JSON.stringify(errorBody(code, message)) };
}

/** AccessDeniedException has a capital `Message`. Some refusals were seen without a message. */
function errorBody(name: string, text: string): Readonly<Record<string, string>> {
  if (text === "") return { __type: name };
  return name === "AccessDeniedException" ? { __type: name, Message: text } : { __type: name, message: text };
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
