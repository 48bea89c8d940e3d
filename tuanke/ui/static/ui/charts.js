// Curves with their interval; the table beside each chart says the same.
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function secondOrder(values) {
  const ink = css("--tk-quiet");
  const accent = css("--tblr-primary");
  const at = (data) => data.map((value, i) => [values.days[i], value]);
  const band = (data, opacity) => ({ type: "line", data: at(data), stack: "band", symbol: "none", silent: true, lineStyle: { opacity: 0 }, areaStyle: { color: accent, opacity }, tooltip: { show: false } });
  return {
    animation: false,
    grid: { left: 44, right: 16, top: 16, bottom: 28 },
    tooltip: { trigger: "axis", valueFormatter: (value) => `${Array.isArray(value) ? value[1] : value}%` },
    xAxis: { type: "value", min: 0, max: values.days.at(-1), interval: 90, axisLabel: { color: ink }, splitLine: { show: false } },
    yAxis: { type: "value", min: 0, axisLabel: { color: ink, formatter: "{value}%" }, splitLine: { lineStyle: { color: css("--tk-line") } } },
    series: [
      band(values.low, 0),
      band(values.high.map((high, i) => +(high - values.low[i]).toFixed(1)), 0.18),
      { type: "line", data: at(values.share), symbolSize: 8, itemStyle: { color: accent }, lineStyle: { color: accent, width: 2 } },
    ],
  };
}

const charts = { "second-order": secondOrder };

for (const place of document.querySelectorAll("[data-chart]")) {
  const values = JSON.parse(document.getElementById(`${place.dataset.chart}-data`).textContent);
  const chart = echarts.init(place, null, { renderer: "svg" });
  const draw = () => chart.setOption(charts[place.dataset.chart](values), true);
  draw();
  new ResizeObserver(() => chart.resize()).observe(place);
  new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
}
