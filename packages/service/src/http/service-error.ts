import { CrosstagError, type CrosstagErrorDetails } from "@crosstag/core";

/** What an error of the service has besides the fields of every error. */
export interface ServiceErrorDetails extends CrosstagErrorDetails {
  /** The HTTP status. Default: that of the code. */
  readonly status?: number;
  /** The permission that the caller lacks, for example `operations: tag-resource`. Default: none. */
  readonly permission?: string;
  /** Headers of the answer, for example `Retry-After`. Default: none. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error that has an HTTP status, a permission or headers of its own. `CrosstagError.is` is true of it. */
export class ServiceError extends CrosstagError {
  /** The HTTP status. Undefined: that of the code. */
  readonly status: number | undefined;
  /** The permission that the caller lacks. Undefined: it is about something else. */
  readonly permission: string | undefined;
  /** Headers of the answer. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(details: ServiceErrorDetails) {
    super(details);
    this.status = details.status;
    this.permission = details.permission;
    this.headers = details.headers ?? {};
  }
}
