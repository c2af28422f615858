import type { CloudCall, CloudError } from "../../server/cloud.ts";
import type { AlibabaService } from "../alibaba-service.ts";
import { noPermission, stsInternalError, unknownAction } from "../errors.ts";
import type { AnswerBody } from "../protocol/answers.ts";
import { textsOf } from "../service/fields.ts";
import { assumeRole, type AssumeRoleParts } from "./assume-role.ts";
import { getCallerIdentity } from "./get-caller-identity.ts";

/** STS, as far as it identifies callers and issues sessions of roles. */
export class Sts implements AlibabaService {
  readonly name = "sts";
  readonly version = "2015-04-01";
  readonly operations: ReadonlySet<string> = new Set(["AssumeRole", "GetCallerIdentity"]);
  readonly #parts: AssumeRoleParts;

  constructor(parts: AssumeRoleParts) {
    this.#parts = parts;
  }

  /** GetCallerIdentity is not counted. */
  quotaGroupOf(operation: string): string | undefined {
    return operation === "AssumeRole" ? "assumeRole" : undefined;
  }

  execute(call: CloudCall): AnswerBody {
    const caller = this.#parts.credentials.find(call.accessKeyId);
    if (caller === undefined) throw noPermission();
    switch (call.operation) {
      case "AssumeRole":
        return assumeRole(call, textsOf(call.parameters), caller, this.#parts);
      case "GetCallerIdentity":
        return getCallerIdentity(call.account, caller);
      default:
        throw unknownAction();
    }
  }

  failure(): CloudError {
    return stsInternalError();
  }
}
