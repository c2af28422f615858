import { ACCOUNT_NUMBER, ACCOUNT_RULE } from "./account-number.ts";
import { configurationError } from "./configuration-error.ts";
import type { AlibabaKmsOptions } from "./create-driver.ts";

/** @throws CrosstagError `configuration` if it is not the number of an account */
export function checkAccount(options: AlibabaKmsOptions): void {
  if (options.account === undefined || ACCOUNT_NUMBER.test(options.account)) return;
  throw configurationError(
    `The account${"name" in options && options.name !== undefined ? ` of the cloud ${JSON.stringify(options.name)}` : ""} is not the number of an Alibaba Cloud account.`,
    `Correct "account". ${ACCOUNT_RULE}`,
  );
}
