import { useId, useState } from "react";
import type { Facet, Facets } from "./facets.ts";
import { formatNumber } from "../parts/format.ts";
import { isFiltered, withoutConditions, type InventoryView } from "./inventory-view.ts";
import { TagConditions } from "./tag-conditions.tsx";

/** Conditions on the resources that are shown. */
export function FilterBar({
  view,
  facets,
  keys,
  titles,
  onView,
}: {
  readonly view: InventoryView;
  readonly facets: Facets;
  readonly keys: ReadonlyMap<string, number>;
  readonly titles: ReadonlyMap<string, string>;
  readonly onView: (change: Partial<InventoryView>) => void;
}) {
  // Small screens show the resources first.
  const [isOpen] = useState(() => matchMedia("(min-width: 60rem)").matches || isFiltered(view));
  const text = useId();
  const alias = useId();
  return (
    <details className="filters" open={isOpen}>
      <summary>Conditions</summary>
      <div className="fields">
        <div className="field wide">
          <label htmlFor={text}>Name, alias or description</label>
          <input
            id={text}
            type="search"
            value={view.text}
            onChange={({ target }) => onView({ text: target.value })}
            autoComplete="off"
          />
        </div>
        <Choice
          label="Provider"
          facet={facets.provider}
          value={view.provider}
          titles={titles}
          onValue={(provider) => onView({ provider })}
        />
        <Choice
          label="Account"
          facet={facets.account}
          value={view.account}
          onValue={(account) => onView({ account })}
        />
        <Choice label="Region" facet={facets.region} value={view.region} onValue={(region) => onView({ region })} />
        <Choice label="Kind" facet={facets.kind} value={view.kind} onValue={(kind) => onView({ kind })} />
        <Choice
          label="State"
          facet={facets.state}
          value={view.state}
          onValue={(state) => onView({ state })}
          disabled={!view.described}
        />
        <div className="field">
          <label htmlFor={alias}>Alias</label>
          <input
            id={alias}
            value={view.alias}
            onChange={({ target }) => onView({ alias: target.value })}
            autoComplete="off"
          />
        </div>
        <TagConditions view={view} keys={keys} onView={onView} />
      </div>
      <FilterOptions view={view} onView={onView} />
    </details>
  );
}

function FilterOptions({
  view,
  onView,
}: {
  readonly view: InventoryView;
  readonly onView: (change: Partial<InventoryView>) => void;
}) {
  return (
    <div className="row">
      <label className="check">
        <input
          type="checkbox"
          checked={view.described}
          onChange={({ target }) => onView({ described: target.checked, ...(!target.checked && { state: "" }) })}
        />
        Read state, dates and description, with one more call for each resource
      </label>
      {isFiltered(view) && (
        <button type="button" className="quiet small" onClick={() => onView(withoutConditions(view))}>
          Remove all conditions
        </button>
      )}
    </div>
  );
}

function Choice({
  label,
  facet,
  value,
  titles,
  disabled = false,
  onValue,
}: {
  readonly label: string;
  readonly facet: Facet;
  readonly value: string;
  readonly titles?: ReadonlyMap<string, string>;
  readonly disabled?: boolean;
  readonly onValue: (value: string) => void;
}) {
  const id = useId();
  // A view can name what the inventory does not have, or not yet.
  const choices = value === "" || facet.some(([each]) => each === value) ? facet : [...facet, [value, 0] as const];
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} disabled={disabled} onChange={({ target }) => onValue(target.value)}>
        <option value="">All</option>
        {choices.map(([each, count]) => (
          <option key={each} value={each}>
            {titles?.get(each) ?? each} ({formatNumber(count)})
          </option>
        ))}
      </select>
    </div>
  );
}
