import type { ReportExtra, ReportRow, SharedReportData } from "../src/report/html/report-data.ts";
import { Accounts } from "./accounts.ts";
import { RANKS, seen } from "./rows.ts";

const NAMES = ["search", "result", "severity", "rule", "team", "provider", "account", "unit", "baseline"] as const;
/** The name of a filter, also in the address of the page. */
export type FilterName = (typeof NAMES)[number];
type Field = HTMLInputElement | HTMLSelectElement;
type Choices = Readonly<Record<FilterName, string>>;

/** The filters of the page, and the resources that they select. */
export class Filters {
  /** Fields by name. A page without teams or without a baseline has no field for them. */
  readonly fields: ReadonlyMap<FilterName, Field>;
  readonly #resources: readonly ReportRow[];
  readonly #shared: SharedReportData;
  readonly #searchTexts: readonly string[];
  readonly #accounts: Accounts;
  readonly #listed: ReadonlyMap<FilterName, ReadonlySet<string>>;

  constructor(resources: readonly ReportRow[], shared: SharedReportData) {
    this.#resources = resources.toSorted((one, other) => rankOf(one, shared) - rankOf(other, shared));
    this.#shared = shared;
    this.#accounts = new Accounts(shared);
    this.#searchTexts = this.#resources.map((resource) => searchTextOf(resource, shared, this.#accounts));
    this.fields = new Map(
      NAMES.flatMap((name) => {
        const field = document.getElementById(`filter-${name}`);
        return field === null ? [] : [[name, field as Field] as const];
      }),
    );
    this.#listed = new Map(
      (["team", "account", "unit"] as const).map((name) => [
        name,
        new Set(optionsOf(this.fields.get(name)).map(({ value }) => value)),
      ]),
    );
  }

  /** All resources, the worst first. */
  get all(): readonly ReportRow[] {
    return this.#resources;
  }

  /** The resources that match all filters. */
  matching(): readonly ReportRow[] {
    const choices = Object.fromEntries(NAMES.map((name) => [name, this.fields.get(name)?.value ?? ""])) as Choices;
    const words = choices.search.toLowerCase().split(/\s+/).filter(Boolean);
    return this.#resources.filter(
      (resource, index) =>
        this.#matches(resource, choices) && words.every((word) => this.#searchTexts[index]?.includes(word)),
    );
  }

  /** A link may name a value that this check does not have: it matches no resource, which is different from all. */
  choose(name: FilterName, value: string): void {
    const field = this.fields.get(name);
    if (field === undefined) return;
    field.value = value;
    if (field.value === value || !(field instanceof HTMLSelectElement)) return;
    field.append(new Option(seen(value), value));
    field.value = value;
  }

  /** Removes all filters. */
  clear(): void {
    for (const field of this.fields.values()) field.value = "";
  }

  /** The filters that are set, as a person reads them. */
  inWords(): string {
    return [...this.fields]
      .filter(([, field]) => field.value !== "")
      .map(([name, field]) => {
        const shown = field instanceof HTMLSelectElement ? (field.selectedOptions[0]?.text ?? "") : field.value;
        return `${name} “${seen(shown)}”`;
      })
      .join(", ");
  }

  #matches(resource: ReportRow, choices: Choices): boolean {
    const [, provider, account, , team, result] = resource;
    const { result: wanted, provider: ofProvider } = choices;
    return (
      (wanted === "" || this.#shared.results[result]?.[0] === wanted) &&
      (ofProvider === "" || provider === ofProvider) &&
      this.#isIn("account", `${provider} ${account}`, choices) &&
      this.#isIn("unit", `${provider} ${this.#accounts.unitOf(provider, account)}`, choices) &&
      this.#isIn("team", team, choices) &&
      this.#hasFinding(resource, choices)
    );
  }

  /** Names that a report does not count by name are one group, and are not in the list. */
  #isIn(name: "team" | "account" | "unit", value: string, choices: Choices): boolean {
    const choice = choices[name];
    const isOther = choice === this.#shared.others && this.#listed.get(name)?.has(value) !== true;
    return choice === "" || value === choice || isOther;
  }

  #hasFinding([, , , , , , , fresh = [], known = [], waived = []]: ReportRow, choices: Choices): boolean {
    const { rule, severity, baseline } = choices;
    const matches = (problem: number) => {
      const [ownRule, ownSeverity] = this.#shared.problems[problem] ?? [];
      return (rule === "" || ownRule === rule) && (severity === "" || ownSeverity === severity);
    };
    return (
      (rule === "" && severity === "" && baseline === "") ||
      (baseline !== "known" && fresh.some(matches)) ||
      (baseline !== "new" && known.some(matches)) ||
      (severity === "" && baseline === "" && waived.some(([problem]) => matches(problem)))
    );
  }
}

/** New findings before the ones in the baseline; resources that could not be read after errors. */
function rankOf(resource: ReportRow, { problems, results }: SharedReportData): number {
  const [, , , , , result, , fresh = [], known = []] = resource;
  const ranksOf = (found: readonly number[], more: number) =>
    found.map((problem) => RANKS[problems[problem]?.[1] ?? "info"] + more);
  const worst = Math.min(...ranksOf(fresh, 0), ...ranksOf(known, 0.5));
  if (Number.isFinite(worst)) return worst;
  const ranks: Readonly<Record<string, number>> = { error: 2, suppressed: 5, compliant: 6 };
  return ranks[results[result]?.[0] ?? ""] ?? 7;
}

function searchTextOf(resource: ReportRow, { problems, waivers }: SharedReportData, accounts: Accounts): string {
  const [reference, provider, account, , team, , given, fresh = [], known = [], waived = []] = resource;
  const extra: ReportExtra = given === 0 ? {} : given;
  const textOf = (problem: number) => {
    const [rule = "", , message = "", , value = ""] = problems[problem] ?? [];
    return `${rule} ${message} ${value}`;
  };
  return [
    reference,
    provider,
    account,
    accounts.nameOf(provider, account),
    accounts.unitOf(provider, account),
    team,
    extra.about ?? "",
    extra.error ?? "",
    ...[...fresh, ...known].map(textOf),
    ...waived.map(([problem, waiver]) => `${textOf(problem)} ${waivers[waiver]}`),
  ]
    .join(" ")
    .toLowerCase();
}

function optionsOf(field: Field | undefined): readonly HTMLOptionElement[] {
  return field instanceof HTMLSelectElement ? [...field.options] : [];
}
