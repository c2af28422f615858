/** An error of a call to the cloud's token service (STS), which is another service than the driver's. */
export class TokenServiceError extends Error {
  override readonly name = "TokenServiceError";

  constructor(cause: unknown) {
    super("A call to the token service failed.", { cause });
  }
}
