"use strict";
window.onereel = {
  opened(film) {
    const url = new URL(window.location);
    if (film) url.searchParams.set("film", film); else url.searchParams.delete("film");
    window.history.replaceState(null, "", url);
  },
};
