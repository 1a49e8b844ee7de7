// Inside the frame: tells the site around it how tall the page is and when the token ends; takes a new one.
"use strict";
(() => {
  const main = document.getElementById("main");
  const { host, seconds } = main.dataset;
  if (!host || parent === window) return;

  const tell = (message) => parent.postMessage(message, host);
  new ResizeObserver(() => tell({ onboarding: "height", height: main.offsetHeight })).observe(main);

  const ending = () => tell({ onboarding: "ended" });
  const EARLY = 30;
  // A site whose second token is refused too is not asked without end.
  const refusedAgain = new URLSearchParams(location.search).has("again");
  const wait = seconds ? seconds - EARLY : refusedAgain ? EARLY : 0;
  let timer = setTimeout(ending, wait * 1000);

  addEventListener("message", (event) => {
    if (event.origin !== host || event.source !== parent || event.data.onboarding !== "token") return;
    if (!seconds) {
      const query = new URLSearchParams(location.search);
      query.set("token", event.data.token);
      query.set("host", host);
      query.set("again", "");
      return location.replace(`/embed/ladder?${query}`);
    }
    for (const field of document.querySelectorAll("input[name=token]")) field.value = event.data.token;
    clearTimeout(timer);
    timer = setTimeout(ending, (seconds - EARLY) * 1000);
  });
})();
