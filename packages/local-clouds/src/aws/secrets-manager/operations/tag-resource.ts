import type { JsonOperation } from "../../protocol/json-service.ts";
import { tagLengthOf } from "../../tags/general-tag-rules.ts";
import { findSecretToChange, secretId } from "../find-secret.ts";
import { secretQuotas } from "../quotas.ts";
import { checkTags, merged, refuseProtected } from "../secret-tag-checks.ts";

export const tagResource: JsonOperation = {
  ...secretQuotas.tagging,
  run(call) {
    const { settings, clock } = call.member.secrets;
    const named = secretId(call);
    const tags = call.parameters.valuelessTags(call.parameters.list("Tags"), {
      lengths: settings.secretTagLengths,
      lengthOf: tagLengthOf(settings),
    });
    call.parameters.check();

    const secret = findSecretToChange(call, named);
    checkTags(tags, settings);
    refuseProtected(
      call,
      secret,
      tags.map(({ key }) => key),
    );
    const after = merged(secret.current.tags, tags, settings);
    // Recorded: every change of tags counts as a change of the secret (Cloud Custodian, 2018).
    secret.change({ tags: after, lastChangedAt: clock.now() });
    return undefined;
  },
};
