// The cells of a map for the keyboard and for reading aloud: arrows go from one to the next, Enter opens it.
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, -99], End: [0, 99] };

export default {
  template: `
    <div class="cells">
      <p class="said" aria-live="polite">{{ said }}</p>
      <table role="grid" :aria-label="label" @keydown="move" @focusin="speak">
        <tr v-for="(line, i) in lines" :key="line.name" role="row">
          <th scope="row" role="rowheader">{{ line.name }}</th>
          <td v-for="(cell, j) in line.cells" :key="j" role="gridcell">
            <a :href="cell.link" :tabindex="i === at[0] && j === at[1] ? 0 : -1" :aria-label="cell.said" :data-at="[i, j]"
              :class="{ tie: cell.tie, overloaded: cell.overloaded }" :style="{ backgroundColor: cell.colour }"></a>
          </td>
        </tr>
        <tr role="row"><th></th><th v-for="head in across" :key="head" scope="col" role="columnheader">{{ head }}</th></tr>
      </table>
    </div>`,
  props: { lines: Array, across: Array, label: String, hint: String, row: Number, column: Number },
  data() {
    return { at: [this.row, this.column], entered: false };
  },
  computed: {
    said() {
      return (this.entered && this.lines[this.at[0]]?.cells[this.at[1]]?.said) || this.hint;
    },
  },
  methods: {
    speak(event) {
      if (!event.target.dataset.at) return;
      this.at = event.target.dataset.at.split(",").map(Number);
      this.entered = true;
    },
    move(event) {
      const step = STEPS[event.key];
      if (!step) return;
      event.preventDefault();
      const row = Math.min(Math.max(this.at[0] + step[0], 0), this.lines.length - 1);
      const column = Math.min(Math.max(this.at[1] + step[1], 0), this.across.length - 1);
      this.$el.querySelector(`[data-at="${row},${column}"]`).focus();
    },
  },
};
