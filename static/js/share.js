// Offers the system's own way to share, where there is one. Saving the badge works without it.
const PNG = { type: "image/png" };

for (const button of document.querySelectorAll("button[data-share]")) {
  button.hidden = !navigator.canShare?.({ files: [new File([""], "badge.png", PNG)] });
  button.addEventListener("click", async () => {
    const answer = await fetch(button.dataset.share);
    const files = [new File([await answer.blob()], "badge.png", PNG)];
    // Somebody who closes the sheet without choosing has done nothing wrong.
    await navigator.share({ files, title: button.dataset.title }).catch(() => undefined);
  });
}
