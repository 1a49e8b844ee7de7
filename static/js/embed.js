// Shows a member's onboarding inside your product: <div data-onboarding-ladder data-token="…"></div>
"use strict";
(() => {
  const portal = new URL(document.currentScript.src).origin;
  const frames = new Map();

  const ask = (place) => place.dispatchEvent(new CustomEvent("onboarding-token-needed", { bubbles: true }));

  const load = (place) => {
    const { token, theme } = place.dataset;
    const query = new URLSearchParams({ token, host: location.origin });
    if (theme) query.set("theme", theme);
    frames.get(place).src = `${portal}/embed/ladder?${query}`;
  };

  const show = (place) => {
    if (!place.dataset.token) return ask(place);
    const frame = document.createElement("iframe");
    frame.title = place.dataset.title || "Onboarding";
    frame.referrerPolicy = "no-referrer";
    Object.assign(frame.style, { display: "block", width: "100%", height: "24rem", border: "0", colorScheme: "auto" });
    frames.set(place, frame);
    load(place);
    place.replaceChildren(frame);
  };

  const renew = (place, frame) => frame.contentWindow.postMessage({ onboarding: "token", token: place.dataset.token }, portal);

  // What is not one of our frames on the portal's own origin is not listened to.
  addEventListener("message", (event) => {
    if (event.origin !== portal) return;
    for (const [place, frame] of frames) {
      if (event.source !== frame.contentWindow) continue;
      if (event.data.onboarding === "height") frame.style.height = `${Math.ceil(event.data.height)}px`;
      if (event.data.onboarding === "ended") ask(place);
    }
  });

  const changed = ({ target, attributeName }) => {
    if (!target.matches("[data-onboarding-ladder]")) return;
    const frame = frames.get(target);
    if (!frame) return show(target);
    if (attributeName === "data-theme") return load(target);
    if (target.dataset.token) renew(target, frame);
  };

  const find = () => {
    for (const place of frames.keys()) if (!place.isConnected) frames.delete(place);
    for (const place of document.querySelectorAll("[data-onboarding-ladder]")) if (!frames.has(place)) show(place);
  };

  const watch = (changes) => {
    changes.filter((change) => change.type === "attributes").forEach(changed);
    if (changes.some((change) => change.type === "childList")) find();
  };

  const begin = () => {
    find();
    new MutationObserver(watch).observe(document.body, {
      subtree: true,
      childList: true,
      attributeFilter: ["data-token", "data-theme"],
    });
  };
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", begin) : begin();
})();
