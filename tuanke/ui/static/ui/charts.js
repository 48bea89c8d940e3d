// Curves with their interval; the table beside each chart says the same.
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const accent = () => css("--tblr-primary");
const quiet = () => css("--tk-quiet");

const frame = (unit, x) => ({
  animation: false,
  grid: { left: 60, right: 16, top: 16, bottom: 28 },
  xAxis: { axisLabel: { color: quiet() }, splitLine: { show: false }, ...x },
  yAxis: { type: "value", min: 0, axisLabel: { color: quiet(), formatter: (value) => write(value, unit) }, splitLine: { lineStyle: { color: css("--tk-line") } } },
});
const write = (value, unit) => (unit === "¥" ? `¥${value.toLocaleString()}` : `${value.toLocaleString()}${unit}`);
const line = (data, more) => ({ type: "line", data, symbol: "none", itemStyle: { color: accent() }, lineStyle: { color: accent(), width: 2 }, ...more });
const hidden = (data, opacity, more) => ({ type: "line", data, stack: "band", symbol: "none", silent: true, lineStyle: { opacity: 0 }, areaStyle: { color: accent(), opacity }, ...more });
const above = (high, low) => high.map((value, i) => (value === null ? null : +(value - low[i]).toFixed(2)));

// A share that grows by steps, with its band.
function steps(values) {
  const at = (data) => data.map((value, i) => [values.x[i], value]);
  return {
    ...frame("%", { type: "value", min: 0, max: values.x.at(-1), interval: 90 }),
    series: [
      hidden(at(values.low), 0, { step: "end" }),
      hidden(at(above(values.high, values.low)), 0.18, { step: "end" }),
      line(at(values.share), { step: "end" }),
    ],
  };
}

// Who brings how much: the diagonal is where everybody brings the same.
function pareto(values) {
  const points = values.share.map((value, i) => [values.x[i], value]);
  return {
    ...frame("%", { type: "value", min: 0, max: 100, axisLabel: { color: quiet(), formatter: "{value}%" } }),
    series: [
      line([[0, 0], [100, 100]], { silent: true, lineStyle: { color: quiet(), width: 1, type: "dashed" } }),
      line(points),
      line(points.filter(([x]) => x === 20), { symbol: "circle", symbolSize: 10 }),
    ],
  };
}

// Two series over the same months; the first is dashed, for colour is not the only sign.
function lines(values) {
  const looks = [{ lineStyle: { color: quiet(), width: 2, type: "dashed" }, itemStyle: { color: quiet() } }, {}];
  return {
    ...frame(values.unit, { type: "category", data: values.labels }),
    series: values.series.map((one, i) => line(one.data, { name: one.name, ...looks[i % 2] })),
  };
}

// Past weeks, and those to come with their range.
function ahead(values) {
  return {
    ...frame("", { type: "category", data: values.labels }),
    series: [
      hidden(values.low, 0),
      hidden(above(values.high, values.low), 0.18),
      line(values.past),
      line(values.ahead, { lineStyle: { color: accent(), width: 2, type: "dashed" } }),
    ],
  };
}

const charts = { steps, pareto, lines, ahead };

for (const place of document.querySelectorAll("[data-chart]")) {
  const values = JSON.parse(document.getElementById(`${place.dataset.chart}-data`).textContent);
  const chart = echarts.init(place, null, { renderer: "svg" });
  const draw = () => chart.setOption(charts[place.dataset.chart](values), true);
  draw();
  new ResizeObserver(() => chart.resize()).observe(place);
  new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
}
