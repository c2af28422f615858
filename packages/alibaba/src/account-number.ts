/**
 * The number of an account. Those of today have 16 digits (https://www.alibabacloud.com/help/en/account/check-account-id,
 * verified 2026-11-30), and examples of older documentation fewer. Longer ones are ids of RAM users and roles.
 */
export const ACCOUNT_NUMBER = /^\d{1,16}$/;

/** What to write as the number of an account. */
export const ACCOUNT_RULE = "Write its digits, at most 16, in quotes. The id of a RAM user or role is longer.";
