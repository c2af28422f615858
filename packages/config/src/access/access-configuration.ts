/** What a caller of the service may do. Each limit that is absent allows everything. */
export interface AccessPermissions {
  /**
   * Names of operations, groups of them (`read`, `plan`, `write`, `delete`), `metrics` for `GET /metrics`, or `*` for
   * everything.
   */
  readonly operations: readonly string[];
  /** Providers or names of configured clouds, or globs of them: `aws`, `production`, `production/shop/eu-*`. Default: all. */
  readonly clouds?: readonly string[] | undefined;
  /** Ids of accounts. Default: all. */
  readonly accounts?: readonly string[] | undefined;
  /** Tag keys that may be changed, or globs of them. Default: all. */
  readonly tagKeys?: readonly string[] | undefined;
  /** Requests per second, on average. As many can come at once as in one second, at least one. Default: no limit. */
  readonly requestsPerSecond?: number | undefined;
  /** The last valid day, in UTC: `2026-12-31`. Default: it does not expire. */
  readonly expires?: string | undefined;
}

/** A token of the service. The file has its hash only. */
export interface AccessToken extends AccessPermissions {
  /** Who it is: in journals, logs and decisions. Unique in the file. */
  readonly name: string;
  /** `sha256:` and the hash of the whole token in 64 hexadecimal digits. */
  readonly hash: string;
}

/** Where a secret is kept: in an environment variable of the service, or in a file that only its user can read. */
export type SecretPlace =
  | {
      /** The name of the variable. */
      readonly environment: string;
    }
  | {
      /** The path of the file, relative to the access file. */
      readonly file: string;
    };

/** An access key of the service's own, with which clients sign requests of the AWS protocol. It is not a key of a cloud. */
export interface AccessKey extends AccessPermissions {
  /** Who it is: in journals and logs. Unique in the file. */
  readonly name: string;
  /** The access key id that clients are configured with. */
  readonly id: string;
  /** Where its secret is. A signature cannot be checked with a hash of the secret. */
  readonly secret: SecretPlace;
  /**
   * Full names of the keys whose imported material this caller may delete over the AWS protocol, which asks for no
   * confirmation. Default: none.
   */
  readonly deletableKeyMaterial?: readonly string[] | undefined;
}

/** The content of a `crosstag-access.yaml`: the callers of the service, and what each may do. */
export interface AccessConfiguration {
  /** The tokens, in the order of the file. */
  readonly tokens: readonly AccessToken[];
  /** The access keys for the AWS protocol, in the order of the file. */
  readonly accessKeys: readonly AccessKey[];
}
