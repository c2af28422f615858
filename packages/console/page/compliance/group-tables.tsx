import { coverageOf } from "@crosstag/compliance";
import { formatNumber, formatPercent } from "../parts/format.ts";
import { ShowMore } from "../parts/show-more.tsx";
import { TagText } from "../parts/tag-text.tsx";
import type { CheckSummary } from "./check-types.ts";

type Group = CheckSummary["clouds"][number];

/** Results by cloud, account, unit and team. */
export function GroupTables({ summary }: { readonly summary: CheckSummary }) {
  const { clouds, accounts, units, teams } = summary;
  return (
    <>
      <GroupTable title="By cloud" groups={clouds} />
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
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached with the keyboard
          <div className="table-scroll" tabIndex={0} role="region" aria-label={`${title}: the table`}>
            <table className="plain">
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col" className="number">
                    Resources
                  </th>
                  <th scope="col" className="number">
                    Violating
                  </th>
                  <th scope="col" className="number">
                    Compliant or waived
                  </th>
                </tr>
              </thead>
              <tbody>
                {shown.map((group) => (
                  <GroupRow key={group.name} group={group} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </ShowMore>
    </section>
  );
}

function GroupRow({ group }: { readonly group: Group }) {
  const { name, title, resources, results } = group;
  const coverage = coverageOf(group);
  return (
    <tr>
      <th scope="row">
        <TagText text={title === undefined ? name : `${name} (${title})`} />
      </th>
      <td className="number">{formatNumber(resources)}</td>
      <td className="number">{formatNumber(results.violating)}</td>
      <td className="number">{coverage === null ? "–" : formatPercent(coverage)}</td>
    </tr>
  );
}

function toDo({ results: { violating, error } }: Group): number {
  return violating + error;
}
