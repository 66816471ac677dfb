"use strict";
// Sorts and filters the table of each edition. Without it the page reads the same, in the order of the input.
for (const edition of document.querySelectorAll(".edition")) {
  const table = edition.querySelector("table.all");
  const controls = edition.querySelector(".controls");
  if (!table || !controls) continue;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const [text, kind, level] = controls.querySelectorAll("input, select");
  const output = controls.querySelector("output");
  const filter = () => {
    const words = text.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const content = row.textContent.toLocaleLowerCase();
      row.hidden = !(
        words.every((word) => content.includes(word)) &&
        (!kind.value || row.dataset.kind === kind.value) &&
        (!level.value || row.dataset.level === level.value)
      );
      if (!row.hidden) shown += 1;
    }
    output.textContent = output.dataset.text.replace("{shown}", shown).replace("{all}", rows.length);
  };
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = (row) => row.cells[column].dataset.sort ?? row.cells[column].textContent.trim();
      const numeric = head.dataset.type === "number";
      rows
        .map((row, index) => ({ row, index, key: key(row) }))
        .sort((a, b) => {
          if (a.key === "" || b.key === "") return (a.key === "") - (b.key === "") || a.index - b.index;
          const order = numeric ? a.key - b.key : a.key.localeCompare(b.key, edition.lang);
          return (down ? -order : order) || a.index - b.index;
        })
        .forEach(({ row }) => body.append(row));
    });
  });
  for (const control of [text, kind, level]) control.addEventListener("input", filter);
  controls.addEventListener("submit", (event) => event.preventDefault());
  filter();
  controls.hidden = false;
}
