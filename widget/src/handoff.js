// Whether a person of the help desk has the conversation: none, waiting or open.

export class Handoff {
  state = { handoff: "none" };

  get isOn() {
    return this.state.handoff === "waiting" || this.state.handoff === "open";
  }

  // The line over the log, or null where the assistant answers.
  line(words) {
    const { handoff, position } = this.state;
    if (handoff === "open") return words.withPerson;
    if (handoff !== "waiting") return null;
    return position ? words.queuePlace.replace("{position}", position) : words.queueWait;
  }

  // Takes a new state; → what a screen reader is told of the change, or null.
  change(state, words) {
    const was = this.state.handoff;
    this.state = state;
    if (was === state.handoff) return null;
    return this.isOn ? this.line(words) : words.handBack;
  }
}
