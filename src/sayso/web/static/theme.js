"use strict";
// The colours that were chosen, before anything is drawn; and the button that changes them on pages without the report's own script.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const kept = { get() { try { return localStorage.getItem("sayso-theme"); } catch { return null; } },
                 set(value) { try { localStorage.setItem("sayso-theme", value); } catch { /* a browser that keeps nothing */ } } };
  if (["dark", "light"].includes(kept.get())) root.dataset.theme = kept.get();
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    if (!button || document.querySelector("script[src*='/static/report.js']")) return;
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    button.addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; kept.set(root.dataset.theme); show(); });
    dark.addEventListener("change", show);
    button.hidden = false;
    show();
  });
})();
