import type { TableGroup } from "../database/create-tables.ts";

/**
 * The tables of schedules. A schedule has one row with its policy and options, a check one row with its counts, a violation
 * of a schedule one row, and a message to a webhook one row. None contains a credential.
 */
export const RESULT_TABLES: TableGroup = {
  name: "results",
  forms: [
    [
      `create table crosstag_schedules (
         name text primary key,
         definition jsonb not null,
         changed_at timestamptz not null default clock_timestamp()
       )`,
      `create table crosstag_checks (
         id uuid primary key default gen_random_uuid(),
         schedule text not null,
         tick timestamptz not null,
         action text not null check (action in ('check', 'enforce')),
         worker text not null,
         started_at timestamptz not null default clock_timestamp(),
         ended_at timestamptz,
         state text not null default 'running'
           check (state in ('running', 'complete', 'incomplete', 'failed', 'missed')),
         reason text,
         policy text,
         policy_digest text,
         summary jsonb,
         unlisted jsonb,
         new_violations int not null default 0,
         closed_violations jsonb not null default '{}',
         open_violations int,
         run text,
         unique (schedule, tick)
       )`,
      `create table crosstag_violations (
         schedule text not null,
         fingerprint text not null,
         reference text not null,
         provider text not null,
         account text,
         region text,
         kind text not null,
         rule text not null,
         severity text not null,
         tag_key text,
         message text not null,
         fix text not null,
         team text,
         first_seen timestamptz not null,
         first_check uuid not null,
         last_seen timestamptz not null,
         last_check uuid not null,
         closed_at timestamptz,
         closed_because text check (closed_because in ('fixed', 'waived', 'rule-removed', 'not-found')),
         primary key (schedule, fingerprint)
       )`,
      "create index crosstag_violations_resource on crosstag_violations (schedule, reference) where closed_at is null",
      "create index crosstag_violations_first on crosstag_violations (first_check)",
      `create table crosstag_messages (
         check_id uuid not null references crosstag_checks on delete cascade,
         receiver text not null,
         state text not null default 'waiting' check (state in ('waiting', 'delivered', 'refused')),
         attempts int not null default 0,
         problem text,
         primary key (check_id, receiver)
       )`,
    ],
  ],
};
