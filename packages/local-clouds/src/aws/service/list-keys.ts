import type { AwsOperation } from "./operation.ts";
import { pageOf, pageRequest } from "./pages.ts";

export const listKeys: AwsOperation = {
  requestsPerSecond: 500,
  changesKey: false,
  run(context) {
    const request = pageRequest(context.parameters, {
      accepted: 1000,
      maximum: 1000,
      default: 100,
    });
    context.parameters.check();

    const keys = context.region.list.filter((key) => key.created.read() && !context.account.isGone(key));
    const page = pageOf(keys, request("ListKeys"), "ListKeys");
    return {
      Keys: page.items.map(({ identity }) => ({ KeyId: identity.id, KeyArn: identity.arn })),
      ...page.rest,
    };
  },
};
