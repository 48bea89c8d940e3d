// Charts of reports, and the small manners of their forms. Without it the table says the same.
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const AFTER = { share: "%", money: "", count: "", ratio: "" };

function short(value) {
  const size = Math.abs(value);
  if (document.documentElement.lang.startsWith("zh")) {
    if (size >= 1e8) return `${+(value / 1e8).toFixed(1)}亿`;
    return size >= 1e4 ? `${+(value / 1e4).toFixed(1)}万` : `${+value.toFixed(2)}`;
  }
  if (size >= 1e6) return `${+(value / 1e6).toFixed(1)}m`;
  return size >= 1e4 ? `${Math.round(value / 1e3)}k` : `${+value.toFixed(2)}`;
}

function series(drawn) {
  const isLine = drawn.kind === "line";
  const now = { name: drawn.name, type: drawn.kind, data: drawn.values, symbolSize: 6, barMaxWidth: 20, itemStyle: { color: css("--tblr-primary") }, lineStyle: { width: 2 } };
  if (!drawn.earlier) return [now];
  const before = { name: drawn.earlier_name, type: drawn.kind, data: drawn.earlier, symbol: "none", barMaxWidth: 20, itemStyle: { color: css("--tk-quiet"), opacity: isLine ? 1 : 0.45 }, lineStyle: { width: 1.5, type: "dashed" } };
  return [now, before];
}

function option(drawn) {
  const ink = css("--tk-quiet");
  const money = drawn.unit === "money" ? "¥" : "";
  const words = (value) => (value === null || value === undefined ? "–" : `${money}${short(value)}${AFTER[drawn.unit]}`);
  const names = { type: "category", data: drawn.labels, axisLabel: { color: ink, hideOverlap: true, width: 120, overflow: "truncate" }, axisTick: { show: false } };
  const values = { type: "value", axisLabel: { color: ink, formatter: words }, splitLine: { lineStyle: { color: css("--tk-line") } } };
  const isLine = drawn.kind === "line";
  return {
    animation: false,
    grid: { left: 8, right: 24, top: 16, bottom: 8, containLabel: true },
    tooltip: { trigger: "axis", valueFormatter: words, confine: true },
    xAxis: isLine ? names : values,
    yAxis: isLine ? values : { ...names, inverse: true },
    series: series(drawn),
  };
}

function draw(within) {
  for (const place of within.querySelectorAll("[data-report-chart]")) {
    const drawn = JSON.parse(document.getElementById("report-chart").textContent);
    if (drawn.kind === "bar") place.style.height = `${Math.max(160, drawn.labels.length * (drawn.earlier ? 34 : 26) + 64)}px`;
    const chart = echarts.init(place, null, { renderer: "svg" });
    const render = () => chart.setOption(option(drawn), true);
    render();
    new ResizeObserver(() => chart.resize()).observe(place);
    new MutationObserver(render).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  }
}

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "answer") draw(event.target);
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
document.addEventListener("change", (event) => {
  const days = document.querySelector(".report-days");
  if (days && event.target.matches("[data-period]")) days.hidden = event.target.value !== "days";
  if (event.target.matches("[data-every]")) {
    for (const field of document.querySelectorAll("[data-only]")) field.hidden = field.dataset.only !== event.target.value;
  }
});
draw(document);
