import type { Settings } from '#contract';
import { allowanceOf, type Allowance } from './power-policy.ts';
import type { PowerSource } from './power-source.ts';

/** The allowance of now, kept so that asking costs nothing. */
export type AllowanceWatch = {
  readonly current: Allowance;
  /** Reads settings and power again. */
  refresh(): void;
  close(): void;
};

/** Follows settings (by `refresh`) and power source; calls `onChange` after each change. */
export function watchAllowance(options: {
  settings(): Settings;
  power: PowerSource;
  machineCores: number;
  onChange(): void;
}): AllowanceWatch {
  const compute = (): Allowance => allowanceOf(options.settings(), options.power.read(), options.machineCores);
  let current = compute();

  function refresh(): void {
    const next = compute();
    const isSame = JSON.stringify(next) === JSON.stringify(current);
    current = next;
    if (!isSame) options.onChange();
  }

  const close = options.power.subscribe(refresh);
  return {
    get current() {
      return current;
    },
    refresh,
    close,
  };
}
