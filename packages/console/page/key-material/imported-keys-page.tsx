import { findResources } from "@crosstag/operations";
import { useMemo, useState } from "react";
import { Link } from "wouter";
import { useLines } from "../api/use-lines.ts";
import { Empty } from "../parts/empty.tsx";
import { ErrorNotice } from "../parts/error-notice.tsx";
import { formatCount, formatDay, formatFromNow } from "../parts/format.ts";
import { ShowMore } from "../parts/show-more.tsx";
import { TagText } from "../parts/tag-text.tsx";
import { ceremonyAddress } from "./ceremony-address.ts";
import { expiryTone, listedKeys, type ListedKey } from "./imported-key.ts";

const QUESTION = { kinds: ["key"], where: ["origin=external"], describe: true, aliases: true };

/** The keys with imported material, the next to expire first. */
export function ImportedKeysPage() {
  const [attempt, setAttempt] = useState(0);
  const [now] = useState(() => Date.now());
  const { lines, done, error } = useLines(findResources, QUESTION, attempt);
  const { keys, unlisted } = useMemo(() => listedKeys(lines), [lines]);
  return (
    <>
      <div className="row page-head">
        <h1>Key material</h1>
        <button type="button" disabled={!done} onClick={() => setAttempt(attempt + 1)}>
          Read again
        </button>
      </div>
      <p className="soft">Keys whose material was imported. The material can be deleted here, one key at a time.</p>
      <p role="status" className="soft">
        {done ? formatCount(keys.length, "key") : `Reading the clouds: ${formatCount(keys.length, "key")} so far…`}
      </p>
      {error !== undefined && <ErrorNotice error={error} />}
      {unlisted.map(({ cloud, account, region, error: problem }) => (
        <p key={`${cloud} ${account ?? ""} ${region}`} className="notice error">
          {cloud} ({[account, region].filter((part) => part !== undefined).join(", ")}) could not be listed completely:{" "}
          {problem.message} {problem.hint}
        </p>
      ))}
      {done && error === undefined && keys.length === 0 && (
        <Empty title="No key has imported material">
          <p>The clouds made the material of all keys that were listed.</p>
        </Empty>
      )}
      {keys.length > 0 && (
        <ShowMore items={keys} what="keys">
          {(shown) => (
            <ul className="items" aria-label="Keys with imported material">
              {shown.map((key) => (
                <KeyItem key={key.reference} listed={key} now={now} />
              ))}
            </ul>
          )}
        </ShowMore>
      )}
    </>
  );
}

function KeyItem({ listed, now }: { readonly listed: ListedKey; readonly now: number }) {
  if (listed.status === "failed")
    return (
      <li>
        <p>
          <code>{listed.reference}</code>
        </p>
        <p className="bad">
          {listed.error.message} {listed.error.hint}
        </p>
      </li>
    );
  const { reference, aliases = [], details } = listed;
  return (
    <li className="imported-key">
      <div className="row item-head">
        <Link href={ceremonyAddress(reference)}>
          {aliases.length > 0 ? <TagText text={aliases.join(", ")} /> : <code>{reference}</code>}
        </Link>
        {details !== undefined && (
          <span className={`badge ${details.state === "enabled" ? "good" : "warn"}`}>{details.state}</span>
        )}
      </div>
      {aliases.length > 0 && (
        <p>
          <code>{reference}</code>
        </p>
      )}
      {details?.description !== undefined && (
        <p>
          <TagText text={details.description} />
        </p>
      )}
      <p className={expiryTone(details?.expires, now) ?? "soft"}>
        {details?.expires === undefined
          ? "Does not expire"
          : `Expires ${formatDay(details.expires)} (${formatFromNow(details.expires, now)})`}
        {details?.deletion !== undefined && <> · deleted on {formatDay(details.deletion)}</>}
      </p>
    </li>
  );
}
