// Whoever leaves a page of the wizard by any other way than its buttons finds what he typed in the draft.
"use strict";
{
  const form = document.querySelector("form[data-keep]");
  let typed = false;
  const keep = () => {
    if (!typed) return;
    typed = false;
    const sent = new FormData(form);
    sent.set("leave", "1");
    navigator.sendBeacon(location.href, sent);
  };
  if (form) {
    form.addEventListener("input", () => { typed = true; });
    form.addEventListener("submit", () => { typed = false; });
    addEventListener("pagehide", keep);
    document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
  }
}
