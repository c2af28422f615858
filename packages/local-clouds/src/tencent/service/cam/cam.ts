import { uinOf, type CallContext } from "../context.ts";
import { globalService, type Operation } from "../tencent-service.ts";

/** The numbers of the caller: of the user, of the main account, and the account's other number. */
const getUserAppId: Operation<CallContext> = {
  parameters: [],
  quota: 20,
  carryOut: (_parameters, context) => ({
    Uin: uinOf(context),
    OwnerUin: context.account,
    AppId: context.appId,
  }),
};

/** Cloud Access Management, as far as it identifies callers. */
export const cam = globalService("cam", "2019-01-16", { GetUserAppId: getUserAppId });
