import fc from 'fast-check';
import { expect, it } from 'vitest';
import { allowanceOf } from './power-policy.ts';

const settings = (cores: number, onBattery: 'pause' | 'slow' | 'full') => ({
  'indexing.cores': cores,
  'indexing.onBattery': onBattery,
});
const mains = { onBattery: false, level: 0.1 };
const battery = (level: number | null) => ({ onBattery: true, level });

it('leaves all cores on mains, on a machine without battery, and where the user says so', () => {
  const free = { kind: 'working', cores: null };
  expect(allowanceOf(settings(0, 'pause'), null, 8)).toEqual(free);
  expect(allowanceOf(settings(0, 'pause'), mains, 8)).toEqual(free);
  expect(allowanceOf(settings(0, 'full'), battery(0.05), 8)).toEqual(free);
  expect(allowanceOf(settings(3, 'slow'), mains, 8)).toEqual({ kind: 'working', cores: 3 });
});

it('takes half the cores on battery, none where they are to wait or little charge is left', () => {
  expect(allowanceOf(settings(0, 'slow'), battery(0.8), 8)).toEqual({ kind: 'working', cores: 4 });
  expect(allowanceOf(settings(0, 'slow'), battery(null), 3)).toEqual({ kind: 'working', cores: 1 });
  expect(allowanceOf(settings(2, 'slow'), battery(0.8), 8)).toEqual({ kind: 'working', cores: 2 });
  expect(allowanceOf(settings(0, 'slow'), battery(0.19), 8)).toEqual({ kind: 'paused' });
  expect(allowanceOf(settings(0, 'pause'), battery(1), 8)).toEqual({ kind: 'paused' });
});

it('never gives more than was chosen or the machine has, and never none but by pausing', () => {
  fc.assert(
    fc.property(
      fc.record({
        cores: fc.integer({ min: 0, max: 256 }),
        onBattery: fc.constantFrom('pause' as const, 'slow' as const, 'full' as const),
        power: fc.option(fc.record({ onBattery: fc.boolean(), level: fc.option(fc.double({ min: 0, max: 1, noNaN: true })) })),
        machine: fc.integer({ min: 1, max: 256 }),
      }),
      ({ cores, onBattery, power, machine }) => {
        const allowance = allowanceOf(settings(cores, onBattery), power, machine);
        if (allowance.kind === 'paused' || allowance.cores === null) return true;
        return allowance.cores >= 1 && allowance.cores <= machine && (cores === 0 || allowance.cores <= cores);
      },
    ),
  );
});
