import "../grid/tag-grid.css";
import "./inventory.css";
import { listClouds } from "@crosstag/operations";
import { useDeferredValue, useMemo, useState } from "react";
import { useSearchParams } from "wouter";
import { useOperation } from "../api/use-operation.ts";
import { EditBar } from "../edit/edit-bar.tsx";
import { useEdits } from "../edit/use-edits.ts";
import { useJudgements } from "../edit/use-judgements.ts";
import { useRules } from "../edit/use-rules.ts";
import { TagGrid } from "../grid/tag-grid.tsx";
import { Empty } from "../parts/empty.tsx";
import { facetsOf } from "./facets.ts";
import { FilterBar } from "./filter-bar.tsx";
import { filterRows } from "./filter-rows.ts";
import { InventoryHead } from "./inventory-head.tsx";
import { InventoryNotices } from "./inventory-notices.tsx";
import { isFiltered, queryOf, viewOf, withoutConditions, type InventoryView } from "./inventory-view.ts";
import { SelectionBar } from "./selection-bar.tsx";
import { shownKeys } from "./shown-keys.ts";
import { useInventory } from "./use-inventory.ts";

/** Every resource of the configured clouds with its tags, to look at and to edit. */
export function InventoryPage() {
  const [query, setQuery] = useSearchParams();
  const view = useMemo(() => viewOf(query), [query]);
  const setView = useMemo(
    () => (change: Partial<InventoryView>) =>
      setQuery((current) => queryOf({ ...viewOf(current), ...change }), { replace: true }),
    [setQuery],
  );
  const inventory = useInventory(view.described);
  const titles = useTitles();
  const { rulesOf, error: rulesError } = useRules();
  const judge = useJudgements(rulesOf);
  const edits = useEdits();
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  // Typing into a field stays quick while many rows are compared.
  const shown = useDeferredValue(view);
  const rows = useMemo(() => filterRows(inventory.rows, shown), [inventory.rows, shown]);
  const facets = useMemo(() => facetsOf(inventory.rows), [inventory.rows]);
  const keys = useMemo(() => shownKeys(inventory.keys, shown.columns), [inventory.keys, shown.columns]);
  const onSelect = useMemo(
    () => (references: readonly string[], selected: boolean) =>
      setSelection((current) => {
        const next = new Set(current);
        for (const reference of references) {
          if (selected) next.add(reference);
          else next.delete(reference);
        }
        return next;
      }),
    [],
  );

  return (
    <div className="inventory">
      <InventoryHead inventory={inventory} rows={rows} keys={keys} view={view} onView={setView} />
      <InventoryNotices inventory={inventory} rulesError={rulesError} />
      <FilterBar view={view} facets={facets} keys={inventory.keys} titles={titles} onView={setView} />
      <SelectionBar
        rows={inventory.rows}
        selection={selection}
        keys={inventory.keys}
        edits={edits}
        rulesOf={rulesOf}
        onClear={() => setSelection(new Set())}
      />
      <TagGrid
        rows={rows}
        keys={keys}
        counts={inventory.keys}
        titles={titles}
        judge={judge}
        edits={edits}
        selection={selection}
        sort={view.sort}
        onSort={(sort) => setView({ sort })}
        onSelect={onSelect}
        empty={
          <NoRows
            state={inventory.state}
            filtered={isFiltered(view) && inventory.rows.length > 0}
            onClear={() => setView(withoutConditions(view))}
          />
        }
      >
        <EditBar edits={edits} judge={judge} />
      </TagGrid>
    </div>
  );
}

/** In the place of the grid, and as high. */
function NoRows({
  state,
  filtered,
  onClear,
}: {
  readonly state: string;
  readonly filtered: boolean;
  readonly onClear: () => void;
}) {
  return (
    <div className="no-rows">
      {filtered ? (
        <Empty title="No resource matches">
          <button type="button" onClick={onClear}>
            Remove all conditions
          </button>
        </Empty>
      ) : state === "reading" ? (
        <Empty title="Reading the inventory…" />
      ) : state === "failed" ? (
        <Empty title="The inventory could not be read" />
      ) : (
        <Empty title="The clouds list no resources">
          <p>
            <code>crosstag doctor</code> checks the account, the region and the permission to list of each cloud.
          </p>
        </Empty>
      )}
    </div>
  );
}

/** Names of clouds by provider, and by provider and kind; names of kinds by provider and kind. */
function useTitles(): ReadonlyMap<string, string> {
  const { data } = useOperation(listClouds, {});
  return useMemo(() => {
    const titles = new Map<string, string>();
    for (const { provider, title, kinds } of data?.clouds ?? []) {
      if (!titles.has(provider)) titles.set(provider, title);
      for (const kind of kinds) {
        titles.set(`${provider} ${kind.kind}`, kind.title);
        titles.set(`cloud of ${provider} ${kind.kind}`, title);
      }
    }
    return titles;
  }, [data]);
}
