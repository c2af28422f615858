import "./runs.css";
import { runId } from "@crosstag/operations";
import { Route, Switch } from "wouter";
import { UnknownPage } from "../shell/unknown-page.tsx";
import { RunPage } from "./run-page.tsx";
import { RunsPage } from "./runs-page.tsx";

/** Every page about runs. */
export function RunsSection() {
  return (
    <Switch>
      <Route path="/runs">
        <RunsPage />
      </Route>
      <Route path="/runs/:run">
        {({ run }) => (runId.safeParse(run).success ? <RunPage key={run} run={run} /> : <UnknownPage />)}
      </Route>
      <Route>
        <UnknownPage />
      </Route>
    </Switch>
  );
}
