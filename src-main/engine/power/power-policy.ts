import type { Settings } from '#contract';
import type { PowerState } from './power-source.ts';

/** Below this charge even slow indexing waits for the mains: what is left is for the user's own work. */
const LOW_LEVEL = 0.2;

/** What indexing may use now. `cores` null: as many as it likes, without counting. */
export type Allowance = { readonly kind: 'paused' } | { readonly kind: 'working'; readonly cores: number | null };

/** Pure: what settings and power leave to indexing on a machine with `machineCores` cores. */
export function allowanceOf(
  settings: Pick<Settings, 'indexing.cores' | 'indexing.onBattery'>,
  power: PowerState | null,
  machineCores: number,
): Allowance {
  const chosen = settings['indexing.cores'] === 0 ? null : Math.min(settings['indexing.cores'], machineCores);
  const onBattery = settings['indexing.onBattery'];
  if (power === null || !power.onBattery || onBattery === 'full') return { kind: 'working', cores: chosen };
  if (onBattery === 'pause' || (power.level !== null && power.level < LOW_LEVEL)) return { kind: 'paused' };
  const half = Math.max(1, Math.floor(machineCores / 2));
  return { kind: 'working', cores: Math.min(half, chosen ?? half) };
}
