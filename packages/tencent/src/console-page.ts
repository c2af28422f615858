/**
 * The list of keys in the Tencent Cloud console. The page of one key has an address with a number of its region that no call
 * returns. Assumed: the vendor's guides link to this address, and it was not opened with an account (2026-11-29).
 */
export function consolePage(): string {
  return "https://console.cloud.tencent.com/kms2";
}
