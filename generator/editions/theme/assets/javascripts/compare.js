/* Two months side by side, on the page that compares them. All figures and words come from the build:
   nothing is counted, rounded or judged here. Without scripts the page's own table stands alone. */
(() => {
  const form = document.querySelector("form.compare");
  if (!form) return;
  const [first, second] = form.querySelectorAll("select");
  const status = form.querySelector("[role=status]");
  const region = form.querySelector("[role=region]");
  const table = form.querySelector("table");

  function cell(name, text, attributes = {}) {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  /** The rows of one area: a month each, oldest first. */
  function group(data, row, months) {
    const body = document.createElement("tbody");
    months.forEach((month, i) => {
      const line = body.insertRow();
      if (i === 0) line.append(cell("th", row.name, { scope: "rowgroup", rowspan: months.length }));
      line.append(cell("th", data.months[month], { scope: "row" }));
      for (const said of row.months[month]) line.append(cell("td", said, { class: "num" }));
    });
    return body;
  }

  function show(data) {
    const months = [first.value, second.value].sort();
    const same = months[0] === months[1];
    for (const body of [...table.tBodies]) body.remove();
    region.hidden = same;
    status.textContent = same
      ? status.dataset.same
      : [...months.map((month) => data.figures[month]), data.sentences[data.pairs[months.join("/")]]].join(" ");
    if (same) return;
    for (const row of data.rows) {
      const there = months.filter((month) => row.months[month]);
      if (there.length) table.append(group(data, row, there));
    }
  }

  fetch(form.dataset.figures)
    .then((response) => response.json())
    .then((data) => {
      form.hidden = false;
      for (const select of [first, second]) select.addEventListener("change", () => show(data));
      show(data);
    })
    .catch(() => {
      /* the page's own table stands */
    });
  form.addEventListener("submit", (event) => event.preventDefault());
})();
