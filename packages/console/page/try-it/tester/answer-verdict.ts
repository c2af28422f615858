import { z } from "zod";
import { formatCount } from "../../parts/format.ts";

/** What an answer means for the request. */
export interface AnswerVerdict {
  readonly tone: "good" | "warn" | "bad";
  readonly text: string;
}

/** Tencent Cloud answers everything with status 200: whether a request was refused is in the body. */
const OfTencent = z.object({
  Response: z.object({ Error: z.unknown().optional(), FailedResources: z.array(z.unknown()).default([]) }),
});
/** Crosstag answers for each resource. */
const OfCrosstag = z.object({ outcomes: z.array(z.object({ status: z.string() })) });
const FAILED: ReadonlySet<string> = new Set(["failed", "unknown"]);

/** Distinguishes a success from a refusal by the status and the body. */
export function answerVerdict({ status, body }: { readonly status: number; readonly body: string }): AnswerVerdict {
  if (status < 200 || status >= 300) return { tone: "bad", text: "Refused" };
  const parsed = parsedBody(body);
  const tencent = OfTencent.safeParse(parsed).data?.Response;
  if (tencent?.Error !== undefined) return { tone: "bad", text: "Refused" };
  const outcomes = OfCrosstag.safeParse(parsed).data?.outcomes ?? [];
  const failed = (tencent?.FailedResources.length ?? 0) + outcomes.filter((each) => FAILED.has(each.status)).length;
  return failed === 0
    ? { tone: "good", text: "Success" }
    : { tone: "warn", text: `${formatCount(failed, "resource")} failed` };
}

/** Nothing if it is not JSON: long answers are cut off. */
function parsedBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
