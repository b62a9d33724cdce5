import type { Speech } from './speech.ts';

/** A speech whose language can change under a running page: what was said in templates and derived values is said anew. */
export class LiveSpeech implements Speech {
  #current: Speech;

  constructor(first: Speech) {
    this.#current = $state.raw(first);
  }

  change(next: Speech): void {
    this.#current = next;
  }

  get locale(): string {
    return this.#current.locale;
  }

  readonly say: Speech['say'] = (key, ...values) => this.#current.say(key, ...values);
  readonly number: Speech['number'] = (value) => this.#current.number(value);
  readonly duration: Speech['duration'] = (milliseconds) => this.#current.duration(milliseconds);
  readonly when: Speech['when'] = (then, now) => this.#current.when(then, now);
  readonly join: Speech['join'] = (statements, sign) => this.#current.join(statements, sign);
  readonly exactly: Speech['exactly'] = (then) => this.#current.exactly(then);
}
