import type { TableGroup } from "../database/create-tables.ts";

/**
 * The tables of runs. A run has one row, its plan is kept in chunks of one scope each, and its journal is one row for
 * each record. A worker has one row, whose lease it renews.
 */
export const RUN_TABLES: TableGroup = {
  name: "runs",
  forms: [
    [
      `create table crosstag_runs (
         id text primary key,
         digest text not null,
         header text not null,
         changes int not null,
         settings json not null,
         version text not null,
         attempt int not null default 1,
         state text not null check (state in ('submitted', 'running', 'ended')),
         stop text,
         ended text,
         concurrent boolean not null,
         submitted_at timestamptz not null default clock_timestamp(),
         ended_at timestamptz
       )`,
      "create unique index crosstag_runs_plan on crosstag_runs (digest) where state <> 'ended' and not concurrent",
      `create table crosstag_run_chunks (
         run text not null references crosstag_runs on delete cascade,
         chunk int not null,
         scope text not null,
         changes int not null,
         positions int[] not null,
         lines text not null,
         owner text,
         claim int not null default 0,
         done boolean not null default false,
         progress json,
         result json,
         primary key (run, chunk)
       )`,
      `create table crosstag_run_records (
         position bigint generated always as identity,
         run text not null references crosstag_runs on delete cascade,
         chunk int not null,
         claim int not null,
         number int not null,
         at text not null,
         record text not null,
         primary key (run, chunk, claim, number)
       )`,
      "create index crosstag_run_records_order on crosstag_run_records (run, position)",
      `create table crosstag_workers (
         id text primary key,
         version text not null,
         host text not null,
         started_at timestamptz not null default clock_timestamp(),
         lease_until timestamptz not null,
         ended boolean not null default false
       )`,
    ],
  ],
};

/** The chunk number of records that are about the run as a whole. */
export const WHOLE_RUN = -1;

/**
 * The version of the workflows and of what is kept in the tables. Workers continue the work of their own version only:
 * raise it with every change that another version cannot continue. One is a field of a record or of a plan's header: a worker
 * that does not know it ends the run without a change, or leaves it without an end.
 */
export const RUN_VERSION = "crosstag-runs-2";
