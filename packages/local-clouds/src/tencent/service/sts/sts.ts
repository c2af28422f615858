import { globalService } from "../tencent-service.ts";
import { assumeRole } from "./assume-role.ts";
import { getCallerIdentity } from "./get-caller-identity.ts";

/** STS, as far as it identifies callers and issues sessions of roles. */
export const sts = globalService("sts", "2018-08-13", {
  AssumeRole: assumeRole,
  GetCallerIdentity: getCallerIdentity,
});
