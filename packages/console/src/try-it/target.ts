/** The clouds whose operations can be tried out. */
export const TRY_IT_CLOUDS = ["aws", "qkms", "alibaba", "tencent"] as const;

/** A cloud whose operations can be tried out. */
export type TryItCloud = (typeof TRY_IT_CLOUDS)[number];

/** A signed HTTP request, always a POST. */
export interface SignedRequest {
  /** The whole address. */
  readonly url: string;
  /** By name in lower case; one of them has the signature. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it was signed. */
  readonly body: string;
}

/** What the log of a local cloud has of one request. */
export interface LoggedRequest {
  /** As the cloud names it. */
  readonly operation: string;
  /** The HTTP status of the answer. */
  readonly status: number;
  /** Whether the operation was carried out. */
  readonly applied: boolean;
  /** As the request spells them. */
  readonly resources: readonly string[];
}

/** Resources that a form can suggest. */
export interface Examples {
  /** Ids of keys. */
  readonly keys: readonly string[];
  /** The full names of the same keys: ARNs, and what other clouds have instead. */
  readonly fullNames: readonly string[];
  /** Keys with imported material. */
  readonly importedKeys: readonly string[];
}

/** One cloud that requests are sent to. */
export interface TryItTarget {
  /** Whose operations it has. */
  readonly cloud: TryItCloud;
  /** Whether it is the real cloud. */
  readonly live: boolean;
  /** The region that requests are signed for. */
  readonly region: string;
  /** The address that they are sent to. */
  readonly endpoint: string;
  /** The names of the operations that can be sent. */
  readonly operations: readonly string[];
  /** What its forms suggest. */
  readonly examples: Examples;
  /** Encodes the parameters as the cloud wants them, whatever they are, and signs the request. */
  sign(operation: string, parameters: Readonly<Record<string, unknown>>): Promise<SignedRequest>;
  /** Makes the next request of the operation fail as throttled; the returned function takes it back. Local clouds only. */
  readonly throttle?: (operation: string) => () => void;
  /** What the cloud's log has of a request. Local clouds only. */
  readonly logged?: (requestId: string) => LoggedRequest | undefined;
}
