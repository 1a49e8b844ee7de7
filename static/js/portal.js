// What a page needs beyond htmx: say when a request failed, offer it again, keep up to date, and close open menus.
"use strict";
(() => {
  const toast = document.getElementById("toast");
  let again = null;
  let acted = false;

  const say = (message, retry) => {
    if (!toast) return;
    again = retry;
    toast.querySelector("p").textContent = message;
    toast.querySelector("[data-retry]").hidden = !retry;
    toast.hidden = false;
  };
  const hide = () => {
    again = null;
    if (toast) toast.hidden = true;
  };
  // Only what a person asked for is reported; the page's own refresh tries again by itself.
  const asked = (ctx) => ctx?.sourceElement?.matches?.("form, a, button") ?? false;
  const retry = (ctx) => () => {
    const element = ctx.sourceElement;
    element.matches("form") ? element.requestSubmit() : element.click();
  };

  document.addEventListener("htmx-error", (event) => {
    const ctx = event.detail.ctx;
    if (asked(ctx)) say(toast?.dataset.silent, retry(ctx));
  });
  document.addEventListener("htmx-response-error", (event) => {
    const ctx = event.detail.ctx;
    if (!asked(ctx)) return;
    if (ctx.response.status === 401) return location.reload();
    // The form comes back with what is wrong beside its fields.
    if (ctx.sourceElement.hasAttribute(`data-hx-status-${ctx.response.status}`)) return hide();
    const answer = new DOMParser().parseFromString(ctx.text, "text/html");
    const message = answer.querySelector("[data-message]")?.textContent.trim();
    const later = ctx.response.status >= 500;
    say(message || toast?.dataset.refused, later ? retry(ctx) : null);
  });
  document.addEventListener("htmx-after-request", (event) => {
    if (!asked(event.detail.ctx) || event.detail.ctx.response.status >= 400) return;
    acted = true;
    hide();
  });
  // A field that took the focus when it appeared must not take it again when the page refreshes around it.
  document.addEventListener("htmx-before-swap", () => {
    for (const field of document.querySelectorAll("[autofocus]")) field.removeAttribute("autofocus");
  });
  // The button that was pressed is gone with its step: go on at the next one, or where the page says what follows.
  document.addEventListener("htmx-after-swap", (event) => {
    if (event.detail.ctx?.response?.status >= 400) {
      return document.querySelector("form [aria-invalid], form [data-refused]")?.focus();
    }
    if (document.activeElement !== document.body) return;
    const next = document.querySelector("[data-now]") ?? document.querySelector("article.now");
    const follows = acted ? document.querySelector("[data-follows]") : null;
    acted = false;
    (next ?? follows)?.focus({ preventScroll: true });
  });
  // A button that was held back while its request was under way lost the focus: where it is still there, it goes on.
  let pressed = null;
  document.addEventListener("htmx-before-request", (event) => {
    if (asked(event.detail.ctx)) pressed = document.activeElement;
  });
  document.addEventListener("htmx-finally-request", (event) => {
    if (asked(event.detail.ctx)) setTimeout(() => goOn(pressed));
  });
  const goOn = (element) => {
    if (document.activeElement === document.body && element?.isConnected) element.focus({ preventScroll: true });
  };
  // The server tells this page of changes; while it cannot, what is shown may be old.
  const refresh = () => document.dispatchEvent(new CustomEvent("moved"));
  let cutOff = false;
  const lose = (event) => {
    if (event.detail?.status === 401) return location.reload();
    if (!cutOff) say(toast?.dataset.offline, refresh);
    cutOff = true;
  };
  const find = () => {
    if (!cutOff || !navigator.onLine) return;
    cutOff = false;
    hide();
    refresh();
  };
  document.addEventListener("htmx-sse-error", lose);
  document.addEventListener("htmx-sse-after-connection", find);
  window.addEventListener("offline", lose);
  window.addEventListener("online", find);
  // A page can lose its connection before it listens.
  if (!navigator.onLine) lose({});
  // A page that comes back from the browser's memory is as old as that.
  window.addEventListener("pageshow", (event) => event.persisted && refresh());
  toast?.querySelector("[data-retry]").addEventListener("click", () => {
    const repeat = again;
    hide();
    repeat?.();
  });
  toast?.querySelector("[data-dismiss]").addEventListener("click", hide);

  // A button that copies a text is there only where the browser can.
  const offerCopies = () => {
    if (!navigator.clipboard) return;
    for (const button of document.querySelectorAll("[data-copies]")) button.hidden = false;
  };
  offerCopies();
  document.addEventListener("htmx-after-swap", offerCopies);
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copies]");
    if (!button) return;
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).value);
    button.querySelector("span").textContent = button.dataset.copied;
  });

  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
})();
