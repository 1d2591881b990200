/* What the frame does when scripts run. Everything here improves something that works without. */
(() => {
  const config = JSON.parse(document.getElementById("__config").textContent);
  const base = new URL(config.base.replace(/\/?$/, "/"), location);

  /* ---- Light and dark ---- */

  const system = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const isDark = () => (root.dataset.scheme ? root.dataset.scheme === "dark" : system.matches);
  const switches = document.querySelectorAll("[data-switches-scheme]");

  function showScheme() {
    for (const button of switches) button.setAttribute("aria-pressed", isDark());
  }

  function switchScheme() {
    root.dataset.scheme = isDark() ? "light" : "dark";
    showScheme();
    try {
      localStorage.setItem("portal.scheme", root.dataset.scheme);
    } catch {
      /* the choice then holds for this page */
    }
  }

  for (const button of switches) button.addEventListener("click", switchScheme);
  system.addEventListener("change", showScheme);
  showScheme();

  /* ---- Months: Material's selector becomes a disclosure that keys and touch work alike ---- */

  const topic = document.querySelector(".md-header__topic");

  /** Addresses of an edition's pages, relative to its home page. */
  async function pagesOf(edition) {
    const response = await fetch(new URL("sitemap.xml", edition));
    const sitemap = new DOMParser().parseFromString(await response.text(), "application/xml");
    const places = [...sitemap.querySelectorAll("loc")].map((place) => place.textContent.trim());
    const home = places.reduce((a, b) => (b.length < a.length ? b : a));
    return new Set(places.map((place) => place.slice(home.length)));
  }

  /** The same page in another month, else the nearest page above it, else that month's home page. */
  async function samePlace(edition) {
    const here = location.pathname.slice(base.pathname.length);
    let place = here;
    try {
      const pages = await pagesOf(edition);
      while (place && !pages.has(place)) place = place.replace(/[^/]*\/?$/, "");
    } catch {
      place = "";
    }
    return new URL(place + (place === here ? location.hash : ""), edition);
  }

  function mendSelector(selector) {
    const button = selector.querySelector("button");
    const list = selector.querySelector("ul");
    const show = (open) => {
      list.hidden = !open;
      button.setAttribute("aria-expanded", open);
    };
    button.type = "button";
    button.setAttribute("aria-label", `${button.textContent}, ${topic.dataset.choose}`);
    for (const link of list.querySelectorAll("a"))
      if (link.textContent === button.textContent) link.setAttribute("aria-current", "true");
    show(false);

    button.addEventListener("click", () => show(list.hidden));
    selector.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || list.hidden) return;
      show(false);
      button.focus();
    });
    selector.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !selector.contains(event.relatedTarget)) show(false);
    });
    document.addEventListener("pointerdown", (event) => {
      if (!selector.contains(event.target)) show(false);
    });
    list.addEventListener("click", async (event) => {
      const link = event.target.closest("a");
      if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      location.assign(await samePlace(new URL(link.href)));
    });
  }

  /* Material's script may have put its selector there before this one began to watch. */
  function mendWhenThere(observer) {
    const selector = topic.querySelector(".md-version");
    if (!selector) return;
    observer.disconnect();
    mendSelector(selector);
  }

  const arrival = new MutationObserver(() => mendWhenThere(arrival));
  arrival.observe(topic, { childList: true });
  mendWhenThere(arrival);

  /* ---- Search: Material's index and worker, loaded when first wanted ---- */

  const dialog = document.querySelector("dialog.search");
  const query = dialog.querySelector("input");
  const count = dialog.querySelector("[role=status]");
  const results = dialog.querySelector("ol");
  const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3;
  let worker, opener;

  const element = (name, ...children) => {
    const made = document.createElement(name);
    made.append(...children);
    return made;
  };

  /** Text and marked words of a piece of the index. Nothing of it becomes an element but <mark>. */
  function plain(html) {
    const source = new DOMParser().parseFromString(html, "text/html");
    const walker = document.createTreeWalker(source.body, NodeFilter.SHOW_TEXT);
    const pieces = [];
    let block;
    while (walker.nextNode()) {
      const { textContent: text, parentElement: parent } = walker.currentNode;
      const around = parent.closest(":not(mark)");
      if (block && around !== block) pieces.push(" ");
      block = around;
      pieces.push(parent.closest("mark") ? element("mark", text) : text);
    }
    return pieces;
  }

  /** One page that was found: the best of its sections, under the page's name. */
  function resultItem(sections) {
    const [best] = sections;
    const link = element("a", ...plain(best.title));
    link.href = new URL(best.location, base);
    return element("li", element("span", ...plain(best.tags[0])), link, element("p", ...plain(best.text)));
  }

  /** A name as it is compared: no marks, no capitals, no matter which apostrophe or hyphen. */
  const folded = (name) =>
    name.replace(/<\/?mark>/g, "").replace(/[‘’]/g, "'").replace(/[\s‐-]+/g, " ").trim().toLowerCase();

  /** The pages that are called what was typed, then the others as the index weighs them. */
  function namedFirst(pages) {
    const typed = folded(query.value);
    const isNamed = ([section]) => section.tags.some((name) => folded(name) === typed);
    return [...pages.filter(isNamed), ...pages.filter((page) => !isNamed(page))];
  }

  const LISTED = 40;

  function showResults(items) {
    const words = config.translations;
    const number = items.length;
    if (!query.value.trim()) count.textContent = "";
    else if (number === 0) count.textContent = words["search.result.none"];
    else if (number === 1) count.textContent = words["search.result.one"];
    else count.textContent = words["search.result.other"].replace("#", number);
    if (number > LISTED) count.textContent += ` – the first ${LISTED} are listed`;
    /* An answer may come after the reader has gone on to the results: the focus stays with them. */
    const reading = results.contains(document.activeElement);
    results.replaceChildren(...namedFirst(items).slice(0, LISTED).map(resultItem));
    if (reading) (results.querySelector("a") ?? query).focus();
  }

  /* Each word finds those that begin with it. So "child" finds child's, with whichever apostrophe it is written. */
  const ask = () => worker.postMessage({ type: QUERY, data: query.value.replace(/['‘’]s?(?=\s|$)/gi, "") });

  /** What a response tells: packed as it lies there, or unpacked on the way by a server that knows how. */
  async function unpacked(response) {
    const found = await response.blob();
    const [first, second] = new Uint8Array(await found.slice(0, 2).arrayBuffer());
    const isPacked = first === 0x1f && second === 0x8b;
    const stream = isPacked ? found.stream().pipeThrough(new DecompressionStream("gzip")) : found;
    return new Response(stream).json();
  }

  async function startSearch() {
    worker = new Worker(config.search);
    worker.addEventListener("message", ({ data }) => {
      if (data.type === READY) ask();
      if (data.type === RESULT) showResults(data.data.items);
    });
    const { config: settings, docs } = await unpacked(await fetch(new URL(dialog.dataset.index, base)));
    worker.postMessage({ type: SETUP, data: { config: settings, docs, options: { suggest: false } } });
    query.addEventListener("input", ask);
  }

  async function openSearch(from) {
    opener = from;
    dialog.showModal();
    query.select();
    if (worker) return;
    try {
      await startSearch();
    } catch {
      count.textContent = dialog.dataset.failed;
    }
  }

  const openers = document.querySelectorAll("[data-opens-search]");
  for (const button of openers) button.addEventListener("click", () => openSearch(button));
  /* The portal's page for wrong addresses, which has no search of its own, leads here. */
  if (location.hash === "#search") {
    openers[0].focus();
    openSearch(openers[0]);
  }
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("a")) dialog.close();
  });
  /* The drawer shuts when search opens from it, so the focus cannot go back there. */
  dialog.addEventListener("close", () => {
    if (!opener.checkVisibility()) document.querySelector(".menu-open").focus();
  });
  query.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    if (event.key === "Escape") dialog.close();
    else results.querySelector("a")?.focus();
  });

  /* ---- Drawer: a link to a place on this page leaves it ---- */

  const menu = document.getElementById("menu");
  menu.addEventListener("click", (event) => {
    if (event.target.closest("a[href*='#']") && menu.matches(":popover-open")) menu.hidePopover();
  });

  /* ---- Tables: say that there is more when they are wider than the page ---- */

  const watcher = new ResizeObserver((entries) => {
    for (const { target } of entries) target.classList.toggle("overflows", target.scrollWidth > target.clientWidth + 1);
  });
  for (const table of document.querySelectorAll(".table-scroll")) watcher.observe(table);
})();
