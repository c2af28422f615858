import { regionalService } from "../tencent-service.ts";
import { createSecret } from "./operations/create-secret.ts";
import { deleteSecret, restoreSecret } from "./operations/delete-and-restore-secret.ts";
import { describeSecret } from "./operations/describe-secret.ts";
import { disableSecret, enableSecret } from "./operations/enable-and-disable-secret.ts";
import { listSecrets } from "./operations/list-secrets.ts";

/** Secrets Manager. Quotas: the pages of CreateSecret (100) and DescribeSecret (40), read 2026-11-29; 40 assumed for the others. */
export const ssm = regionalService("ssm", "2019-09-23", {
  CreateSecret: createSecret,
  DeleteSecret: deleteSecret,
  DescribeSecret: describeSecret,
  DisableSecret: disableSecret,
  EnableSecret: enableSecret,
  ListSecrets: listSecrets,
  RestoreSecret: restoreSecret,
});
