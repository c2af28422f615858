/** Where a resource is, as far as its name says it. */
export interface PlaceOfReference {
  readonly account?: string;
  readonly region?: string;
  /** The rest of the name: kind and id. */
  readonly id: string;
}

/** How the clouds write full names: which part, between colons, is what. */
const FORMS = [
  { start: "arn:", region: 3, account: 4, id: 5 },
  { start: "acs:", region: 2, account: 3, id: 4 },
  { start: "qcs:", region: 3, account: 4, id: 5 },
] as const;

/** Takes the full name of a resource apart. A name of another form is an id. */
export function placeOfReference(reference: string): PlaceOfReference {
  const form = FORMS.find(({ start }) => reference.startsWith(start));
  if (form === undefined) return { id: reference };
  const parts = reference.split(":");
  const account = (parts[form.account] ?? "").replace(/^uin\//, "");
  const region = parts[form.region] ?? "";
  return {
    id: parts
      .slice(form.id)
      .join(":")
      .replace(/^[a-z]+[/:]/i, ""),
    ...(account !== "" && { account }),
    ...(region !== "" && { region }),
  };
}
