import { DRIVER_CONTRACT } from "@crosstag/core/driver";
import type { CallContext, KmsDriver, Reference, ResourceDescription, ResourceState } from "@crosstag/core/driver";
import { classifyFailure } from "./classify-failure.ts";
import { ExampleError, KeyFile, type StoredKey } from "./key-file.ts";
import { exampleProfile } from "./profile.ts";

const KEYS_PER_PAGE = 100;

const STATES: Readonly<Record<StoredKey["state"], ResourceState>> = {
  Enabled: "enabled",
  Disabled: "disabled",
  PendingDeletion: "pending-deletion",
};

/** The limits allow one key in a call. */
function onlyId([first]: readonly Reference[]): string {
  return first?.id ?? "";
}

/** Settings of `createExampleDriver`. */
export interface ExampleDriverOptions {
  /** The path of the file with the keys. */
  readonly file: string;
  /** Default: `example-1`. */
  readonly region?: string | undefined;
  /** The account that the file must belong to. Default: the one that the file names. */
  readonly account?: string | undefined;
  /** Called before each request, with the method. For tests. */
  readonly onRequest?: ((method: string) => void) | undefined;
}

/**
 * Creates a driver: one cloud, account and region. Sends nothing. One method is one wire call. A method that the cloud
 * has no call for is left out; the capabilities say why.
 */
export function createExampleDriver({
  file,
  region = "example-1",
  account,
  onRequest = () => {},
}: ExampleDriverOptions): KmsDriver {
  const client = new KeyFile(file, region);

  /** A call that is canceled before it begins makes no request. Pass `context.signal` to an SDK. */
  async function send<Answer>(method: string, context: CallContext, work: () => Answer): Promise<Answer> {
    context.signal.throwIfAborted();
    onRequest(method);
    return work();
  }

  const referenceOf = (id: string, owner: string): Reference => ({
    provider: "example",
    kind: "key",
    id,
    alias: false,
    region,
    account: owner,
    text: `example:${region}:${owner}:key/${id}`,
  });

  return {
    ...exampleProfile,
    contract: DRIVER_CONTRACT,
    scope: { region, ...(account !== undefined && { account }) },
    native: client,
    classify: classifyFailure,
    close: async () => {},
    identify: (context) => send("identify", context, () => ({ account: client.account() })),
    writeTags: ({ resources, tags }, context) =>
      send("writeTags", context, () => {
        client.setTags(onlyId(resources), tags);
        return {};
      }),
    removeTags: ({ resources, tagKeys }, context) =>
      send("removeTags", context, () => {
        if (tagKeys === "all") throw new ExampleError("Unsupported", "Name the tag keys.");
        client.removeTags(onlyId(resources), tagKeys);
        return {};
      }),
    readTags: ({ resources }, context) =>
      send("readTags", context, () => {
        const id = onlyId(resources);
        const { tags } = client.key(id);
        return { rows: Object.entries(tags).map(([key, value]) => ({ id, key, value })) };
      }),
    describeResource: ({ resource }, context) =>
      send("describeResource", context, (): ResourceDescription => {
        const { state } = client.key(resource.id);
        return {
          reference: referenceOf(resource.id, client.account()),
          kind: "key",
          managedBy: "customer",
          state: STATES[state],
          stateAsGiven: state,
          key: { origin: "cloud" },
        };
      }),
    listResources: ({ cursor = "0" }, context) =>
      send("listResources", context, () => {
        if (!/^\d+$/.test(cursor)) throw new ExampleError("InvalidCursor", `There is no page ${cursor}.`);
        const from = Number(cursor);
        const ids = client.keyIds();
        const owner = client.account();
        const page = ids.slice(from, from + KEYS_PER_PAGE).map((id) => referenceOf(id, owner));
        const end = from + KEYS_PER_PAGE;
        return { resources: page, ...(end < ids.length && { next: String(end) }) };
      }),
  };
}
