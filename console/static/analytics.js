/* Draws a chart from the table beside it: what one sees and what is read out cannot differ. */
(() => {
  "use strict";
  const LINES = [["#2f6fb5"], ["#1f7a3d"], ["#7a4a9e"], ["#c96a12", [8, 4]], ["#b3261e", [2, 3]], ["#5b6675", [10, 3, 2, 3]]];

  const number = (cell) => Number(cell.textContent.replace(/[^\d.-]/g, ""));
  const seconds = (text) => {
    const [day, month, year] = text.trim().split("-").map(Number);
    return Date.UTC(year, month - 1, day) / 1000;
  };

  function read(table) {
    const [day, ...heads] = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
    const rows = [...table.tBodies[0].rows];
    const columns = heads.map((_, index) => rows.map((row) => number(row.cells[index + 1])));
    return { day, heads, values: [rows.map((row) => seconds(row.cells[0].textContent)), ...columns] };
  }

  function draw(place) {
    const { day, heads, values } = read(document.getElementById(place.dataset.table));
    const style = getComputedStyle(document.body);
    const axis = {
      stroke: style.getPropertyValue("--soft").trim(),
      grid: { stroke: style.getPropertyValue("--line").trim(), width: 1 },
      ticks: { stroke: style.getPropertyValue("--line").trim(), width: 1 },
    };
    const size = () => ({ width: place.clientWidth, height: 260 });
    const chart = new uPlot({
      ...size(),
      tzDate: (at) => uPlot.tzDate(new Date(at * 1000), "UTC"),
      series: [
        { label: day, value: "{DD}-{MM}-{YYYY}" },
        ...heads.map((label, index) => {
          const [stroke, dash] = LINES[index % LINES.length];
          return { label, stroke, dash, width: 2, points: { show: values[0].length < 3 } };
        }),
      ],
      axes: [{ ...axis, values: [[86400, "{DD}-{MM}", "\n{YYYY}", null, null, null, null, null, 1]] }, { ...axis, size: 56 }],
      scales: { y: { range: (_, low, high) => [0, Math.max(1, high)] } },
    }, values, place);
    new ResizeObserver(() => chart.setSize(size())).observe(place);
  }

  document.querySelectorAll("[data-chart=lines]").forEach(draw);
})();
