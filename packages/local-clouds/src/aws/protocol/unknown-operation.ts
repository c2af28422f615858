import type { CloudError, ReceivedRequest } from "../../server/cloud.ts";
import { awsError } from "./aws-error.ts";

const taggingApi = "ResourceGroupsTaggingAPI_20170126.";

/**
 * The refusal of a request that names no operation of this cloud. AWS's own was seen without any text. Here the text
 * names the local cloud and its operations, because the caller asked for one that it does not have.
 */
export function unknownOperation(
  cloud: string,
  offered: readonly string[],
  { method, headers }: ReceivedRequest,
): CloudError {
  const target = headers["x-amz-target"] ?? "";
  const [, operation] = /^TrentService\.([A-Za-z]{1,64})$/.exec(target) ?? [];
  return awsError("UnknownOperationException", `This is a local ${cloud}. ${reason()}`);

  function reason(): string {
    if (target.startsWith(taggingApi)) {
      return "The Resource Groups Tagging API is not offered: use TagResource, UntagResource and ListResourceTags.";
    }
    if (method === "POST" && operation !== undefined) {
      return `The operation ${operation} is not offered. Offered are ${offered.join(", ")}.`;
    }
    return "Requests are POST and name an operation in the header X-Amz-Target, as the AWS SDKs send them.";
  }
}
