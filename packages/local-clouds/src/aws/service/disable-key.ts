import type { AwsOperation } from "./operation.ts";
import { switchKey } from "./switch-key.ts";

export const disableKey: AwsOperation = {
  requestsPerSecond: 5,
  changesKey: true,
  run: (context) => switchKey(context, "Disabled"),
};
