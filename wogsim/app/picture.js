// A chart of Vega-Lite in the page. Vega comes from this server; rows are put into a chart that is there.
let library = null;

function loaded(address) {
  library ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
  return library;
}

export default {
  template: '<div class="picture" role="img" :aria-label="label" style="width: 100%"><div ref="place" style="width: 100%"></div></div>',
  props: { library: String, spec: Object, rows: Object, label: String },
  created() {
    // Not in data(): Vega does not know its own objects behind a proxy.
    this.view = null;
    this.drawn = null;
    this.last = Promise.resolve();
  },
  mounted() {
    this.show(this.spec, this.rows);
  },
  beforeUnmount() {
    this.view?.finalize();
  },
  methods: {
    show(spec, rows) {
      this.last = this.last.then(() => this.put(spec, rows)).catch((error) => console.error(error));
      return this.last;
    },
    async put(spec, rows) {
      if (!rows) return;
      await loaded(this.library);
      if (!spec || JSON.stringify(spec) === this.drawn) {
        for (const [name, values] of Object.entries(rows)) this.view.data(name, values);
        await this.view.runAsync();
      } else {
        this.view?.finalize();
        const whole = { ...JSON.parse(JSON.stringify(spec)), datasets: rows };
        const options = { actions: false, renderer: "svg", logLevel: 1 };
        this.view = (await window.vegaEmbed(this.$refs.place, whole, options)).view;
        this.drawn = JSON.stringify(spec);
      }
      this.$el.dataset.shown = String(Number(this.$el.dataset.shown ?? 0) + 1);
      this.$el.dataset.at = String(performance.now());
    },
    async png(name) {
      if (!this.view) return;
      const link = document.createElement("a");
      link.href = await this.view.toImageURL("png", 2);
      link.download = name;
      link.click();
    },
  },
};
