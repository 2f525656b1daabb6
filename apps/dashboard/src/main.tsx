import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Dashboard } from "./app.tsx";
import "./design/tokens.css";
import "./design/base.css";
import "./design/design.css";
import "./phases/phases.css";
import "./shell/shell.css";
import "./design/print.css";

const place = document.getElementById("app");
if (place === null) throw new Error("index.html has no #app");

createRoot(place).render(
  <StrictMode>
    <Dashboard />
  </StrictMode>,
);
