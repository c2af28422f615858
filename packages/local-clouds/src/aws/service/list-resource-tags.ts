import type { AwsOperation } from "./operation.ts";
import { findKey } from "./find-key.ts";
import { pageOf, pageRequest } from "./pages.ts";

export const listResourceTags: AwsOperation = {
  requestsPerSecond: 2000,
  changesKey: false,
  run(context) {
    const { parameters } = context;
    const keyId = parameters.keyId();
    // The model accepts 1 to 1000, the documentation states at most 50 per page (verified 2026-11-22).
    const request = pageRequest(parameters, { accepted: 1000, maximum: 50, default: 50 });
    parameters.check();

    const key = findKey(context, keyId);
    const scope = `ListResourceTags ${key.identity.id}`;
    const tags = [...key.tags.read()];
    if (context.account.settings.tagOrder === "by-key") tags.sort(([left], [right]) => (left < right ? -1 : 1));
    const page = pageOf(tags, request(scope), scope);
    return { Tags: page.items.map(([TagKey, TagValue]) => ({ TagKey, TagValue })), ...page.rest };
  },
};
