import { Fragment, type ReactNode } from "react";
import { ScrollingTable } from "../../parts/scrolling-table.tsx";
import { Description } from "../form/description.tsx";
import type { Parameter } from "../form/parameter.ts";

/** What `ParamsTable` shows. */
export interface ParamsTableProps {
  /** In the order of the table. */
  readonly parameters: readonly Parameter[];
  /** The same as Markdown, for readers of the file of a page. Not shown. */
  readonly children?: ReactNode;
}

/** The parameters of an operation; those of objects under their object. */
export function ParamsTable({ parameters }: ParamsTableProps) {
  if (parameters.length === 0) return <p className="soft">None.</p>;
  return (
    <ScrollingTable label="Parameters">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Description</th>
        </tr>
      </thead>
      <tbody>
        {rowsOf(parameters, "").map(({ path, parameter: { type, required = false, description } }) => (
          <tr key={path}>
            <th scope="row">
              <code>
                {path.split(".").map((name, index, names) => (
                  <Fragment key={names.slice(0, index + 1).join(".")}>
                    {index > 0 && (
                      <>
                        .<wbr />
                      </>
                    )}
                    {name}
                  </Fragment>
                ))}
              </code>
              <span className="try-kind soft">{required ? `${type}, required` : type}</span>
            </th>
            <td>
              <Description text={description} />
            </td>
          </tr>
        ))}
      </tbody>
    </ScrollingTable>
  );
}

interface Row {
  readonly path: string;
  readonly parameter: Parameter;
}

function rowsOf(parameters: readonly Parameter[], prefix: string): readonly Row[] {
  return parameters.flatMap((parameter) => {
    const path = prefix + parameter.name;
    const inside = parameter.type === "array" ? `${path}[].` : `${path}.`;
    return [{ path, parameter }, ...rowsOf(parameter.children ?? [], inside)];
  });
}
