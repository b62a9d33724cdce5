import { expect, it, vi } from 'vitest';
import { settingsSchema } from '#contract';
import { watchAllowance } from './allowance.ts';
import type { PowerState } from './power-source.ts';

it('follows the plug and the settings, tells of changes alone, and lets go of the source', () => {
  let power: PowerState = { onBattery: false, level: 1 };
  let settings = settingsSchema.parse({});
  const listeners = new Set<() => void>();
  const onChange = vi.fn<() => void>();
  const watch = watchAllowance({
    settings: () => settings,
    power: {
      read: () => power,
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    machineCores: 8,
    onChange,
  });
  const tell = (): void => listeners.forEach((listener) => listener());
  expect(watch.current).toEqual({ kind: 'working', cores: null });
  tell();
  expect(onChange).not.toHaveBeenCalled();
  power = { onBattery: true, level: 0.9 };
  tell();
  expect(watch.current).toEqual({ kind: 'working', cores: 4 });
  settings = { ...settings, 'indexing.cores': 1 };
  watch.refresh();
  expect(watch.current).toEqual({ kind: 'working', cores: 1 });
  power = { onBattery: true, level: 0.1 };
  tell();
  expect(watch.current).toEqual({ kind: 'paused' });
  expect(onChange).toHaveBeenCalledTimes(3);
  watch.close();
  expect(listeners.size).toBe(0);
});
