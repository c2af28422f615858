import { uinOf, type CallContext } from "../context.ts";
import type { Operation } from "../tencent-service.ts";

/** The signer: a user, or a role. The forms are those of the API page's examples, read 2026-11-29. */
export const getCallerIdentity: Operation<CallContext> = {
  parameters: [],
  quota: 20,
  carryOut: (_parameters, context) => {
    const { account, caller } = context;
    const uin = uinOf(context);
    const shared = { AccountId: account, PrincipalId: caller.applicant ?? uin };
    if (caller.role === undefined) {
      return { Type: "CAMUser", ...shared, UserId: uin, Arn: `qcs::cam:${account}:uin/${uin}` };
    }
    const [roleId = ""] = caller.role.split(":");
    return { Type: "CAMRole", ...shared, UserId: caller.role, Arn: `qcs::sts:${account}:assumed-role/${roleId}` };
  },
};
