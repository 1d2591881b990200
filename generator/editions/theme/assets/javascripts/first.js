/* Runs in <head>, before anything is painted. */

/* Four names that Material's bundle expects; Material defines them in an inline script. */
var __md_scope = new URL(document.currentScript.dataset.base, location);
var __md_hash = (text) => [...text].reduce((hash, sign) => (hash << 5) - hash + sign.charCodeAt(0), 0);
var __md_get = (key, storage = localStorage, scope = __md_scope) => JSON.parse(storage.getItem(scope.pathname + "." + key));
var __md_set = (key, value, storage = localStorage, scope = __md_scope) => {
  try {
    storage.setItem(scope.pathname + "." + key, JSON.stringify(value));
  } catch {
    /* a browser may refuse storage; the page works without */
  }
};

/* Material says this at the end of the page only; earlier, nothing that needs scripts appears late. */
document.documentElement.classList.replace("no-js", "js");

/* The reader's choice of light or dark, if one was made; else the system's holds. */
try {
  const scheme = localStorage.getItem("portal.scheme");
  if (scheme === "light" || scheme === "dark") document.documentElement.dataset.scheme = scheme;
} catch {
  /* as above */
}
