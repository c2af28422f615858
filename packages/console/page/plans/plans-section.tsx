import "./plans.css";
import { planId } from "@crosstag/operations";
import { Route, Switch } from "wouter";
import { UnknownPage } from "../shell/unknown-page.tsx";
import { NewPlanPage } from "./new-plan-page.tsx";
import { PlanPage } from "./plan-page.tsx";
import { PlansPage } from "./plans-page.tsx";

/** Every page about plans. */
export function PlansSection() {
  return (
    <Switch>
      <Route path="/plans">
        <PlansPage />
      </Route>
      <Route path="/plans/new">
        <NewPlanPage />
      </Route>
      <Route path="/plans/:plan">
        {({ plan }) => (planId.safeParse(plan).success ? <PlanPage key={plan} plan={plan} /> : <UnknownPage />)}
      </Route>
      <Route>
        <UnknownPage />
      </Route>
    </Switch>
  );
}
