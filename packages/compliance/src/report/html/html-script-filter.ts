/** The part of the script that selects and sorts resources. */
export const FILTER_SCRIPT = String.raw`
  const names = ["search", "result", "severity", "rule", "team", "cloud", "account", "baseline"];
  const fields = Object.fromEntries(names.map((name) => [name, at("filter-" + name)]).filter(([, field]) => field));
  const listed = Object.fromEntries(["team", "account"].map((name) =>
    [name, new Set([...(fields[name]?.options ?? [])].map((option) => option.value))]));

  // A resource: [reference, cloud, account, kind, team, result, new findings, known findings, waived findings, error]
  const openOf = (r) => [...(r[6] ?? []), ...(r[7] ?? [])];

  // New findings before those in the baseline; resources that could not be read after errors.
  const RANKS = { error: 0, warning: 3, info: 4 };
  const rankOf = (r) => {
    const ranks = (found, more) => (found ?? []).map((n) => RANKS[problems[n][1]] + more);
    const given = Math.min(...ranks(r[6], 0), ...ranks(r[7], 0.5));
    return Number.isFinite(given) ? given : { error: 2, suppressed: 5, compliant: 6 }[results[r[5]][0]] ?? 7;
  };
  resources.sort((one, other) => rankOf(one) - rankOf(other));

  const searchTexts = resources.map((r) => [
    ...r.slice(0, 3), r[4], r[9] ?? "",
    ...openOf(r).map((n) => problems[n][0] + " " + problems[n][2]),
    ...(r[8] ?? []).map(([n, waiver]) => problems[n][0] + " " + problems[n][2] + " " + waivers[waiver]),
  ].join(" ").toLowerCase());

  const fitting = () => {
    const filter = Object.fromEntries(names.map((name) => [name, fields[name]?.value ?? ""]));
    const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
    // Names that a report does not count by name are one group, and are not in the list.
    const isIn = (name, value) =>
      !filter[name] || value === filter[name] || (filter[name] === others && !listed[name].has(value));
    const fits = (n) => (!filter.rule || problems[n][0] === filter.rule) && (!filter.severity || problems[n][1] === filter.severity);
    const hasFinding = (r) =>
      (!filter.rule && !filter.severity && !filter.baseline) ||
      (filter.baseline !== "known" && (r[6] ?? []).some(fits)) ||
      (filter.baseline !== "new" && (r[7] ?? []).some(fits)) ||
      (!filter.severity && !filter.baseline && (r[8] ?? []).some(([n]) => fits(n)));
    return resources.filter((r, index) =>
      (!filter.result || results[r[5]][0] === filter.result) &&
      (!filter.cloud || r[1] === filter.cloud) &&
      isIn("account", r[1] + " " + r[2]) &&
      isIn("team", r[4]) &&
      hasFinding(r) &&
      words.every((word) => searchTexts[index].includes(word)));
  };

  /** A link may name a value that this check does not have: it matches no resource, which is different from all. */
  const choose = (field, value) => {
    field.value = value;
    if (field.value === value || !field.options) return;
    field.append(new Option(seen(value), value));
    field.value = value;
  };

  const inWords = () => Object.entries(fields).filter(([, field]) => field.value).map(([name, field]) =>
    name + " “" + seen(field.value === "" || !field.options ? field.value : field.selectedOptions[0].text) + "”").join(", ");
`;
