// What every page needs: the CSRF header, blocked buttons, focus on problems, toasts, forgetting drafts at sign-out.
import { forgetDrafts } from "./unsaved-guard.js";

const TOAST_MS = 10_000;

export function csrfToken() {
  const meta = document.querySelector("meta[name=csrf-token]");
  const name = document.documentElement.dataset.csrfCookie ?? "csrftoken";
  const cookie = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return meta?.content || (cookie ? decodeURIComponent(cookie.slice(name.length + 1)) : "");
}

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const token = csrfToken();
  if (token && !["GET", "HEAD", "QUERY"].includes(ctx.request.method)) ctx.request.headers["X-CSRFToken"] = token;
});

// A blocked button stays focusable and tells its reason; it only must not act.
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[aria-disabled=true]")) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, { capture: true });

function focusProblems(root) {
  const summary = root.querySelector?.(".error-summary");
  if (summary && !summary.contains(document.activeElement)) summary.focus();
}

function closeLater(toast) {
  if (toast.dataset.armed) return;
  toast.dataset.armed = "true";
  let timer = setTimeout(() => toast.remove(), TOAST_MS);
  // Somebody who is reading or about to press Undo keeps it.
  for (const stay of ["focusin", "pointerenter"]) toast.addEventListener(stay, () => clearTimeout(timer));
  for (const leave of ["focusout", "pointerleave"]) {
    toast.addEventListener(leave, () => {
      clearTimeout(timer);
      timer = setTimeout(() => toast.remove(), TOAST_MS);
    });
  }
  toast.querySelector("[data-close]")?.addEventListener("click", () => toast.remove());
}

function settle(root) {
  focusProblems(root);
  document.querySelectorAll(".toast").forEach(closeLater);
}

document.addEventListener("htmx:after:swap", ({ detail }) => {
  const target = detail.ctx?.target;
  settle(target?.isConnected ? target : document);
});
document.addEventListener("submit", ({ target }) => {
  if (target.matches?.("[data-sign-out]")) forgetDrafts();
});
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => settle(document));
else settle(document);
