// Generated from openapi.json by `npm run docs:generate`.

export interface paths {
  "/v1/tag-resource": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Adds tags to resources, or overwrites their values. Other tags are not changed. */
    post: operations["tagResource"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/untag-resource": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Removes tags from resources. */
    post: operations["untagResource"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/list-tags": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Reads the tags of the given resources, in their order. */
    post: operations["listTags"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/find-resources": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Lists the resources of the configured clouds with their tags, one JSON line each, as they are read. */
    post: operations["findResources"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/validate": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Compares tags with the rules of clouds. Sends nothing. */
    post: operations["validate"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/clouds": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Names the configured clouds with their kinds, rules for tags and quotas. */
    get: operations["listClouds"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/plans": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Names the plans of the service, the newest first. */
    get: operations["listPlans"];
    put?: never;
    /** Makes a plan from a desired state, changes, a policy, or a run to undo. Reads from the clouds, changes nothing. */
    post: operations["makePlan"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/plans/{plan}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Shows a plan with its counts, warnings and decisions. */
    get: operations["getPlan"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/plans/{plan}/entries": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Shows what a plan changes, skips and could not read: one JSON line for each resource. */
    get: operations["readPlanEntries"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/plans/{plan}/decisions": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Approves or rejects a plan, with a name and a note that are kept with its digest. */
    post: operations["approvePlan"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/plans/{plan}/delete": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Deletes a plan that no run is applying, with its approval. Its runs keep their own copies. */
    post: operations["deletePlan"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/runs": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Names the runs of the service, the newest first. */
    get: operations["listRuns"];
    put?: never;
    /** Applies an approved plan. Answers as soon as the run has begun. */
    post: operations["startRun"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/runs/{run}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Shows how far a run is, or how it ended. */
    get: operations["getRun"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/runs/{run}/outcomes": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Shows what became of each resource of a run: one JSON line each. */
    get: operations["readRunOutcomes"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/runs/{run}/events": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Follows a run as server-sent events. `Last-Event-ID` continues after that line of the journal. */
    get: operations["followRun"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/runs/{run}/cancel": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Stops a run in order: calls under way end, and no other is made. It can be resumed. */
    post: operations["cancelRun"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/runs/{run}/resume": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Continues a run that was interrupted. What is done is not repeated; what could not be read back is read again. */
    post: operations["resumeRun"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/runs/{run}/undo": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Restores the tags from before a run, on every resource that still is as the run left it. */
    post: operations["undoRun"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/check": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Compares every resource with a policy: one JSON line each, and a summary at the end. */
    post: operations["check"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/delete-key-material/look": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Shows a key and what deleting its imported material would mean, with a token that only this deletion accepts. */
    post: operations["inspectKeyMaterial"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/delete-key-material/confirm": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Deletes the imported key material that was shown. The cloud cannot undo it. */
    post: operations["deleteKeyMaterial"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    ApprovePlanAnswer: {
      /**
       * @description The version of the format of this document.
       * @constant
       */
      formatVersion: 1;
      plan: components["schemas"]["PlanId"];
      /** Format: date-time */
      createdAt: string;
      /** @description The name of the token that made it, or `console`. */
      createdBy: string;
      /**
       * @description What it was made from.
       * @enum {string}
       */
      origin: "desired-state" | "changes" | "policy" | "undo";
      /** @description The name that its maker gave it. */
      title?: string;
      summary: components["schemas"]["PlanSummary"];
      /** @description In their order; the last one counts. */
      decisions: components["schemas"]["PlanDecision"][];
      /** @description Ids of runs that applied it. */
      runs: string[];
    };
    ApprovePlanRequest: {
      /** @enum {string} */
      decision: "approved" | "rejected";
      /** @description The name of the person who decides. */
      by: string;
      /** @description Why. */
      note?: string;
    };
    /** @description The answer breaks off here: it is not complete. */
    BrokenOff: {
      /** @constant */
      type: "problem";
      problem: components["schemas"]["Problem"];
    };
    CallLimits: {
      /** @description By kind. */
      writeTags: {
        [key: string]: {
          /** @description Resources in one call. */
          resources: number;
          /** @description Tags or tag keys in one call; for `readTags`, rows in one page. */
          tags: number;
          /** @description Upper bound of the encoded request, in bytes. */
          requestBytes?: number;
        };
      };
      /** @description By kind. */
      removeTags: {
        [key: string]: {
          /** @description Resources in one call. */
          resources: number;
          /** @description Tags or tag keys in one call; for `readTags`, rows in one page. */
          tags: number;
          /** @description Upper bound of the encoded request, in bytes. */
          requestBytes?: number;
        };
      };
      /** @description By kind. */
      readTags: {
        [key: string]: {
          /** @description Resources in one call. */
          resources: number;
          /** @description Tags or tag keys in one call; for `readTags`, rows in one page. */
          tags: number;
          /** @description Upper bound of the encoded request, in bytes. */
          requestBytes?: number;
        };
      };
      /** @description By kind. */
      changeTags?: {
        [key: string]: {
          /** @description Resources in one call. */
          resources: number;
          /** @description Tags or tag keys in one call; for `readTags`, rows in one page. */
          tags: number;
          /** @description Upper bound of the encoded request, in bytes. */
          requestBytes?: number;
        };
      };
      shapes?: {
        /** @description Other forms of the call, by kind. */
        writeTags?: {
          [key: string]: {
            /** @description Resources in one call. */
            resources: number;
            /** @description Tags or tag keys in one call; for `readTags`, rows in one page. */
            tags: number;
            /** @description Upper bound of the encoded request, in bytes. */
            requestBytes?: number;
            /** @description Its name in quotas. */
            shape: string;
            /** @description It changes no values that are there. */
            addsOnly?: boolean;
          }[];
        };
        /** @description Other forms of the call, by kind. */
        removeTags?: {
          [key: string]: {
            /** @description Resources in one call. */
            resources: number;
            /** @description Tags or tag keys in one call; for `readTags`, rows in one page. */
            tags: number;
            /** @description Upper bound of the encoded request, in bytes. */
            requestBytes?: number;
            /** @description Its name in quotas. */
            shape: string;
            /** @description It changes no values that are there. */
            addsOnly?: boolean;
          }[];
        };
      };
    };
    CancelRunAnswer: {
      /**
       * @description The version of the format of this document.
       * @constant
       */
      formatVersion: 1;
      run: components["schemas"]["RunId"];
      /** @description Absent: the beginning of the journal cannot be read. */
      plan?: components["schemas"]["PlanId"];
      /**
       * @description `interrupted`: it can be resumed. `ended`: see `ended`.
       * @enum {string}
       */
      state: "running" | "stopping" | "ended" | "interrupted";
      /** Format: date-time */
      startedAt?: string;
      /** @description The name of the token that started it, or `console`. */
      startedBy?: string;
      /** @description Resources that the plan changes. */
      changes?: number;
      /** @enum {string} */
      ended?:
        | "complete"
        | "interrupted"
        | "too-many-failures"
        | "limit"
        | "canary-failed"
        | "journal-failed"
        | "credentials"
        | "account-refused"
        | "unreachable"
        | "not-configured";
      counts?: components["schemas"]["OutcomeCounts"];
      /** @description The run that this one undoes. */
      undoes?: components["schemas"]["RunId"];
      /** @description The runs that have undone it, in whole or in part, and were not undone in whole themselves since, the newest first. Absent: none. */
      readonly undoneBy?: {
        run: components["schemas"]["RunId"];
        /**
         * @description The state of the undo.
         * @enum {string}
         */
        state: "running" | "stopping" | "ended" | "interrupted";
        /** @description Resources that it restored. Absent: it has no end yet. */
        restored?: number;
      }[];
      /** @description Only of a run that this process has ended. */
      result?: components["schemas"]["RunResult"];
      /** @description Only of a run that this process is applying. */
      progress?: components["schemas"]["RunProgress"][];
      /** @description Why it cannot be read. */
      problem?: string;
    };
    CancelRunRequest: {
      dryRun?: boolean;
    };
    CheckAnswer:
      | components["schemas"]["CheckRecord"]
      | components["schemas"]["CheckSummary"]
      | components["schemas"]["CheckProgress"];
    CheckGroup: {
      name: string;
      /** @description What people call the group: the name of an account. */
      title?: string;
      resources: number;
      /** @description Resources by result. */
      results: {
        compliant: number;
        violating: number;
        /** @description All of their findings are waived. */
        suppressed: number;
        /** @description Managed by the cloud. */
        "not-applicable": number;
        /** @description Could not be read. */
        error: number;
      };
    };
    CheckProgress: {
      /** @constant */
      type: "progress";
      /** @description Resources that the clouds have listed so far. */
      found: number;
    };
    CheckRecord: {
      /** @constant */
      type: "resource";
      reference: string;
      provider: string;
      /** @description The kind of the resource: key, secret, certificate, or a kind of an adapter. */
      kind: string;
      account?: string;
      accountName?: string;
      /** @description The organizational units of the account: `/Workloads/Prod`. */
      unit?: string;
      region?: string;
      aliases?: string[];
      description?: string;
      /** @description The value of the policy's `teamKey`. */
      team?: string;
      /** @enum {string} */
      result: "compliant" | "violating" | "suppressed" | "not-applicable" | "error";
      findings: components["schemas"]["Finding"][];
      suppressed: ({
        /** @description The id of the rule. */
        rule: string;
        /** @enum {string} */
        severity: "error" | "warning" | "info";
        /** @description What is wrong. */
        message: string;
        /** @description What to do about it. */
        fix: string;
        tagKey?: string;
        /** @description The same for the same finding in every check. */
        fingerprint: string;
        /**
         * @description It is in the baseline.
         * @constant
         */
        known?: true;
        /** @description The value of the tag, if values were asked for. */
        value?: string;
        waiver: {
          id: string;
          owner: string;
          reason: string;
          ticket?: string;
          expires: string;
        };
      } & {
        [key: string]: unknown;
      })[];
      /** @description Ids of the rules that apply. */
      rules: string[];
      error?: {
        /** @description Crosstag's code of the error. */
        code: string;
        message: string;
      };
    };
    CheckRequest: {
      /** @description The policy, in the form of `crosstag-policy.yaml`. Default: the policy that the service was started with. */
      policy?: {
        [key: string]: unknown;
      };
      /** @description Waivers, in the form of `crosstag-waivers.yaml`. Default: none. */
      waivers?: {
        [key: string]: unknown;
      };
      /** @description Names of configured clouds, or `entry/account/region` of an entry for many clouds. Default: all. */
      clouds?: string[];
      /** @description Only these kinds. Default: those of the policy. */
      kinds?: string[];
      /** @description Give the values of tags in findings. Default: false. */
      showValues?: boolean;
      /** @description Also give lines that say how many resources were found so far. Default: false. */
      progress?: boolean;
    };
    CheckSummary: {
      /** @constant */
      type: "summary";
      /** @description The name of the policy. */
      policy: string;
      /** Format: date-time */
      checkedAt: string;
      resources: number;
      /** @description Resources by result. */
      results: {
        compliant: number;
        violating: number;
        /** @description All of their findings are waived. */
        suppressed: number;
        /** @description Managed by the cloud. */
        "not-applicable": number;
        /** @description Could not be read. */
        error: number;
      };
      /** @description Open findings by severity. */
      findings: {
        info: number;
        warning: number;
        error: number;
      };
      /** @description Those of them that are in the baseline. */
      known: {
        info: number;
        warning: number;
        error: number;
      };
      /** @description Waived findings. */
      suppressed: number;
      /** @description The tag key that names the team. */
      teamKey?: string;
      /** @description In the order of the policy. */
      readonly rules: components["schemas"]["RuleCounts"][];
      /** @description Clouds that could not be listed completely. */
      readonly incomplete: string[];
      readonly warnings: string[];
      readonly providers: components["schemas"]["CheckGroup"][];
      readonly accounts: components["schemas"]["CheckGroup"][];
      readonly units: components["schemas"]["CheckGroup"][];
      readonly fleets: components["schemas"]["FleetCoverage"][];
      readonly teams: components["schemas"]["CheckGroup"][];
      readonly waivers: components["schemas"]["WaiverUse"][];
      /** @description A trend: the last complete checks of this policy, these clouds and these kinds by the same caller of the service, the earliest first. Absent: none is known. */
      readonly earlier?: components["schemas"]["EarlierCheck"][];
    };
    DeleteKeyMaterialRequest: {
      /** @description What POST /v1/delete-key-material/look returns as `token`. Bound to the key, its material and its state, and used once. */
      token: string;
      /** @description The id of the key, typed, as the look returns it as `confirmation`. */
      confirm: string;
      /** @description Check everything, delete nothing, and keep the token. Default: false. */
      dryRun?: boolean;
    };
    DeletePlanAnswer: {
      /**
       * @description The version of the format of this document.
       * @constant
       */
      formatVersion: 1;
      plan: components["schemas"]["PlanId"];
      /** @description False: a dry run. */
      deleted: boolean;
    };
    DeletePlanRequest: {
      /** @description Check that it could be deleted, and keep it. Default: false. */
      dryRun?: boolean;
    };
    EarlierCheck: {
      /** Format: date-time */
      checkedAt: string;
      resources: number;
      /** @description Resources by result. */
      results: {
        compliant: number;
        violating: number;
        /** @description All of their findings are waived. */
        suppressed: number;
        /** @description Managed by the cloud. */
        "not-applicable": number;
        /** @description Could not be read. */
        error: number;
      };
      findings: {
        info: number;
        warning: number;
        error: number;
      };
    };
    Error: {
      /** @description What went wrong, in a sentence. */
      message: string;
      /** @description What went wrong; decide by it, not by the message. */
      code: components["schemas"]["ErrorCode"];
      /**
       * @description Whether another attempt can succeed.
       * @enum {string}
       */
      retry: "no" | "throttled" | "transient";
      /** @description The cloud that the error comes from. */
      provider?: string;
      /** @description The operation that failed. */
      operation?: string;
      /** @description The full name of the resource. */
      reference?: string;
      /** @description The cloud's id of the call, for support cases. */
      requestId?: string;
      /** @description The cloud's own code of the error. */
      providerCode?: string;
      /** @description What to do about it. */
      hint?: string;
      /** @description Every problem of a refused request. */
      violations?: components["schemas"]["Violation"][];
    };
    /** @enum {string} */
    ErrorCode:
      | "invalid-request"
      | "unsupported"
      | "configuration"
      | "confirmation-required"
      | "not-found"
      | "access-denied"
      | "unauthenticated"
      | "managed-by-cloud"
      | "invalid-state"
      | "conflict"
      | "limit-exceeded"
      | "tag-refused"
      | "policy-refused"
      | "refused"
      | "throttled"
      | "unavailable"
      | "deadline-exceeded"
      | "canceled"
      | "internal";
    FindResourcesAnswer:
      | {
          /** @constant */
          type: "resource";
          resource: components["schemas"]["ResourceEntry"];
        }
      | {
          /** @constant */
          type: "unlisted";
          unlisted: components["schemas"]["Unlisted"];
        }
      | {
          /** @constant */
          type: "end";
          /** @description Resources that the clouds list, whether they match or not. */
          listed: number;
          matching: number;
          /** @description Resources that could not be read. */
          failed: number;
          /** @description False: a cloud could not be listed completely. */
          complete: boolean;
        };
    FindResourcesRequest: {
      /** @description Names of configured clouds, or `entry/account/region` of an entry for many clouds. Default: all. */
      clouds?: string[];
      /** @description Only these kinds. Default: the configured ones. */
      kinds?: string[];
      /** @description Conditions on tags: `team`, `team=payments`, `team=pay*`, `team!=payments`. All must match. */
      filter?: string[];
      /** @description Tag keys, or globs of them, that the resource must not have. */
      missing?: string[];
      /** @description Conditions on other facts: `state=enabled`, `origin=external`, `expires<30d`, `alias=alias/pay*`. */
      where?: string[];
      /** @description Also read state, origin, dates and description: one more call for each resource. Default: false. */
      describe?: boolean;
      /** @description Also give aliases: one list for each cloud. Default: false. */
      aliases?: boolean;
      /** @description Include tags that the cloud reserves for itself. Default: false. */
      includeReserved?: boolean;
    };
    Finding: {
      /** @description The id of the rule. */
      rule: string;
      /** @enum {string} */
      severity: "error" | "warning" | "info";
      /** @description What is wrong. */
      message: string;
      /** @description What to do about it. */
      fix: string;
      tagKey?: string;
      /** @description The same for the same finding in every check. */
      fingerprint: string;
      /**
       * @description It is in the baseline.
       * @constant
       */
      known?: true;
      /** @description The value of the tag, if values were asked for. */
      value?: string;
    } & {
      [key: string]: unknown;
    };
    FleetCoverage: {
      /** @description The name of the entry in the configuration. */
      entry: string;
      /** @description The same in a sentence. */
      text: string;
      accounts: number;
      read: number;
      /** @description Accounts whose resources may be missing. */
      unread: number;
      skipped: number;
    };
    GetPlanAnswer: {
      /**
       * @description The version of the format of this document.
       * @constant
       */
      formatVersion: 1;
      plan: components["schemas"]["PlanId"];
      /** Format: date-time */
      createdAt: string;
      /** @description The name of the token that made it, or `console`. */
      createdBy: string;
      /**
       * @description What it was made from.
       * @enum {string}
       */
      origin: "desired-state" | "changes" | "policy" | "undo";
      /** @description The name that its maker gave it. */
      title?: string;
      summary: components["schemas"]["PlanSummary"];
      /** @description In their order; the last one counts. */
      decisions: components["schemas"]["PlanDecision"][];
      /** @description Ids of runs that applied it. */
      runs: string[];
    };
    GetRunAnswer: {
      /**
       * @description The version of the format of this document.
       * @constant
       */
      formatVersion: 1;
      run: components["schemas"]["RunId"];
      /** @description Absent: the beginning of the journal cannot be read. */
      plan?: components["schemas"]["PlanId"];
      /**
       * @description `interrupted`: it can be resumed. `ended`: see `ended`.
       * @enum {string}
       */
      state: "running" | "stopping" | "ended" | "interrupted";
      /** Format: date-time */
      startedAt?: string;
      /** @description The name of the token that started it, or `console`. */
      startedBy?: string;
      /** @description Resources that the plan changes. */
      changes?: number;
      /** @enum {string} */
      ended?:
        | "complete"
        | "interrupted"
        | "too-many-failures"
        | "limit"
        | "canary-failed"
        | "journal-failed"
        | "credentials"
        | "account-refused"
        | "unreachable"
        | "not-configured";
      counts?: components["schemas"]["OutcomeCounts"];
      /** @description The run that this one undoes. */
      undoes?: components["schemas"]["RunId"];
      /** @description The runs that have undone it, in whole or in part, and were not undone in whole themselves since, the newest first. Absent: none. */
      readonly undoneBy?: {
        run: components["schemas"]["RunId"];
        /**
         * @description The state of the undo.
         * @enum {string}
         */
        state: "running" | "stopping" | "ended" | "interrupted";
        /** @description Resources that it restored. Absent: it has no end yet. */
        restored?: number;
      }[];
      /** @description Only of a run that this process has ended. */
      result?: components["schemas"]["RunResult"];
      /** @description Only of a run that this process is applying. */
      progress?: components["schemas"]["RunProgress"][];
      /** @description Why it cannot be read. */
      problem?: string;
    };
    InspectKeyMaterialAnswer: {
      /**
       * @description The version of the format of this document.
       * @constant
       */
      formatVersion: 1;
      inspection: components["schemas"]["KeyMaterialInspection"];
      /** @description For POST /v1/delete-key-material/confirm, once. Absent: the material cannot be deleted. */
      token?: string;
      /**
       * Format: date-time
       * @description When the token ends.
       */
      expiresAt?: string;
    };
    InspectKeyMaterialRequest: {
      /** @description The cloud's own name of a resource: ARN, `acs:…`, `qcs:…`, a bare id, or `secret/<name>`. */
      resource: string;
      /** @description Accept `alias/<name>` and ask the cloud for its key. Default: false, because an alias can be moved to another key. */
      resolveAliases?: boolean;
      /** @description The material to delete. Default: the current one. */
      materialId?: string;
    };
    KeyDescription: {
      /** @description The name of the key in parts: cloud, account, region, kind and id. */
      reference: {
        [key: string]: unknown;
      };
      kind: string;
      /** @enum {string} */
      managedBy: "customer" | "cloud";
      /** @description The state in Crosstag's words. */
      state: string;
      /** @description The state in the cloud's own word. */
      stateAsGiven: string;
      description?: string;
      /** @description Milliseconds since 1970. */
      createdAt?: number;
      /** @description Milliseconds since 1970. */
      deletionAt?: number;
      owner?: string;
      rotates?: boolean;
      primaryRegion?: string;
      requestId?: string;
      key?: components["schemas"]["KeyFacts"];
    };
    KeyFacts: {
      /** @enum {string} */
      origin: "external" | "cloud" | "hardware" | "other";
      spec?: string;
      usage?: string;
      currentMaterialId?: string;
      /** @description Milliseconds since 1970. */
      expiresAt?: number;
      /** @description Milliseconds since 1970. */
      deletionScheduledFor?: number;
      multiRegion?: {
        /** @enum {string} */
        role: "primary" | "replica";
        primary?: string;
        replicas: string[];
      };
      /** @constant */
      severalMaterials?: true;
      materials?: components["schemas"]["KeyMaterial"][];
      /** @description Why the materials could not be listed. */
      materialsProblem?: string;
      lastUse?: {
        /** @description Milliseconds since 1970. */
        usedAt?: number;
        operation?: string;
        /** @description Milliseconds since 1970. */
        recordedSince?: number;
      };
      /** @description Why the last use could not be read. */
      lastUseProblem?: string;
    };
    KeyMaterial: {
      materialId?: string;
      /** @enum {string} */
      state: "current" | "non-current" | "pending";
      /** @description Whether the material is there. */
      imported: boolean;
      /** @description Milliseconds since 1970. */
      expiresAt?: number;
      /** @description Milliseconds since 1970. */
      deletionScheduledFor?: number;
    };
    KeyMaterialInspection: {
      description: components["schemas"]["KeyDescription"];
      key: components["schemas"]["KeyFacts"];
      /** @description The cloud's full name of the key. */
      reference: string;
      /** @description What has to be typed to confirm: the id of the key. */
      confirmation: string;
      /** @description The material that would be deleted. */
      materialId?: string;
      /** @description Why the material cannot be deleted. Absent: it can. */
      obstacle?: components["schemas"]["Error"];
      /** @description The key has no material: it waits for an import. */
      alreadyGone: boolean;
      /** @description Milliseconds since 1970. */
      scheduledFor?: number;
      /** @enum {string} */
      effect: "immediate" | "scheduled";
      /** @description What will stop working, and how it can be restored. */
      consequences: string[];
    };
    KeyMaterialOutcome:
      | {
          /**
           * @description The cloud made the change.
           * @constant
           */
          status: "changed";
          /** @description The resource as the caller named it. */
          resource: string;
          /** @description The cloud's full name of the resource, as far as known. */
          reference: string;
          /** @description The cloud, for example `aws`. */
          provider: string;
          /** @description Write calls for this resource, with retries. */
          attempts: number;
          /** @description The cloud's ids of these calls. */
          requestIds: string[];
          /** @description Keys of tags that another program changed at the same time. */
          otherChanges?: string[];
          /**
           * @description The tags could not be read back.
           * @constant
           */
          readBack?: false;
          /**
           * @description The tags were not read before, and may have been the same.
           * @constant
           */
          read?: false;
        }
      | {
          /**
           * @description Nothing had to be changed.
           * @constant
           */
          status: "unchanged";
          /** @description The resource as the caller named it. */
          resource: string;
          /** @description The cloud's full name of the resource, as far as known. */
          reference: string;
          /** @description The cloud, for example `aws`. */
          provider: string;
          /** @description Write calls for this resource, with retries. */
          attempts: number;
          /** @description The cloud's ids of these calls. */
          requestIds: string[];
        }
      | {
          /**
           * @description Nothing was sent, on purpose.
           * @constant
           */
          status: "skipped";
          /** @description The resource as the caller named it. */
          resource: string;
          /** @description The cloud's full name of the resource, as far as known. */
          reference: string;
          /** @description The cloud, for example `aws`. */
          provider: string;
          /** @description Write calls for this resource, with retries. */
          attempts: number;
          /** @description The cloud's ids of these calls. */
          requestIds: string[];
          /**
           * @description Why it was skipped.
           * @enum {string}
           */
          reason: "dry-run" | "not-started" | "only-reserved-tags" | "changed-since-plan" | "over-limit";
          /** @description Of a dry run: what would be done. */
          change?: components["schemas"]["PlannedChange"];
          /** @description Tag keys that prevented the change. */
          tagKeys?: string[];
          /** @description Tag keys that were changed although the change failed. */
          appliedKeys?: string[];
          partial?: components["schemas"]["PartialChange"];
        }
      | {
          /**
           * @description The cloud refused, or could not be reached.
           * @constant
           */
          status: "failed";
          /** @description The resource as the caller named it. */
          resource: string;
          /** @description The cloud's full name of the resource, as far as known. */
          reference: string;
          /** @description The cloud, for example `aws`. */
          provider: string;
          /** @description Write calls for this resource, with retries. */
          attempts: number;
          /** @description The cloud's ids of these calls. */
          requestIds: string[];
          /** @description Keys of tags that another program changed at the same time. */
          otherChanges?: string[];
          /**
           * @description The tags could not be read back.
           * @constant
           */
          readBack?: false;
          error: components["schemas"]["Error"];
          /** @description Tag keys that were changed although the change failed. */
          appliedKeys?: string[];
          partial?: components["schemas"]["PartialChange"];
        }
      | {
          /**
           * @description It was sent, and whether it took effect is not known. Read again before you rely on either.
           * @constant
           */
          status: "unknown";
          /** @description The resource as the caller named it. */
          resource: string;
          /** @description The cloud's full name of the resource, as far as known. */
          reference: string;
          /** @description The cloud, for example `aws`. */
          provider: string;
          /** @description Write calls for this resource, with retries. */
          attempts: number;
          /** @description The cloud's ids of these calls. */
          requestIds: string[];
          error: components["schemas"]["Error"];
          /** @description Tag keys that were changed although the change failed. */
          appliedKeys?: string[];
          partial?: components["schemas"]["PartialChange"];
        }
      | {
          /**
           * @description The cloud deletes the material at a date.
           * @constant
           */
          status: "scheduled";
          /** @description The resource as the caller named it. */
          resource: string;
          /** @description The cloud's full name of the resource, as far as known. */
          reference: string;
          /** @description The cloud, for example `aws`. */
          provider: string;
          /** @description Write calls for this resource, with retries. */
          attempts: number;
          /** @description The cloud's ids of these calls. */
          requestIds: string[];
          /** @description When the material is deleted, milliseconds since 1970. */
          scheduledFor: number;
        };
    KeyMaterialResult: {
      /**
       * @description The version of the format of this document.
       * @constant
       */
      formatVersion: 1;
      outcome: components["schemas"]["KeyMaterialOutcome"];
      before: components["schemas"]["KeyDescription"];
      /** @description Absent: nothing was sent, or the key could not be read. */
      after?: components["schemas"]["KeyDescription"];
      /** @description The reads of the key after the call. */
      looks?: {
        count: number;
        seconds: number;
        shown: boolean;
      };
      materialId?: string;
      warnings: components["schemas"]["Violation"][];
    };
    ListCloudsAnswer: {
      /**
       * @description The version of the format of this document.
       * @constant
       */
      formatVersion: 1;
      clouds: {
        /** @description Its name in the configuration. */
        name: string;
        provider: string;
        /** @description For people: `AWS KMS`. */
        title: string;
        region: string;
        account?: string;
        service?: string;
        /** @description Absent: the cloud's own endpoint. */
        endpoint?: string;
        kinds: {
          kind: string;
          title: string;
          plural: string;
        }[];
        /** @description The rules for tags. */
        rules: components["schemas"]["TagRule"][];
        /** @description Resources and tags of one call, by operation. */
        limits: components["schemas"]["CallLimits"];
        /** @description Request rates. */
        readonly quotas: components["schemas"]["Quota"][];
        /** @description Absent: a call names the tags that change. */
        writes?: components["schemas"]["WriteStyle"];
        /**
         * @description What removing a tag key does that a resource does not have; `refused`: it can be refused. Absent: `ignored`.
         * @enum {string}
         */
        absentTagKeys?: "ignored" | "refused";
      }[];
    };
    ListPlansAnswer: {
      /**
       * @description The version of the format of this document.
       * @constant
       */
      formatVersion: 1;
      plans: components["schemas"]["Plan"][];
      /** @description Plans whose files were changed or cannot be read. Absent: none. */
      damaged?: {
        plan: components["schemas"]["PlanId"];
        problem: string;
      }[];
    };
    ListRunsAnswer: {
      /**
       * @description The version of the format of this document.
       * @constant
       */
      formatVersion: 1;
      runs: components["schemas"]["Run"][];
    };
    ListTagsRequest: {
      /**
       * @description The resources, at most 10000. A resource that is named twice is changed once.
       * @example [
       *       "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
       *     ]
       */
      resources: string[];
      /** @description Accept `alias/<name>` and ask the cloud for its key. Default: false, because an alias can be moved to another key. */
      resolveAliases?: boolean;
      /** @description Also read state, origin, dates and description: one more call for each resource. Default: false. */
      describe?: boolean;
      /** @description Also give aliases: one list for each cloud. Default: false. */
      aliases?: boolean;
      /** @description Include tags that the cloud reserves for itself. Default: false. */
      includeReserved?: boolean;
    };
    MakePlanAnswer: {
      /**
       * @description The version of the format of this document.
       * @constant
       */
      formatVersion: 1;
      plan: components["schemas"]["PlanId"];
      /** Format: date-time */
      createdAt: string;
      /** @description The name of the token that made it, or `console`. */
      createdBy: string;
      /**
       * @description What it was made from.
       * @enum {string}
       */
      origin: "desired-state" | "changes" | "policy" | "undo";
      /** @description The name that its maker gave it. */
      title?: string;
      summary: components["schemas"]["PlanSummary"];
      /** @description In their order; the last one counts. */
      decisions: components["schemas"]["PlanDecision"][];
      /** @description Ids of runs that applied it. */
      runs: string[];
    };
    MakePlanRequest: {
      source:
        | {
            /**
             * @description A desired state, in the form of `crosstag-tags.yaml`.
             * @constant
             */
            from: "desired-state";
            /** @description The desired state. */
            desired: {
              [key: string]: unknown;
            };
            /** @description Also change tags that drive other software. Default: false. */
            changeSoftwareTags?: boolean;
          }
        | {
            /**
             * @description Changes resource by resource, as a table of tags has them.
             * @constant
             */
            from: "changes";
            /** @description At most one for each resource. */
            changes: {
              /** @description The cloud's own name of a resource: ARN, `acs:…`, `qcs:…`, a bare id, or `secret/<name>`. */
              resource: string;
              /** @description Tags to add or overwrite. */
              set?: components["schemas"]["Tags"];
              /** @description Tag keys to remove. */
              remove?: string[];
            }[];
            /** @description Also change tags that drive other software. Default: false. */
            changeSoftwareTags?: boolean;
          }
        | {
            /**
             * @description The fixes of a policy that need no guessing.
             * @constant
             */
            from: "policy";
            /** @description The policy, in the form of `crosstag-policy.yaml`. Default: the policy that the service was started with. */
            policy?: {
              [key: string]: unknown;
            };
            /** @description Waivers, in the form of `crosstag-waivers.yaml`. Default: none. */
            waivers?: {
              [key: string]: unknown;
            };
            /** @description Names of configured clouds, or `entry/account/region` of an entry for many clouds. Default: all. */
            clouds?: string[];
            kinds?: string[];
            /** @description Also change tags that drive other software. Default: false. */
            changeSoftwareTags?: boolean;
          }
        | {
            /**
             * @description The undo of a run.
             * @constant
             */
            from: "undo";
            run: components["schemas"]["RunId"];
          };
      /** @description A name for people. Default: none. */
      title?: string;
      /** @description Refuse a plan that changes more resources. Default: no limit. */
      maxChanges?: number;
      /** @description Make the plan and do not keep it. Default: false. */
      dryRun?: boolean;
    };
    Outcome:
      | {
          /**
           * @description The cloud made the change.
           * @constant
           */
          status: "changed";
          /** @description The resource as the caller named it. */
          resource: string;
          /** @description The cloud's full name of the resource, as far as known. */
          reference: string;
          /** @description The cloud, for example `aws`. */
          provider: string;
          /** @description Write calls for this resource, with retries. */
          attempts: number;
          /** @description The cloud's ids of these calls. */
          requestIds: string[];
          /** @description Keys of tags that another program changed at the same time. */
          otherChanges?: string[];
          /**
           * @description The tags could not be read back.
           * @constant
           */
          readBack?: false;
          /**
           * @description The tags were not read before, and may have been the same.
           * @constant
           */
          read?: false;
        }
      | {
          /**
           * @description Nothing had to be changed.
           * @constant
           */
          status: "unchanged";
          /** @description The resource as the caller named it. */
          resource: string;
          /** @description The cloud's full name of the resource, as far as known. */
          reference: string;
          /** @description The cloud, for example `aws`. */
          provider: string;
          /** @description Write calls for this resource, with retries. */
          attempts: number;
          /** @description The cloud's ids of these calls. */
          requestIds: string[];
        }
      | {
          /**
           * @description Nothing was sent, on purpose.
           * @constant
           */
          status: "skipped";
          /** @description The resource as the caller named it. */
          resource: string;
          /** @description The cloud's full name of the resource, as far as known. */
          reference: string;
          /** @description The cloud, for example `aws`. */
          provider: string;
          /** @description Write calls for this resource, with retries. */
          attempts: number;
          /** @description The cloud's ids of these calls. */
          requestIds: string[];
          /**
           * @description Why it was skipped.
           * @enum {string}
           */
          reason: "dry-run" | "not-started" | "only-reserved-tags" | "changed-since-plan" | "over-limit";
          /** @description Of a dry run: what would be done. */
          change?: components["schemas"]["PlannedChange"];
          /** @description Tag keys that prevented the change. */
          tagKeys?: string[];
          /** @description Tag keys that were changed although the change failed. */
          appliedKeys?: string[];
          partial?: components["schemas"]["PartialChange"];
        }
      | {
          /**
           * @description The cloud refused, or could not be reached.
           * @constant
           */
          status: "failed";
          /** @description The resource as the caller named it. */
          resource: string;
          /** @description The cloud's full name of the resource, as far as known. */
          reference: string;
          /** @description The cloud, for example `aws`. */
          provider: string;
          /** @description Write calls for this resource, with retries. */
          attempts: number;
          /** @description The cloud's ids of these calls. */
          requestIds: string[];
          /** @description Keys of tags that another program changed at the same time. */
          otherChanges?: string[];
          /**
           * @description The tags could not be read back.
           * @constant
           */
          readBack?: false;
          error: components["schemas"]["Error"];
          /** @description Tag keys that were changed although the change failed. */
          appliedKeys?: string[];
          partial?: components["schemas"]["PartialChange"];
        }
      | {
          /**
           * @description It was sent, and whether it took effect is not known. Read again before you rely on either.
           * @constant
           */
          status: "unknown";
          /** @description The resource as the caller named it. */
          resource: string;
          /** @description The cloud's full name of the resource, as far as known. */
          reference: string;
          /** @description The cloud, for example `aws`. */
          provider: string;
          /** @description Write calls for this resource, with retries. */
          attempts: number;
          /** @description The cloud's ids of these calls. */
          requestIds: string[];
          error: components["schemas"]["Error"];
          /** @description Tag keys that were changed although the change failed. */
          appliedKeys?: string[];
          partial?: components["schemas"]["PartialChange"];
        };
    /** @description The number of resources by status; adds up to the number of resources. */
    OutcomeCounts: {
      changed: number;
      unchanged: number;
      skipped: number;
      failed: number;
      unknown: number;
    };
    /** @description Which tags were set and removed, and which remain. */
    PartialChange: {
      done: components["schemas"]["PlannedChange"];
      left: components["schemas"]["PlannedChange"];
    };
    Plan: {
      plan: components["schemas"]["PlanId"];
      /** Format: date-time */
      createdAt: string;
      /** @description The name of the token that made it, or `console`. */
      createdBy: string;
      /**
       * @description What it was made from.
       * @enum {string}
       */
      origin: "desired-state" | "changes" | "policy" | "undo";
      /** @description The name that its maker gave it. */
      title?: string;
      summary: components["schemas"]["PlanSummary"];
      /** @description In their order; the last one counts. */
      decisions: components["schemas"]["PlanDecision"][];
      /** @description Ids of runs that applied it. */
      runs: string[];
    };
    PlanCost: {
      /** @description Cloud, account and region. */
      scope: string;
      /** @description The quota that the calls spend. */
      quota: string;
      /** @description The number of calls, by driver operation. */
      calls: {
        [key: string]: number;
      };
      /** @description The rate of the quota. Absent: no quota covers the calls. */
      requestsPerSecond?: number;
      /** @description The period that the cloud counts over. Absent: 1 second. */
      periodSeconds?: number;
      /**
       * @description The cloud counts all regions of the account together.
       * @constant
       */
      countedPer?: "account";
      /** @description The shortest time that the calls can take. */
      seconds?: number;
    };
    PlanDecision: {
      /** @enum {string} */
      decision: "approved" | "rejected";
      /** @description The digest of the plan that was shown. */
      digest: components["schemas"]["PlanId"];
      /** @description The name that the person gave. */
      by: string;
      /** @description The name of the token, or `console`. */
      caller: string;
      /** Format: date-time */
      at: string;
      /** @description Why. */
      note?: string;
    };
    PlanEntry:
      | {
          /** @constant */
          action: "change";
          /** @description Cloud, account and region. */
          scope: string;
          /** @description The endpoint of the calls. Absent: the cloud's own. */
          endpoint?: string;
          /** @description The cloud's full name. */
          reference: string;
          /** @description The kind of the resource: key, secret, certificate, or a kind of an adapter. */
          kind: string;
          /** @description All tags when the plan was made. */
          before: components["schemas"]["Tags"];
          /** @description New tags and new values. */
          set: components["schemas"]["Tags"];
          /** @description Tag keys that are removed. */
          remove: string[];
          /** @description Tag keys that have to go before anything is written. */
          removeFirst?: string[];
        }
      | {
          /** @constant */
          action: "skip";
          /** @description Cloud, account and region. */
          scope: string;
          /** @description The endpoint of the calls. Absent: the cloud's own. */
          endpoint?: string;
          /** @description The cloud's full name. */
          reference: string;
          /** @description The kind of the resource: key, secret, certificate, or a kind of an adapter. */
          kind: string;
          /** @description Why the resource is skipped. */
          reason: string;
          /** @description The same in a sentence. */
          detail: string;
          /** @description Tag keys concerned. */
          tagKeys?: string[];
        }
      | {
          /** @constant */
          action: "unreadable";
          /** @description Cloud, account and region. */
          scope: string;
          /** @description The endpoint of the calls. Absent: the cloud's own. */
          endpoint?: string;
          /** @description The cloud's full name. */
          reference: string;
          /** @description The kind of the resource: key, secret, certificate, or a kind of an adapter. */
          kind: string;
          error: {
            code: components["schemas"]["ErrorCode"];
            message: string;
            hint?: string;
            requestId?: string;
          };
        };
    /** @description The plan's digest; changes if one of its entries changes. */
    PlanId: string;
    PlanSummary: {
      /** @description Resources that the plan is about. */
      resources: number;
      /** @description Resources that would change. */
      changes: number;
      /** @description Resources that need no change. */
      unchanged: number;
      /** @description Skipped resources by reason. */
      skipped: {
        [key: string]: number;
      };
      /** @description Resources that could not be read. */
      unreadable: number;
      tagsAdded: number;
      tagsChanged: number;
      tagsRemoved: number;
      /** @description Calls by scope and quota. */
      costs: components["schemas"]["PlanCost"][];
      /** @description What to review before the plan is applied. */
      warnings: components["schemas"]["PlanWarning"][];
    };
    PlanWarning: {
      /** @description The id of the rule. */
      rule: string;
      /** @description The tag key concerned. */
      tagKey?: string;
      /** @description What to review, without tag values. */
      message: string;
      /** @description What to do about it. */
      fix: string;
      /** @description The number of resources concerned. */
      resources: number;
      /** @description The first few of them. */
      examples: string[];
    };
    PlannedChange: {
      /** @description Tag keys to add or overwrite. */
      set: string[];
      /** @description Tag keys to remove. */
      remove: string[];
    };
    Problem: {
      /** @description The address of the page about this code. */
      type: string;
      /** @description The code in words. */
      title: string;
      /** @description The HTTP status. */
      status: number;
      /** @description What went wrong, in a sentence. */
      detail: string;
      /** @description The service's own id of the request; its log has the same. */
      instance: string;
      /** @description The permission that the token lacks. */
      permission?: string;
      /** @description What went wrong; decide by it, not by the message. */
      code: components["schemas"]["ErrorCode"];
      /**
       * @description Whether another attempt can succeed.
       * @enum {string}
       */
      retry: "no" | "throttled" | "transient";
      /** @description The cloud that the error comes from. */
      provider?: string;
      /** @description The operation that failed. */
      operation?: string;
      /** @description The full name of the resource. */
      reference?: string;
      /** @description The cloud's id of the call, for support cases. */
      requestId?: string;
      /** @description The cloud's own code of the error. */
      providerCode?: string;
      /** @description What to do about it. */
      hint?: string;
      /** @description Every problem of a refused request. */
      violations?: components["schemas"]["Violation"][];
    };
    Quota: {
      /** @description Plans and runs name the quota so. */
      id: string;
      requestsPerSecond: number;
      /** @description The period that the cloud counts over. Absent: 1. */
      periodSeconds?: number;
      /**
       * @description Absent: `region`.
       * @enum {string}
       */
      countedPer?: "region" | "account";
      /** @description The calls that it counts. */
      readonly covers: {
        /** @enum {string} */
        operation:
          | "writeTags"
          | "removeTags"
          | "removeAllTags"
          | "readTags"
          | "describeResource"
          | "resolveAlias"
          | "listResources"
          | "listAliases"
          | "readAccessPolicy"
          | "listKeyMaterials"
          | "readLastUse"
          | "deleteKeyMaterial";
        kind?: string;
        shape?: string;
      }[];
      /** @description The page of the cloud that states the rate. */
      source: string;
      /** @description The day on which the page was last compared. */
      verifiedOn: string;
      /**
       * @description `assumed`: no source confirms it.
       * @enum {string}
       */
      status: "documented" | "observed" | "assumed";
    };
    ResourceDetails: {
      /** @description The state in Crosstag's words, for example `enabled`. */
      state: string;
      /** @description `customer` or `cloud`: who manages the tags and the material. */
      manager: string;
      /** @description Keys: `external` if the material was imported. */
      origin?: string;
      /**
       * Format: date-time
       * @description When it was created.
       */
      created?: string;
      /**
       * Format: date-time
       * @description When the key material expires. Absent: it does not.
       */
      expires?: string;
      /**
       * Format: date-time
       * @description When it is going to be deleted. Absent: no deletion is planned.
       */
      deletion?: string;
      /** @description The cloud's service that manages it. Absent: none does. */
      owner?: string;
      /** @description Whether the cloud replaces the content regularly. */
      rotates?: boolean;
      /** @description The region of the resource that this one is a replica of. */
      primaryRegion?: string;
      /** @description The description that its owner wrote. */
      description?: string;
    };
    ResourceEntry:
      | {
          /** @constant */
          status: "read";
          /** @description The resource as the caller named it, or as the cloud lists it. */
          resource: string;
          /** @description The cloud's full name of the resource. */
          reference: string;
          /** @description The cloud, for example `aws`. */
          provider: string;
          /** @description The kind of the resource: key, secret, certificate, or a kind of an adapter. */
          kind: string;
          /** @description The cloud's id of the resource. Absent: only `resource` names it. */
          id?: string;
          /** @description The account of the resource. Absent: the full name is not known. */
          account?: string;
          /** @description The region of the resource. Absent: the full name is not known. */
          region?: string;
          tags: components["schemas"]["Tags"];
          /** @description Names of aliases. Absent: not asked for, or the kind has none. */
          aliases?: string[];
          aliasesError?: components["schemas"]["Error"];
          details?: components["schemas"]["ResourceDetails"];
        }
      | {
          /** @constant */
          status: "failed";
          /** @description The resource as the caller named it, or as the cloud lists it. */
          resource: string;
          /** @description The cloud's full name of the resource. */
          reference: string;
          /** @description The cloud, for example `aws`. */
          provider: string;
          /** @description The kind of the resource: key, secret, certificate, or a kind of an adapter. */
          kind: string;
          /** @description The cloud's id of the resource. Absent: only `resource` names it. */
          id?: string;
          /** @description The account of the resource. Absent: the full name is not known. */
          account?: string;
          /** @description The region of the resource. Absent: the full name is not known. */
          region?: string;
          error: components["schemas"]["Error"];
        };
    ResourceList: {
      /**
       * @description The version of the format of this document.
       * @constant
       */
      formatVersion: 1;
      resources: components["schemas"]["ResourceEntry"][];
      /** @description Clouds that could not be listed completely. Absent: none. */
      unlisted?: components["schemas"]["Unlisted"][];
    };
    ResumeRunAnswer: {
      /**
       * @description The version of the format of this document.
       * @constant
       */
      formatVersion: 1;
      run: components["schemas"]["RunId"];
      /** @description Absent: the beginning of the journal cannot be read. */
      plan?: components["schemas"]["PlanId"];
      /**
       * @description `interrupted`: it can be resumed. `ended`: see `ended`.
       * @enum {string}
       */
      state: "running" | "stopping" | "ended" | "interrupted";
      /** Format: date-time */
      startedAt?: string;
      /** @description The name of the token that started it, or `console`. */
      startedBy?: string;
      /** @description Resources that the plan changes. */
      changes?: number;
      /** @enum {string} */
      ended?:
        | "complete"
        | "interrupted"
        | "too-many-failures"
        | "limit"
        | "canary-failed"
        | "journal-failed"
        | "credentials"
        | "account-refused"
        | "unreachable"
        | "not-configured";
      counts?: components["schemas"]["OutcomeCounts"];
      /** @description The run that this one undoes. */
      undoes?: components["schemas"]["RunId"];
      /** @description The runs that have undone it, in whole or in part, and were not undone in whole themselves since, the newest first. Absent: none. */
      readonly undoneBy?: {
        run: components["schemas"]["RunId"];
        /**
         * @description The state of the undo.
         * @enum {string}
         */
        state: "running" | "stopping" | "ended" | "interrupted";
        /** @description Resources that it restored. Absent: it has no end yet. */
        restored?: number;
      }[];
      /** @description Only of a run that this process has ended. */
      result?: components["schemas"]["RunResult"];
      /** @description Only of a run that this process is applying. */
      progress?: components["schemas"]["RunProgress"][];
      /** @description Why it cannot be read. */
      problem?: string;
    };
    ResumeRunRequest: {
      dryRun?: boolean;
    };
    RuleCounts: {
      id: string;
      /** @enum {string} */
      severity: "error" | "warning" | "info";
      /** @description What the policy says about the rule. */
      text?: string;
      /** @description What the rule checks, in words. */
      checks: string;
      link?: string;
      /** @description Resources that it applies to. */
      applied: number;
      violating: number;
      /** @description Resources with waived findings of the rule. */
      suppressed: number;
    };
    Run: {
      run: components["schemas"]["RunId"];
      /** @description Absent: the beginning of the journal cannot be read. */
      plan?: components["schemas"]["PlanId"];
      /**
       * @description `interrupted`: it can be resumed. `ended`: see `ended`.
       * @enum {string}
       */
      state: "running" | "stopping" | "ended" | "interrupted";
      /** Format: date-time */
      startedAt?: string;
      /** @description The name of the token that started it, or `console`. */
      startedBy?: string;
      /** @description Resources that the plan changes. */
      changes?: number;
      /** @enum {string} */
      ended?:
        | "complete"
        | "interrupted"
        | "too-many-failures"
        | "limit"
        | "canary-failed"
        | "journal-failed"
        | "credentials"
        | "account-refused"
        | "unreachable"
        | "not-configured";
      counts?: components["schemas"]["OutcomeCounts"];
      /** @description The run that this one undoes. */
      undoes?: components["schemas"]["RunId"];
      /** @description The runs that have undone it, in whole or in part, and were not undone in whole themselves since, the newest first. Absent: none. */
      readonly undoneBy?: {
        run: components["schemas"]["RunId"];
        /**
         * @description The state of the undo.
         * @enum {string}
         */
        state: "running" | "stopping" | "ended" | "interrupted";
        /** @description Resources that it restored. Absent: it has no end yet. */
        restored?: number;
      }[];
      /** @description Only of a run that this process has ended. */
      result?: components["schemas"]["RunResult"];
      /** @description Only of a run that this process is applying. */
      progress?: components["schemas"]["RunProgress"][];
      /** @description Why it cannot be read. */
      problem?: string;
    };
    RunEvent:
      | {
          /** @constant */
          type: "started";
          run: components["schemas"]["RunId"];
          plan: components["schemas"]["PlanId"];
          changes: number;
          /** Format: date-time */
          at: string;
          /** @description The name of the token that began this part, or `console`. */
          by?: string;
        }
      | {
          /** @constant */
          type: "resumed";
          /** Format: date-time */
          at: string;
          /** @description The name of the token that began this part, or `console`. */
          by?: string;
        }
      | {
          /** @constant */
          type: "outcome";
          /** Format: date-time */
          at: string;
          outcome: components["schemas"]["RunOutcome"];
        }
      | {
          /** @enum {string} */
          type: "not-shown" | "not-read" | "shown";
          /** Format: date-time */
          at: string;
          reference: string;
          tagKeys: string[];
        }
      | {
          /** @constant */
          type: "progress";
          scopes: components["schemas"]["RunProgress"][];
        }
      | {
          /** @constant */
          type: "ended";
          /** Format: date-time */
          at: string;
          /** @enum {string} */
          ended:
            | "complete"
            | "interrupted"
            | "too-many-failures"
            | "limit"
            | "canary-failed"
            | "journal-failed"
            | "credentials"
            | "account-refused"
            | "unreachable"
            | "not-configured";
          counts: components["schemas"]["OutcomeCounts"];
        }
      | {
          /** @constant */
          type: "interrupted";
        };
    RunFailureGroup: {
      /** @enum {string} */
      status: "failed" | "unknown" | "changed";
      code?: components["schemas"]["ErrorCode"];
      providerCode?: string;
      /** @description What happened, without the names of resources. */
      message: string;
      hint?: string;
      /** @description The number of resources. */
      resources: number;
      /** @description What was done of changes of several calls. */
      partial?: {
        done: components["schemas"]["PlannedChange"];
        left: components["schemas"]["PlannedChange"];
        resources: number;
      }[];
      /** @description The first few resources. */
      examples: string[];
    };
    /**
     * @description The run's id: time in UTC and some chance.
     * @example 20261125-072011-3f9a2c
     */
    RunId: string;
    RunOutcome: {
      scope: string;
      endpoint?: string;
      reference: string;
      /** @enum {string} */
      status: "changed" | "unchanged" | "skipped" | "failed" | "unknown";
      reason?: string;
      code?: components["schemas"]["ErrorCode"];
      message?: string;
      hint?: string;
      providerCode?: string;
      tagKeys?: string[];
      appliedKeys?: string[];
      partial?: components["schemas"]["PartialChange"];
      otherChanges?: string[];
      requestIds?: string[];
    };
    RunProgress: {
      scope: string;
      /** @description Resources that the plan changes. */
      resources: number;
      /** @description Resources that have their outcome. */
      settled: number;
      failed: number;
      unknown: number;
      /** @description Write calls that the plan needs. */
      plannedCalls: number;
      /** @description Write calls that have ended. */
      calls: number;
      throttled: number;
      /** @description The pace. Null: calls are not paced. */
      requestsPerSecond: number | null;
    };
    RunResult: {
      /** @enum {string} */
      ended:
        | "complete"
        | "interrupted"
        | "too-many-failures"
        | "limit"
        | "canary-failed"
        | "journal-failed"
        | "credentials"
        | "account-refused"
        | "unreachable"
        | "not-configured";
      counts: components["schemas"]["OutcomeCounts"];
      /** @description Resources whose change was made partially. */
      changedInPart: number;
      /** @description Skipped resources by reason. */
      skipped: {
        [key: string]: number;
      };
      /** @description Changed resources that do not show the change when read again. */
      notShown?: components["schemas"]["RunFailureGroup"];
      /** @description Changed resources that could not be read again. */
      notRead?: components["schemas"]["RunFailureGroup"];
      /** @description Resources of which another program changed other tags. */
      otherChanges?: components["schemas"]["RunFailureGroup"];
      /** @description Failed and unknown resources by cause, the largest group first. */
      failures: components["schemas"]["RunFailureGroup"][];
      stopped?: components["schemas"]["StoppedScope"][];
      journalError?: components["schemas"]["Error"];
      /** @description The number of wire calls, by driver operation. */
      calls: {
        [key: string]: number;
      };
      /** @description How many calls were throttled. */
      throttled: number;
      /** @description The duration of the run. */
      seconds: number;
    };
    StartRunAnswer: {
      /**
       * @description The version of the format of this document.
       * @constant
       */
      formatVersion: 1;
      run?: components["schemas"]["RunId"];
      /** @description Absent: the beginning of the journal cannot be read. */
      plan?: components["schemas"]["PlanId"];
      /**
       * @description `interrupted`: it can be resumed. `ended`: see `ended`.
       * @enum {string}
       */
      state?: "running" | "stopping" | "ended" | "interrupted";
      /** Format: date-time */
      startedAt?: string;
      /** @description The name of the token that started it, or `console`. */
      startedBy?: string;
      /** @description Resources that the plan changes. */
      changes?: number;
      /** @enum {string} */
      ended?:
        | "complete"
        | "interrupted"
        | "too-many-failures"
        | "limit"
        | "canary-failed"
        | "journal-failed"
        | "credentials"
        | "account-refused"
        | "unreachable"
        | "not-configured";
      counts?: components["schemas"]["OutcomeCounts"];
      /** @description The run that this one undoes. */
      undoes?: components["schemas"]["RunId"];
      /** @description The runs that have undone it, in whole or in part, and were not undone in whole themselves since, the newest first. Absent: none. */
      readonly undoneBy?: {
        run: components["schemas"]["RunId"];
        /**
         * @description The state of the undo.
         * @enum {string}
         */
        state: "running" | "stopping" | "ended" | "interrupted";
        /** @description Resources that it restored. Absent: it has no end yet. */
        restored?: number;
      }[];
      /** @description Only of a run that this process has ended. */
      result?: components["schemas"]["RunResult"];
      /** @description Only of a run that this process is applying. */
      progress?: components["schemas"]["RunProgress"][];
      /** @description Why it cannot be read. */
      problem?: string;
    };
    StartRunRequest: {
      plan: components["schemas"]["PlanId"];
      /** @description Change this many resources at most. Default: all. */
      limit?: number;
      /** @description Change this many first, and continue only if none failed. Default: none. */
      canary?: number;
      /** @description Stop after this many failures. Default: no limit. */
      maximumFailures?: number;
      /** @description Check that the run could begin, and start nothing. Default: false. */
      dryRun?: boolean;
    };
    StoppedScope: {
      /** @description Cloud, account and region: `aws/111122223333/us-east-1`. */
      scope: string;
      code: components["schemas"]["ErrorCode"];
      /** @description Why it stopped, in a sentence. */
      message: string;
      /** @description What to do about it. */
      hint?: string;
      /** @description The cloud's own code. */
      providerCode?: string;
    };
    TagResourceRequest: {
      /**
       * @description The resources, at most 10000. A resource that is named twice is changed once.
       * @example [
       *       "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
       *     ]
       */
      resources: string[];
      /** @description The tags to set. */
      tags: components["schemas"]["Tags"];
      /** @description Clouds whose rules the tags must also fit, for example `alibaba`. Default: none. */
      portableTo?: string[];
      /**
       * @description What happens to tags that the cloud reserves for itself. Default: `refuse`.
       * @enum {string}
       */
      reserved?: "refuse" | "skip";
      /** @description Read the tags before writing, so that no write is made that changes nothing. Default: true. */
      readFirst?: boolean;
      /** @description Accept `alias/<name>` and ask the cloud for its key. Default: false, because an alias can be moved to another key. */
      resolveAliases?: boolean;
      /** @description Check and read, but write nothing. Default: false. */
      dryRun?: boolean;
    };
    TagRule:
      | {
          /** @description A stable name: `alibaba.key-length`. Violations have it. */
          id: string;
          /**
           * @description `warning`: reported, not refused.
           * @enum {string}
           */
          severity: "error" | "warning";
          /** @description Kinds of resources. Absent: all of the cloud. */
          readonly kinds?: string[];
          /** @description The page of the cloud that states the rule. */
          source: string;
          /** @description The day on which the page was last compared. */
          verifiedOn: string;
          /**
           * @description `assumed`: no source confirms it.
           * @enum {string}
           */
          status: "documented" | "observed" | "assumed";
          /** @constant */
          check: "length";
          /**
           * @description What the rule is about.
           * @enum {string}
           */
          of: "key" | "value";
          minimum: number;
          maximum: number;
          /** @enum {string} */
          unit: "code-points" | "utf16-units" | "utf8-bytes";
        }
      | {
          /** @description A stable name: `alibaba.key-length`. Violations have it. */
          id: string;
          /**
           * @description `warning`: reported, not refused.
           * @enum {string}
           */
          severity: "error" | "warning";
          /** @description Kinds of resources. Absent: all of the cloud. */
          readonly kinds?: string[];
          /** @description The page of the cloud that states the rule. */
          source: string;
          /** @description The day on which the page was last compared. */
          verifiedOn: string;
          /**
           * @description `assumed`: no source confirms it.
           * @enum {string}
           */
          status: "documented" | "observed" | "assumed";
          /** @constant */
          check: "characters";
          /**
           * @description What the rule is about.
           * @enum {string}
           */
          of: "key" | "value";
          allowed: string;
          description: string;
          /** @description If less is allowed for the first character. */
          first?: {
            allowed: string;
            description: string;
          };
          /** @description If less is allowed for the last character. */
          last?: {
            allowed: string;
            description: string;
          };
        }
      | {
          /** @description A stable name: `alibaba.key-length`. Violations have it. */
          id: string;
          /**
           * @description `warning`: reported, not refused.
           * @enum {string}
           */
          severity: "error" | "warning";
          /** @description Kinds of resources. Absent: all of the cloud. */
          readonly kinds?: string[];
          /** @description The page of the cloud that states the rule. */
          source: string;
          /** @description The day on which the page was last compared. */
          verifiedOn: string;
          /**
           * @description `assumed`: no source confirms it.
           * @enum {string}
           */
          status: "documented" | "observed" | "assumed";
          /** @constant */
          check: "letter-case";
          /**
           * @description What the rule is about.
           * @enum {string}
           */
          of: "key" | "value";
          /** @constant */
          letterCase: "lower";
        }
      | {
          /** @description A stable name: `alibaba.key-length`. Violations have it. */
          id: string;
          /**
           * @description `warning`: reported, not refused.
           * @enum {string}
           */
          severity: "error" | "warning";
          /** @description Kinds of resources. Absent: all of the cloud. */
          readonly kinds?: string[];
          /** @description The page of the cloud that states the rule. */
          source: string;
          /** @description The day on which the page was last compared. */
          verifiedOn: string;
          /**
           * @description `assumed`: no source confirms it.
           * @enum {string}
           */
          status: "documented" | "observed" | "assumed";
          /** @constant */
          check: "reserved-prefix";
          /**
           * @description What the rule is about.
           * @enum {string}
           */
          of: "key" | "value";
          readonly prefixes: string[];
          caseSensitive: boolean;
        }
      | {
          /** @description A stable name: `alibaba.key-length`. Violations have it. */
          id: string;
          /**
           * @description `warning`: reported, not refused.
           * @enum {string}
           */
          severity: "error" | "warning";
          /** @description Kinds of resources. Absent: all of the cloud. */
          readonly kinds?: string[];
          /** @description The page of the cloud that states the rule. */
          source: string;
          /** @description The day on which the page was last compared. */
          verifiedOn: string;
          /**
           * @description `assumed`: no source confirms it.
           * @enum {string}
           */
          status: "documented" | "observed" | "assumed";
          /** @constant */
          check: "count";
          /** @description Tags of one resource. */
          maximum: number;
        }
      | {
          /** @description A stable name: `alibaba.key-length`. Violations have it. */
          id: string;
          /**
           * @description `warning`: reported, not refused.
           * @enum {string}
           */
          severity: "error" | "warning";
          /** @description Kinds of resources. Absent: all of the cloud. */
          readonly kinds?: string[];
          /** @description The page of the cloud that states the rule. */
          source: string;
          /** @description The day on which the page was last compared. */
          verifiedOn: string;
          /**
           * @description `assumed`: no source confirms it.
           * @enum {string}
           */
          status: "documented" | "observed" | "assumed";
          /** @constant */
          check: "case-collision";
        };
    /**
     * @description Tag keys with their values.
     * @example {
     *       "team": "payments"
     *     }
     */
    Tags: {
      [key: string]: string;
    };
    UndoRunAnswer: {
      /**
       * @description The version of the format of this document.
       * @constant
       */
      formatVersion: 1;
      run?: components["schemas"]["RunId"];
      /** @description Absent: the beginning of the journal cannot be read. */
      plan?: components["schemas"]["PlanId"];
      /**
       * @description `interrupted`: it can be resumed. `ended`: see `ended`.
       * @enum {string}
       */
      state?: "running" | "stopping" | "ended" | "interrupted";
      /** Format: date-time */
      startedAt?: string;
      /** @description The name of the token that started it, or `console`. */
      startedBy?: string;
      /** @description Resources that the plan changes. */
      changes?: number;
      /** @enum {string} */
      ended?:
        | "complete"
        | "interrupted"
        | "too-many-failures"
        | "limit"
        | "canary-failed"
        | "journal-failed"
        | "credentials"
        | "account-refused"
        | "unreachable"
        | "not-configured";
      counts?: components["schemas"]["OutcomeCounts"];
      /** @description The run that this one undoes. */
      undoes?: components["schemas"]["RunId"];
      /** @description The runs that have undone it, in whole or in part, and were not undone in whole themselves since, the newest first. Absent: none. */
      readonly undoneBy?: {
        run: components["schemas"]["RunId"];
        /**
         * @description The state of the undo.
         * @enum {string}
         */
        state: "running" | "stopping" | "ended" | "interrupted";
        /** @description Resources that it restored. Absent: it has no end yet. */
        restored?: number;
      }[];
      /** @description Only of a run that this process has ended. */
      result?: components["schemas"]["RunResult"];
      /** @description Only of a run that this process is applying. */
      progress?: components["schemas"]["RunProgress"][];
      /** @description Why it cannot be read. */
      problem?: string;
      /** @description What the undo changes and skips. */
      planned: components["schemas"]["PlanSummary"];
    };
    UndoRunRequest: {
      /** @description Show what would be restored, and restore nothing. Default: false. */
      dryRun?: boolean;
    };
    Unlisted: {
      /** @description Its name in the configuration. */
      cloud: string;
      provider: string;
      region: string;
      account?: string;
      service?: string;
      /** @description The kind of the resource: key, secret, certificate, or a kind of an adapter. */
      kind?: string;
      error: components["schemas"]["Error"];
    };
    UntagResourceRequest: {
      /**
       * @description The resources, at most 10000. A resource that is named twice is changed once.
       * @example [
       *       "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
       *     ]
       */
      resources: string[];
      /** @description Tag keys to remove. A key that a resource does not have is not an error. */
      tagKeys?: string[];
      /** @description Remove every tag except reserved ones. An empty `tagKeys` never means all. Default: false. */
      all?: boolean;
      /**
       * @description What happens to tags that the cloud reserves for itself. Default: `refuse`.
       * @enum {string}
       */
      reserved?: "refuse" | "skip";
      /** @description Read the tags before writing, so that no write is made that changes nothing. Default: true. */
      readFirst?: boolean;
      /** @description Accept `alias/<name>` and ask the cloud for its key. Default: false, because an alias can be moved to another key. */
      resolveAliases?: boolean;
      /** @description Check and read, but write nothing. Default: false. */
      dryRun?: boolean;
    };
    ValidateAnswer: {
      /**
       * @description The version of the format of this document.
       * @constant
       */
      formatVersion: 1;
      /** @description Whether the tags fit all of these clouds. */
      fits: boolean;
      clouds: {
        cloud: string;
        title: string;
        /** @description The kind of the resource: key, secret, certificate, or a kind of an adapter. */
        kind: string;
        fits: boolean;
        violations: components["schemas"]["Violation"][];
      }[];
    };
    ValidateRequest: {
      tags: components["schemas"]["Tags"];
      /** @description Clouds: `aws`, `alibaba`, or names of the configuration. */
      clouds: string[];
      /** @description The kind of the resources. Default: key. */
      kind?: string;
    };
    Violation: {
      /**
       * @description `error`: the request is refused. `warning`: it continues.
       * @enum {string}
       */
      severity: "error" | "warning";
      /** @description The id of the rule that is broken. */
      rule: string;
      /** @description The cloud concerned. Absent: every cloud. */
      provider?: string;
      /** @description The tag key concerned. */
      key?: string;
      /** @description Position in the list given, from 0. */
      position?: number;
      /** @description The position in code points from 0, and the character there. */
      character?: {
        position: number;
        text: string;
      };
      /** @description The resource concerned, as given. */
      resource?: string;
      /** @description What is wrong. Never contains a tag value. */
      message: string;
      /** @description How to fix it. */
      fix: string;
      /** @description The page of the cloud that states the rule. */
      source?: string;
      /** @description The day on which the page was last compared. */
      verifiedOn?: string;
      /**
       * @description How reliable the rule is. `assumed`: no source confirms it.
       * @enum {string}
       */
      status?: "documented" | "observed" | "assumed";
    };
    WaiverUse: {
      id: string;
      owner: string;
      reason: string;
      ticket?: string;
      expires: string;
      /** @enum {string} */
      state: "used" | "unused" | "expired";
      /** @description Findings that it covers. */
      covers: number;
    };
    WriteResult: {
      /**
       * @description The version of the format of this document.
       * @constant
       */
      formatVersion: 1;
      /** @description One for each resource, in the order given, without duplicates. */
      outcomes: components["schemas"]["Outcome"][];
      counts: components["schemas"]["OutcomeCounts"];
      /** @description Problems that did not prevent the request. */
      warnings: components["schemas"]["Violation"][];
      /** @description The number of wire calls, by driver operation. */
      calls: {
        [key: string]: number;
      };
      /** @description Clouds, accounts and regions that received no more calls. */
      stopped?: components["schemas"]["StoppedScope"][];
    };
    WriteStyle:
      | {
          /** @constant */
          style: "delta";
        }
      | {
          /** @constant */
          style: "replace";
          versioned: boolean;
        };
  };
  responses: {
    /** @description The body is not JSON. */
    BadRequest: {
      headers: {
        "X-Request-Id": components["headers"]["RequestId"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"];
      };
    };
    /** @description The token is missing, wrong or expired. */
    Unauthenticated: {
      headers: {
        "X-Request-Id": components["headers"]["RequestId"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"];
      };
    };
    /** @description The token may not do this; `permission` names what it lacks. */
    AccessDenied: {
      headers: {
        "X-Request-Id": components["headers"]["RequestId"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"];
      };
    };
    /** @description There is no such plan, run or resource. */
    NotFound: {
      headers: {
        "X-Request-Id": components["headers"]["RequestId"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"];
      };
    };
    /** @description The state of what it is about, or another request, prevents it. */
    Conflict: {
      headers: {
        "X-Request-Id": components["headers"]["RequestId"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"];
      };
    };
    /** @description The body is larger than the service takes. */
    TooLarge: {
      headers: {
        "X-Request-Id": components["headers"]["RequestId"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"];
      };
    };
    /** @description The body is not said to be JSON. */
    NotJson: {
      headers: {
        "X-Request-Id": components["headers"]["RequestId"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"];
      };
    };
    /** @description The request breaks a rule. `violations` has all of them, and nothing was sent. */
    Refused: {
      headers: {
        "X-Request-Id": components["headers"]["RequestId"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"];
      };
    };
    /** @description Too many requests, of this token or to the cloud. */
    Throttled: {
      headers: {
        "X-Request-Id": components["headers"]["RequestId"];
        "Retry-After": components["headers"]["RetryAfter"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"];
      };
    };
    /** @description The service or its configuration is wrong. */
    Internal: {
      headers: {
        "X-Request-Id": components["headers"]["RequestId"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"];
      };
    };
    /** @description The cloud refused the service's own credentials. */
    BadGateway: {
      headers: {
        "X-Request-Id": components["headers"]["RequestId"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"];
      };
    };
    /** @description The cloud or the service is not available. */
    Unavailable: {
      headers: {
        "X-Request-Id": components["headers"]["RequestId"];
        "Retry-After": components["headers"]["RetryAfter"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"];
      };
    };
    /** @description There was no answer within the time allowed. */
    DeadlineExceeded: {
      headers: {
        "X-Request-Id": components["headers"]["RequestId"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"];
      };
    };
  };
  parameters: never;
  requestBodies: never;
  headers: {
    /** @description The service's own id of the request; its log and its journal have the same. */
    RequestId: string;
    /** @description Seconds after which another attempt can succeed. */
    RetryAfter: number;
    /** @description `true`: this is the answer of an earlier request with the same key, and nothing was done now. */
    IdempotencyReplayed: "true";
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  tagResource: {
    parameters: {
      query?: never;
      header?: {
        /** @description Any text that is new for a new request. A repeated request with the same key and the same body gets the answer of the first, and does nothing. */
        "Idempotency-Key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "resources": [
         *         "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
         *         "acs:kms:cn-hangzhou:1234567890:key/key-hzz00000000000001"
         *       ],
         *       "tags": {
         *         "team": "payments"
         *       },
         *       "dryRun": true
         *     }
         */
        "application/json": components["schemas"]["TagResourceRequest"];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WriteResult"];
        };
      };
      /** @description Done as far as possible: some resources failed, or their outcome is not known. */
      207: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WriteResult"];
        };
      };
      400: components["responses"]["BadRequest"];
      401: components["responses"]["Unauthenticated"];
      403: components["responses"]["AccessDenied"];
      404: components["responses"]["NotFound"];
      409: components["responses"]["Conflict"];
      413: components["responses"]["TooLarge"];
      415: components["responses"]["NotJson"];
      422: components["responses"]["Refused"];
      429: components["responses"]["Throttled"];
      500: components["responses"]["Internal"];
      502: components["responses"]["BadGateway"];
      503: components["responses"]["Unavailable"];
      504: components["responses"]["DeadlineExceeded"];
    };
  };
  untagResource: {
    parameters: {
      query?: never;
      header?: {
        /** @description Any text that is new for a new request. A repeated request with the same key and the same body gets the answer of the first, and does nothing. */
        "Idempotency-Key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "resources": [
         *         "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
         *       ],
         *       "tagKeys": [
         *         "stage"
         *       ]
         *     }
         */
        "application/json": components["schemas"]["UntagResourceRequest"];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WriteResult"];
        };
      };
      /** @description Done as far as possible: some resources failed, or their outcome is not known. */
      207: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["WriteResult"];
        };
      };
      400: components["responses"]["BadRequest"];
      401: components["responses"]["Unauthenticated"];
      403: components["responses"]["AccessDenied"];
      404: components["responses"]["NotFound"];
      409: components["responses"]["Conflict"];
      413: components["responses"]["TooLarge"];
      415: components["responses"]["NotJson"];
      422: components["responses"]["Refused"];
      429: components["responses"]["Throttled"];
      500: components["responses"]["Internal"];
      502: components["responses"]["BadGateway"];
      503: components["responses"]["Unavailable"];
      504: components["responses"]["DeadlineExceeded"];
    };
  };
  listTags: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "resources": [
         *         "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
         *         "acs:kms:cn-hangzhou:1234567890:key/key-hzz00000000000001"
         *       ]
         *     }
         */
        "application/json": components["schemas"]["ListTagsRequest"];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ResourceList"];
        };
      };
      /** @description Done as far as possible: some resources failed, or their outcome is not known. */
      207: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ResourceList"];
        };
      };
      400: components["responses"]["BadRequest"];
      401: components["responses"]["Unauthenticated"];
      403: components["responses"]["AccessDenied"];
      413: components["responses"]["TooLarge"];
      415: components["responses"]["NotJson"];
      422: components["responses"]["Refused"];
      429: components["responses"]["Throttled"];
      500: components["responses"]["Internal"];
      502: components["responses"]["BadGateway"];
      503: components["responses"]["Unavailable"];
      504: components["responses"]["DeadlineExceeded"];
    };
  };
  findResources: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: {
      content: {
        /**
         * @example {
         *       "kinds": [
         *         "key"
         *       ],
         *       "filter": [
         *         "team=pay*"
         *       ],
         *       "missing": [
         *         "owner"
         *       ]
         *     }
         */
        "application/json": components["schemas"]["FindResourcesRequest"];
      };
    };
    responses: {
      /** @description Done. One JSON document a line; the schema is that of each line. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/x-ndjson": components["schemas"]["FindResourcesAnswer"] | components["schemas"]["BrokenOff"];
        };
      };
      400: components["responses"]["BadRequest"];
      401: components["responses"]["Unauthenticated"];
      403: components["responses"]["AccessDenied"];
      413: components["responses"]["TooLarge"];
      415: components["responses"]["NotJson"];
      422: components["responses"]["Refused"];
      429: components["responses"]["Throttled"];
      500: components["responses"]["Internal"];
      502: components["responses"]["BadGateway"];
      503: components["responses"]["Unavailable"];
      504: components["responses"]["DeadlineExceeded"];
    };
  };
  validate: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "tags": {
         *         "owner": "Zoë"
         *       },
         *       "clouds": [
         *         "aws",
         *         "alibaba"
         *       ]
         *     }
         */
        "application/json": components["schemas"]["ValidateRequest"];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ValidateAnswer"];
        };
      };
      400: components["responses"]["BadRequest"];
      401: components["responses"]["Unauthenticated"];
      403: components["responses"]["AccessDenied"];
      413: components["responses"]["TooLarge"];
      415: components["responses"]["NotJson"];
      422: components["responses"]["Refused"];
      429: components["responses"]["Throttled"];
      500: components["responses"]["Internal"];
      502: components["responses"]["BadGateway"];
      503: components["responses"]["Unavailable"];
      504: components["responses"]["DeadlineExceeded"];
    };
  };
  listClouds: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ListCloudsAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      403: components["responses"]["AccessDenied"];
      422: components["responses"]["Refused"];
      429: components["responses"]["Throttled"];
      500: components["responses"]["Internal"];
      502: components["responses"]["BadGateway"];
      503: components["responses"]["Unavailable"];
      504: components["responses"]["DeadlineExceeded"];
    };
  };
  listPlans: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ListPlansAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      403: components["responses"]["AccessDenied"];
      422: components["responses"]["Refused"];
      429: components["responses"]["Throttled"];
      500: components["responses"]["Internal"];
      502: components["responses"]["BadGateway"];
      503: components["responses"]["Unavailable"];
      504: components["responses"]["DeadlineExceeded"];
    };
  };
  makePlan: {
    parameters: {
      query?: never;
      header?: {
        /** @description Any text that is new for a new request. A repeated request with the same key and the same body gets the answer of the first, and does nothing. */
        "Idempotency-Key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "source": {
         *         "from": "changes",
         *         "changes": [
         *           {
         *             "resource": "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
         *             "set": {
         *               "team": "payments"
         *             },
         *             "remove": [
         *               "stage"
         *             ]
         *           }
         *         ]
         *       },
         *       "title": "Move billing to payments"
         *     }
         */
        "application/json": components["schemas"]["MakePlanRequest"];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["MakePlanAnswer"];
        };
      };
      /** @description Done, and kept. */
      201: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["MakePlanAnswer"];
        };
      };
      400: components["responses"]["BadRequest"];
      401: components["responses"]["Unauthenticated"];
      403: components["responses"]["AccessDenied"];
      404: components["responses"]["NotFound"];
      409: components["responses"]["Conflict"];
      413: components["responses"]["TooLarge"];
      415: components["responses"]["NotJson"];
      422: components["responses"]["Refused"];
      429: components["responses"]["Throttled"];
      500: components["responses"]["Internal"];
      502: components["responses"]["BadGateway"];
      503: components["responses"]["Unavailable"];
      504: components["responses"]["DeadlineExceeded"];
    };
  };
  getPlan: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        plan: components["schemas"]["PlanId"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["GetPlanAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      403: components["responses"]["AccessDenied"];
      404: components["responses"]["NotFound"];
      422: components["responses"]["Refused"];
      429: components["responses"]["Throttled"];
      500: components["responses"]["Internal"];
      502: components["responses"]["BadGateway"];
      503: components["responses"]["Unavailable"];
      504: components["responses"]["DeadlineExceeded"];
    };
  };
  readPlanEntries: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        plan: components["schemas"]["PlanId"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. One JSON document a line; the schema is that of each line. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/x-ndjson": components["schemas"]["PlanEntry"] | components["schemas"]["BrokenOff"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      403: components["responses"]["AccessDenied"];
      404: components["responses"]["NotFound"];
      422: components["responses"]["Refused"];
      429: components["responses"]["Throttled"];
      500: components["responses"]["Internal"];
      502: components["responses"]["BadGateway"];
      503: components["responses"]["Unavailable"];
      504: components["responses"]["DeadlineExceeded"];
    };
  };
  approvePlan: {
    parameters: {
      query?: never;
      header?: {
        /** @description Any text that is new for a new request. A repeated request with the same key and the same body gets the answer of the first, and does nothing. */
        "Idempotency-Key"?: string;
      };
      path: {
        plan: components["schemas"]["PlanId"];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "decision": "approved",
         *       "by": "Zoë",
         *       "note": "As agreed."
         *     }
         */
        "application/json": components["schemas"]["ApprovePlanRequest"];
      };
    };
    responses: {
      /** @description Done, and kept. */
      201: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ApprovePlanAnswer"];
        };
      };
      400: components["responses"]["BadRequest"];
      401: components["responses"]["Unauthenticated"];
      403: components["responses"]["AccessDenied"];
      404: components["responses"]["NotFound"];
      409: components["responses"]["Conflict"];
      413: components["responses"]["TooLarge"];
      415: components["responses"]["NotJson"];
      422: components["responses"]["Refused"];
      429: components["responses"]["Throttled"];
      500: components["responses"]["Internal"];
      502: components["responses"]["BadGateway"];
      503: components["responses"]["Unavailable"];
      504: components["responses"]["DeadlineExceeded"];
    };
  };
  deletePlan: {
    parameters: {
      query?: never;
      header?: {
        /** @description Any text that is new for a new request. A repeated request with the same key and the same body gets the answer of the first, and does nothing. */
        "Idempotency-Key"?: string;
      };
      path: {
        plan: components["schemas"]["PlanId"];
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        /** @example {} */
        "application/json": components["schemas"]["DeletePlanRequest"];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["DeletePlanAnswer"];
        };
      };
      400: components["responses"]["BadRequest"];
      401: components["responses"]["Unauthenticated"];
      403: components["responses"]["AccessDenied"];
      404: components["responses"]["NotFound"];
      409: components["responses"]["Conflict"];
      413: components["responses"]["TooLarge"];
      415: components["responses"]["NotJson"];
      422: components["responses"]["Refused"];
      429: components["responses"]["Throttled"];
      500: components["responses"]["Internal"];
      502: components["responses"]["BadGateway"];
      503: components["responses"]["Unavailable"];
      504: components["responses"]["DeadlineExceeded"];
    };
  };
  listRuns: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ListRunsAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      403: components["responses"]["AccessDenied"];
      422: components["responses"]["Refused"];
      429: components["responses"]["Throttled"];
      500: components["responses"]["Internal"];
      502: components["responses"]["BadGateway"];
      503: components["responses"]["Unavailable"];
      504: components["responses"]["DeadlineExceeded"];
    };
  };
  startRun: {
    parameters: {
      query?: never;
      header?: {
        /** @description Any text that is new for a new request. A repeated request with the same key and the same body gets the answer of the first, and does nothing. */
        "Idempotency-Key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "plan": "sha256:0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9",
         *       "canary": 10
         *     }
         */
        "application/json": components["schemas"]["StartRunRequest"];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["StartRunAnswer"];
        };
      };
      /** @description Begun. It continues after this answer. */
      202: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["StartRunAnswer"];
        };
      };
      400: components["responses"]["BadRequest"];
      401: components["responses"]["Unauthenticated"];
      403: components["responses"]["AccessDenied"];
      404: components["responses"]["NotFound"];
      409: components["responses"]["Conflict"];
      413: components["responses"]["TooLarge"];
      415: components["responses"]["NotJson"];
      422: components["responses"]["Refused"];
      429: components["responses"]["Throttled"];
      500: components["responses"]["Internal"];
      502: components["responses"]["BadGateway"];
      503: components["responses"]["Unavailable"];
      504: components["responses"]["DeadlineExceeded"];
    };
  };
  getRun: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        run: components["schemas"]["RunId"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["GetRunAnswer"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      403: components["responses"]["AccessDenied"];
      404: components["responses"]["NotFound"];
      422: components["responses"]["Refused"];
      429: components["responses"]["Throttled"];
      500: components["responses"]["Internal"];
      502: components["responses"]["BadGateway"];
      503: components["responses"]["Unavailable"];
      504: components["responses"]["DeadlineExceeded"];
    };
  };
  readRunOutcomes: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        run: components["schemas"]["RunId"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. One JSON document a line; the schema is that of each line. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/x-ndjson": components["schemas"]["RunOutcome"] | components["schemas"]["BrokenOff"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      403: components["responses"]["AccessDenied"];
      404: components["responses"]["NotFound"];
      422: components["responses"]["Refused"];
      429: components["responses"]["Throttled"];
      500: components["responses"]["Internal"];
      502: components["responses"]["BadGateway"];
      503: components["responses"]["Unavailable"];
      504: components["responses"]["DeadlineExceeded"];
    };
  };
  followRun: {
    parameters: {
      query?: never;
      header?: {
        /** @description The id of the last event that was received. Default: from the beginning. */
        "Last-Event-ID"?: string;
      };
      path: {
        run: components["schemas"]["RunId"];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done. Server-sent events; the schema is that of the data of each event. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "text/event-stream": components["schemas"]["RunEvent"] | components["schemas"]["BrokenOff"];
        };
      };
      401: components["responses"]["Unauthenticated"];
      403: components["responses"]["AccessDenied"];
      404: components["responses"]["NotFound"];
      422: components["responses"]["Refused"];
      429: components["responses"]["Throttled"];
      500: components["responses"]["Internal"];
      502: components["responses"]["BadGateway"];
      503: components["responses"]["Unavailable"];
      504: components["responses"]["DeadlineExceeded"];
    };
  };
  cancelRun: {
    parameters: {
      query?: never;
      header?: {
        /** @description Any text that is new for a new request. A repeated request with the same key and the same body gets the answer of the first, and does nothing. */
        "Idempotency-Key"?: string;
      };
      path: {
        run: components["schemas"]["RunId"];
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        /** @example {} */
        "application/json": components["schemas"]["CancelRunRequest"];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["CancelRunAnswer"];
        };
      };
      /** @description Begun. It continues after this answer. */
      202: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["CancelRunAnswer"];
        };
      };
      400: components["responses"]["BadRequest"];
      401: components["responses"]["Unauthenticated"];
      403: components["responses"]["AccessDenied"];
      404: components["responses"]["NotFound"];
      409: components["responses"]["Conflict"];
      413: components["responses"]["TooLarge"];
      415: components["responses"]["NotJson"];
      422: components["responses"]["Refused"];
      429: components["responses"]["Throttled"];
      500: components["responses"]["Internal"];
      502: components["responses"]["BadGateway"];
      503: components["responses"]["Unavailable"];
      504: components["responses"]["DeadlineExceeded"];
    };
  };
  resumeRun: {
    parameters: {
      query?: never;
      header?: {
        /** @description Any text that is new for a new request. A repeated request with the same key and the same body gets the answer of the first, and does nothing. */
        "Idempotency-Key"?: string;
      };
      path: {
        run: components["schemas"]["RunId"];
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        /** @example {} */
        "application/json": components["schemas"]["ResumeRunRequest"];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ResumeRunAnswer"];
        };
      };
      /** @description Begun. It continues after this answer. */
      202: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ResumeRunAnswer"];
        };
      };
      400: components["responses"]["BadRequest"];
      401: components["responses"]["Unauthenticated"];
      403: components["responses"]["AccessDenied"];
      404: components["responses"]["NotFound"];
      409: components["responses"]["Conflict"];
      413: components["responses"]["TooLarge"];
      415: components["responses"]["NotJson"];
      422: components["responses"]["Refused"];
      429: components["responses"]["Throttled"];
      500: components["responses"]["Internal"];
      502: components["responses"]["BadGateway"];
      503: components["responses"]["Unavailable"];
      504: components["responses"]["DeadlineExceeded"];
    };
  };
  undoRun: {
    parameters: {
      query?: never;
      header?: {
        /** @description Any text that is new for a new request. A repeated request with the same key and the same body gets the answer of the first, and does nothing. */
        "Idempotency-Key"?: string;
      };
      path: {
        run: components["schemas"]["RunId"];
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        /**
         * @example {
         *       "dryRun": true
         *     }
         */
        "application/json": components["schemas"]["UndoRunRequest"];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UndoRunAnswer"];
        };
      };
      /** @description Begun. It continues after this answer. */
      202: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["UndoRunAnswer"];
        };
      };
      400: components["responses"]["BadRequest"];
      401: components["responses"]["Unauthenticated"];
      403: components["responses"]["AccessDenied"];
      404: components["responses"]["NotFound"];
      409: components["responses"]["Conflict"];
      413: components["responses"]["TooLarge"];
      415: components["responses"]["NotJson"];
      422: components["responses"]["Refused"];
      429: components["responses"]["Throttled"];
      500: components["responses"]["Internal"];
      502: components["responses"]["BadGateway"];
      503: components["responses"]["Unavailable"];
      504: components["responses"]["DeadlineExceeded"];
    };
  };
  check: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: {
      content: {
        /**
         * @example {
         *       "kinds": [
         *         "key"
         *       ]
         *     }
         */
        "application/json": components["schemas"]["CheckRequest"];
      };
    };
    responses: {
      /** @description Done. One JSON document a line; the schema is that of each line. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/x-ndjson": components["schemas"]["CheckAnswer"] | components["schemas"]["BrokenOff"];
        };
      };
      400: components["responses"]["BadRequest"];
      401: components["responses"]["Unauthenticated"];
      403: components["responses"]["AccessDenied"];
      413: components["responses"]["TooLarge"];
      415: components["responses"]["NotJson"];
      422: components["responses"]["Refused"];
      429: components["responses"]["Throttled"];
      500: components["responses"]["Internal"];
      502: components["responses"]["BadGateway"];
      503: components["responses"]["Unavailable"];
      504: components["responses"]["DeadlineExceeded"];
    };
  };
  inspectKeyMaterial: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "resource": "arn:aws:kms:eu-central-1:111122223333:key/5678ef01-56ef-78ab-90cd-5678901234ef"
         *     }
         */
        "application/json": components["schemas"]["InspectKeyMaterialRequest"];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["InspectKeyMaterialAnswer"];
        };
      };
      400: components["responses"]["BadRequest"];
      401: components["responses"]["Unauthenticated"];
      403: components["responses"]["AccessDenied"];
      413: components["responses"]["TooLarge"];
      415: components["responses"]["NotJson"];
      422: components["responses"]["Refused"];
      429: components["responses"]["Throttled"];
      500: components["responses"]["Internal"];
      502: components["responses"]["BadGateway"];
      503: components["responses"]["Unavailable"];
      504: components["responses"]["DeadlineExceeded"];
    };
  };
  deleteKeyMaterial: {
    parameters: {
      query?: never;
      header?: {
        /** @description Any text that is new for a new request. A repeated request with the same key and the same body gets the answer of the first, and does nothing. */
        "Idempotency-Key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "token": "the token of the look",
         *       "confirm": "5678ef01-56ef-78ab-90cd-5678901234ef"
         *     }
         */
        "application/json": components["schemas"]["DeleteKeyMaterialRequest"];
      };
    };
    responses: {
      /** @description Done. */
      200: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["KeyMaterialResult"];
        };
      };
      /** @description Done as far as possible: some resources failed, or their outcome is not known. */
      207: {
        headers: {
          "X-Request-Id": components["headers"]["RequestId"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["KeyMaterialResult"];
        };
      };
      400: components["responses"]["BadRequest"];
      401: components["responses"]["Unauthenticated"];
      403: components["responses"]["AccessDenied"];
      404: components["responses"]["NotFound"];
      409: components["responses"]["Conflict"];
      413: components["responses"]["TooLarge"];
      415: components["responses"]["NotJson"];
      422: components["responses"]["Refused"];
      429: components["responses"]["Throttled"];
      500: components["responses"]["Internal"];
      502: components["responses"]["BadGateway"];
      503: components["responses"]["Unavailable"];
      504: components["responses"]["DeadlineExceeded"];
    };
  };
}
