import "../../style/tokens.css";
import "../try-it.css";
import "./components.css";

export * from "./index.ts";
