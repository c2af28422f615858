/** The code of a refusal by AWS: the SDK's errors of a service say whose fault it is. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "$fault" in error ? error.name : undefined;
}
