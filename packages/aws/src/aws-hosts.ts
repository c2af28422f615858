/** DNS suffixes of AWS's partitions, from the SDK's own list (partitions.json of client-kms 3.1162.0). */
const AWS_HOST =
  /\.(?:amazonaws\.(?:com(?:\.cn)?|eu)|api\.aws|api\.amazonwebservices\.(?:com\.cn|eu)|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$/;

/** Whether a host is one of AWS itself, in any partition. */
export function isAwsHost(hostname: string): boolean {
  return AWS_HOST.test(hostname);
}
