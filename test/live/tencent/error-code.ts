/** The code of a refusal by Tencent Cloud. An error of the network has none, or one without capitals and a request id. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || !("requestId" in error)) return undefined;
  return typeof error.code === "string" && error.code !== "" ? error.code : undefined;
}
