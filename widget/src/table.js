// Rows of figures: a table with a caption that scrolls by itself, and bars beside it.

import { h } from "./dom.js";

const MOST_BARS = 10;

// `table`: {caption?: {hi, en}, columns, rows, chart?}; headings are text or {hi, en}.
export function drawTable(table, { language, words }) {
  const say = (cell) => (cell && typeof cell === "object" ? (cell[language] ?? "") : String(cell ?? ""));
  const caption = say(table.caption);
  const head = h("tr", {}, ...table.columns.map((name) => h("th", { scope: "col" }, say(name))));
  const body = table.rows.map(([first, ...others]) =>
    h("tr", {}, h("th", { scope: "row" }, say(first)), ...others.map((cell) => drawCell(cell, say))),
  );
  const grid = h(
    "table",
    {},
    caption && h("caption", {}, caption),
    h("thead", {}, head),
    h("tbody", {}, ...body),
  );
  // Whoever has only a keyboard scrolls it with the arrow keys.
  const frame = h("div", { class: "table", tabindex: "0", role: "region", "aria-label": caption || words.log }, grid);
  return table.chart ? [drawChart(table, caption, say, words), frame] : [frame];
}

function drawCell(cell, say) {
  const text = typeof cell === "number" ? grouped(cell) : say(cell);
  return h("td", typeof cell === "number" ? { class: "number" } : {}, text);
}

export function grouped(number) {
  return number.toLocaleString("en-IN", { maximumFractionDigits: 2 });
}

// Bars for the first number columns of the first rows. The table beside it says the same.
function drawChart(table, caption, say, words) {
  const series = chartSeries(table);
  const most = Math.max(1, ...series.flatMap((one) => one.values));
  const rows = table.rows.slice(0, MOST_BARS);
  const isCut = rows.length < table.rows.length;
  const cut = isCut ? ` (${words.firstRows.replace("{count}", MOST_BARS)})` : "";
  const chart = h("div", { class: "chart", role: "img", "aria-label": words.chart.replace("{caption}", caption) + cut });
  series.forEach(({ column }, place) => {
    chart.append(h("p", { class: "key" }, h("i", { class: `bar bar${place}` }), say(table.columns[column])));
  });
  rows.forEach((row, place) => {
    chart.append(h("p", { class: "group" }, say(row[0])));
    series.forEach(({ values }, which) => {
      const bar = h("i", { class: `bar bar${which}` });
      // Set by script, which a style-src allows, not as a style attribute in markup.
      bar.style.setProperty("width", `${(100 * values[place]) / most}%`);
      chart.append(h("p", { class: "value" }, h("span", { class: "track" }, bar), h("b", {}, grouped(values[place]))));
    });
  });
  return chart;
}

export function chartSeries({ columns, rows }) {
  const numeric = columns.map((_, column) => column).filter((column) => column && rows.length && rows.every((row) => typeof row[column] === "number"));
  return numeric.slice(0, 2).map((column) => ({ column, values: rows.slice(0, MOST_BARS).map((row) => row[column]) }));
}
