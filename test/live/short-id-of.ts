/** The part of a key's ARN that calls on states take too. Emulators take nothing else there. */
export function shortIdOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
