import { getPlan, readPlanEntries } from "@crosstag/operations";
import { useLines } from "../api/use-lines.ts";
import { useOperation } from "../api/use-operation.ts";
import { BackLink } from "../parts/back-link.tsx";
import { ErrorNotice } from "../parts/error-notice.tsx";
import { Facts } from "../parts/facts.tsx";
import { Figures } from "../parts/figures.tsx";
import { Loading } from "../parts/loading.tsx";
import { DecisionForm } from "./decision-form.tsx";
import { Decisions } from "./decisions.tsx";
import { DeletePlan } from "./delete-plan.tsx";
import { PlanBadge } from "./plan-badge.tsx";
import { PlanCosts } from "./plan-costs.tsx";
import { PlanEntries } from "./plan-entries.tsx";
import { PlanOrigin } from "./plan-origin.tsx";
import { planState, planTitle, type PlanDocument } from "./plan-state.ts";
import { skippedResources } from "./plan-sums.ts";
import { PlanWarnings } from "./plan-warnings.tsx";
import { StartRun } from "./start-run.tsx";

/** One plan: what it changes, what to review, the decision, and its runs. */
export function PlanPage({ plan: id }: { readonly plan: string }) {
  const { data: plan, error } = useOperation(getPlan, { plan: id });
  const entries = useLines(readPlanEntries, { plan: id });
  if (plan === undefined) return error === null ? <Loading what="plan" /> : <NotShown error={error} />;
  const state = planState(plan);
  return (
    <>
      <BackLink href="/plans" title="Plans" />
      <div className="row page-head">
        <h1>{planTitle(plan)}</h1>
        <PlanBadge plan={plan} />
        <DeletePlan plan={plan.plan} />
      </div>
      <PlanOrigin plan={plan} />
      {error !== null && <ErrorNotice error={error} />}
      <PlanFigures plan={plan} />
      <PlanWarnings warnings={plan.summary.warnings} />
      <PlanEntries entries={entries} expected={plan.summary} />
      <PlanCosts costs={plan.summary.costs} />
      <section aria-labelledby="decision">
        <h2 id="decision">Decision</h2>
        <Decisions decisions={plan.decisions} />
        {state === "nothing-to-do" ? (
          <p className="soft">Nothing has to be decided: the plan changes no resource.</p>
        ) : (
          <DecisionForm plan={plan} />
        )}
      </section>
      {state !== "nothing-to-do" && <StartRun plan={plan} entries={entries} />}
      <Facts facts={[["Digest", <code key="digest">{plan.plan}</code>]]} />
    </>
  );
}

function NotShown({ error }: { readonly error: unknown }) {
  return (
    <>
      <BackLink href="/plans" title="Plans" />
      <h1>This plan cannot be shown</h1>
      <ErrorNotice error={error} />
    </>
  );
}

function PlanFigures({ plan: { summary } }: { readonly plan: PlanDocument }) {
  return (
    <Figures
      label="The plan in numbers"
      figures={[
        { name: "to change", value: summary.changes },
        { name: "unchanged", value: summary.unchanged },
        { name: "skipped", value: skippedResources(summary), tone: "warn" },
        { name: "unreadable", value: summary.unreadable, tone: "bad" },
        { name: "tags to add", value: summary.tagsAdded },
        { name: "to overwrite", value: summary.tagsChanged },
        { name: "to remove", value: summary.tagsRemoved, tone: "warn" },
      ]}
    />
  );
}
