"use strict";
// Puts the numbers and sentences of one point into the page. All that is said, ranked or told apart was worked out
// beforehand and stands in the data; see docs/design.md, "Why the explorer has a script".
const data = JSON.parse(document.getElementById("data").textContent);
const element = (id) => document.getElementById(id);
const all = (selector, each) => document.querySelectorAll(selector).forEach(each);
const { axes, patterns, measures, parts, along, upwards } = data;
const steps = axes.map((_, i) => axes.slice(i + 1).reduce((many, axis) => many * axis.values.length, 1));
const reader = navigator.language.slice(0, 2); // the page opens in Indonesian where the browser speaks it
const state = { at: axes.map((axis) => axis.start), measure: 0, lang: reader === "id" ? reader : document.documentElement.lang, pin: null };
let views = {};

const words = () => data.words[state.lang];
const pointOf = (at) => at.reduce((sum, place, i) => sum + place * steps[i], 0);
const beside = (change) => pointOf(state.at.map((own, i) => (i in change ? change[i] : own))); // here, but for some levers
const over = (point, i) => data.overloaded[point * patterns.length + i] === "1";

function number(value, digits) {
  const shown = value >= 100 ? 0 : digits;
  const how = { minimumFractionDigits: shown, maximumFractionDigits: shown };
  return new Intl.NumberFormat(state.lang === "id" ? "id-ID" : "en-US", how).format(value);
}

function worded(value, digits, { unit, one }) {
  const text = number(value, digits);
  return (text === "1" ? one : unit).replace("{value}", text);
}

const sentences = (packed, between = " ") => (packed ? packed.split(";") : []).map((each) => { // see wogsim/explorer/phrases.py
  const [template, ...numbers] = each.split(" ");
  return words().texts[template].replace(/\u00a4/g, () => numbers.shift());
}).join(between);

function label(point, i) {
  const name = words().patterns[i], there = Math.floor(point / steps[along]) % (axes[along] || axes[0]).values.length;
  const shown = i === data.letterbox && axes[along].values[there] === 0 ? words().page.boxed.replace("{pattern}", name) : name;
  return over(point, i) ? `${shown} ${data.sign}` : shown;
}

function row(point, i, measure) {
  const { digits, name } = measures[measure];
  const [mean, lower, upper] = data.columns[measure].map((column) => {
    const value = column[point * patterns.length + i];
    return value === null ? null : value / 10 ** digits;
  });
  let text = mean === null ? words().page.nothing : worded(mean, digits, words().measures[measure]);
  if (lower !== null && lower < upper) text += ` (${number(lower, digits)}–${number(upper, digits)})`;
  const { key, colour } = patterns[i];
  return { pattern: key, label: label(point, i), colour, measure: name, mean, lower, upper, text, overloaded: over(point, i) };
}

const tables = { // what stands in each chart, by the names of its data
  five: (point) => ({ rows: patterns.map((_, i) => (
    { ...row(point, i, state.measure), pinned: state.pin && row(pointOf(state.pin), i, state.measure).mean })) }),
  parts: (point) => ({ rows: patterns.flatMap((pattern, i) => {
    const read = (column) => (column[point * patterns.length + i] || 0) / 10 ** data.partDigits;
    const said = (column) => worded(read(column), data.partDigits, words().partUnit);
    return parts.map((part, order) => ({ pattern: pattern.key, label: label(point, i), part: part.key, order,
      part_label: words().parts[order], mean: read(part.means), text: said(part.means), total: said(data.total) }));
  }) }),
  curve: (point) => ({
    rows: axes[along].values.flatMap((share, place) => patterns.map((_, i) => (
      { ...row(beside({ [along]: place }), i, 0), share, moved: data.moved[i] === 1 }))).filter((each) => each.mean !== null),
    turns: [{ kind: "here", share: axes[along].values[state.at[along]], low: null, high: null, label: "" },
      ...data.turns[data.curveOf[point]].map((turn) => ({ ...turn, label: `${number(turn.share * 100, (turn.share * 100) % 1 ? 1 : 0)} %` }))],
  }),
  map: () => ({ rows: [...axes[upwards].values.keys()].reverse().flatMap((up) => axes[along].values.map((_, place) => {
    const point = beside({ [along]: place, [upwards]: up });
    const fastest = [...patterns.keys()].filter((i) => data.fastest[point][i] === "1"), tie = data.single[point] !== "1";
    return { x: words().axes[along].values[place].replace(/\s*%/, ""), y: axes[upwards].values[up], tie,
      label: fastest.map((i) => words().patterns[i]).join(tie ? ", " : " = ") || words().page.nothing,
      colour: tie ? "#fff" : patterns[fastest[0]].colour, text: tie ? "" : row(point, fastest[0], 0).text,
      overloaded: patterns.some((_, i) => over(point, i)), equal: !tie && fastest.length > 1, here: point === pointOf(state.at) };
  })) }),
};

