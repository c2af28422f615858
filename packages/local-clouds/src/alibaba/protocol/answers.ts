import type { Answer, CloudCall, CloudError, ReceivedRequest } from "../../server/cloud.ts";
import { xmlDocument } from "../../server/xml.ts";
import { GatewayError, isThrottling } from "../errors.ts";
import type { AlibabaSettings } from "../settings.ts";
import { isForm } from "./parameters.ts";

/** What an operation answers, without the request's id. */
export type AnswerBody = Readonly<Record<string, unknown>>;

const jsonHeaders = { "Content-Type": "application/json;charset=utf-8" };
const xmlHeaders = { "Content-Type": "text/xml;charset=utf-8" };

/** A success as the cloud writes it: the body's fields beside RequestId, in the requested format. */
export function successAnswer(
  body: AnswerBody,
  call: CloudCall,
  requestId: string,
  xmlRoot: AlibabaSettings["xmlRoot"],
): Answer {
  const content = { ...shown(requestId), ...body };
  const format = call.parameters["Format"];
  if (typeof format !== "string" || !wantsXml(format)) return json(200, content);
  return xml(200, xmlRoot === "KMS" ? "KMS" : `${call.operation}Response`, content);
}

/** A refusal in the shape that its sender uses, the service or the gateway. */
export function errorAnswer(
  error: CloudError,
  request: ReceivedRequest,
  requestId: string,
  retryAfterMs: number,
): Answer {
  const answer = refusal(error, request, requestId);
  if (retryAfterMs === 0 || !isThrottling(error)) return answer;
  return { ...answer, headers: { ...answer.headers, "x-acs-retry-after": String(retryAfterMs) } };
}

function refusal(error: CloudError, request: ReceivedRequest, requestId: string): Answer {
  const fromGateway = error instanceof GatewayError;
  const content = fromGateway
    ? {
        ...shown(requestId),
        HostId: request.headers["host"] ?? "",
        Code: error.code,
        Message: error.message,
        Recommend: `https://api.alibabacloud.com/troubleshoot?q=${error.code}&product=Kms`,
      }
    : { HttpStatus: error.status, Code: error.code, Message: error.message, ...shown(requestId) };
  if (!wantsXml(formatOf(request))) return json(error.status, content);
  return xml(error.status, fromGateway ? "Error" : "KMS", content);
}

function shown(requestId: string): AnswerBody {
  return requestId === "" ? {} : { RequestId: requestId };
}

/** The request may have been refused as unreadable, so its format is found without parsing it. */
function formatOf({ target, headers, body }: ReceivedRequest): string {
  const inForm = isForm(headers["content-type"]) ? /(?:^|&)Format=(\w+)/.exec(body.toString()) : null;
  const [, format = ""] = inForm ?? /[?&]Format=(\w+)/.exec(target) ?? [];
  return format;
}

function wantsXml(format: string): boolean {
  return format.toLowerCase() === "xml";
}

function json(status: number, content: object): Answer {
  return { status, headers: jsonHeaders, body: JSON.stringify(content) };
}

function xml(status: number, root: string, content: Readonly<Record<string, unknown>>): Answer {
  return { status, headers: xmlHeaders, body: xmlDocument(root, content) };
}
