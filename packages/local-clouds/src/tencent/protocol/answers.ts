import type { Answer, CloudError } from "../../server/cloud.ts";

/** What an operation answers, without the request's id. */
export type AnswerBody = Readonly<Record<string, unknown>>;

const headers = { "Content-Type": "application/json" };

/** A success: the body's fields beside RequestId, inside Response. An empty request id is left out. */
export function successAnswer(body: AnswerBody, requestId: string): Answer {
  return { status: 200, headers, body: JSON.stringify({ Response: { ...body, ...shown(requestId) } }) };
}

/** A refusal: Error beside RequestId, with status 200. */
export function errorAnswer({ status, code, message }: CloudError, requestId: string): Answer {
  const body = JSON.stringify({ Response: { Error: { Code: code, Message: message }, ...shown(requestId) } });
  return { status, headers, body };
}

function shown(requestId: string): AnswerBody {
  return requestId === "" ? {} : { RequestId: requestId };
}
