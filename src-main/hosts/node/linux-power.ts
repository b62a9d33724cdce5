import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PowerSource, PowerState } from '#engine/power/power-source.ts';

const FOLDER = '/sys/class/power_supply';
/** A plug is noticed within this; reading takes well under a millisecond. */
const POLL_MS = 30_000;

/** The power source of a Linux machine as the kernel tells it; asks every half minute while somebody listens. */
export function createLinuxPowerSource({ folder = FOLDER, pollMs = POLL_MS } = {}): PowerSource {
  return {
    read: () => readPower(folder),
    subscribe(listener) {
      let last = JSON.stringify(readPower(folder));
      const timer = setInterval(() => {
        const now = JSON.stringify(readPower(folder));
        if (now === last) return;
        last = now;
        listener();
      }, pollMs);
      timer.unref();
      return () => clearInterval(timer);
    },
  };
}

type Supply = {
  readonly type: string | null;
  readonly isOnline: boolean;
  readonly status: string | null;
  readonly capacity: number;
};

function readPower(folder: string): PowerState | null {
  const supplies = supplyNames(folder).flatMap((name) => readSupply(path.join(folder, name)));
  const batteries = supplies.filter(({ type }) => type === 'Battery');
  if (batteries.length === 0) return null;
  const levels = batteries.map(({ capacity }) => capacity).filter((capacity) => Number.isFinite(capacity));
  const level = levels.length === 0 ? null : levels.reduce((sum, capacity) => sum + capacity, 0) / levels.length / 100;
  // A weak charger leaves the battery discharging: plugged in all the same.
  const isPlugged = supplies.some(({ type, isOnline }) => type !== 'Battery' && isOnline);
  return { onBattery: !isPlugged && batteries.some(({ status }) => status === 'Discharging'), level };
}

/** Nothing for batteries of mice, keyboards and headsets, nor for empty bays. */
function readSupply(folder: string): Supply[] {
  if (readWord(folder, 'scope') === 'Device' || readWord(folder, 'present') === '0') return [];
  return [
    {
      type: readWord(folder, 'type'),
      isOnline: readWord(folder, 'online') === '1',
      status: readWord(folder, 'status'),
      capacity: Number(readWord(folder, 'capacity') ?? NaN),
    },
  ];
}

function supplyNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // No such folder: a container, or a kernel without it.
    return [];
  }
}

function readWord(folder: string, name: string): string | null {
  try {
    return readFileSync(path.join(folder, name), 'utf8').trim();
  } catch {
    // Drivers leave out what they do not know, and refuse some answers with ENODEV while a battery is taken out.
    return null;
  }
}
