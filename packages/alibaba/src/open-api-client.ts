/** Credentials as the SDK gives them. */
export interface CredentialModel {
  /** The id of the access key. */
  readonly accessKeyId?: string;
  /** The secret of the access key. */
  readonly accessKeySecret?: string;
  /** The token of a session; absent for an access key. */
  readonly securityToken?: string;
  /** The SDK's word for the kind of credentials: `access_key`, `sts`, `bearer`. */
  readonly type?: string;
  /** The SDK's word for their source. */
  readonly providerName?: string;
}

/** A source of credentials, as the SDK's client takes it. */
export interface SdkCredential {
  /** Returns the present credentials. */
  getCredential(): Promise<CredentialModel>;
}

/**
 * What is used of a client of `@alicloud/openapi-client` (version 0.4). Written out, because the SDK's own declarations
 * do not compile with every setting of TypeScript: they need types that the SDK does not bring.
 */
export interface OpenApiClient {
  /** The region, for example `cn-hangzhou`. */
  readonly _regionId: string;
  /** The host of the service, with its port if that is not the protocol's default. */
  readonly _endpoint: string;
  /** `http` or `https`, in any case. Empty: https. */
  readonly _protocol: string;
  /** Empty: the default of the SDK, ACS3-HMAC-SHA256. */
  readonly _signatureAlgorithm: string;
  /** Where the client gets its credentials. */
  readonly _credential: SdkCredential;
  /** Parameters and headers of every call. */
  readonly _globalParameters: {
    readonly queries?: Readonly<Record<string, string>>;
    readonly headers?: Readonly<Record<string, string>>;
  };
  /** The value of the `user-agent` header. */
  getUserAgent(): string;
  /** Marks a client of this SDK. It is not called. */
  readonly doRequest: (...parameters: never[]) => unknown;
}
