// The same citizen under several patterns on one clock. Drawn as SVG; times are seconds from the need.
const DAY = 86400;
const NAME = "http://www.w3.org/2000/svg";

function made(kind, into, attributes, text) {
  const node = document.createElementNS(NAME, kind);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text !== undefined) node.textContent = text;
  into?.append(node);
  return node;
}

export default {
  template: '<div style="width: 100%"></div>',
  props: { story: Object, words: Object },
  created() {
    Object.assign(this, { now: 0, playing: false, speed: 1, last: 0, frame: 0, told: null, rows: [] });
  },
  mounted() {
    this.$watch("story", () => this.build());
    this.build();
  },
  beforeUnmount() {
    cancelAnimationFrame(this.frame);
  },
  methods: {
    build() {
      this.$el.replaceChildren();
      if (!this.story) return;
      this.told = JSON.parse(JSON.stringify(this.story));
      const { trails, end, open } = this.told;
      const wide = Math.max(this.$el.clientWidth, 700), left = 210, row = 96, top = 26;
      this.x = (second) => left + ((wide - left - 16) * Math.min(Math.max(second, 0), end)) / end;
      const height = top + row * trails.length + 4;
      const svg = made("svg", this.$el, { width: wide, height, role: "img", "aria-label": this.words.title });
      svg.style.fontFamily = "inherit";
      for (let [a, b] of open) {
        made("rect", svg, { x: this.x(a), y: top, width: Math.max(this.x(b) - this.x(a), 0.5), height: height - top, fill: "#f3f6f8" });
      }
      const days = Math.ceil(end / DAY), every = Math.max(1, Math.ceil(days / 12 / 5) * 5);
      for (let day = 0; day <= days; day += every) {
        if (day * DAY > end) break;
        made("line", svg, { x1: this.x(day * DAY), x2: this.x(day * DAY), y1: top, y2: height, stroke: "#ccc" });
        made("text", svg, { x: this.x(day * DAY) + 3, y: 16, "font-size": 13, fill: "#5a5a5a" }, this.words.day.replace("{day}", day));
      }
      this.rows = trails.map((trail, i) => {
        const y = top + row * i;
        made("line", svg, { x1: 0, x2: wide, y1: y, y2: y, stroke: "#ccc" });
        made("rect", svg, { x: 0, y: y + 10, width: 8, height: 58, fill: trail.colour, stroke: "#1a1a1a", "stroke-width": 0.6 });
        made("text", svg, { x: 16, y: y + 24, "font-size": 15, "font-weight": 700, fill: "#1a1a1a" }, trail.title);
        const day = made("text", svg, { x: 16, y: y + 44, "font-size": 14, fill: "#1a1a1a" });
        const files = made("text", svg, { x: 16, y: y + 63, "font-size": 13, fill: "#5a5a5a" });
        const lanes = [];
        for (const step of trail.steps) {
          const person = step.who === "citizen";
          let lane = 0;
          if (!person) {
            while (lane < 3 && lanes[lane] > step.from) lane += 1;
            lane = Math.min(lane, 3);
            lanes[lane] = step.to;
          }
          const box = { x: this.x(step.from), width: Math.max(this.x(step.to) - this.x(step.from), 0.8) };
          const at = person ? { y: y + 10, height: step.away ? 20 : 6 } : { y: y + 36 + lane * 8, height: 6.5 };
          if (person && !step.away) at.y = y + 24;
          made("rect", svg, { ...box, ...at, fill: step.colour, "data-from": step.from });
        }
        const done = made("line", svg, { x1: this.x(trail.end), x2: this.x(trail.end), y1: y + 4, y2: y + 70, stroke: "#1a1a1a", "stroke-width": 3 });
        const cover = made("rect", svg, { x: left, y: y + 1, width: 0, height: row - 2, fill: "white", opacity: 0.82 });
        const body = made("g", svg, {});
        made("circle", body, { cx: 0, cy: y + 9, r: 5, fill: "#1a1a1a", stroke: "white" });
        made("path", body, { d: `M-7,${y + 32} q0,-16 7,-16 q7,0 7,16 z`, fill: "#1a1a1a", stroke: "white" });
        const said = made("text", svg, { x: left + 4, y: y + 86, "font-size": 13, fill: "#1a1a1a" });
        return { trail, day, files, cover, body, said, done };
      });
      this.line = made("line", svg, { y1: top, y2: height, stroke: "#b14600", "stroke-width": 2 });
      this.wide = wide;
      this.put(0);
    },
    put(second) {
      if (!this.told) return;
      this.now = Math.min(Math.max(second, 0), this.told.end);
      const at = this.x(this.now);
      this.line.setAttribute("x1", at);
      this.line.setAttribute("x2", at);
      for (const row of this.rows) {
        const { trail } = row, over = this.now >= trail.end, when = Math.min(this.now, trail.end);
        const going = trail.steps.filter((step) => step.from <= when && when < step.to);
        const person = going.filter((step) => step.who === "citizen").at(-1);
        const files = going.filter((step) => step.who === "files");
        row.cover.setAttribute("x", at);
        row.cover.setAttribute("width", Math.max(this.wide - 14 - at, 0));
        row.body.setAttribute("transform", `translate(${this.x(when)},0)`);
        row.body.setAttribute("opacity", over ? 0.35 : 1);
        row.day.textContent = over ? trail.outcome : this.words.after.replace("{day}", Math.floor(this.now / DAY));
        row.day.setAttribute("font-weight", over ? 700 : 400);
        row.files.textContent = over ? "" : this.words.files.replace("{count}", files.length);
        const text = over ? "" : (person ?? files.at(-1))?.text ?? this.words.home;
        row.said.textContent = text.length > 130 ? `${text.slice(0, 128)}...` : text;
      }
      this.$el.dataset.now = String(Math.round(this.now));
      if (this.now >= this.told.end) this.playing = false;
    },
    play() {
      if (!this.told) return;
      if (this.now >= this.told.end) this.put(0);
      this.playing = true;
      this.last = performance.now();
      const tick = (time) => {
        if (!this.playing) return;
        this.put(this.now + ((time - this.last) / 1000) * this.speed * (this.told.end / 40));
        this.last = time;
        this.frame = requestAnimationFrame(tick);
      };
      cancelAnimationFrame(this.frame);
      this.frame = requestAnimationFrame(tick);
    },
    pause() {
      this.playing = false;
    },
    faster(speed) {
      this.speed = speed;
    },
    step(forward) {
      this.playing = false;
      if (!this.told) return;
      const times = this.told.trails.flatMap((trail) => [trail.end, ...trail.steps.filter((s) => s.who === "citizen").map((s) => s.from)]);
      const sorted = [...new Set(times)].sort((a, b) => a - b);
      const next = forward ? sorted.find((time) => time > this.now) : sorted.filter((time) => time < this.now).at(-1);
      this.put(next ?? (forward ? this.told.end : 0));
    },
  },
};
