import type { Clock } from "../../../server/clock.ts";
import type { Identifiers } from "../../../server/identifiers.ts";
import type { ConsistencyContext } from "../../../state/versioned.ts";
import type { AwsSettings } from "../../settings.ts";
import { RegionStore, regionsByName } from "../../state/region-store.ts";
import type { ValuelessTags } from "../../state/valueless-tags.ts";
import { Certificate, type CertificateIdentity, type CertificateStatus } from "./certificate.ts";

export interface CertificateAccountOptions {
  /** Twelve digits. */
  readonly id: string;
  readonly regions: readonly string[];
  readonly settings: AwsSettings;
  readonly identifiers: Identifiers;
  readonly context: ConsistencyContext;
  /** Creates the first certificates of a region when it is first used. Default: none. */
  readonly fill?: ((account: CertificateAccount, region: RegionStore<Certificate>) => void) | undefined;
}

/** The properties of a new certificate. */
export interface NewCertificate extends Omit<
  CertificateIdentity,
  "id" | "arn" | "region" | "createdAt" | "notAfter" | "keyPairOrigin"
> {
  readonly region: RegionStore<Certificate>;
  /** Default: generated. */
  readonly id?: string | undefined;
  /** Default: the customer's for an imported certificate, otherwise AWS's. */
  readonly keyPairOrigin?: CertificateIdentity["keyPairOrigin"] | undefined;
  readonly status: CertificateStatus;
  readonly tags: ValuelessTags;
  /** Milliseconds since 1970. Default: now. */
  readonly existsSince?: number;
  /** Milliseconds since 1970. Default: 395 days after its creation. */
  readonly notAfter?: number | undefined;
}

const validityMs = 395 * 24 * 60 * 60 * 1000;

/** Everything that one account has in ACM. */
export class CertificateAccount {
  readonly id: string;
  readonly settings: AwsSettings;
  readonly clock: Clock;
  readonly regions: ReadonlyMap<string, RegionStore<Certificate>>;
  /** When the cloud started, in milliseconds since 1970. */
  readonly startedAt: number;
  readonly #identifiers: Identifiers;
  readonly #context: ConsistencyContext;

  constructor({ id, regions, settings, identifiers, context, fill }: CertificateAccountOptions) {
    this.id = id;
    this.settings = settings;
    this.clock = context.clock;
    this.startedAt = context.clock.now();
    this.#identifiers = identifiers;
    this.#context = context;
    this.regions = regionsByName(
      regions,
      (name, fillNow) => new RegionStore<Certificate>(name, fillNow),
      fill?.bind(undefined, this),
    );
  }

  create({ region, status, tags, existsSince = this.clock.now(), ...fresh }: NewCertificate): Certificate {
    const { id = this.#identifiers.uuid("certificate"), notAfter = existsSince + validityMs } = fresh;
    const { keyPairOrigin = fresh.type === "IMPORTED" ? "CUSTOMER_PROVIDED" : "AWS_MANAGED" } = fresh;
    const identity: CertificateIdentity = {
      ...fresh,
      id,
      arn: `arn:aws:acm:${region.name}:${this.id}:certificate/${id}`,
      region: region.name,
      keyPairOrigin,
      createdAt: existsSince,
      notAfter,
    };
    const certificate = new Certificate(this.#context, identity, status, tags);
    region.add(id, certificate);
    return certificate;
  }
}
