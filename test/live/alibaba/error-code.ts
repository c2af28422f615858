/** The code of a refusal by Alibaba Cloud: the body of the answer is in the SDK's error. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("data" in error)) return undefined;
  const { data } = error;
  if (typeof data !== "object" || data === null || !("Code" in data)) return undefined;
  return typeof data.Code === "string" ? data.Code : undefined;
}
