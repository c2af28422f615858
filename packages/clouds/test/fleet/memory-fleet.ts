import type {
  AdapterService,
  FleetAccountAccess,
  FleetScopeSettings,
  FleetSettings,
  KmsAdapter,
  KmsDriver,
  OrganizationAccount,
  QuotaRates,
} from "@crosstag/core/driver";
import { createMemoryCloud, type MemoryCloud } from "@crosstag/core/testing";
import { memoryAdapter } from "../memory-adapter.ts";

/** An adapter whose fleets are memory clouds, with a record of what was asked of it. */
export interface MemoryFleet {
  readonly adapter: KmsAdapter;
  /** Clouds by account and region, made when they are first needed: `111122223333/memory-1`. */
  readonly clouds: ReadonlyMap<string, MemoryCloud>;
  /** What was done, in order: `list`, `regions 1111`, `identify 1111`, `open 1111/memory-1`, `close …`, `end`. */
  readonly log: string[];
  /** The settings of the fleets that were opened. */
  readonly settings: FleetSettings[];
  /** The settings of the drivers that were created, in order. */
  readonly scopes: FleetScopeSettings[];
}

export interface MemoryFleetOptions {
  readonly organization?: readonly OrganizationAccount[];
  /** Enabled regions by account. Default: `memory-1` and `memory-2`. */
  readonly regions?: Readonly<Record<string, readonly string[]>>;
  /** Accounts whose role is refused. */
  readonly denied?: readonly string[];
  /** Request rates by account and region, as the cloud reports them. Default: it reports none. */
  readonly rates?: Readonly<Record<string, QuotaRates>>;
  /** Services beside the KMS. Default: none. */
  readonly services?: readonly AdapterService[];
  /** The kinds of the KMS. */
  readonly kinds?: readonly string[];
  /** Errors for the next calls to list accounts, in order. */
  readonly failures?: Error[];
}

const classify: KmsDriver["classify"] = (error) => {
  const throttled = error instanceof Error && error.message === "Throttling";
  return {
    code: throttled ? "throttled" : "access-denied",
    retry: throttled ? "throttled" : "no",
    applied: "no",
    scope: "call",
    message: throttled ? "Too many requests." : "The role cannot be assumed.",
  };
};

export function memoryFleet(options: MemoryFleetOptions = {}): MemoryFleet {
  const { organization = [], regions = {}, denied = [], failures = [], rates, services = [] } = options;
  const shape = options.kinds === undefined ? {} : { kinds: options.kinds };
  const scopes: FleetScopeSettings[] = [];
  const clouds = new Map<string, MemoryCloud>();
  const log: string[] = [];
  const settings: FleetSettings[] = [];
  const pattern = createMemoryCloud(shape).driver;
  const refuse = ({ account = "" }: FleetAccountAccess) => {
    if (denied.includes(account)) throw new Error("AccessDenied");
  };
  const createDriver = async (scope: FleetScopeSettings): Promise<KmsDriver> => {
    const { account, region, service } = scope;
    scopes.push(scope);
    const beside = services.find(({ name: known }) => known === service);
    if (beside !== undefined) return beside.createDriver({ account, region });
    const name = `${account}/${region}`;
    log.push(`open ${name}`);
    const cloud = clouds.get(name) ?? createMemoryCloud({ ...shape, account, region });
    clouds.set(name, cloud);
    return {
      ...cloud.driver,
      ...(rates !== undefined && {
        readQuotas: async () => {
          log.push(`quotas ${name}`);
          return { rates: rates[name] ?? {} };
        },
      }),
      close: async () => {
        log.push(`close ${name}`);
      },
    };
  };
  const { adapter } = memoryAdapter(
    {},
    {
      profile: () => (rates === undefined ? pattern : { ...pattern, quotaDiscovery: { support: "yes" } }),
      services,
      openFleet: async (given) => {
        settings.push(given);
        return {
          listAccounts: async (_, call) =>
            call(async () => {
              log.push("list");
              const failure = failures.shift();
              if (failure !== undefined) throw failure;
              return organization;
            }),
          listRegions: async (access, call) =>
            call(async () => {
              log.push(`regions ${access.account ?? "own"}`);
              refuse(access);
              return regions[access.account ?? ""] ?? ["memory-1", "memory-2"];
            }),
          identify: async (access) => {
            log.push(`identify ${access.account ?? "own"}`);
            refuse(access);
            return access.account ?? "999988887777";
          },
          createDriver,
          classify,
          close: async () => {
            log.push("end");
          },
        };
      },
    },
  );
  return { adapter, clouds, log, settings, scopes };
}
