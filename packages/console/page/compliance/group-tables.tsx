import { ShowMore } from "../parts/show-more.tsx";
import { TagText } from "../parts/tag-text.tsx";
import type { CheckSummary } from "./check-types.ts";
import { CoverageTable } from "./coverage-table.tsx";

type Group = CheckSummary["providers"][number];

/** Results by provider, account, unit and team. */
export function GroupTables({ summary }: { readonly summary: CheckSummary }) {
  const { providers, accounts, units, teams } = summary;
  return (
    <>
      <GroupTable title="By provider" groups={providers} />
      <GroupTable title="By account" groups={accounts} />
      <GroupTable title="By organizational unit" groups={units} />
      <GroupTable title="By team" groups={teams} />
    </>
  );
}

function GroupTable({ title, groups }: { readonly title: string; readonly groups: readonly Group[] }) {
  if (groups.length < 2) return null;
  const worst = groups.toSorted((one, other) => toDo(other) - toDo(one));
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ShowMore items={worst} what="groups">
        {(shown) => (
          <CoverageTable
            label={`${title}: the table`}
            heading="Name"
            rows={shown.map(({ name, title: more, resources, results }) => ({
              key: name,
              heading: <TagText text={more === undefined ? name : `${name} (${more})`} />,
              resources,
              results,
            }))}
          />
        )}
      </ShowMore>
    </section>
  );
}

function toDo({ results: { violating, error } }: Group): number {
  return violating + error;
}
