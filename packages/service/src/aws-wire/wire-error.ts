/** A refusal in the words of AWS: the SDKs recognize it by its name. */
export class WireError extends Error {
  /** AWS's name of the error, without a namespace: `NotFoundException`. */
  override readonly name: string;
  /** The HTTP status. AWS sends 400 for every error that is not the service's own. */
  readonly status: 400 | 413 | 500 | 503;

  constructor(name: string, message: string, status: WireError["status"] = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}
