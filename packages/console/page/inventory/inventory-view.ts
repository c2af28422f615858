/** What of the inventory is shown, and how: all of it is in the address, so that a view can be kept and sent. */
export interface InventoryView {
  /** A text in the name, an alias or the description. */
  readonly text: string;
  readonly provider: string;
  readonly account: string;
  readonly region: string;
  readonly kind: string;
  readonly state: string;
  /** A text in an alias. */
  readonly alias: string;
  /** Conditions on tags, in the words of the command. */
  readonly filter: readonly string[];
  /** Tag keys that the resource must not have. */
  readonly missing: readonly string[];
  /** Tag keys with a column. Empty: the first ones that are found. */
  readonly columns: readonly string[];
  /** What rows are sorted by: `name`, `place`, `kind`, or `tag:` and a key; with `-` before it, the other way round. */
  readonly sort: string;
  /** Whether state, dates and descriptions are read. */
  readonly described: boolean;
}

const TEXTS = ["text", "provider", "account", "region", "kind", "state", "alias", "sort"] as const;
const LISTS = ["filter", "missing", "columns"] as const;

/** The view that an address has. */
export function viewOf(query: URLSearchParams): InventoryView {
  const text = (name: (typeof TEXTS)[number]) => query.get(name) ?? "";
  const list = (name: (typeof LISTS)[number]) => query.getAll(name).filter((each) => each !== "");
  return {
    text: text("text"),
    provider: text("provider"),
    account: text("account"),
    region: text("region"),
    kind: text("kind"),
    state: text("state"),
    alias: text("alias"),
    sort: text("sort"),
    filter: list("filter"),
    missing: list("missing"),
    columns: list("columns"),
    // A state can be compared only if it was read.
    described: query.has("described") || query.has("state"),
  };
}

/** The address of a view. */
export function queryOf(view: InventoryView): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of TEXTS) if (view[name] !== "") query.set(name, view[name]);
  for (const name of LISTS) for (const each of view[name]) query.append(name, each);
  if (view.described) query.set("described", "");
  return query;
}

/** Whether the view leaves out resources. */
export function isFiltered(view: InventoryView): boolean {
  const { text, provider, account, region, kind, state, alias, filter, missing } = view;
  return [text, provider, account, region, kind, state, alias, ...filter, ...missing].some((each) => each !== "");
}

/** The view without conditions; columns and order stay. */
export function withoutConditions(view: InventoryView): InventoryView {
  const none = { text: "", provider: "", account: "", region: "", kind: "", state: "", alias: "" };
  return { ...view, ...none, filter: [], missing: [] };
}