function tell() { // everything but the charts, and the address
  const point = pointOf(state.at), said = words(), { page } = said;
  axes.forEach((axis, i) => {
    const value = said.axes[i].values[state.at[i]], lever = element(`lever-${i}`);
    lever.value = state.at[i];
    lever.setAttribute("aria-valuetext", value);
    element(`value-${i}`).textContent = value;
  });
  const where = (state.pin || []).map((place, i) => `${said.axes[i].name}: ${said.axes[i].values[place]}`).join("; ");
  const texts = { verdict: sentences(said.verdict[point]), next: sentences(said.behind[point]), beside: sentences(said.beside[point]),
    grounds: sentences(said.grounds[point]), "measure-title": said.measures[state.measure].title,
    told: state.measure ? sentences(said.told[state.measure - 1][point]) : "", pin: state.pin ? page.unpin : page.pin,
    pinned: state.pin ? page.pinned.replace("{point}", where) : "" };
  if (along !== null) {
    texts["break-even"] = sentences(said.breakEven[data.curveOf[point]], "\n");
    element("stands").hidden = !data.turns[data.curveOf[point]].length;
  }
  Object.entries(texts).forEach(([id, text]) => { if (element(id).textContent !== text) element(id).textContent = text; });
  element("behind").hidden = !said.grounds[point];
  const empty = measures[state.measure].name === "gave_up" && [point, ...(state.pin ? [pointOf(state.pin)] : [])].every((at) => data.nobody[at] === "1");
  element("five").classList.toggle("empty", empty); // bars of nothing; the sentence above says so
  element("bars").hidden = empty;
  element("starred").hidden = !patterns.some((_, i) => over(point, i));
  element("pin").setAttribute("aria-pressed", Boolean(state.pin));
  all("input[name=measure]", (input, i) => { input.checked = i === state.measure; });
  const address = new URLSearchParams(axes.map((axis, i) => [axis.name, axis.values[state.at[i]]]));
  address.set("show", measures[state.measure].name);
  address.set("lang", state.lang);
  if (state.pin) address.set("pin", state.pin.map((place, i) => axes[i].values[place]).join("~"));
  history.replaceState(null, "", `#${address}`);
}

function draw() { // a point into the charts that are there
  tell();
  Object.entries(views).forEach(([name, view]) => {
    if (name === "five") view.signal("unit", words().measures[state.measure].axis);
    Object.entries(tables[name](pointOf(state.at))).forEach(([table, rows]) => view.data(table, rows));
    view.run();
  });
}

async function speak() { // the page in its language, with new charts
  document.documentElement.lang = state.lang;
  document.title = words().page.title;
  all("[data-word]", (each) => { each.textContent = words().page[each.dataset.word]; });
  axes.forEach((_, i) => { document.querySelector(`label[for=lever-${i}]`).textContent = words().axes[i].name; });
  all("fieldset span", (each, i) => { each.textContent = words().measures[i].name; });
  all(".key li span, .meanings b", (each, i) => { each.textContent = words().patterns[i % patterns.length]; });
  all(".meanings span", (each, i) => { each.textContent = words().meanings[i]; });
  tell();
  Object.values(views).forEach((view) => view.finalize());
  const made = Object.entries(words().charts).map(async ([name, spec]) => {
    const whole = { ...spec, datasets: tables[name](pointOf(state.at)) };
    if (spec.width.step) { // cells as wide as there is room
      const step = Math.min(72, Math.floor((element(name).clientWidth - 32) / axes[along].values.length));
      Object.assign(whole, { width: { step }, height: { step: step * spec.height.step / spec.width.step } });
    }
    return [name, (await vegaEmbed(`#${name}`, whole, { actions: false, renderer: "svg" })).view];
  });
  views = Object.fromEntries(await Promise.all(made));
  draw();
  performance.mark("drawn");
  document.body.dataset.ready = state.lang; // for whoever waits for the pictures
}

function read() { // the state from the address; what it does not say, or says wrongly, stays as it is
  const address = new URLSearchParams(location.hash.slice(1));
  const place = (i, text) => (axes[i] ? axes[i].values.findIndex((value) => String(value) === text) : -1);
  const asked = axes.map((axis, i) => place(i, address.get(axis.name)));
  state.at = state.at.map((own, i) => (asked[i] < 0 ? own : asked[i]));
  state.measure = Math.max(measures.findIndex((measure) => measure.name === address.get("show")), 0);
  if (data.words[address.get("lang")]) state.lang = address.get("lang");
  const pinned = (address.get("pin") || "").split("~").map((text, i) => place(i, text));
  state.pin = pinned.length === axes.length && !pinned.includes(-1) ? pinned : null;
}

const set = (change) => { Object.assign(state, change); draw(); };
axes.forEach((_, i) => element(`lever-${i}`).addEventListener("input", (event) => (
  set({ at: state.at.map((own, j) => (i === j ? Number(event.target.value) : own)) }))));
all("input[name=measure]", (input, i) => input.addEventListener("change", () => set({ measure: i })));
element("reset").addEventListener("click", () => set({ at: axes.map((axis) => axis.start) }));
element("pin").addEventListener("click", () => set({ pin: state.pin ? null : state.at }));
element("language").addEventListener("click", () => { state.lang = state.lang === "en" ? "id" : "en"; speak(); });
document.addEventListener("click", (event) => { // a finger does not hover: what it touches is told, until it touches something else
  const { target, clientX, clientY } = event, chart = target.closest?.(".chart");
  if (chart) target.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, clientX, clientY }));
  else document.getElementById("vg-tooltip-element")?.classList.remove("visible");
});
window.addEventListener("hashchange", () => { const before = state.lang; read(); if (before === state.lang) draw(); else speak(); });
read();
speak();
