import "./key-material.css";
import { useSearchParams } from "wouter";
import { CeremonyPage } from "./ceremony-page.tsx";
import { ImportedKeysPage } from "./imported-keys-page.tsx";

/** Every page about imported key material. The key is in the query: names have slashes and dots. */
export function KeyMaterialSection() {
  const [parameters] = useSearchParams();
  const key = parameters.get("key");
  return key === null ? <ImportedKeysPage /> : <CeremonyPage key={key} resource={key} />;
}
